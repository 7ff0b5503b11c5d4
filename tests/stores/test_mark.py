"""The mark of a transaction, on each kind of database: kept or lost with what it did."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest

from gestand.core.datamap.holdings import Holdings
from gestand.stores.sql import SqlRun, SqlStore
from tests.databases import Database, on

NOBODY = Holdings({}, (), (), (), {}, {})
FIRST, SECOND = "a" * 32, "b" * 32


@contextmanager
def opened(database: Database) -> Iterator[SqlRun]:
    store = SqlStore.at("db", database.url, "UTC")
    with store.run(store.reflect(), NOBODY, "UTC") as run:
        assert isinstance(run, SqlRun)
        yield run


def marks(database: Database) -> list[tuple[object, ...]]:
    return database.rows("SELECT mark FROM gestand_erasure_mark ORDER BY 1")


@pytest.fixture
def marked(database: Database) -> Database:
    """Give a database with the table that `gestand doctor --ddl` prints."""
    store = SqlStore.at("db", database.url, "UTC")
    made = store.care(store.reflect()).mark_table()
    assert made is not None
    database.run(made)
    return database


def test_the_table_that_is_printed_is_known_and_is_no_table_of_the_company(
    marked: Database,
) -> None:
    store = SqlStore.at("db", marked.url, "UTC")
    schema = store.reflect()
    assert (schema.marked, dict(schema.tables)) == (True, {})
    assert store.care(schema).mark_table() is None


def test_without_the_table_nobody_can_tell(database: Database) -> None:
    with opened(database) as run:
        with run.transaction(writing=True):
            assert run.leave_mark(FIRST, "") is False
        assert run.kept(FIRST) is None
    assert database.tables() == []


def test_a_mark_is_kept_or_lost_with_its_transaction(marked: Database) -> None:
    with opened(marked) as run:
        with pytest.raises(KeyboardInterrupt), run.transaction(writing=True):
            run.leave_mark(FIRST, "")
            raise KeyboardInterrupt
        assert run.kept(FIRST) is False
        with run.transaction(writing=True):
            assert run.leave_mark(FIRST, "") is True
        assert (run.kept(FIRST), run.kept(SECOND)) == (True, False)
    assert marks(marked) == [(FIRST,)]


def test_a_mark_takes_the_place_of_the_one_before(marked: Database) -> None:
    with opened(marked) as run:
        for text, before in ((FIRST, ""), (SECOND, FIRST)):
            with run.transaction(writing=True):
                run.leave_mark(text, before)
        assert (run.kept(FIRST), run.kept(SECOND)) == (False, True)
    assert marks(marked) == [(SECOND,)]


@on("postgresql", "mariadb")
def test_a_transaction_that_the_server_has_not_ended_is_waited_for(marked: Database) -> None:
    asked = Event()

    def ask() -> bool | None:
        with opened(marked) as run:
            asked.set()
            return run.kept(FIRST)

    with ThreadPoolExecutor(1) as pool, opened(marked) as run:
        with run.transaction(writing=True):
            run.leave_mark(FIRST, "")
            answer = pool.submit(ask)
            assert asked.wait(30)
            with pytest.raises(TimeoutError):
                answer.result(timeout=0.3)
        assert answer.result(timeout=30) is True
