"""Receipts are looked at from the newest back, and no further than somebody asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from gestand.work.company import Company
from gestand.work.memory import first_unseen
from gestand.work.past_runs import newest_first, since, that_say, undone
from gestand.work.state import State
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
