"""What holds of an answer to who asks what is held about them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gestand.core.access.told import Standing
from gestand.core.facts import Person as Asker
from gestand.work.access import Wanted
from gestand.work.sweep import Request as Asked
from tests.answers import members, rows_told
from tests.laws.erasing import TEXT, owners, rows_of
from tests.laws.registry import law
from tests.laws.scenes import Scene, differing
from tests.laws.test_telling import Told, standings
from tests.oracle import attributes, papers
from tests.oracle.company import RowId
from tests.oracle.oracle import Request, about_of, categories, decide, in_columns
from tests.oracle.reach import people_of
from tests.recording import given


def about_others(scene: Scene, rid: RowId) -> set[str]:
    """Return the columns of a row that are about somebody else, or about nobody who is known."""
    words = scene.naive.mapped(rid[0])
    theirs = {begins for begins, who in people_of(scene.naive, rid) if who in scene.people}
    about = {column: about_of(words, column) for column in categories(words)}
    found = {column for column, edge in about.items() if edge is not None and edge not in theirs}
    for column, told in words.get("copies", {}).items():
        there = scene.naive.follow(rid, told.partition(".")[0])
        if there is None or not {*scene.people} & {*owners(scene.naive, there)}:
            found.add(column)
    return {column_in(cell) for cell in found}


def column_in(cell: str) -> str:
    """Return the column in which a cell stands."""
    return attributes.column_of(papers.column_of(cell))


@law("A1", "Soundness: only rows of who asks are told, as they stand, and nothing about others.")
def soundness(scene: Scene) -> None:
    for rid, (step, row) in scene.told.items():
        assert {*scene.people} & {*owners(scene.naive, rid)}, rid
        stands, others = scene.naive.row(rid), about_others(scene, rid)
        for column, value in zip(step.columns, row.values, strict=True):
            if column in others and stands[column] is not None:
                assert column in row.masked, (rid, column)
            assert column in row.masked or value == stands[column], (rid, column)
            assert column not in row.masked or value is None or value != stands[column]


@law("A2", "Completeness: each row of who asks is told, and each value that is not about others.")
def completeness(scene: Scene) -> None:
    own = {rid for rid in rows_of(scene.naive) if {*scene.people} & {*owners(scene.naive, rid)}}
    assert own <= {*scene.told}
    for rid in own:
        step, row = scene.told[rid]
        shown = {*step.columns} - {*row.masked}
        wanted = {*map(column_in, in_columns(scene.naive.mapped(rid[0])))}
        wanted -= about_others(scene, rid)
        assert wanted <= shown, rid


def at(scene: Scene, rid: RowId) -> str:
    """Return the condition that only this row meets."""
    key = scene.naive.tables[rid[0]].key.split(",")
    values = rid[1] if isinstance(rid[1], tuple) else (rid[1],)
    return " AND ".join(f"{name} = {value}" for name, value in zip(key, values, strict=True))


def others_otherwise(scene: Scene) -> Iterator[str]:
    """Yield statements that change every text that is about others alone."""
    for rid in rows_of(scene.naive):
        theirs = {*scene.people} & {*owners(scene.naive, rid)}
        texts = {*map(column_in, in_columns(scene.naive.mapped(rid[0])))}
        others = about_others(scene, rid) if theirs else {*texts}
        row = scene.naive.row(rid)
        for name in others:
            if text := TEXT.search(str(row[name])):
                changed = str(row[name]).replace(text[0], f"{text[0]}x")
                yield f"UPDATE {rid[0][3:]} SET {name} = '{changed}' WHERE {at(scene, rid)}"


def content(answer: Told) -> dict[RowId, object]:
    """Return what an answer says of each row: its values, and by which purposes they are held."""
    found: dict[RowId, object] = {}
    for rid, (step, row) in answer.items():
        values = dict(zip(step.columns, row.values, strict=True))
        shown = {
            name: value
            for name, value in values.items()
            if name not in row.masked and value is not None
        }
        purposes = [keep.id for keep in step.keeps]
        held = zip(purposes, row.held, row.waits, strict=True)
        found[rid] = (shown, {(name, last, waits) for name, last, waits in held if last or waits})
    return found


@law("A3", "Non-interference: what is told does not depend on what stands about others alone.")
def non_interference(scene: Scene) -> None:
    elsewhere = scene.told_where(*others_otherwise(scene))
    assert content(elsewhere) == content(scene.told)


@law("A6", "Several who ask at once are told what each of them is told alone.")
def several_at_once(scene: Scene) -> None:
    assert content(scene.told_one_by_one) == content(scene.told)


@law("A4", "No secrets: a column that the map calls a secret is never told.")
def no_secrets(scene: Scene) -> None:
    for (table, _), (step, _) in scene.told.items():
        words = scene.naive.mapped(table)["columns"]
        assert not [c for c in step.columns if words.get(c) == "secret"], table


@law("A5", "Read only: telling changes nothing.")
def read_only(scene: Scene) -> None:
    before = {name: table.rows for name, table in scene.naive.tables.items()}
    assert differing(before, scene.rows_after_telling) == []


@law("A9", "Standing: what is told as held has a ground, what has none goes, the rest waits.")
def standing(scene: Scene) -> None:
    verdict = decide(scene.naive, Request(scene.as_of, frozenset(scene.people)))
    for rid, (step, row) in scene.told.items():
        cells = categories(scene.naive.mapped(rid[0]))
        for name, how in standings(scene.company, step, row).items():
            if name not in cells:
                continue
            sure, held = verdict.is_sure((rid, name)), (rid, name) in verdict.grounds
            assert how is not Standing.HELD or held, (rid, name, how)
            assert how is Standing.HELD or not sure, (rid, name, how)
            # Where something cannot be read a person may be asked, though the rest would tell.
            assert how is not Standing.LOOSE or not held, (rid, name, how)


def all_otherwise(scene: Scene) -> Iterator[str]:
    """Yield statements that change every text there is, and whose each row is."""
    for rid in rows_of(scene.naive):
        row = scene.naive.row(rid)
        told = {name: TEXT.sub(r"\g<0>new", str(value)) for name, value in row.items()}
        told = {name: text for name, text in told.items() if text != str(row[name])}
        if told:
            changes = ", ".join(f"{name} = '{value}'" for name, value in told.items())
            yield f"UPDATE {rid[0][3:]} SET {changes} WHERE {at(scene, rid)}"
    for table in scene.made.scheme.tables.values():
        for owner in table.owners:
            if owner.table and len(owner.columns) == 1 and owner.columns[0] not in table.key:
                column, other = owner.columns[0], f"(SELECT max(id) FROM {owner.table})"
                yield f"UPDATE {table.name} SET {column} = {other} WHERE {column} IS NOT NULL"


@law("A8", "One state: what is written while an answer is read is not in it, not even in part.")
def one_state(scene: Scene) -> None:
    if not scene.people:
        return
    branch, who = scene.branch("answered"), scene.people[0]
    branch.write("PRAGMA journal_mode = WAL")
    after = iter(range(scene.numbers[2] % 3))

    def progress(_what: str, _done: int, _tables: int) -> None:
        if next(after, None) is None and not written:
            written.append(True)
            branch.write(*all_otherwise(scene))

    written: list[bool] = []
    asked, out = Asked(scene.as_of, (Asker(*who),), access=True), branch.folder / "answer.zip"
    given(branch.company, asked, Wanted("en", out), progress)
    found = members(out)
    told = {f"db.{name}": rows for name, rows in rows_told(found).items()}
    own = {rid for rid in rows_of(scene.naive) if who in owners(scene.naive, rid)}
    assert len(own) == sum(map(len, told.values()))
    assert not [name for name, text in found.items() if re.search(rb"-xnew\b", text)]
