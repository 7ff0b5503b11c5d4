"""Look over the databases of an organisation: what they lack, do by themselves, and must allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gestand.core.advice import Cascade, acted_on, acting_triggers, lookups, rights, surprises
from gestand.core.names import bare, store_of
from gestand.work.company import Company

READER, KEEPER = "gestand_reader", "gestand_keeper"
"""Who runs `plan`, `check` and `access`, and who runs `apply` as well."""

_NONE: Mapping[str, tuple[str, ...]] = {}


@dataclass(frozen=True)
class Scan:
    """A table of `rows` rows that is read whole; `make` is the index that ends that."""

    table: str
    columns: tuple[str, ...]
    by: str
    rows: int
    make: str


@dataclass(frozen=True)
class Health:
    """What was found in every store; `grants` and `marks` give statements by store.

    `marks` make the table in which a transaction leaves its mark, where there is none yet. `again`
    are tables of people whose keys may be given again, each with the statements that end that.
    """

    scans: tuple[Scan, ...]
    cascades: tuple[Cascade, ...]
    triggers: tuple[tuple[str, str], ...]
    grants: dict[str, list[str]]
    marks: dict[str, str]
    again: dict[str, list[str]]


def look_over(company: Company, forms: Mapping[str, tuple[str, ...]] = _NONE) -> Health:
    """Look every database over; rows come by a form to the tables of `forms`.

    Each with the columns that are written later.

    Raises CannotRun when one cannot be read.
    """
    holdings, grants = company.holdings, dict[str, list[str]]()
    marks: dict[str, str] = {}
    cascades: list[Cascade] = []
    for name, store in company.stores.items():
        care = store.care(company.schemas[name])
        cascades += surprises(care.cascades(), holdings)
        undone, locked = company.policy.undo is not None, acted_on(company.schemas[name])
        needed = rights(holdings, name, undone=undone, locked=locked, added=forms)
        allowed = care.grants(needed, READER, KEEPER)
        if allowed:
            grants[name] = allowed
        if (made := care.mark_table()) is not None:
            marks[name] = made
    triggers = acting_triggers(company.schemas, holdings)
    scans, again = tuple(_scans(company)), dict(_given_again(company))
    return Health(scans, tuple(cascades), tuple(triggers), grants, marks, again)


def _given_again(company: Company) -> Iterator[tuple[str, list[str]]]:
    """Yield the tables of people whose keys may be given to others, and what ends that."""
    for table in sorted({table for table in company.holdings.subjects.values() if table}):
        schema = company.schemas[store_of(table)]
        if schema.tables[bare(table)].again:
            yield table, company.stores[store_of(table)].care(schema).counting_on(table)


def _scans(company: Company) -> Iterator[Scan]:
    by = {lookup.index: lookup.by for lookup in lookups(company.holdings)}
    for name, store in company.stores.items():
        care = store.care(company.schemas[name])
        own = [index for index in by if store_of(index.table) == name]
        for index, rows in care.unhelped(own):
            made = care.make(index)
            if made is not None:
                yield Scan(index.table, index.columns, by[index], rows, made)
