"""Receipts are looked at from the newest back, and no further than somebody asks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from gestand.wiring.recording import journal_of
from gestand.work.company import Company
from gestand.work.memory import first_unseen
from gestand.work.past_runs import newest_first, since, that_say, undone
from gestand.work.state import DATABASE, State
from tests.linde import AN_UNREADABLE_END, company, sweep
from tests.recording import writing

BEGAN = datetime(2036, 5, 1, 12, tzinfo=UTC)
MANY = 40


@pytest.fixture
def linde(tmp_path: Path) -> Iterator[Company]:
    """Give a company with many receipts: one a minute, the 30th by a clock that was a day ahead."""
    opened = company(tmp_path, AN_UNREADABLE_END)
    sweep(opened)
    with writing(opened.state):
        for number in range(2, MANY + 1):
            ahead = timedelta(hours=20) if number == 30 else timedelta(0)
            at = (BEGAN + ahead + timedelta(minutes=number)).isoformat()
            more = {"undoes": 3} if number == 9 else {"stores": {"a%b_c": ["x"]}}
            told = {"entry": number, "status": "done", "kind": "other", "at": at, "people": []}
            opened.state.write_receipt(number, told | more)
    yield opened


def numbers(receipts: Iterator[dict[str, int]]) -> list[int]:
    return [receipt["entry"] for receipt in receipts]


def test_all_come_from_the_newest_back(linde: Company) -> None:
    assert numbers(newest_first(linde.state)) == [*range(MANY, 0, -1)]
    assert numbers(islice(newest_first(linde.state), 3)) == [40, 39, 38]
    with linde.state.reading_at_once("facts", first=39):
        assert numbers(newest_first(linde.state)) == [*range(MANY, 0, -1)]


def test_those_of_a_moment_or_later_are_found_though_a_clock_was_ahead(linde: Company) -> None:
    told = numbers(since(linde.state, BEGAN + timedelta(minutes=36)))
    assert told == [30, 36, 37, 38, 39, 40]


def test_those_of_a_clock_that_was_far_ahead_are_found_where_that_was_said(linde: Company) -> None:
    far = BEGAN + timedelta(days=30)
    entry = {"status": "done", "kind": "other", "people": []}
    with journal_of(linde) as journal:
        for number, at in (MANY + 1, far), (MANY + 2, BEGAN + timedelta(hours=1)):
            with journal.recording():
                told = {"entry": number, "at": at.isoformat()}
                linde.state.write_receipt(number, entry | told)
            if at == far:
                journal.clock_was_ahead()
    assert numbers(since(linde.state, far)) == [MANY + 1]


def test_a_look_for_what_is_left_by_a_clock_that_was_behind_hides_no_run(linde: Company) -> None:
    behind = (BEGAN - timedelta(days=30)).isoformat()
    told = {"entry": MANY + 1, "status": "done", "kind": "residue looked for", "at": behind}
    with writing(linde.state):
        linde.state.write_receipt(MANY + 1, told)
    assert numbers(since(linde.state, BEGAN + timedelta(minutes=39))) == [30, 39, 40]


def test_receipts_of_one_moment_are_so_however_far_back_they_are_asked(linde: Company) -> None:
    with linde.state.reading_at_once("facts", first=39):
        told = {"entry": MANY + 1, "status": "done", "kind": "other", "people": []}
        with closing(sqlite3.connect(linde.state.folder / DATABASE)) as other, other:
            row = (MANY + 1, json.dumps(told), 1)
            other.execute("INSERT INTO gestand_receipt VALUES (?, ?, ?)", row)
        assert numbers(one for one, _ in linde.state.chain(30)) == [*range(30, MANY + 1)]
        assert len(linde.state.receipts()) == MANY


def test_a_word_is_found_as_it_is_written(linde: Company) -> None:
    assert len(that_say(linde.state, "a%b_c", then=": [")) == MANY - 2
    assert that_say(linde.state, "aXb_c") == that_say(linde.state, "a%b_c", then=": {") == []
    assert {*undone(linde.state)} == {3}


def test_a_run_looks_again_only_at_receipts_that_came_since(tmp_path: Path) -> None:
    opened = company(tmp_path, AN_UNREADABLE_END)
    for _ in range(4):
        sweep(opened)
    assert first_unseen(opened.state) == 2, "the newest was there before, and may change until then"
    assert first_unseen(State(tmp_path / "elsewhere")) == 0
