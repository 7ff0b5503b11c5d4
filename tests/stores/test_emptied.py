"""What becomes of a value: each database computes it as it is told, and only once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from gestand.core.left import is_left
from gestand.core.predicate import Differs, Emptied
from gestand.core.reach import ROW
from gestand.stores.emptied import emptied_value
from gestand.stores.run import Connected
from gestand.stores.sql import SqlStore
from tests.databases import Database
from tests.stores.test_conditions import HOME, NOBODY

KEY = ("id",)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9)


@dataclass(frozen=True)
class Way:
    """One way of emptying a column of some type, and the values that stand there."""

    change: Emptied
    declared: str
    values: st.SearchStrategy[Any]
    becomes: Callable[[Any], Any]

    def __str__(self) -> str:
        return f"{self.change.how} {self.change.size} of {self.declared}"


WAYS = [
    Way(Emptied("v", "first", size=3), "VARCHAR(40)", TEXTS, lambda v: v[:3]),
    Way(Emptied("v", "first", size=1), "CHAR(12)", TEXTS, lambda v: v[:1].rstrip(" ")),
    Way(Emptied("v", "last", size=2), "VARCHAR(40)", TEXTS, lambda v: v[-2:]),
    Way(Emptied("v", "last", size=4), "TEXT", TEXTS, lambda v: v[-4:]),
]


@contextmanager
def writing(database: Database) -> Iterator[Connected]:
    store = SqlStore.at("db", database.url, "UTC")
    with store.run(store.reflect(), NOBODY, HOME) as run:
        assert isinstance(run, Connected)
        yield run


def differing(run: Connected, change: Emptied) -> int:
    """Return how many rows do not hold yet what they are to hold."""
    row = run.renderer.row("db.own")
    where = run.renderer.condition(Differs(ROW, KEY, (change,)), row)
    return int(run.execute(sa.select(sa.func.count()).select_from(row).where(where)).scalar_one())


def there(run: Connected, way: Way) -> dict[int, Any]:
    """Return what stands in the column, without the spaces that fill it up."""
    row = run.renderer.row("db.own")
    found = run.connection.execute(sa.select(row.c.id, row.c.v))
    filled = way.declared.startswith("CHAR")
    return {n: v.rstrip(" ") if filled and v is not None else v for n, v in found}


def empty(run: Connected, way: Way) -> dict[int, Any]:
    """Empty the column in every row; return what stands there then."""
    row = run.renderer.row("db.own")
    change = {way.change.column: emptied_value(way.change, KEY, row)}
    run.connection.execute(sa.update(row).values(change))
    return there(run, way)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_what_a_value_becomes_stays_what_it_is(way: Way, database: Database) -> None:
    database.run(f"CREATE TABLE own (id INTEGER PRIMARY KEY, v {way.declared})")

    @settings(max_examples=12, phases=(Phase.explicit, Phase.generate))
    @given(st.lists(st.none() | way.values, min_size=20, max_size=40))
    def law(values: list[object]) -> None:
        with writing(database) as run, run.transaction(writing=True):
            row = run.renderer.row("db.own")
            run.connection.execute(sa.delete(row))
            given_rows = [{"id": n, "v": value} for n, value in enumerate(values)]
            run.connection.execute(sa.insert(row), given_rows)
            stored = there(run, way)
            wanted = {n: None if v is None else way.becomes(v) for n, v in stored.items()}
            changing = sum(stored[n] != value for n, value in wanted.items())
            assert differing(run, way.change) == changing
            assert empty(run, way) == wanted
            assert differing(run, way.change) == 0
            assert empty(run, way) == wanted
            assert all(is_left(way.change, (n,), value) for n, value in wanted.items())

    law()
