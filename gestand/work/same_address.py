"""Rows that carry the address of somebody who asks, and that nobody confirmed to be theirs.

They stay (GROUNDS rule 21): an address proves nothing. But the person is told of them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from gestand.core.facts import Person
from gestand.stores.base import Key, Run
from gestand.work.company import Company
from gestand.work.sweep import Prepared

AT_ONCE = 100
"""So many identifiers are looked for by one question."""


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
    told, found = list(identifiers), dict[str, set[Key]]()
    for store, run in runs.items():
        ways = [one for one in _known_by(company, store) if one[2] not in confirmed]
        if not ways:
            continue
        with run.transaction(writing=False):
            for table, column, kind in ways:
                texts = sorted({text for person, text in told if person.kind != kind})
                found.setdefault(table, set()).update(_rows_with(run, table, column, texts))
    return {table: len(keys) for table, keys in found.items() if keys}


def _rows_with(run: Run, table: str, column: str, texts: Sequence[str]) -> Iterator[Key]:
    """Yield the keys of the rows with one of many identifiers, asked for some at a time."""
    for at in range(0, len(texts), AT_ONCE):
        yield from run.people_with(table, column, *texts[at : at + AT_ONCE])


def _identifiers(prepared: Prepared) -> Iterator[tuple[Person, str]]:
    for person, row in prepared.ready.requests.seen.items():
        for name in prepared.company.holdings.identifiers[person.kind]:
            value = row.values.get(name)
            if isinstance(value, str) and value.strip():
                yield person, value


def _known_by(company: Company, store: str) -> Iterator[tuple[str, str, str]]:
    """Yield the tables of a store, column and kind of people known by an identifier alone."""
    for table in company.holdings.tables.values():
        if table.store == store:
            yield from ((table.id, way.column, way.kind) for way in table.identifiers)
