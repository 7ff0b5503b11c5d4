"""Rows that carry the address of somebody who asks, and that nobody confirmed to be theirs.

They stay (GROUNDS rule 21): an address proves nothing. But the person is told of them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from gestand.core.datamap.holdings import HeldTable
from gestand.core.facts import Person
from gestand.stores.base import Key, Run
from gestand.work.company import Company
from gestand.work.sweep import Prepared


def unconfirmed(prepared: Prepared) -> dict[str, int]:
    """Return, by table, how many rows carry an identifier of those who ask for erasure."""
    return carrying(prepared.company, prepared.runs, _identifiers(prepared))


def carrying(
    company: Company,
    runs: Mapping[str, Run],
    identifiers: Iterable[tuple[Person, str]],
    confirmed: Container[str] = (),
) -> dict[str, int]:
    """Return, by table, how many rows carry one of the identifiers, each of the person given.

    Only rows of people of another kind, who are known by that identifier alone, and not of
    the kinds in `confirmed`.
    """
    found: dict[str, set[Key]] = {}
    for person, identifier in identifiers:
        for table, column, kind in _known_by(company, person.kind):
            if kind in confirmed:
                continue
            run = runs[table.store]
            with run.transaction(writing=False):
                keys = run.people_with(table.id, column, identifier)
            found.setdefault(table.id, set()).update(keys)
    return {table: len(keys) for table, keys in found.items() if keys}


def _identifiers(prepared: Prepared) -> Iterator[tuple[Person, str]]:
    for person, row in prepared.ready.requests.seen.items():
        for name in prepared.company.holdings.identifiers[person.kind]:
            value = row.values.get(name)
            if isinstance(value, str) and value.strip():
                yield person, value


def _known_by(company: Company, kind: str) -> Iterator[tuple[HeldTable, str, str]]:
    """Yield the tables, column and kind of people of another kind known by an identifier."""
    for table in company.holdings.tables.values():
        yield from ((table, way.column, way.kind) for way in table.identifiers if way.kind != kind)
