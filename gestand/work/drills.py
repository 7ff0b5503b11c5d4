"""A drill: copies of stores, made from their backups, beside the stores. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from gestand.core.datamap.schema import Schema
from gestand.core.predicate import ALWAYS
from gestand.core.proving.drills import Copied, Drill
from gestand.errors import CannotRun
from gestand.stores.base import Store
from gestand.work.company import Company
from gestand.work.pages_kept import Page
from gestand.work.put_back import put_back


def drilled(company: Company, copies: Mapping[str, Store], at: datetime) -> Drill:
    """Return what each copy holds beside its store, which are read and nothing else.

    A copy that cannot be read is told of; a store that cannot raises CannotRun.
    """
    return Drill(at, tuple(_copied(company, name, copy) for name, copy in copies.items()))


def _copied(company: Company, name: str, copy: Store) -> Copied:
    try:
        schema = copy.reflect()
    except CannotRun:
        return Copied(name, unread=True)
    lacks = tuple(_lacks(company, name, schema))
    gone = {one for one in lacks if one.count(".") == 1}
    tables = [one for one in _tables(company, name) if one not in gone]
    there = _rows(company, copy, schema, tables)
    now = _rows(company, company.stores[name], company.schemas[name], tables)
    empty = tuple(table for table in tables if now[table] and not there[table])
    again, ahead = _since(company, name, copy, schema)
    return Copied(name, sum(there.values()), lacks, empty, again, ahead)


def _tables(company: Company, store: str) -> list[str]:
    return [table.id for table in company.holdings.tables.values() if table.store == store]


def _lacks(company: Company, store: str, schema: Schema) -> Iterator[str]:
    """Yield the tables with personal data, and their columns, that a copy does not have."""
    for table in _tables(company, store):
        name = table.removeprefix(f"{store}.")
        if name not in schema.tables:
            yield table
            continue
        columns = company.schemas[store].tables[name].columns.keys()
        yield from (f"{table}.{c}" for c in columns if c not in schema.tables[name].columns)


def _rows(company: Company, store: Store, schema: Schema, tables: list[str]) -> dict[str, int]:
    with store.run(schema, company.holdings, company.zone) as run, run.transaction(writing=False):
        return {table: run.count(table, ALWAYS) for table in tables}


def _since(
    company: Company, name: str, copy: Store, schema: Schema
) -> tuple[int | None, bool]:
    """Return how many runs changed the store since the copy, and whether it is of others."""
    with copy.run(schema, company.holdings, company.zone) as run, run.transaction(writing=False):
        marks = run.marks()
    if marks is None:
        return None, False
    try:
        back = put_back(company.state, {name: marks})
    except CannotRun:  # it has seen a run of which own records know nothing
        return None, True
    return sum(len(one.since) for one in back), False


def _all(drill: Drill) -> Mapping[str, Any]:
    return {"copies": [asdict(one) for one in drill.copies]}


def _read(record: Mapping[str, Any], at: datetime) -> Drill:
    return Drill(at, tuple(map(_one, record["copies"])))


def _one(said: Mapping[str, Any]) -> Copied:
    again = said["again"]
    return Copied(
        str(said["store"]),
        int(said["rows"]),
        tuple(map(str, said["lacks"])),
        tuple(map(str, said["empty"])),
        None if again is None else int(again),
        said["ahead"] is True,
        said["unread"] is True,
    )


DRILL = Page("drill", _all, _read)
"""Where what the last drill found is kept."""
