"""Workers that are killed, and brokers and databases that go down: each run comes to its end once.

What it comes to is what one program by itself comes to.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bench.servers import serving, stop
from gestand.settings import today
from gestand.wiring.spreading import queue_of, send
from gestand.work.runs import begin_day, name_of_day
from gestand.work.state import State
from tests.clustered import ON_FILE, Crew, company, crew, outcome, ring, typed
from tests.surfaces.commands import gestand

pytestmark = [pytest.mark.nightly, pytest.mark.servers]
BROKERS = pytest.mark.parametrize("broker", ["redis", "rabbitmq"])
ZONE = "Europe/Amsterdam"
OFTEN = ("--every", "1")
MOST = 200


class Server:
    """A server at an address that stays, while it is started again and again."""

    def __init__(self, kind: str, place: Path, stack: ExitStack) -> None:
        self.kind, self.place, self.stack = kind, place, stack
        self.at(self.stack.enter_context(serving(kind)))

    def at(self, folder: Path) -> None:
        """Let the address lead to the folder of a server."""
        beside = self.place.with_name(f"{self.place.name}.new")
        beside.symlink_to(folder)
        beside.replace(self.place)

    @property
    def url(self) -> str:
        """The address."""
        if self.kind == "rabbitmq":
            port = (self.place / "data" / "port").read_text("ascii").split()[0]
            return f"amqp://guest:guest@127.0.0.1:{port}//"
        if self.kind == "redis":
            return f"redis+socket://{self.place}/socket"
        return f"postgresql://postgres@/postgres?host={self.place}"

    @contextmanager
    def down(self) -> Iterator[None]:
        """Let the server be gone within the block, and come back with what it kept."""
        folder = self.place.resolve()
        stop(self.kind, folder)
        yield
        data = None if self.kind == "redis" else folder / "data"
        self.at(self.stack.enter_context(serving(self.kind, data)))


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def records(stack: ExitStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server("postgresql", tmp_path / "pg", stack)
    monkeypatch.setenv("RECORDS", server.url)
    return server


@pytest.fixture
def messages(
    broker: str, stack: ExitStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Server:
    server = Server(broker, tmp_path / "broker", stack)
    monkeypatch.setenv("GESTAND_BROKER", server.url)
    return server


def hand_out(folder: Path) -> None:
    """Hand out the list, and the sweep of today."""
    with ring(folder) as keyring:
        day, state = today(ZONE), keyring.journal.state
        assert begin_day(keyring.journal, day, ["sweep"])
        send(queue_of(state), [name_of_day(day)])
    handed = gestand(*typed(folder), "--cluster")
    assert handed.exit_code == 0, handed.output


@pytest.fixture(scope="module")
def by_itself(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What one program by itself comes to."""
    folder = company(tmp_path_factory.mktemp("alone") / "linde", ON_FILE)
    assert gestand("apply", folder, "--yes").exit_code == 0
    assert gestand(*typed(folder)).exit_code == 0
    return outcome(folder)


class Steps:
    """Hears of each change of what is on record of runs."""

    def __init__(self, url: str, stack: ExitStack) -> None:
        self.own = stack.enter_context(closing(psycopg.connect(url, autocommit=True)))
        self.own.execute(
            "CREATE FUNCTION heard() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN PERFORM pg_notify('heard', clock_timestamp()::text); RETURN NULL; END $$"
        )
        self.own.execute(
            "CREATE TRIGGER heard AFTER INSERT OR UPDATE OR DELETE ON gestand_work"
            " FOR EACH ROW EXECUTE FUNCTION heard()"
        )
        self.own.execute("LISTEN heard")

    def wait(self, number: int) -> bool:
        """Wait for so many changes; tell whether that many came before all was done."""
        heard = 0
        while heard < number and self.left():
            heard += len(list(self.own.notifies(timeout=1, stop_after=1)))
        return heard >= number

    def wait_for_the_end(self) -> None:
        """Wait until no run is left."""
        self.wait(10_000)

    def left(self) -> bool:
        """Tell whether there is a run that has not ended."""
        return bool(self.own.execute("SELECT 1 FROM gestand_work LIMIT 1").fetchall())


@BROKERS
def test_killed_at_every_step_another_worker_comes_to_the_same_end(
    records: Server, messages: Server, stack: ExitStack, tmp_path: Path, by_itself: Any
) -> None:
    first, every = map(int, os.environ.get("GESTAND_STEPS", "1,1").split(","))
    for moment in range(first, MOST, every):
        with closing(psycopg.connect(records.url, autocommit=True)) as anew:
            anew.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        folder = company(tmp_path / f"linde {moment}")
        hand_out(folder)
        with ExitStack() as here, crew(folder, 0, *OFTEN) as workers:
            steps = Steps(records.url, here)
            workers.add(*OFTEN)
            stopped = steps.wait(moment)
            workers.kill(0)
            workers.add(*OFTEN)
            steps.wait_for_the_end()
        assert outcome(folder) == by_itself, moment
        if not stopped:
            break
    assert moment > 20


def busy(folder: Path, workers: Crew, server: Server) -> None:
    """Let a server be gone while both runs are at work, and come back."""
    with State(folder / ".gestand").alone():
        hand_out(folder)
        workers.until("begins, or goes on", 2)
        with server.down():
            pass


@BROKERS
def test_a_broker_that_goes_down_and_forgets_is_waited_for(
    records: Server, messages: Server, tmp_path: Path, by_itself: Any
) -> None:
    folder = company(tmp_path / "linde")
    with crew(folder, 2, *OFTEN) as workers:
        busy(folder, workers, messages)
        workers.until("sweep done")
        workers.until("3 requests carried out")
        assert outcome(folder) == by_itself
        assert gestand("worker", folder, "--today").exit_code == 0
        workers.until("alarms done")


@BROKERS
def test_a_database_that_goes_down_is_waited_for(
    records: Server, messages: Server, tmp_path: Path, by_itself: Any
) -> None:
    folder = company(tmp_path / "linde")
    with crew(folder, 2, *OFTEN) as workers:
        busy(folder, workers, records)
        workers.until("sweep done")
        workers.until("3 requests carried out")
        assert outcome(folder) == by_itself
