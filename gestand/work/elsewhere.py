"""Where an address or a number stands by which nobody could be found.

Applications keep addresses in a table of their own, and a kind of people is identified by columns
of its own row alone. Whoever asks by such an address is there, and an empty answer would be wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.datamap.holdings import HeldTable
from gestand.core.datamap.schema import Kind
from gestand.core.facts import Person
from gestand.core.names import bare, store_of
from gestand.core.owners import ROW
from gestand.core.policy.model import Policy
from gestand.core.predicate import Column, Equals, Predicate, all_of, any_of
from gestand.stores.base import Key
from gestand.work.company import Company
from gestand.work.people import reading
from gestand.work.whose import FEW, Whose, whose_where

_NAMES = frozenset({"email", "phone", "contact"})
_TERMS = frozenset({"pd:EmailAddress", "pd:TelephoneNumber", "pd:PhoneNumber", "pd:Contact"})
"""How a category says that people are reached by it: by its name, or by its term."""


def stands_elsewhere(company: Company, text: str) -> str:
    """Return in which tables an address or a number stands, and to how many people these lead.

    Nothing where it stands nowhere. A key that is no number is not told: it may be a name.
    """
    return "; ".join(_told(table, whose) for table, whose in _places(company, text))


def _places(company: Company, text: str) -> Iterator[tuple[HeldTable, Whose]]:
    reached = _reached_by(company.policy)
    for table in company.holdings.tables.values():
        live = company.schemas[table.store].tables[bare(table.id)].columns
        columns = dict.fromkeys(
            cell.column
            for cell in table.cells
            if cell.category in reached and not (cell.path or cell.when or cell.secret)
            if live[cell.column].kind is Kind.TEXT
        )
        whose = _in_table(company, table, list(columns), text) if columns else None
        if whose is not None:
            yield table, whose


def _reached_by(policy: Policy) -> frozenset[str]:
    """Return the categories by which people are reached, with those that contain one."""
    own = {n for n, each in policy.categories.items() if n in _NAMES or _TERMS & {*each.dpv}}
    return frozenset(name for name in policy.categories if own & policy.expand(name))


def _in_table(company: Company, table: HeldTable, columns: list[str], text: str) -> Whose | None:
    """Return whose rows of a table carry a text in one of some columns; None where none does."""
    with reading(company, table.id) as run:
        found = (run.people_with(table.id, column, text) for column in columns)
        keys = list(dict.fromkeys(key for of_column in found for key in of_column))[:FEW]
        if not keys:
            return None
        own = (company.holdings.subjects[way.kind] for way in table.ways)
        if any(store_of(one) != table.store for one in own if one):
            return Whose(others=True)
        return whose_where(company.holdings, {table.store: run}, table.id, _among(table, keys))


def _among(table: HeldTable, keys: list[Key]) -> Predicate:
    rows = (
        all_of(*(Equals(Column(ROW, n), (v,)) for n, v in zip(table.key, key, strict=True)))
        for key in keys
    )
    return any_of(*rows)


def _told(table: HeldTable, whose: Whose) -> str:
    where = f"what was given stands in `{table.id}`"
    if not whose.people:
        return f"{where}, of whom nobody can tell from here"
    many = "1 person" if len(whose.people) == 1 else f"{len(whose.people)} people"
    return f"{where}, which leads to {many}: {', '.join(map(_named, whose.people[:10]))}"


def _named(person: Person) -> str:
    return f"`{person.kind}:{person.key if isinstance(person.key, int) else '-'}`"
