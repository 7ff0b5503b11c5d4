"""What real servers do to a run: deadlocks, serialization failures, a stop and a start."""

from __future__ import annotations

import gc
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any

import psycopg
import pymysql
import pytest
import sqlalchemy as sa
from pymysql.constants import CLIENT

from bench.servers import serving, stop
from gestand.wiring import open_company
from gestand.work.patience import Patience
from gestand.work.receipt import Receipt
from gestand.work.sweep import Request, prepare
from tests.backups import marked_company
from tests.databases import Database, kinds, on, together
from tests.disturbing import before
from tests.recording import carried_out
from tests.stories.story import build, read

TODAY = date(2026, 6, 1)
STORY = "a_contract_signed_between_plan_and_apply"
ALL_GONE = {"db.contracts": (1, 1), "db.customers": (2, 2)}
LONG = 20
"""Seconds after which a test gives up."""


@pytest.fixture
def database(
    kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """Give the database of a company in which one contract and two customers go."""
    folder = tmp_path / "company"
    with marked_company(STORY, kind, folder, together(tmp_path_factory)) as made:
        yield made


def swept(folder: Path, patience: Patience) -> Receipt:
    with prepare(open_company(folder), Request(TODAY)) as prepared:
        return carried_out(prepared, patience=patience)


def told(receipt: Receipt) -> dict[str, tuple[int, int]]:
    return {each.step.table: (each.found, each.rows) for each in receipt.steps if each.found}


@contextmanager
def errors_of_the_run() -> Iterator[list[str | int | None]]:
    """Note the codes of the errors that the databases answer with."""
    found: list[str | int | None] = []

    def note(context: sa.engine.ExceptionContext) -> None:
        error = context.original_exception
        found.append(error.sqlstate if isinstance(error, psycopg.Error) else error.args[0])

    sa.event.listen(sa.Engine, "handle_error", note)
    try:
        yield found
    finally:
        sa.event.remove(sa.Engine, "handle_error", note)


WAITING = {
    "postgresql": "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
    "mariadb": "SELECT count(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'",
}
DEADLOCK = {"postgresql": "40P01", "mariadb": 1213}


@dataclass
class Crossing:
    """Somebody who has one row, and comes for another one that the run has by then."""

    database: Database
    other: Any
    thread: Thread = field(init=False)
    failed: list[Exception] = field(default_factory=list)
    looked: Event = field(default_factory=Event)

    def begin(self) -> None:
        """Take the second row, with more to lose than the run, so that the run is to stop."""
        cursor = self.other.cursor()
        if self.database.kind == "postgresql":
            cursor.execute("SET deadlock_timeout = '60s'")
        cursor.execute("UPDATE customers SET name = name WHERE id = 2")
        for number in range(90, 190):
            cursor.execute(f"INSERT INTO vacancies (id, title, opened_on) {_vacancy(number)}")
        self.thread = Thread(target=self._cross)
        self.thread.start()

    def _cross(self) -> None:
        with closing(self.database.connect()) as looking:
            until = monotonic() + LONG
            while monotonic() < until and not self._run_waits(looking):
                # MariaDB says the same again to whoever asks within a tenth of a second.
                self.looked.wait(0.15)
        try:
            self.other.cursor().execute("UPDATE customers SET name = name WHERE id = 1")
        except (psycopg.Error, pymysql.Error) as error:
            self.failed.append(error)

    def _run_waits(self, looking: Any) -> bool:
        cursor = looking.cursor()
        cursor.execute(WAITING[self.database.kind])
        (waiting,) = cursor.fetchone()
        looking.rollback()
        return waiting > 0

    def end(self, _seconds: float) -> None:
        """Let go of both rows; called when the run pauses."""
        self.thread.join(LONG)
        self.other.rollback()


def _vacancy(number: int) -> str:
    return f"VALUES ({number}, 'baker', '2026-01-01')"


@on("postgresql", "mariadb")
def test_a_deadlock_is_tried_again(database: Database, tmp_path: Path) -> None:
    with closing(database.connect()) as other, errors_of_the_run() as errors:
        crossing = Crossing(database, other)
        with before("DELETE FROM customers", lambda _: crossing.begin()):
            receipt = swept(tmp_path / "company", Patience(LONG, crossing.end))
    assert crossing.failed == []
    assert errors == [DEADLOCK[database.kind]]
    assert (receipt.status, told(receipt), receipt.waits) == ("done", ALL_GONE, {})
    assert database.rows("SELECT id FROM customers") == []


@pytest.mark.servers
def test_a_serialization_failure_is_tried_again(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On a server of its own: where others write as well, there is no snapshot that could fail."""
    folder, alone = tmp_path / "company", tmp_path_factory.mktemp("alone")
    with marked_company(STORY, "postgresql", folder, alone) as made:
        is_tried_again(made, tmp_path)


def is_tried_again(database: Database, tmp_path: Path) -> None:
    pauses: list[float] = []

    def change() -> None:
        database.run("UPDATE customers SET name = 'Ann A.' WHERE id = 1")

    with errors_of_the_run() as errors, before("DELETE FROM customers", lambda _: change()):
        receipt = swept(tmp_path / "company", Patience(1, pauses.append))
    assert errors == ["40001"]
    assert len(pauses) == 1
    assert (receipt.status, told(receipt), receipt.waits) == ("done", ALL_GONE, {})
    assert database.rows("SELECT id FROM customers") == []


def _connected(kind: str, here: Path) -> tuple[str, Callable[[], Any]]:
    """Return the URL of the one database of a server at `here`, and what connects to it."""
    if kind == "postgresql":
        url = f"postgresql://postgres@/?host={here}"
        return url, lambda: psycopg.connect(url)
    who: dict[str, Any] = {"unix_socket": f"{here}/socket", "user": "root", "ssl_disabled": True}
    with closing(pymysql.connect(**who)) as first:
        first.cursor().execute("CREATE DATABASE IF NOT EXISTS shop")
    words = {**who, "database": "shop", "client_flag": CLIENT.MULTI_STATEMENTS}
    return f"mariadb://root@/shop?unix_socket={here}/socket", lambda: pymysql.connect(**words)


@dataclass
class Moving:
    """A server that is stopped in the middle of a run, and started again with its data."""

    kind: str
    here: Path
    stack: ExitStack
    pauses: list[float] = field(default_factory=list)

    def start(self, data: Path | None = None) -> None:
        """Start a server at the same address."""
        folder = self.stack.enter_context(serving(self.kind, data))
        self.here.unlink(missing_ok=True)
        self.here.symlink_to(folder)

    def stop(self) -> None:
        """Stop it."""
        stop(self.kind, self.here.resolve())

    def pause(self, seconds: float) -> None:
        """Start it again in the third pause."""
        self.pauses.append(seconds)
        if len(self.pauses) == 3:
            self.start(self.here.resolve() / "data")


def _forget_tries() -> None:
    """Let go of connections that were tried: PyMySQL leaves its socket to whoever clears up."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()



# The driver of MariaDB leaves the socket of an attempt that failed to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", kinds("postgresql", "mariadb"))
def test_a_server_that_is_stopped_and_started_is_waited_for(kind: str, tmp_path: Path) -> None:
    with ExitStack() as stack, tempfile.TemporaryDirectory() as short, ExitStack() as first:
        moving = Moving(kind, Path(short) / "s", stack)
        moving.start()
        url, connect = _connected(kind, moving.here)
        database = Database(kind, url, connect, first)
        build(read(STORY), tmp_path, {"db": database})
        store = open_company(tmp_path).stores["db"]
        database.run(store.care(store.reflect()).mark_table() or "")
        first.close()
        with before("DELETE FROM customers", lambda _: moving.stop()):
            receipt = swept(tmp_path, Patience(LONG, moving.pause))
        assert len(moving.pauses) >= 3
        assert (receipt.status, told(receipt), receipt.waits) == ("done", ALL_GONE, {})
        with closing(connect()) as again, closing(again.cursor()) as cursor:
            cursor.execute("SELECT count(*) FROM customers")
            assert cursor.fetchone() == (0,)
    _forget_tries()
