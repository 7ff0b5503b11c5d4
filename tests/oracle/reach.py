"""Whose a row is, and which rows an occasion reaches (rules 2, 4 and 21)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.oracle.company import Binding, Company, RowId
from tests.oracle.days import Day

Person = tuple[str, object]
"""A kind of person, with the key of the person's own row or an identifier."""


@dataclass(frozen=True)
class Reached:
    """A row that an occasion reaches; a declared reach may end on a day of the row's own."""

    rid: RowId
    until: Day = None


def folded(identifier: object) -> str:
    """Return an identifier without capitals and surrounding spaces."""
    return str(identifier).strip().lower()


def subject_kind(company: Company, table: str) -> str | None:
    """Return the kind of person whose own rows stand in `table`."""
    for kind, words in company.datamap["subjects"].items():
        if words.get("table") == table:
            return kind
    return None


def owner_column(company: Company, table: str) -> str | None:
    """Return the column that leads from a row to the row that owns it."""
    words = company.mapped(table)
    if subject_kind(company, table):
        return None
    owner = words.get("owner")
    if isinstance(owner, str):
        return owner
    if isinstance(owner, dict):
        return next((name for name in owner if " by " not in name), None)
    refers = words.get("refers", [])
    points = company.tables[table].points
    leading = [
        column
        for column, (target, _) in points.items()
        if column not in refers and _leads_to_somebody(company, target)
    ]
    return leading[0] if leading else None


def _leads_to_somebody(company: Company, table: str) -> bool:
    words = company.mapped(table)
    if "not personal" in words:
        return False
    known = subject_kind(company, table) is not None or "owner" in words
    return known or owner_column(company, table) is not None


def identifier_owner(company: Company, table: str) -> tuple[str, str] | None:
    """Return the kind of person and the column, where only an identifier says whose it is."""
    owner = company.mapped(table).get("owner")
    if not isinstance(owner, dict):
        return None
    for name, column in owner.items():
        if " by " in name:
            return name.partition(" by ")[0], column
    return None


def owner_row(company: Company, rid: RowId) -> RowId | None:
    """Return the row that owns `rid`, if there is one."""
    column = owner_column(company, rid[0])
    return company.follow(rid, column) if column else None


def person_of(company: Company, rid: RowId) -> Person | None:
    """Return whose row it is; None when that cannot be told."""
    kind = subject_kind(company, rid[0])
    if kind:
        return kind, rid[1]
    identifier = identifier_owner(company, rid[0])
    if identifier:
        value = company.row(rid)[identifier[1]]
        return None if value is None else (identifier[0], folded(value))
    above = owner_row(company, rid)
    return person_of(company, above) if above else None


def known_by(company: Company, kind: str, identifier: str) -> list[Person]:
    """Return the people of a kind with an identifier; without a table it is the person."""
    words = company.datamap["subjects"][kind]
    if "table" not in words:
        return [(kind, folded(identifier))]
    return [
        (kind, rid[1])
        for rid in company.rows_of(words["table"])
        if folded(identifier) in {folded(company.row(rid)[c]) for c in words["identified by"]}
    ]


def kind_of(company: Company, table: str) -> str | None:
    """Return the kind of person whose rows stand in `table`, over any number of edges."""
    kind = subject_kind(company, table)
    if kind:
        return kind
    identifier = identifier_owner(company, table)
    if identifier:
        return identifier[0]
    column = owner_column(company, table)
    target = company.target(table, column) if column else None
    return kind_of(company, target[0]) if target else None


def reached(company: Company, binding: Binding, rid: RowId) -> Iterator[Reached]:
    """Return the occasion's own row, the rows that own it, the rows it owns, the declared ones."""
    yield Reached(rid)
    above = owner_row(company, rid)
    while above is not None:
        yield Reached(above)
        above = owner_row(company, above)
    for below in _owned_by(company, rid):
        yield Reached(below)
    yield from _declared(company, binding, rid)


def _owned_by(company: Company, rid: RowId) -> Iterator[RowId]:
    for table in company.personal_tables():
        column = owner_column(company, table)
        target = company.target(table, column) if column else None
        if column is None or target is None or target[0] != rid[0]:
            continue
        for child in company.where(table, column, company.row(rid)[target[1]]):
            yield child
            yield from _owned_by(company, child)


def _declared(company: Company, binding: Binding, rid: RowId) -> Iterator[Reached]:
    for table in company.personal_tables():
        words = company.mapped(table).get(f"held by {binding.occasion}")
        if words is None:
            continue
        column = _meeting_column(company, binding.table, company.target(table, words["via"]))
        if column is None:
            continue
        for sibling in company.where(table, words["via"], company.row(rid)[column]):
            until = company.day(sibling, words["until"]) if "until" in words else None
            yield Reached(sibling, until)


def _meeting_column(company: Company, table: str, target: tuple[str, str] | None) -> str | None:
    if target is None:
        return None
    if target[0] == table:
        return target[1]
    same = [column for column, there in company.tables[table].points.items() if there == target]
    return same[0] if len(same) == 1 else None


def edges(company: Company, table: str) -> set[str]:
    """Return the columns of a table that point at another row, declared or mapped."""
    return {
        column
        for column, (target, _) in company.tables[table].points.items()
        if target in company.datamap["tables"]
    }


def unseen_occasions(company: Company, rid: RowId) -> list[Binding]:
    """Return the occasions that may reach a row over an edge of which nobody knows the end.

    That is an owner edge on the way up that is NULL or points at a row that is not there, or a
    declared reach that points at a row that is not there.
    """
    lost = _tables_beyond(company, rid)
    for name, words in company.mapped(rid[0]).items():
        if name.startswith("held by ") and _points_nowhere(company, rid, words["via"]):
            lost.append(name)
    return [
        binding
        for binding in company.bindings
        if binding.table in lost or f"held by {binding.occasion}" in lost
    ]


def _points_nowhere(company: Company, rid: RowId, column: str) -> bool:
    return company.row(rid)[column] is not None and company.follow(rid, column) is None


def _tables_beyond(company: Company, rid: RowId) -> list[str]:
    """Return the tables above the place where the way up from a row to its owners breaks off."""
    here: RowId | None = rid
    table = rid[0]
    beyond: list[str] = []
    while (column := owner_column(company, table)) is not None:
        above = company.follow(here, column) if here else None
        target = company.target(table, column)
        if target is None:
            break
        table = target[0]
        beyond += [table] if above is None else []
        here = above
    return beyond
