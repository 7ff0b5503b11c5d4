"""Connections that wait for the next plan: nothing of the one before is left on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from gestand.core.datamap.holdings import Holdings
from gestand.stores.keysets import NUMBER, TEXT
from gestand.stores.run import Connected
from gestand.stores.sql import SqlStore
from tests.databases import Database, on

NOBODY = Holdings({}, (), (), (), {}, {})


class Stopped(Exception):
    """A plan that did not come to its end."""


@contextmanager
def connected(store: SqlStore) -> Iterator[tuple[object, Connected]]:
    """Give the connection of a plan, and the driver's own behind it."""
    with store.run(store.reflect(), NOBODY, "UTC") as run:
        assert isinstance(run, Connected)
        with run.transaction(writing=True):
            yield run.connection.connection.dbapi_connection, run


OWN_NUMBER = {
    "sqlite": "SELECT 0",
    "postgresql": "SELECT pg_backend_pid()",
    "mariadb": "SELECT connection_id()",
}
ENDED = {"postgresql": "SELECT pg_terminate_backend({}, 10000)", "mariadb": "KILL {}"}


def waits(store: SqlStore) -> bool:
    """Tell whether connections to this kind of database wait for the next plan."""
    return store.dialect.name != "sqlite"


def test_the_next_plan_gets_the_connection_and_no_key_set(database: Database) -> None:
    store = SqlStore.at("db", database.url, "UTC")
    with store.kept_open():
        with connected(store) as (first, run):
            run.fill("people", [(1,), (2,)], (NUMBER,))
            run.fill("names", [("a",)], (TEXT,))
        with connected(store) as (second, run):
            assert list(run.keys_of("people", 1)) == []
            run.fill("people", [(3,)], (NUMBER,))
            assert list(run.keys_of("people", 1)) == [(3,)]
        assert (first is second) == waits(store)
    with connected(store) as (third, _):
        assert third is not second


@on("postgresql")
def test_a_key_set_that_stays_is_empty_for_whoever_takes_it(database: Database) -> None:
    store = SqlStore.at("db", database.url, "UTC")
    which, left = "SELECT to_regclass('gestand_1')::oid", "SELECT count(*) FROM gestand_1"
    with store.kept_open():
        with connected(store) as (_, run):
            run.fill("people", [(1,), (2,)], (NUMBER,))
            first = run.connection.exec_driver_sql(which).scalar_one()
        with connected(store) as (_, run):
            assert run.connection.exec_driver_sql(left).scalar_one() == 0
            run.connection.exec_driver_sql("INSERT INTO gestand_1 VALUES (7)")  # of nobody
        with connected(store) as (_, run):
            run.fill("people", [(3,)], (NUMBER,))
            assert list(run.keys_of("people", 1)) == [(3,)]
            assert run.connection.exec_driver_sql(which).scalar_one() == first
        with connected(store) as (_, run):
            run.fill("people", [("a",)], (TEXT,))  # by other words
            assert list(run.keys_of("people", 1)) == [("a",)]
            run.fill("names", [(str(n),) for n in range(1000)], (TEXT,))
        with connected(store) as (_, run):  # so many rows are dropped
            assert run.connection.exec_driver_sql(which).scalar_one() is None


@on("postgresql")
def test_more_tables_than_a_server_has_locks_for_do_not_stay(database: Database) -> None:
    store = SqlStore.at("db", database.url, "UTC")
    there = "SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema()"
    with store.kept_open():
        for some, stay in ((150, 150), (300, 300), (20, 300), (301, 0)):
            with connected(store) as (_, run):
                for number in range(some):
                    run.fill(f"of {number}", (), (NUMBER,))
            with connected(store) as (_, run):
                assert run.connection.exec_driver_sql(there).scalar_one() == stay


@on("postgresql")
def test_who_asks_whether_a_schema_changed_gets_the_connection_too(database: Database) -> None:
    store, opened = SqlStore.at("db", database.url, "UTC"), list[object]()
    sa.event.listen(store.engine, "connect", lambda *_: opened.append(1))
    with store.kept_open():
        store.reflect()
        read = len(opened)  # to read all of it once
        for _ in range(2):
            with connected(store) as (_, run):
                assert run.written_schema() is not None
        assert len(opened) == read


def test_several_plans_at_once_have_each_their_own(database: Database) -> None:
    store = SqlStore.at("db", database.url, "UTC")
    with store.kept_open(), store.kept_open():
        with store.run(store.reflect(), NOBODY, "UTC") as run, connected(store) as (_, other):
            assert isinstance(run, Connected)
            assert run.connection is not other.connection


def test_where_anything_went_wrong_the_connection_is_closed(database: Database) -> None:
    store = SqlStore.at("db", database.url, "UTC")
    with store.kept_open():
        with pytest.raises(Stopped), connected(store) as (first, run):
            run.fill("people", [(1,)], (NUMBER,))
            raise Stopped
        with connected(store) as (second, run):
            assert list(run.keys_of("people", 1)) == []
        assert first is not second


def test_a_connection_that_the_server_ended_is_given_to_nobody(database: Database) -> None:
    store = SqlStore.at("db", database.url, "UTC")
    with store.kept_open():
        with connected(store) as (first, run):
            number = run.connection.exec_driver_sql(OWN_NUMBER[store.dialect.name]).scalar_one()
        if waits(store):
            database.run(ENDED[store.dialect.name].format(number))
        with connected(store) as (second, run):
            assert run.connection.exec_driver_sql("SELECT 1").scalar_one() == 1
        assert first is not second
