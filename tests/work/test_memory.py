"""What Gestand remembers is believed only while nothing speaks against it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gestand.errors import CannotRun
from gestand.work.company import Company
from gestand.work.sweep import Request
from tests.linde import AN_UNREADABLE_END, KEEP, STEP, TODAY, cell, company, planned, sweep
from tests.recording import decided


@pytest.fixture
def linde(tmp_path: Path) -> Company:
    """Give a company with two runs, a request and a decision on record."""
    opened = company(tmp_path, AN_UNREADABLE_END)
    sweep(opened)
    sweep(opened, ("customer", 2), erase=True)
    decided(opened, Request(TODAY), STEP, KEEP)
    sweep(opened)
    return opened


def of(linde: Company, name: str) -> Path:
    return linde.state.folder / name


def refused(linde: Company, match: str) -> None:
    """Expect that nothing is planned, decided or carried out, and that nothing is changed."""
    with pytest.raises(CannotRun, match=match), planned(linde):
        pass
    with pytest.raises(CannotRun, match=match):
        decided(linde, Request(TODAY), STEP, KEEP)


def in_an_hour(path: Path, line: str) -> None:
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat(timespec="seconds")
    text = path.read_text("utf-8")
    said: str = json.loads(line)["at"]
    path.write_text(text.replace(said, later), "utf-8")


def test_what_is_whole_is_believed(linde: Company) -> None:
    for _ in range(2):
        assert sweep(linde).status == "done"
    assert cell(linde.root, "SELECT count(*) FROM customers") == 1


def test_a_clock_that_was_set_back_is_noticed_by_the_newest_receipt(linde: Company) -> None:
    path = of(linde, "receipts/000003.json")
    in_an_hour(path, path.read_text("utf-8"))
    refused(linde, "still to come: set the clock of this machine right")


def test_a_clock_that_was_set_back_is_noticed_by_the_newest_fact(linde: Company) -> None:
    path = of(linde, "facts.jsonl")
    in_an_hour(path, path.read_text("utf-8").splitlines()[-1])
    refused(linde, "facts.jsonl was written at .*, which is still to come")


def test_a_correction_of_the_hour_of_a_clock_that_ran_ahead_is_enough(linde: Company) -> None:
    path = of(linde, "facts.jsonl")
    before = path.read_text("utf-8")
    in_an_hour(path, before.splitlines()[-1])
    path.write_text(before.replace("+00:00", ".000000+00:00"), "utf-8")
    assert sweep(linde).status == "done"


def _without_the_middle(linde: Company) -> None:
    of(linde, "receipts/000002.json").unlink()


def _another_one(linde: Company) -> None:
    path = of(linde, "receipts/000002.json")
    path.write_text(path.read_text("utf-8").replace('"done"', '"started"'), "utf-8")


def _fewer_receipts(linde: Company) -> None:
    for number in (2, 3):
        of(linde, f"receipts/00000{number}.json").unlink()


def _fewer_facts(linde: Company) -> None:
    path = of(linde, "facts.jsonl")
    path.write_text(path.read_text("utf-8").splitlines(keepends=True)[0], "utf-8")


def _no_facts(linde: Company) -> None:
    of(linde, "facts.jsonl").unlink()


def _other_facts(linde: Company) -> None:
    path = of(linde, "facts.jsonl")
    path.write_text(path.read_text("utf-8").replace("2026-06-15", "2026-06-14"), "utf-8")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_without_the_middle, "receipt 2 is gone when receipt 3 was written"),
        (_another_one, "receipt 2 is not the one that was there when receipt 3 was written"),
        (_fewer_receipts, "is older than what stands beside it, which knows of receipt 2"),
        (_fewer_facts, "facts.jsonl is not what it was when receipt 3 was written"),
        (_no_facts, "facts.jsonl is not what it was when receipt 3 was written"),
        (_other_facts, "facts.jsonl is not what it was when receipt 3 was written"),
    ],
)
def test_a_part_that_is_an_older_copy_is_noticed(
    linde: Company, change: Callable[[Company], None], told: str
) -> None:
    change(linde)
    refused(linde, told)


def test_receipts_older_than_an_intent_are_noticed(linde: Company, tmp_path: Path) -> None:
    linde.state.append("intents", [{"receipt": 4, "transaction": 1, "steps": []}])
    refused(linde, "which knows of receipt 4")


def test_the_oldest_receipts_may_be_put_away(linde: Company) -> None:
    of(linde, "receipts/000001.json").unlink()
    assert sweep(linde).number == 4


def test_a_folder_from_before_receipts_told_of_facts_is_believed(linde: Company) -> None:
    newest = of(linde, "receipts/000003.json")
    old = {k: v for k, v in json.loads(newest.read_text("utf-8")).items() if k != "recorded"}
    shutil.rmtree(newest.parent)
    linde.state.write_receipt(3, old)
    for name in ("records.db", "sign", "head.json"):
        of(linde, name).unlink()
    assert sweep(linde).number == 4
