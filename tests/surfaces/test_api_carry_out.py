"""That a request was carried out, told to the API: while it is recorded no store is waited for."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from gestand.work.company import Company
from gestand.work.rights_kept import request_known
from gestand.work.state import State
from tests.acceptance.killing import Countdown, in_a_child
from tests.surfaces.commands import gestand
from tests.surfaces.programs import TOMORROW, Caller, linde, token_for

EVENTS = "/api/v1/requests/1/events"
CARRY_OUT = {"event": "carry-out", "version": 3}
KEY = {"HTTP_IDEMPOTENCY_KEY": "carried-out-by-hand"}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Caller:
    """Give a program, and a request to erase that was granted."""
    folder = linde(tmp_path_factory.mktemp("api") / "linde")
    caller = Caller(folder, token_for(folder, acts_for="Mila"))
    caller.post("/api/v1/requests", {"rights": ["erasure"], "person": "customer:1"})
    granted: tuple[dict[str, Any], ...] = (
        {"event": "settle-identity", "version": 1, "method": "signed-in"},
        {"event": "decide", "version": 2, "item": "everything", "outcome": "granted"},
    )
    assert [caller.post(EVENTS, one).status for one in granted] == [200, 200]
    return caller


@pytest.fixture
def caller(shared: Caller, tmp_path: Path) -> Caller:
    shutil.copytree(shared.folder, folder := tmp_path / "linde")
    return Caller(folder, shared.token)


SAID = {
    "event": "withdrawn", "purpose": "talent pool", "who": "applicant:5",
    "at": "2026-11-20T09:30+01:00", "receipt": "said-once",
}
WAITS = (  # what waits for a store, and what the answer tells
    (EVENTS, CARRY_OUT, KEY, "state", "carried out"),
    ("/api/v1/consents", SAID, {}, "receipts", ["said-once"]),
)


@pytest.mark.parametrize("what", WAITS, ids=["a request", "a consent"])
def test_while_a_store_is_slow_others_write_in_own_records(
    caller: Caller, what: tuple[str, dict[str, Any], dict[str, str], str, object]
) -> None:
    path, body, heads, name, told = what
    asked, office = Event(), caller.application.office
    opened = office.open

    def telling() -> Company:
        asked.set()
        return opened()

    office.open = telling
    with closing(sqlite3.connect(caller.folder / "db.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with ThreadPoolExecutor(1) as waiting:
            done = waiting.submit(caller.post, path, body, **heads)
            assert asked.wait(20)
            assert caller.post("/api/v1/requests", {"rights": ["access"]}).status == 201
            assert not done.done()
            other.execute("ROLLBACK")
            assert (done.result().status < 300, done.result().told[name]) == (True, told)


def test_while_a_store_is_down_nothing_is_recorded(caller: Caller) -> None:
    (caller.folder / "db.db").rename(caller.folder / "away.db")
    assert caller.post(EVENTS, CARRY_OUT, **KEY).status == 503
    assert caller.post("/api/v1/requests", {"rights": ["access"]}).status == 201
    (caller.folder / "away.db").rename(caller.folder / "db.db")
    assert caller.post(EVENTS, CARRY_OUT, **KEY).told["state"] == "carried out"


def test_a_hold_that_was_placed_meanwhile_counts(caller: Caller) -> None:
    opened = caller.application.office.open

    def overtaken() -> Company:
        company = opened()
        words = ("--person", "customer:1", "--because", "a claim",
                 "--article", "art. 6:162 BW", "--review", TOMORROW)
        held = gestand("hold", caller.folder, *words)
        assert held.exit_code == 0, held.output
        return company

    caller.application.office.open = overtaken
    reply = caller.post(EVENTS, CARRY_OUT, **KEY)
    assert (reply.status, caller.get("/api/v1/requests/1").told["state"]) == (409, "decided")


def _carry_out(caller: Caller) -> int:
    return caller.post(EVENTS, CARRY_OUT, **KEY).status


def test_killed_at_any_moment_it_is_recorded_once(caller: Caller, tmp_path: Path) -> None:
    for moment in count(1):
        folder = Path(shutil.copytree(caller.folder, tmp_path / str(moment)))
        killed = Caller(folder, caller.token)
        stopped = in_a_child(
            partial(_carry_out, killed), Countdown(moment, int(signal.SIGKILL), on=True)
        )
        assert _carry_out(Caller(folder, caller.token)) == 200
        kept = request_known(State.beside(folder), 1)
        assert (kept.row.state, kept.row.version, len(kept.events)) == ("carried out", 4, 4)
        shutil.rmtree(folder)
        if not stopped:
            break
    assert moment > 3
