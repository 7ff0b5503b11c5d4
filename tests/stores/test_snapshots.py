"""What PostgreSQL tells of who has written: nobody else is believed only where that is certain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.servers import serving
from gestand.core.datamap.holdings import Holdings
from gestand.stores.dialects.snapshots import Snapshot, Watch, others_ended
from gestand.stores.run import Connected
from gestand.stores.sql import SqlStore

NOBODY = Holdings({}, (), (), (), {}, {})


class Server:
    """Transactions as PostgreSQL numbers them, one at a time; `ended` has those of others too."""

    def __init__(self) -> None:
        self.begun: list[bool] = []
        self.ended: set[int] = set()

    def do(self, ours: bool | int) -> None:
        """Begin a transaction, or end one of those that are open."""
        if isinstance(ours, bool):
            self.begun.append(ours)
        elif still := [n for n in range(1, len(self.begun) + 1) if n not in self.ended]:
            self.ended.add(still[ours % len(still)])

    def snapshot(self) -> Snapshot:
        """Return the state as the server would write it."""
        end = max(self.ended, default=0) + 1
        still = sorted(n for n in range(1, end) if n not in self.ended)
        return Snapshot.read(f"{still[0] if still else end}:{end}:{','.join(map(str, still))}")

    def ours(self) -> set[int]:
        """Return the numbers of our own transactions."""
        return {number for number, ours in enumerate(self.begun, start=1) if ours}


steps = st.lists(st.booleans() | st.integers(0, 5))


@given(steps, steps)
def test_only_a_transaction_of_others_that_ended_in_between_counts(
    first: list[bool | int], then: list[bool | int]
) -> None:
    server = Server()
    for step in first:
        server.do(step)
    before, ended = server.snapshot(), set(server.ended)
    for step in then:
        server.do(step)
    by_others = server.ended - ended - server.ours()
    assert others_ended(before, server.snapshot(), server.ours()) == bool(by_others)


def test_many_transactions_are_not_looked_at_one_by_one() -> None:
    assert others_ended(Snapshot.read("5:5:"), Snapshot.read(f"5:{10**18}:"), {5})


def test_a_transaction_that_looks_is_ours_as_soon_as_it_has_a_number() -> None:
    watch = Watch(set())
    assert watch.look(Snapshot.read("5:5:"), None) == 0
    assert watch.look(Snapshot.read("5:7:6"), 5) == 0
    assert watch.look(Snapshot.read("7:7:"), None) == 1


@pytest.fixture(scope="module")
def server() -> Iterator[Path]:
    """Give a server on which nobody else is at work."""
    with serving("postgresql") as folder:
        yield folder


@pytest.fixture
def runs(server: Path) -> Iterator[list[Connected]]:
    """Give two open stores on that server, each with a table of one row."""
    with ExitStack() as stack:
        opened = []
        for name in ("one", "two"):
            url = f"postgresql://postgres@/?host={server}&options=-csearch_path%3D{name}"
            with psycopg.connect(url) as connection:
                connection.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}")
                connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, at DATE)")
                connection.execute("INSERT INTO t VALUES (1, '2026-01-01')")
            store = SqlStore.at(name, url, "UTC")
            run = stack.enter_context(store.run(store.reflect(), NOBODY, "UTC"))
            assert isinstance(run, Connected)
            opened.append(run)
        yield opened


def other(server: Path) -> psycopg.Connection:
    return psycopg.connect(f"postgresql://postgres@/?host={server}")


def version(run: Connected, *, writing: bool = False) -> int | None:
    with run.transaction(writing=writing):
        return run.version()


def isolation(run: Connected) -> str:
    with run.transaction(writing=True):
        found = run.connection.exec_driver_sql("SHOW transaction_isolation").scalar_one()
    return str(found)


def change(run: Connected) -> None:
    with run.transaction(writing=True):
        run.connection.exec_driver_sql("UPDATE t SET at = '2026-02-02'")


@pytest.mark.servers
def test_what_we_write_ourselves_is_nobody_else(server: Path, runs: list[Connected]) -> None:
    one, two = runs
    before = version(one)
    change(one)
    change(two)
    with one.transaction(writing=False), two.transaction(writing=True):
        two.connection.exec_driver_sql("CREATE TEMPORARY TABLE k (id INTEGER)")
        assert one.version() == before is not None
    assert version(one) == before
    assert isolation(one) == "repeatable read"


@pytest.mark.servers
@pytest.mark.parametrize("begun", ["before", "after"])
def test_what_others_write_is_seen_whenever_they_began(
    server: Path, runs: list[Connected], begun: str
) -> None:
    one, _ = runs
    with closing(other(server)) as somebody:
        if begun == "before":
            somebody.execute("INSERT INTO one.t VALUES (2, '2026-03-03')")
        before = version(one)
        assert version(one) == before
        if begun == "after":
            somebody.execute("INSERT INTO one.t VALUES (2, '2026-03-03')")
            assert version(one) == before
        somebody.commit()
    assert isolation(one) == "read committed"
    assert version(one) != before
    assert isolation(one) == "read committed"  # what the plan read stands no more, quiet or not


@pytest.mark.servers
def test_a_row_that_changes_under_the_plans_answer_is_an_error(
    server: Path, runs: list[Connected]
) -> None:
    one, _ = runs
    version(one)
    with closing(other(server)) as somebody:
        with pytest.raises(Exception, match="another program changed the same rows"):
            with one.transaction(writing=True):
                one.version()
                somebody.execute("UPDATE one.t SET at = '2026-12-31'")
                somebody.commit()
                one.connection.exec_driver_sql("DELETE FROM t WHERE id = 1")
        assert somebody.execute("SELECT count(*) FROM one.t").fetchone() == (1,)
