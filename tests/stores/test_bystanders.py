"""What MariaDB tells of others: they are believed to be still only where that is certain."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pymysql
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.servers import serving
from gestand.core.datamap.holdings import Holdings
from gestand.stores.dialects.bystanders import Seen, Watch
from gestand.stores.run import Connected
from gestand.stores.sql import SqlStore

SLEEPING = "SELECT 1 FROM information_schema.processlist WHERE info LIKE 'SELECT sleep%'"
NOBODY = Holdings({}, (), (), (), {}, {})


class Server:
    """Statements of others, as MariaDB counts them: each is counted before it runs."""

    def __init__(self) -> None:
        self.begun = 0
        self.ended = 0

    def do(self, begins: bool) -> None:
        """Begin a statement, or end one of those that run."""
        self.begun += begins
        self.ended += not begins and self.ended < self.begun

    def seen(self) -> Seen:
        """Return what anybody can see."""
        return Seen("one", self.begun, running=self.ended < self.begun)


steps = st.lists(st.booleans())


@given(steps, steps, steps)
def test_nothing_of_others_has_ended_between_two_looks_that_are_the_same(
    before: list[bool], between: list[bool], after: list[bool]
) -> None:
    server, watch, seen = Server(), Watch(), []
    for some in (before, between, after):
        for begins in some:
            server.do(begins)
        seen.append((watch.look(server.seen()), server.ended))
    for (first, ended), (then, ended_then) in zip(seen, seen[1:], strict=False):
        assert first != then or ended == ended_then


def test_nobody_is_believed_to_be_still_on_another_server() -> None:
    watch = Watch()
    first = watch.look(Seen("one", 5, running=False))
    assert watch.look(Seen("one", 5, running=False)) == first
    assert watch.look(Seen("two", 5, running=False)) != first


@pytest.fixture(scope="module")
def server() -> Iterator[Path]:
    """Give a server on which nobody else is at work."""
    with serving("mariadb") as folder:
        yield folder


@pytest.fixture
def runs(server: Path) -> Iterator[list[Connected]]:
    """Give two open stores on that server, each with a table of one row."""
    with ExitStack() as stack:
        opened = []
        for name in ("one", "two"):
            with closing(other(server)) as connection:
                run(connection, f"DROP DATABASE IF EXISTS {name}")
                run(connection, f"CREATE DATABASE {name}")
                run(connection, f"CREATE TABLE {name}.t (id INTEGER PRIMARY KEY, at DATE)")
                run(connection, f"INSERT INTO {name}.t VALUES (1, '2026-01-01')")
            url = f"mariadb://root@/{name}?unix_socket={server}/socket"
            store = SqlStore.at(name, url, "UTC")
            made = stack.enter_context(store.run(store.reflect(), NOBODY, "UTC"))
            assert isinstance(made, Connected)
            opened.append(made)
        yield opened


def other(server: Path) -> Any:
    socket = str(server / "socket")
    return pymysql.connect(unix_socket=socket, user="root", autocommit=True, ssl_disabled=True)


def run(connection: Any, statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def version(one: Connected, *, writing: bool = False) -> int | None:
    with one.transaction(writing=writing):
        return one.version()


@pytest.mark.servers
def test_what_we_do_ourselves_is_nobody_else(runs: list[Connected]) -> None:
    one, two = runs
    before = version(one)
    with one.transaction(writing=False), two.transaction(writing=True):
        two.connection.exec_driver_sql("UPDATE t SET at = '2026-02-02'")
        assert one.version() == before is not None
    assert version(one, writing=True) == before


@pytest.mark.servers
def test_what_another_thread_of_ours_does_is_somebody_elses(
    server: Path, runs: list[Connected]
) -> None:
    one, two = runs
    before = version(one)
    with ThreadPoolExecutor(1) as beside:
        beside.submit(_change_in_a_run_of_its_own, server).result()
    assert version(one) != before is not None
    assert version(two) is not None


def _change_in_a_run_of_its_own(server: Path) -> None:
    store = SqlStore.at("two", f"mariadb://root@/two?unix_socket={server}/socket", "UTC")
    with store.run(store.reflect(), NOBODY, "UTC") as own:
        assert isinstance(own, Connected)
        with own.transaction(writing=True):
            own.connection.exec_driver_sql("UPDATE t SET at = '2026-02-03'")


@pytest.mark.servers
@pytest.mark.parametrize(
    "statement", ["INSERT INTO one.t VALUES (2, '2026-03-03')", "COMMIT", "SELECT 1"]
)
def test_whatever_others_run_is_seen(
    server: Path, runs: list[Connected], statement: str
) -> None:
    one, _ = runs
    with closing(other(server)) as somebody:
        before = version(one)
        assert version(one) == before is not None
        run(somebody, statement)
        assert version(one) not in (before, None)
        with one.transaction(writing=True):
            run(somebody, statement.replace("2,", "3,"))
            assert one.version() is None


@pytest.mark.servers
def test_what_runs_on_while_we_look_may_end_at_any_moment(
    server: Path, runs: list[Connected]
) -> None:
    one, _ = runs
    with ThreadPoolExecutor(1) as beside, closing(other(server)) as somebody, closing(
        other(server)
    ) as looking:
        ((number,),) = run(somebody, "SELECT connection_id()")
        sleeping = beside.submit(run, somebody, "SELECT sleep(1000)")
        while not run(looking, f"{SLEEPING} AND id = {number}"):
            pass
        found = [version(one), version(one)]
        run(looking, f"KILL QUERY {number}")
        assert sleeping.exception() is not None
    assert found == [None, None]
    while (before := version(one)) is None:
        pass  # the server tells of an end a moment before it has come
    assert version(one) == before


@pytest.mark.servers
def test_a_table_that_changes_without_a_statement_is_believed_never(
    server: Path, runs: list[Connected]
) -> None:
    del runs
    with closing(other(server)) as somebody:
        run(somebody, "CREATE TABLE two.m (id INTEGER PRIMARY KEY) ENGINE = MyISAM")
    url = f"mariadb://root@/two?unix_socket={server}/socket"
    store = SqlStore.at("two", url, "UTC")
    with store.run(store.reflect(), NOBODY, "UTC") as two:
        assert isinstance(two, Connected)
        assert version(two) is None
