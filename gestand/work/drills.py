"""A drill: copies of stores, made from their backups, beside the stores. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from gestand.core.datamap.schema import Schema
from gestand.core.names import bare
from gestand.core.predicate import ALWAYS
from gestand.core.proving.drills import Copied, Drill, Drills
from gestand.errors import CannotRun
from gestand.stores.base import Run, Store
from gestand.work.company import Company
from gestand.work.pages_kept import Page, aware, moment
from gestand.work.put_back import Ahead, put_back
from gestand.work.state import State


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
    tables = _tables(company, name)
    gone = tuple(table for table in tables if bare(table) not in schema.tables)
    tables = [table for table in tables if table not in gone]
    with _reading(company, copy, schema) as run:
        there, marks = _rows(run, tables), run.marks()
    bare_ones = [table for table in tables if not there[table]]
    with _reading(company, company.stores[name], company.schemas[name]) as run:
        now = _rows(run, bare_ones)
    columns = tuple(_columns(company, name, schema, tables))
    empty = tuple(table for table in bare_ones if now[table])
    again, ahead = _since(company, name, marks)
    return Copied(name, sum(there.values()), gone, columns, empty, again, ahead)


def _tables(company: Company, store: str) -> list[str]:
    return [table.id for table in company.holdings.tables.values() if table.store == store]


def _columns(
    company: Company, store: str, schema: Schema, tables: Sequence[str]
) -> Iterator[str]:
    """Yield the columns of tables that a copy does not have."""
    for table in tables:
        there = schema.tables[bare(table)].columns
        columns = company.schemas[store].tables[bare(table)].columns
        yield from (f"{table}.{name}" for name in columns if name not in there)


@contextmanager
def _reading(company: Company, store: Store, schema: Schema) -> Iterator[Run]:
    opened = store.run(schema, company.holdings, company.zone)
    with opened as run, run.transaction(writing=False):
        yield run


def _rows(run: Run, tables: Sequence[str]) -> dict[str, int]:
    return {table: run.count(table, ALWAYS) for table in tables}


def _since(
    company: Company, name: str, marks: frozenset[str] | None
) -> tuple[int | None, bool]:
    """Return how many runs changed the store since the copy, and whether it is of others."""
    if marks is None:
        return None, False
    try:
        back = put_back(company.state, {name: marks})
    except Ahead:
        return None, True
    return sum(len(one.since) for one in back), False


def keep(state: State, drill: Drill) -> Path:
    """Keep what was found beside what is known of other stores, and return where."""
    return DRILL.keep(state, (DRILL.known(state) or Drills()).after(drill))


def _all(drills: Drills) -> Mapping[str, Any]:
    return {"rounds": [{**asdict(one), "at": moment(one.at)} for one in drills.rounds]}


def _read(record: Mapping[str, Any], _at: datetime) -> Drills:
    return Drills(tuple(
        Drill(aware(one["at"]), tuple(map(_one, one["copies"]))) for one in record["rounds"]
    ))


def _one(said: Mapping[str, Any]) -> Copied:
    again = said["again"]
    return Copied(
        str(said["store"]),
        int(said["rows"]),
        tuple(map(str, said["tables"])),
        tuple(map(str, said["columns"])),
        tuple(map(str, said["empty"])),
        None if again is None else int(again),
        said["ahead"] is True,
        said["unread"] is True,
    )


DRILL = Page("drill", _all, _read)
"""Where what drills found is kept."""
