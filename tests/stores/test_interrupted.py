"""A statement that nobody waits for any more ends, on each kind of database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest

from gestand.core.datamap.holdings import Holdings
from gestand.errors import CannotRun
from gestand.stores.run import Connected
from gestand.stores.sql import SqlStore
from tests.databases import Database

NOBODY = Holdings({}, (), (), (), {}, {})
LONG = 30
"""Seconds; what is interrupted takes many times that."""

TWO = "(SELECT 1 AS i UNION ALL SELECT 2)"
ENDLESS = f"SELECT count(*) FROM {', '.join(f'{TWO} AS t{n}' for n in range(60))}"
"""Counts 2 to the power of 60 rows."""


def test_what_runs_in_another_thread_is_interrupted(database: Database) -> None:
    store = SqlStore.at("db", database.url, "UTC")
    with store.run(store.reflect(), NOBODY, "UTC") as run, ThreadPoolExecutor(1) as pool:
        assert isinstance(run, Connected)
        run.interrupt()  # nothing runs yet: nothing happens

        def endless() -> None:
            with run.transaction(writing=False):
                run.connection.exec_driver_sql(ENDLESS)

        going_on, begun = pool.submit(endless), monotonic()
        while not going_on.done() and monotonic() < begun + LONG:
            run.interrupt()
        with pytest.raises(CannotRun, match="^store `db`: "):
            going_on.result(timeout=0)
        with run.transaction(writing=False):
            assert run.connection.exec_driver_sql("SELECT 1").scalar_one() == 1
