"""What follows other rows: counters, copies of a value, and tables with old versions of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.laws.companies import Row
from tests.laws.luck import Luck
from tests.laws.promising import Promised
from tests.laws.schemes import Column, Pointer, Scheme, Table
from tests.oracle.company import meets

Rows = dict[str, list[Row]]


def follow(luck: Luck, found: Promised) -> None:
    """Let columns and tables follow others, in some companies."""
    if luck.happens(26):
        _count(luck, found.scheme)
    if luck.happens(20):
        _copy(luck, found.scheme)
    if luck.happens(38):
        _keep_old_versions(luck, found)
    if luck.happens(15):
        _leave_alone(luck, found)


def _leave_alone(luck: Luck, found: Promised) -> None:
    """Let something else keep and remove rows that point at somebody's."""
    simple = [t.name for t in found.scheme.tables.values() if t.personal and len(t.key) == 1]
    key = Column("id", "INTEGER", "key", nullable=False)
    edge = Column("of_id", "INTEGER", "edge", nullable=luck.happens(40))
    table = Table("mails", ("id",), [key, edge, Column("sent_to", "VARCHAR(60)", "text")])
    table.personal = False
    table.pointers.append(Pointer(("of_id",), luck.one_of(simple)))
    told = {"removed by": "the mail server", "purposes": sorted(found.purposes)[:1]}
    table.said = {**told, "columns": {"sent_to": "technical"}}
    found.scheme.tables[table.name] = table


def _pointers(scheme: Scheme) -> Iterator[tuple[Table, Pointer]]:
    """Yield the pointers that are of one table in every row."""
    for table in scheme.tables.values():
        conditional = {owner.columns for owner in table.owners if owner.when}
        for pointer in table.pointers:
            if pointer.columns not in conditional:
                yield table, pointer


def _count(luck: Luck, scheme: Scheme) -> None:
    """Let a row have the number of the rows that point at it."""
    pointing = [(table, pointer) for table, pointer in _pointers(scheme) if table.personal]
    if not pointing:
        return
    child, pointer = luck.one_of(pointing)
    table = scheme.tables[pointer.table]
    said: dict[str, str] = {"rows of": f"db.{child.name}", "by": pointer.columns[-1]}
    words = [column.name for column in child.columns if column.name == "sort"]
    if words and luck.happens(60):
        said["when"] = "sort = 'answer'"
    if luck.happens(30):
        child.columns.append(Column("points", "INTEGER", "amount", nullable=False))
        child.said["columns"]["points"] = "technical"
        said["sum of"] = "points"
    then = luck.one_of(("", "", "lower", "keep"))
    if then:
        said["then"] = then
    table.columns.append(Column("many", "INTEGER", "later", nullable=luck.happens(40)))
    table.said.setdefault("counts", {})["many"] = said


def _copy(luck: Luck, scheme: Scheme) -> None:
    """Let a row repeat a value of the row at which one of its columns points."""
    choices = [
        (table, pointer, scheme.tables[pointer.table].column(name), words)
        for table, pointer in _pointers(scheme)
        if table.personal and scheme.tables[pointer.table].personal and len(pointer.columns) == 1
        for name, words in scheme.tables[pointer.table].said["columns"].items()
        if isinstance(words, str) and words not in ("technical", "secret")
    ]
    choices = [each for each in choices if not each[2].unique and each[2].fill == "text"]
    if not choices:
        return
    table, pointer, column, _ = luck.one_of(choices)
    nullable = column.nullable or luck.happens(50)
    table.columns.append(Column("copied", column.kind, "later", nullable=nullable))
    (by,) = pointer.columns
    table.said["copies"] = {"copied": f"{by}.{column.name}"}


def _keep_old_versions(luck: Luck, found: Promised) -> None:
    """Give a table of which each row is of one person a second one, with its old versions."""
    scheme = found.scheme
    declared_beside = [table for table in scheme.tables.values() if table.personal]
    choices = [
        table
        for table in declared_beside
        if len(scheme.ways(table.name)) == 1 and len(table.key) == 1
        if not any(name.startswith("held by ") for name in table.said)
    ]
    if not choices:
        return
    of = luck.one_of(choices)
    table = Table(f"{of.name}_old", ("id",), [Column("id", "INTEGER", "key", nullable=False)])
    table.columns.append(Column("of_id", "INTEGER", "edge", nullable=luck.happens(30)))
    table.pointers.append(Pointer(("of_id",), of.name, declared=luck.happens(50)))
    edges = {name for pointer in of.pointers for name in pointer.columns}
    copied = {*of.said.get("copies", ()), *of.said.get("counts", ())}
    for column in of.columns:
        # Without the word that tells what it was an old value is refused.
        kept = column.name != "told" or any(each.name == "trait" for each in table.columns)
        if kept and column.name not in {*of.key, *edges, *copied} and luck.happens(70):
            old = Column(column.name, column.kind, column.fill, column.nullable)
            old.words = column.words
            table.columns.append(old)
    table.columns.append(Column("changed", "VARCHAR(20)", "word", words=("update", "delete")))
    told: dict[str, str] = {"of": f"db.{of.name}", "by": "of_id"}
    if luck.happens(40):
        told["then"] = "remove"
    table.said = {"history": told, "columns": {"changed": "technical"}}
    scheme.tables[table.name] = table


def followed(luck: Luck, scheme: Scheme, rows: Rows) -> Rows:
    """Fill in what follows other rows; a number or a copy that is wrong stands here and there."""
    for name, table in scheme.tables.items():
        for column, told in table.said.get("counts", {}).items():
            for row in rows[name]:
                there = _counted(scheme, rows, table, row, told)
                sums = told.get("sum of")
                number = sum(int(str(each[sums])) for each in there) if sums else len(there)
                row[column] = number + luck.happens(15)
        for column, told in table.said.get("copies", {}).items():
            for row in rows[name]:
                by, _, of = told.partition(".")
                found = _over(scheme, rows, table, row, by)
                key = "-".join(str(row[part]) for part in table.key)
                older = f"{name}-older-{key}-x" if luck.happens(15) else None
                empty = None if table.column(column).nullable else ""
                row[column] = (older or found[of] or empty) if found else empty
    return rows


def _counted(
    scheme: Scheme, rows: Rows, table: Table, row: Row, told: Mapping[str, str]
) -> list[Row]:
    child = scheme.tables[told["rows of"].removeprefix("db.")]
    (columns,) = [p.columns for p in child.pointers if told["by"] in p.columns][:1]
    key = tuple(row[name] for name in table.key)
    return [
        each
        for each in rows[child.name]
        if tuple(each[name] for name in columns) == key and meets(told.get("when", ""), each)
    ]


def _over(scheme: Scheme, rows: Rows, table: Table, row: Row, by: str) -> Row | None:
    """Return the row at which a column points; None where there is none."""
    pointer = table.pointer(by)
    there = scheme.tables[pointer.table] if pointer else table
    return next((each for each in rows[there.name] if each[there.key[0]] == row[by]), None)
