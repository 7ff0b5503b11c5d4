"""`gestand worker`: several programs carry out the runs of an organisation, each run once."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click
import pytest

from bench.servers import serving
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.surfaces.cli import main
from gestand.surfaces.cli.worker import Here
from gestand.wiring.spreading import queue_of, send
from gestand.work.durable import Stopped, taken
from gestand.work.fence import fence
from gestand.work.runs import DAY_DONE, begin_day, due, name_of_day, was_done
from tests.clustered import ON_FILE, SHARED, company, crew, outcome, ring, typed
from tests.databases import Database, on
from tests.linde import build, cell
from tests.surfaces.commands import gestand
from tests.undoing import key_in

ZONE = "Europe/Amsterdam"
pytestmark = on("postgresql")


@pytest.fixture
def bare(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """De Linde, of which nothing is on record yet in PostgreSQL."""
    monkeypatch.setenv("RECORDS", database.url)
    return build(tmp_path / "bare", changes=SHARED)


@pytest.fixture
def linde(bare: Path, tmp_path: Path) -> Path:
    """De Linde with something that is to go, and three requests."""
    return company(tmp_path / "linde")


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with serving("redis") as folder:
        monkeypatch.setenv("GESTAND_BROKER", f"redis+socket://{folder}/socket")
        yield


def test_another_worker_goes_on_with_the_run_of_one_that_was_killed(
    linde: Path, broker: None, tmp_path: Path
) -> None:
    assert gestand(*typed(linde)[:-4], "--cluster").exit_code == 2
    with crew(linde, 2, "--every", "1") as workers:
        with ring(linde) as keyring:
            state = keyring.journal.state
            with state.alone():
                handed = gestand(*typed(linde), "--cluster")
                assert handed.output == "3 requests: handed to the workers.\n", handed.output
                (begun,) = state.steps()
                assert "customer" not in str(begun) and begun.told["requests"] == [1, 2, 3]
                send(queue_of(state), [begun.work, begun.work, "the work of nobody"])
                workers.kill(workers.until("begins, or goes on"))
            workers.until("3 requests carried out")
            assert due(state) == []
    assert sum("begins" in line for _, line in workers.said) == 2
    alone = company(tmp_path / "alone", ON_FILE)
    assert gestand(*typed(alone)).exit_code == 0
    assert outcome(linde) == outcome(alone)


def test_the_work_of_a_day_is_begun_where_it_is_due_and_done_once(linde: Path) -> None:
    day = today(ZONE)
    name = name_of_day(day)
    worker = Here(linde, click.Context(main), at="00:00")
    with ring(linde) as keyring:
        state = keyring.journal.state
        assert begin_day(keyring.journal, day, ["mail", "sweep"])
        assert worker.due() == [name]
        worker.carry(name)
        worker.carry(name)
        assert was_done(state, day) and worker.due() == []
        (done,) = keyring.journal.ledger.of_kind(DAY_DONE)
        assert json.loads(done.told)["exits"] == {"mail": None, "sweep": 0}
    assert cell(linde, "SELECT count(*) FROM applications") == 0
    with ring(linde) as keyring:
        assert begin_day(keyring.journal, day + timedelta(days=1), ["no such duty"])
    worker.carry(name_of_day(day + timedelta(days=1)))
    assert len(worker.due()) == 1


def test_who_had_a_run_before_writes_nothing_for_it_any_more(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = today(ZONE)
    name = name_of_day(day)
    key_in(bare)
    with ring(bare) as one, ring(bare) as other:
        assert begin_day(one.journal, day, ["sweep"])
        with taken(one.journal, name) as mine, taken(other.journal, name) as theirs:
            assert (mine is not None, theirs) == (True, None)
            before = fence()
            assert before is not None
        with taken(other.journal, name) as theirs:
            assert theirs is not None
        for variable, value in before.environment.items():
            monkeypatch.setenv(variable, value)
        receipts = len(one.journal.state.receipts())
        with pytest.raises(CannotRun, match="another worker goes on with"), one.journal.recording():
            pass
        late = gestand("apply", bare, "--yes", "--first-run")
        assert (late.exit_code, "another worker goes on" in late.stderr) == (2, True)
        assert len(one.journal.state.receipts()) == receipts
        assert due(one.journal.state) == [name]


def test_a_run_that_stops_its_worker_each_time_waits_for_a_person(
    bare: Path, broker: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GESTAND_ATTEMPTS", "2")
    name = name_of_day(today(ZONE))
    with ring(bare) as keyring:
        journal = keyring.journal
        assert begin_day(journal, today(ZONE), ["mail"])
        for error in (Stopped, CannotRun, Stopped, Stopped):
            assert due(journal.state) == [name]
            with pytest.raises(error), taken(journal, name) as work:
                assert work is not None and {*work.told} >= {"day", "duties"}
                raise error
        assert due(journal.state) == []
    Here(bare, click.Context(main)).carry(name)
    assert "stopped its worker 2 times: it waits for a person" in capsys.readouterr().err
    assert f'gestand worker --again "{name}"' in gestand("alarms", bare).output
    wrong = gestand("worker", bare, "--again", "the work of nobody")
    assert (wrong.exit_code, f"there are `{name}`" in wrong.stderr) == (2, True), wrong.output
    assert gestand("worker", bare, "--again", name).exit_code == 0
    Here(bare, click.Context(main)).carry(name)
    with ring(bare) as keyring:
        assert was_done(keyring.journal.state, today(ZONE))


def test_what_workers_need_and_is_not_there_is_told(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "hunter2"
    brokers = {
        "": "no broker is named: set GESTAND_BROKER",
        f"http://:{secret}@localhost": "GESTAND_BROKER begins with none of amqp",
        f"redis+socket://:{secret}@{tmp_path}/none": "the broker at GESTAND_BROKER cannot be",
        f"amqp://guest:{secret}@127.0.0.1:1//": "the broker at GESTAND_BROKER cannot be reached",
    }
    for url, why in brokers.items():
        monkeypatch.setenv("GESTAND_BROKER", url)
        done = gestand("worker", bare)
        assert (done.exit_code, why in done.stderr, secret in done.output) == (2, True, False)
    assert gestand("worker", bare, "--at", "25:00").exit_code == 2
    monkeypatch.setitem(sys.modules, "celery", None)
    monkeypatch.delitem(sys.modules, "gestand.spread.by_celery")
    assert "pip install 'gestand[cluster]'" in gestand("worker", bare).stderr
    with ring(build(tmp_path / "file")) as keyring, pytest.raises(CannotRun, match="PostgreSQL"):
        with keyring.journal.ledger.held("a run"):
            pass
