"""In what a live schema differs from the one that a plan was made for, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields

from gestand.core.datamap.schema import ForeignKey, Schema, Table

_SHOWN = 5


def differences(then: Schema, now: Schema) -> list[str]:
    """Return in what `now` differs from `then`: the first few, and how many more there are."""
    found = list(_of_schemas(then, now))
    more = len(found) - _SHOWN
    return [*found[:_SHOWN], f"and {more} more"] if more > 0 else found


def _of_schemas(then: Schema, now: Schema) -> Iterator[str]:
    yield from _there("table", then.tables.keys(), now.tables.keys())
    for name, table in then.tables.items():
        if name in now.tables and table != now.tables[name]:
            yield from _of_tables(table, now.tables[name])
    if then.dialect != now.dialect or then.marked != now.marked:
        yield "the table of marks, or the kind of database, is another one"


def _of_tables(then: Table, now: Table) -> Iterator[str]:
    named = f"column of `{now.name}`"
    yield from _there(named, then.columns.keys(), now.columns.keys())
    for name, column in then.columns.items():
        other = now.columns.get(name)
        if other is not None and other != column:
            names = [each.name for each in fields(column)]
            other_in = [n for n in names if getattr(column, n) != getattr(other, n)]
            yield f"column `{now.name}.{name}` is another one ({', '.join(other_in)})"
    if then.key != now.key or then.loose_key != now.loose_key:
        yield f"`{now.name}` has another primary key"
    if (then.inherited, then.rows_elsewhere) != (now.inherited, now.rows_elsewhere):
        yield f"tables inherit from `{now.name}`, or do so no more"
    yield from _there(f"trigger of `{now.name}`", then.triggers, now.triggers)
    keys = (list(map(_named, t.foreign_keys)) for t in (then, now))
    yield from _there(f"foreign key of `{now.name}`", *keys)
    yield from _there(f"foreign key to `{now.name}` from elsewhere", then.outside, now.outside)
    if list(then.columns) != list(now.columns) and {*then.columns} == {*now.columns}:
        yield f"the columns of `{now.name}` stand in another order"


def _named(key: ForeignKey) -> str:
    acts = f" ON DELETE {key.on_removal}" if key.on_removal else ""
    return f"{', '.join(key.columns)} -> {key.target}{acts}"


def _there(what: str, then: Collection[str], now: Collection[str]) -> Iterator[str]:
    yield from (f"{what} `{name}` is new" for name in now if name not in then)
    yield from (f"{what} `{name}` is gone" for name in then if name not in now)
