"""`gestand worker`: several programs carry out the runs of an organisation, each run once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bench.servers import serving
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.surfaces.cli import main
from gestand.surfaces.cli.worker import Here
from gestand.wiring.spreading import queue_of, send
from gestand.work.durable import taken
from gestand.work.fence import fence
from gestand.work.rights_kept import requests
from gestand.work.runs import DAY_DONE, begin_day, due, name_of_day, was_done
from gestand.work.verify import look_through
from tests.clustered import PEOPLE, asked, crew, founded, ring, told_by
from tests.databases import Database, on
from tests.linde import build, cell, rows, run
from tests.surfaces.commands import gestand
from tests.undoing import UNDO

ZONE = "Europe/Amsterdam"
OLD = (
    "INSERT INTO vacancies VALUES (1, 'Baker', '2019-01-01', '2019-02-01', NULL, NULL); "
    "INSERT INTO applications VALUES (1, 1, 'Dan', 'dan@delinde.example', 'Dear', '2019-01-02', "
    "NULL, NULL, '2019-02-01', NULL);"
)
ON_FILE = {"datamap": UNDO["datamap"]}
pytestmark = on("postgresql")


@pytest.fixture
def linde(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """De Linde with own records in PostgreSQL, and something that is to go."""
    monkeypatch.setenv("RECORDS", database.url)
    return founded(tmp_path / "linde", OLD)


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with serving("redis") as folder:
        monkeypatch.setenv("GESTAND_BROKER", f"redis+socket://{folder}/socket")
        yield


def test_another_worker_goes_on_with_the_run_of_one_that_was_killed(
    linde: Path, broker: None, tmp_path: Path
) -> None:
    day = today(ZONE)
    name = name_of_day(day)
    with crew(linde, 2, "--every", "1") as workers:
        with ring(linde) as keyring:
            state = keyring.journal.state
            with state.alone():
                assert begin_day(keyring.journal, day, ["sweep"])
                send(queue_of(state), [name, name, "the work of nobody"])
                workers.kill(workers.until("begins, or goes on"))
            workers.until("sweep done")
            assert due(state) == [] and was_done(state, day)
            kinds = [entry.kind for entry in keyring.journal.ledger.entries()]
            assert kinds.count(DAY_DONE) == 1
            assert not begin_day(keyring.journal, day, ["sweep"])
            assert look_through(keyring.journal).wrong == ()
    assert sum("begins" in line for _, line in workers.said) == 2
    found = told_by(linde), rows(linde)
    alone = founded(tmp_path / "alone", OLD, ON_FILE)
    assert gestand("apply", alone, "--yes").exit_code == 0
    assert (told_by(alone), rows(alone)) == found


def test_who_had_a_run_before_writes_nothing_for_it_any_more(
    linde: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = today(ZONE)
    name = name_of_day(day)
    with ring(linde) as one, ring(linde) as other:
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
        late = gestand("apply", linde, "--yes")
        assert (late.exit_code, "another worker goes on" in late.stderr) == (2, True)
        assert len(one.journal.state.receipts()) == receipts
        assert due(one.journal.state) == [name]


def test_a_list_is_carried_out_as_one_program_does(
    linde: Path, broker: None, tmp_path: Path
) -> None:
    run(linde, PEOPLE)
    with ring(linde) as keyring:
        asked(keyring)
        listed = tmp_path / "list"
        listed.write_text("1 customer:1\n2 customer:2\n3 customer:3\n")
        typed = ("request", linde, "--fulfil", "--yes", "--queue", listed)
        assert gestand(*typed[:-2], "--cluster").exit_code == 2
        handed = gestand(*typed, "--cluster", "--out", tmp_path)
        assert handed.output == "3 requests: handed to the workers.\n", handed.output
        (name,) = due(keyring.journal.state)
        (begun,) = keyring.journal.state.steps()
        assert "customer" not in str(begun) and begun.told["requests"] == [1, 2, 3]
        worker = Here(linde, click.Context(main))
        assert worker.due() == [name]
        worker.carry(name)
        worker.carry(name)
        assert worker.due() == [] and keyring.journal.state.steps() == []
        found = requests(keyring.journal.state)
        assert {one.row.state for one in found.values()} == {"carried out"}
        assert len(keyring.journal.state.receipts()) == 4
    assert (tmp_path / "1.zip").exists()
    assert cell(linde, "SELECT count(*) FROM customers WHERE id > 1") == 0


def test_what_workers_need_and_is_not_there_is_told(
    linde: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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
        done = gestand("worker", linde)
        assert (done.exit_code, why in done.stderr, secret in done.output) == (2, True, False)
    assert gestand("worker", linde, "--at", "25:00").exit_code == 2
    monkeypatch.setitem(sys.modules, "celery", None)
    monkeypatch.delitem(sys.modules, "gestand.spread.by_celery")
    assert "pip install 'gestand[cluster]'" in gestand("worker", linde).stderr
    with ring(build(tmp_path / "file")) as keyring, pytest.raises(CannotRun, match="PostgreSQL"):
        with keyring.journal.ledger.held("a run"):
            pass
