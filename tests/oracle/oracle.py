"""Decide, cell by cell, what may be held, what must go and what a person is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

from tests.oracle.attributes import attributes, cell_in, is_unnamed, stands_in, telling
from tests.oracle.attributes import column_of as attributes_column
from tests.oracle.company import Binding, Column, Company, Purpose, Row, RowId, Version
from tests.oracle.counted import counted
from tests.oracle.days import Day, plus
from tests.oracle.facts import apart, erasures, objects, restricted, same, withdrew
from tests.oracle.history import stays_anyhow, tells_of_a_change
from tests.oracle.lives import Life, Teller, first_versions, life_of
from tests.oracle.papers import column_of, left, part_of, parts, waits
from tests.oracle.reach import (
    Named,
    Person,
    Reached,
    edge_columns,
    folded,
    forgotten,
    is_shared,
    kinds_of,
    loose_columns,
    may_be_emptied,
    named_itself,
    owner_edges,
    people_of,
    pointed_at,
    reached,
    unseen_occasions,
    ways,
)

Cell = tuple[RowId, str]


@dataclass(frozen=True)
class Request:
    """What is asked: everything as of a day, or one or more people, who may want erasure.

    Erasure of the categories in `but` was refused.
    """

    as_of: date
    people: frozenset[Person] | None = None
    erase: bool = False
    but: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Ground:
    """Why a cell may be held: a purpose, through a row of an occasion, for a person.

    `named` is None where nobody knows for whom.
    """

    purpose: str
    occasion: str
    through: RowId
    last: date | None
    unsure: bool
    named: Named | None = None


@dataclass
class Verdict:
    """What becomes of every personal row.

    `grounds` holds the live grounds of each cell. A row is in `erased`, in `asked` (some cell of
    it, or the row itself, stays only for grounds of which nobody is sure) or in neither.
    """

    grounds: dict[Cell, list[Ground]] = field(default_factory=dict)
    erased: set[RowId] = field(default_factory=set)
    asked: set[RowId] = field(default_factory=set)
    emptied: dict[Cell, object] = field(default_factory=dict)

    def is_sure(self, cell: Cell) -> bool:
        """Tell whether a ground certainly holds the cell."""
        return any(not ground.unsure for ground in self.grounds.get(cell, []))

    def last_day(self, cell: Cell) -> date | None:
        """Return the last day on which the cell may be found; None when no end is in sight."""
        days = [ground.last for ground in self.grounds[cell]]
        return None if None in days else max(day for day in days if day is not None)


def decide(company: Company, request: Request) -> Verdict:
    """Return what must become of the company's rows."""
    verdict = Verdict()
    alive = _find_grounds(company, request, verdict)
    _find_unseen(company, request, verdict)
    held = [rid for rid, _ in verdict.grounds]
    held += [rid for rid in _rows(company) if _is_apart(company, request, rid, None)]
    held += [rid for rid in _rows(company) if stays_anyhow(company, rid[0])]
    unnamed = [r for r in _rows(company) if is_unnamed(company.mapped(r[0]), company.row(r))]
    held += unnamed
    loosened = {rid: _loosened(company, request, verdict, rid) for rid in _rows(company)}
    staying = _staying(company, request, [*alive, *held], loosened)
    sure = [rid for rid, sure in alive.items() if sure]
    anyhow = _staying(company, request, [*sure, *held], loosened)
    for rid in _rows(company):
        if not _in_scope(company, request, rid):
            continue
        if rid not in staying:
            verdict.erased.add(rid)
            continue
        if rid not in unnamed:
            _empty(company, request, verdict, rid, loosened[rid])
        verdict.emptied |= {(rid, column): None for column in loosened[rid]}
        if _is_asked(company, verdict, rid) or (rid in alive and rid not in anyhow):
            verdict.asked.add(rid)
        if _waits_for_a_restriction(company, request, rid) or _is_odd(company, verdict, rid):
            verdict.asked.add(rid)
        if rid in unnamed:
            verdict.asked.add(rid)
    _copies(company, request, verdict)
    _forget(company, verdict)
    verdict.emptied |= counted(company, verdict.erased, verdict.emptied)
    return verdict


def _waits_for_a_restriction(company: Company, request: Request, rid: RowId) -> bool:
    """Tell whether a row names somebody who asked for erasure under a restriction (rule 18)."""
    apart_now = restricted(company, request.as_of)
    return any(
        same(person) in apart_now and _asked_ever(company, request, person)
        for person in named_itself(company, rid)
    )


def _asked_ever(company: Company, request: Request, person: Person) -> bool:
    asks_now = request.erase and _is_asker(request, person)
    return asks_now or bool(erasures(company, request.as_of, person))


def _forget(company: Company, verdict: Verdict) -> None:
    """Empty the pointers at rows that go, whosever rows they stand in (rule 20)."""
    for table, column in forgotten(company):
        for rid in company.rows_of(table):
            if rid not in verdict.erased and company.follow(rid, column) in verdict.erased:
                for name in may_be_emptied(company, table, column):
                    verdict.emptied[rid, name] = None
                _copied_along(company, verdict, rid, column)


def _copied_along(company: Company, verdict: Verdict, rid: RowId, pointer: str) -> None:
    """Empty what a row copies of the row that goes, whosever value it is."""
    for column, told in company.mapped(rid[0]).get("copies", {}).items():
        by, of = told.split(".")
        there = company.follow(rid, pointer)
        if by == pointer and there is not None:
            words = company.mapped(there[0])["columns"]
            verdict.emptied[rid, column] = _emptied(company, there, of, words[of])


def _copies(company: Company, request: Request, verdict: Verdict) -> None:
    """Empty the copies of values that nothing holds, whosever rows they stand in."""
    for table, words in company.datamap["tables"].items():
        for column, told in words.get("copies", {}).items():
            by, of = told.split(".")
            for rid in company.rows_of(table):
                there = company.follow(rid, by)
                if there is None or verdict.grounds.get((there, of)):
                    continue
                about = about_of(company.mapped(there[0]), of)
                stays = _is_apart(company, request, there, about)
                if stays or _is_apart(company, request, rid, None):
                    continue
                if rid in verdict.erased or not _is_askers(company, request, there, about):
                    continue
                target = _emptied(company, there, of, company.mapped(there[0])["columns"][of])
                verdict.emptied[rid, column] = target


def _rows(company: Company) -> Iterator[RowId]:
    for table in company.personal_tables():
        yield from company.rows_of(table)


def _cells(company: Company, rid: RowId) -> list[Cell]:
    return [(rid, column) for column in categories(company.mapped(rid[0]))]


def _is_asked(company: Company, verdict: Verdict, rid: RowId) -> bool:
    """Tell whether some cell of the row has no ground but one that nobody is sure of."""
    return any(
        verdict.grounds.get(cell) and not verdict.is_sure(cell) for cell in _cells(company, rid)
    )


def after(company: Company, verdict: Verdict) -> dict[str, dict[object, Row]]:
    """Return every row as it stands once the verdict has been carried out."""
    left: dict[str, dict[object, Row]] = {}
    for name, table in company.tables.items():
        left[name] = {
            key: {c: verdict.emptied.get(((name, key), c), v) for c, v in row.items()}
            for key, row in table.rows.items()
            if (name, key) not in verdict.erased
        }
    return left


def in_force(company: Company, as_of: date) -> list[Version]:
    """Return the versions that count as of a day, the newest last; before all, the first."""
    begun = [version for version in company.versions if version.effective <= as_of]
    return begun or company.versions[:1]


def _in_scope(company: Company, request: Request, rid: RowId) -> bool:
    return request.people is None or any(
        _is_asker(request, person) for _, person in people_of(company, rid)
    )


def _is_asker(request: Request, person: Person | None) -> bool:
    if person is None or request.people is None:
        return False
    kind, name = person
    return any(kind == k and folded(name) == folded(n) for k, n in request.people)


@dataclass(frozen=True)
class Through:
    """A purpose that lives through a row of an occasion.

    `since` are the versions that count for it; two lists where nobody knows when it began.
    """

    purpose: Purpose
    binding: Binding
    rid: RowId
    life: Life
    since: tuple[tuple[Version, ...], ...]


def _find_grounds(company: Company, request: Request, verdict: Verdict) -> dict[RowId, bool]:
    """Write down the grounds of every cell.

    Returns the rows that something lives through, and whether that is sure.
    """
    alive: dict[RowId, bool] = {}
    for binding in company.bindings:
        for rid in company.rows_of(binding.table):
            for through in _living_through(company, request, binding, rid):
                staying = {rid} if _hold_cells(company, request, verdict, through) else set()
                if _may_hold_others(company, through):
                    # Whose rows lean on it is not looked at: it waits until its own time is over.
                    staying |= {rid} if through.life.may_hold(request.as_of) else set()
                if through.life.may_hold(request.as_of):
                    # Whoever asks: without them nobody could tell when it ends (decision 008).
                    staying |= Teller(company, binding, rid).behind()
                for row in staying:
                    alive[row] = alive.get(row, False) or not through.life.unsure
    return alive


def _may_hold_others(company: Company, through: Through) -> bool:
    """Tell whether a declared reach, over nobody who owns them, may lead to rows of others."""
    return any(
        _leans(company, through.binding, table)
        and through.purpose.id in company.mapped(table).get("purposes", [])
        and through.purpose.categories & {*categories(company.mapped(table)).values()}
        and any(is_about(company, through.purpose, kind) for kind in kinds_of(company, table))
        for table in company.personal_tables()
    )


def _leans(company: Company, binding: Binding, table: str) -> bool:
    reach = company.mapped(table).get(f"held by {binding.occasion}")
    if reach is None or reach["via"] in {edge.column for edge in owner_edges(company, table)}:
        return False
    target = company.target(table, reach["via"])
    forgets = (table, reach["via"]) in forgotten(company)
    return target is not None and (target[0] != binding.table or forgets)


def _living_through(
    company: Company, request: Request, binding: Binding, rid: RowId
) -> Iterator[Through]:
    versions = in_force(company, request.as_of)
    for purpose in versions[-1].purposes.values():
        if binding.occasion not in purpose.occasions:
            continue
        life = life_of(Teller(company, binding, rid), request.as_of, versions, purpose.id)
        if life is not None:
            firsts = first_versions(company, versions, binding, rid)
            since = tuple(tuple(versions[first:]) for first in firsts)
            yield Through(purpose, binding, rid, life, since)


def _hold_cells(company: Company, request: Request, verdict: Verdict, through: Through) -> bool:
    """Write down what is held through one row; tell whether the row itself must stay for it."""
    own = _people_held(company, through.purpose, through.rid, None)
    alive = any(_left(company, request, through, Reached(through.rid), p) for p in own)
    for there in reached(company, through.binding, through.rid):
        for column, doubtful in _columns_held(company, through, there.rid):
            words = company.mapped(there.rid[0])
            about, refused = about_of(words, column), categories(words)[column] in request.but
            asked = replace(request, erase=False) if refused else request
            for named in _people_held(company, through.purpose, there.rid, about):
                if named and there.people is not None and named[1] not in there.people:
                    continue
                left = _left(company, asked, through, there, named)
                if left is None:
                    continue
                # What is nobody's keeps no occasion of people who are known (decision 019).
                alive = alive or named is not None or own == [None]
                unsure = left.unsure or doubtful
                name = through.binding.occasion
                ground = Ground(through.purpose.id, name, through.rid, left.last, unsure, named)
                verdict.grounds.setdefault((there.rid, column), []).append(ground)
    return alive


def _people_held(
    company: Company, purpose: Purpose, rid: RowId, about: str | None
) -> list[Named] | list[None]:
    """Return for whom a purpose may hold a cell: the people it is about, of the right kinds.

    Where they are unknown it stays for the row's other people, and where nobody is known at
    all, for nobody in particular.
    """
    everybody = people_of(company, rid)
    if not is_shared(company, rid[0]):
        return everybody or [None]
    right = [
        named
        for named in everybody
        if about in (None, named[0]) and is_about(company, purpose, named[1][0])
    ]
    return right or everybody or [None]


def is_about(company: Company, purpose: Purpose, kind: str) -> bool:
    """Tell whether a purpose is about people of a kind."""
    if purpose.about:
        return kind in purpose.about
    bound = [b.table for b in company.bindings if b.occasion in purpose.occasions]
    return any(kind in kinds_of(company, table) for table in bound)


def _left(
    company: Company, request: Request, through: Through, there: Reached, named: Named | None
) -> Life | None:
    """Return what is left of the life at one row that it reaches, or None when it is over."""
    here = replace(through, life=_until(through.life, there.until, through.purpose))
    life = _after_request(company, request, here, named[1] if named else None)
    return life if life and life.may_hold(request.as_of) else None


def _until(life: Life, until: Day, purpose: Purpose) -> Life:
    """Return a life over a declared reach: the row's own ending is one of its endings."""
    if isinstance(until, date):
        ended = min(until, life.ended) if life.ended else until
        return replace(life.until(plus(until, purpose.period)), ended=ended)
    return life.until(until)


def _after_request(
    company: Company, request: Request, through: Through, person: Person | None
) -> Life | None:
    """Return what is left of a ground of `person` once an erasure is asked (rules 14, 15)."""
    if person is None:
        return through.life
    days = erasures(company, request.as_of, person)
    if request.erase and _is_asker(request, person):
        days.append(request.as_of)
    began = company.day(through.rid, through.binding.began)
    asked = [day for day in days if not isinstance(began, date) or began <= day]
    life = _objected(company, request, through, person)
    answer = _answer(through.purpose, through.life, request.as_of)
    if life is None or not asked or answer == "stays":
        return life
    # A consent that was given has begun, whatever the occasion says: asking is withdrawing it.
    if answer == "yields" and (isinstance(began, date) or through.purpose.basis == "consent"):
        return None
    return replace(life, unsure=True)


def _objected(
    company: Company, request: Request, through: Through, person: Person
) -> Life | None:
    """Return what an objection, or a consent that was withdrawn, leaves of a ground."""
    purpose, life = through.purpose, through.life
    if purpose.basis == "interest" and objects(company, request.as_of, person, purpose.id):
        return None if purpose.marketing else replace(life, unsure=True)
    day = withdrew(company, request.as_of, person, purpose.id)
    if purpose.basis != "consent" or day is None:
        return life
    words = company.mapped(through.rid[0])[f"consent {purpose.id}"]
    given = company.day(through.rid, words["given"])
    return None if isinstance(given, date) and given <= day else life


def _answer(purpose: Purpose, life: Life, as_of: date) -> str:
    if purpose.basis == "law":
        return "stays"
    if purpose.basis == "consent":
        return "yields"
    if purpose.basis == "interest":
        return "yields" if purpose.marketing else "a person weighs it"
    if not life.is_active(as_of):
        return "yields"
    return "a person looks" if life.unsure else "stays"


def _columns_held(company: Company, through: Through, rid: RowId) -> Iterator[tuple[str, bool]]:
    """Return the columns of a row that the purpose needs, and whether that is in doubt."""
    words = company.mapped(rid[0])
    for column in columns_of(company, through.purpose.id, rid[0]):
        if not stands_in(words, column, company.row(rid)):
            continue
        about = about_of(words, column)
        kinds = {kind for begins, kind in ways(company, rid[0]) if about in (None, begins)}
        if not any(is_about(company, through.purpose, kind) for kind in kinds):
            continue
        category = categories(words)[column]
        told = [_always_declared(through.purpose.id, category, since) for since in through.since]
        if any(told):
            yield column, not all(told)


def _always_declared(purpose: str, category: str, versions: tuple[Version, ...]) -> bool:
    """Tell whether every version needs the category: what is new is for what begins later."""
    return all(
        purpose in version.purposes and category in version.purposes[purpose].categories
        for version in versions
    )


def columns_of(company: Company, purpose: str, table: str) -> list[str]:
    """Return the columns that a purpose may hold where the table lists it."""
    words = company.mapped(table)
    return list(categories(words)) if purpose in words.get("purposes", []) else []


_NO_DATA = ("technical", "secret")
EACH_ROW, TELLS = "each row", "each row tells"
"""What a row tells by being there: a cell that is held as others are, and stays with its row."""


def categories(words: dict) -> dict[str, str]:
    """Return the columns of a mapped table that hold something, with what they hold."""
    found: dict[str, str] = {EACH_ROW: words[TELLS]} if TELLS in words else {}
    for column, value in words.get("columns", {}).items():
        if isinstance(value, dict) and "paths" in value:
            found |= {part: what for part, what in parts(column, value) if what not in _NO_DATA}
            continue
        if telling(value):
            found |= dict(attributes(column, value))
            continue
        category = (value["is"] if isinstance(value, dict) else value).partition(" about ")[0]
        if category not in _NO_DATA:
            found[column] = category
    return found


def in_columns(words: dict) -> list[str]:
    """Return the cells that stand in columns of their own: not what a row tells by being there."""
    return [cell for cell in categories(words) if cell != EACH_ROW]


def value_in(words: dict, row: Row, cell: str) -> object:
    """Return what stands in a cell of a row; None where the row has no such cell."""
    if cell == EACH_ROW or not stands_in(words, cell, row):
        return cell == EACH_ROW or None
    column = attributes_column(column_of(cell))
    return part_of(row[column], cell) if column_of(cell) != cell else row[column]


def about_of(words: dict, column: str) -> str | None:
    """Return the edge to the owner that a column is about; None: it is about all of them."""
    if column == EACH_ROW:
        return None
    value = words["columns"][attributes_column(column_of(column))]
    if isinstance(value, dict):
        return value.get("about") or value.get("is", "").partition(" about ")[2] or None
    return value.partition(" about ")[2] or None


def _is_apart(company: Company, request: Request, rid: RowId, about: str | None) -> bool:
    """Tell whether what is about somebody is set apart, so that nothing changes it (rule 18)."""
    everybody = people_of(company, rid)
    theirs = [named for named in everybody if about in (None, named[0])] or everybody
    people = apart(company, request.as_of)
    return any(same(person) in people for _, person in theirs)


def _find_unseen(company: Company, request: Request, verdict: Verdict) -> None:
    """Where an edge leads nowhere, a ground may hold over it that nobody can see (rule 8)."""
    for rid in _rows(company):
        for binding in unseen_occasions(company, rid):
            for through in _possible(company, request, binding):
                unseen = Ground(through.purpose.id, binding.occasion, rid, None, unsure=True)
                for column, _ in _columns_held(company, through, rid):
                    verdict.grounds.setdefault((rid, column), []).append(unseen)


def _possible(company: Company, request: Request, binding: Binding) -> Iterator[Through]:
    versions = tuple(in_force(company, request.as_of))
    for purpose in versions[-1].purposes.values():
        if binding.occasion in purpose.occasions:
            nowhere = (binding.table, None)
            yield Through(purpose, binding, nowhere, Life(), (versions[-1:],))


def _loosened(company: Company, request: Request, verdict: Verdict, rid: RowId) -> set[str]:
    """Return the edges of a row to owners for whom nothing is held in it any more."""
    found: set[str] = set()
    for column in loose_columns(company, rid[0]):
        theirs = [person for begins, person in people_of(company, rid) if begins == column]
        asking = request.people is None or any(_is_asker(request, p) for p in theirs)
        if any(same(person) in apart(company, request.as_of) for person in theirs):
            continue
        if not theirs or not asking or not _may_hold_for(company, request, rid, column):
            continue
        grounds = [(c, g) for c in _cells(company, rid) for g in verdict.grounds.get(c, [])]
        if not any(_bears_on(company, request, *each, column) for each in grounds):
            found.add(column)
    return found


def _bears_on(
    company: Company, request: Request, cell: Cell, ground: Ground, column: str
) -> bool:
    """Tell whether a ground is for the owner to whom an edge leads, or may be for all one knows."""
    if ground.named is not None:
        return ground.named[0] == column
    (table, _), held = cell
    purpose = in_force(company, request.as_of)[-1].purposes[ground.purpose]
    kinds = {kind for begins, kind in ways(company, table) if begins == column}
    about = about_of(company.mapped(table), held)
    return about in (None, column) and any(is_about(company, purpose, kind) for kind in kinds)


def _may_hold_for(company: Company, request: Request, rid: RowId, column: str) -> bool:
    """Tell whether some purpose might hold something of such a row for that owner."""
    kinds = {kind for begins, kind in ways(company, rid[0]) if begins == column}
    version = in_force(company, request.as_of)[-1]
    words = company.mapped(rid[0])
    return any(
        category in version.purposes[name].categories
        and about_of(words, held) in (None, column)
        and any(is_about(company, version.purposes[name], kind) for kind in kinds)
        for name in words.get("purposes", [])
        for held, category in categories(words).items()
    )


def _staying(
    company: Company, request: Request, held: list[RowId], loosened: dict[RowId, set[str]]
) -> set[RowId]:
    """Return the rows that stay: held, nobody's business now, or pinned by one that stays."""
    waiting = list(held)
    waiting += [rid for rid in _rows(company) if not _in_scope(company, request, rid)]
    staying: set[RowId] = set()
    forgetful = forgotten(company)
    waiting += [
        there
        for table in company.tables.keys() - {*company.personal_tables()}
        for rid in company.rows_of(table)
        for column, there in pointed_at(company, rid)
        if (table, column) not in forgetful
    ]
    while waiting:
        rid = waiting.pop()
        if rid in staying or rid[0] not in company.personal_tables():
            continue
        staying.add(rid)
        waiting += [
            there
            for column, there in pointed_at(company, rid)
            if column not in loosened[rid]
            # What is set apart keeps what it points at: nothing changes it.
            if (rid[0], column) not in forgetful or _is_apart(company, request, rid, None)
        ]
    return staying


def _empty(
    company: Company, request: Request, verdict: Verdict, rid: RowId, loosened: set[str]
) -> None:
    """Empty the cells of a staying row that nothing holds (rules 1, 2 and 20)."""
    words = company.mapped(rid[0])
    held = [column for column in categories(words) if verdict.grounds.get((rid, column))]
    for column, value in words.get("columns", {}).items():
        if column in held or _is_structural(company, rid[0], column):
            continue
        if tells_of_a_change(company, rid[0], column):
            continue
        if telling(value):
            own = cell_in(column, value, company.row(rid))
            if own is None or own in held:
                continue
        papers = isinstance(value, dict) and "paths" in value
        if column not in categories(words) and held and not papers and not telling(value):
            continue
        about = about_of(words, column)
        if not _is_askers(company, request, rid, about) or _is_apart(company, request, rid, about):
            continue
        told = company.row(rid)[column]
        # What is set apart in the row holds it: then its other parts go with that (rules 2, 18).
        # What is about an owner who is let go alone goes as a whole: nobody knows whose it was.
        lasting = held or _is_apart(company, request, rid, None)
        if papers and lasting and about not in loosened:
            target = None if told is None else left(column, value, told, held)
        else:
            target = _emptied(company, rid, column, value)
        if target != told:
            verdict.emptied[rid, column] = target


def _is_odd(company: Company, verdict: Verdict, rid: RowId) -> bool:
    """Tell whether a part of a document in the row must go, and nobody can tell which it is."""
    words, row = company.mapped(rid[0]), company.row(rid)
    held = [column for column in categories(words) if verdict.grounds.get((rid, column))]
    return any(
        waits(column, value, row[column], held)
        for column, value in words.get("columns", {}).items()
        if isinstance(value, dict) and "paths" in value
    )


def _is_askers(company: Company, request: Request, rid: RowId, about: str | None) -> bool:
    """Tell whether a cell is about somebody who asks; a request changes nothing about others."""
    return request.people is None or any(
        _is_asker(request, person)
        for begins, person in people_of(company, rid)
        if about in (None, begins)
    )


def _is_structural(company: Company, table: str, column: str) -> bool:
    key = company.tables[table].key.split(",")
    return column in {*key, *edge_columns(company, table), *company.moments(table)}


def _part(rid: RowId, value: object, keeps: str, much: object) -> object:
    """Return what stays of a value."""
    if keeps == "tombstone":
        return f"{much} {rid[1]}"
    if value is None:
        return None
    if keeps == "keep steps of":
        return int(str(value)) // int(str(much)) * int(str(much))
    if much == "network":
        *network, _ = str(value).split(".")
        return ".".join([*network, "0"])
    if keeps == "keep":
        year, month, _ = str(value).split("-")
        return f"{year}-{month if much == 'month' else '01'}-01"
    letters = list(str(value))
    while len(letters) > int(str(much)):
        letters.pop(-1 if keeps == "keep first" else 0)
    return "".join(letters)


def _pseudonym(company: Company, rid: RowId, column: str, per: object) -> str:
    """Return a pseudonym that is the same exactly where it should be; the key is another one."""
    row, about = company.row(rid), about_of(company.mapped(rid[0]), column)
    told: object = (rid[0], [row[name] for name in per]) if isinstance(per, list) else row[column]
    if per == "person":
        (told,) = {person for begins, person in people_of(company, rid) if about in (None, begins)}
    return f"erased-{sha256(repr(told).encode()).hexdigest()[:24]}"


def _emptied(company: Company, rid: RowId, column: str, value: object) -> object:
    known: Column = company.tables[rid[0]].columns[column]
    erase = value.get("erase") if isinstance(value, dict) else None
    if erase == "null" or (erase is None and known.nullable):
        return None
    of_bytes = known.is_bytes and column in categories(company.mapped(rid[0]))
    if not known.is_text and not of_bytes and erase is None:
        return company.row(rid)[column]
    if erase is None and isinstance(value, dict) and "paths" in value:
        return "{}"
    if erase == "pseudonym" or (erase is None and known.unique):
        key = rid[1] if isinstance(rid[1], tuple) else (rid[1],)
        return "-".join(["erased", *map(str, key)])
    if erase is None:
        return ""
    if isinstance(erase, dict):
        ((keeps, much),) = erase.items()
        if keeps == "pseudonym per" and company.row(rid)[column] is not None:
            return _pseudonym(company, rid, column, much)
        return _part(rid, company.row(rid)[column], keeps, much)
    return erase if known.is_text else int(erase)
