"""Key sets hold what they are given, and windows of noted rows are as large as they should be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from gestand.core.datamap.holdings import Holdings
from gestand.stores.again import Asked
from gestand.stores.keysets import NUMBER, TEXT
from gestand.stores.run import Connected
from gestand.stores.sql import SqlStore
from tests.databases import Database

NOBODY = Holdings({}, (), (), (), {}, {})
ODD = ["", " ", "\\N", "\\.", "a\tb", "a\nb", "a\rb", "a\\b", "\\", "'", '"', "NULL", "é☃🙂"]
ROWS = 2_000


@contextmanager
def connected(database: Database) -> Iterator[Connected]:
    store = SqlStore.at("db", database.url, "UTC")
    with store.run(store.reflect(), NOBODY, "UTC") as run:
        assert isinstance(run, Connected)
        with run.transaction(writing=True):
            yield run


def test_a_text_is_kept_as_it_is_written(database: Database) -> None:
    with connected(database) as run:
        run.fill("odd", [(text,) for text in ODD], (TEXT,))
        assert sorted(run.keys_of("odd", 1)) == sorted((text,) for text in ODD)
        run.fill("numbered", list(enumerate(ODD)), (NUMBER, TEXT))
        assert sorted(run.keys_of("numbered", 2)) == list(enumerate(ODD))


@pytest.mark.parametrize("most", [50, 400, ROWS, 5 * ROWS])
def test_windows_of_so_many_rows_find_each_row_once(database: Database, most: int) -> None:
    database.run("CREATE TABLE numbers (id INTEGER PRIMARY KEY)")
    database.run(f"INSERT INTO numbers VALUES {', '.join(f'({n})' for n in range(ROWS))}")
    with connected(database) as run:
        row, sets = run.renderer.row("db.numbers"), run.sets
        mark = sa.literal_column("1").label("g")
        like, asked = run.key_columns("db.numbers"), Asked(lambda: sa.select(row.c.id, mark))
        noted = sets.note("marks", like, ["g"], asked, ROWS)
        reach, wanted = sets.reaching("marks", most), sa.select(noted.c.k0)
        found: list[list[int]] = []
        for start in range(0, sets.last("marks"), reach):
            window = wanted.where(*sets.window(noted))
            bounds = sets.bounds(start, start + reach)
            found.append(list(run.connection.execute(window, bounds).scalars()))
    assert sorted(key for keys in found for key in keys) == list(range(ROWS))
    assert max(map(len, found)) <= most
    # Nor are there many more windows than so many rows need, once these are some pages.
    assert most < 400 or len(found) <= -(-ROWS // most) + 2
