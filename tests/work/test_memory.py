"""What Gestand remembers is believed only while nothing speaks against it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gestand.errors import CannotRun
from gestand.wiring.recording import journal_of
from gestand.work.company import Company
from gestand.work.memory import first_unseen
from gestand.work.sweep import Request
from tests.linde import AN_UNREADABLE_END, KEEP, STEP, TODAY, cell, company, planned, run, sweep
from tests.recording import decided, writing


@pytest.fixture
def linde(tmp_path: Path) -> Company:
    """Give a company with two runs, a request and a decision on record."""
    opened = company(tmp_path, AN_UNREADABLE_END)
    sweep(opened)
    sweep(opened, ("customer", 2), erase=True)
    decided(opened, Request(TODAY), STEP, KEEP)
    sweep(opened)
    return opened


def change(linde: Company, statement: str) -> None:
    """Change own records as nobody should."""
    run(linde.root, statement, ".gestand/records.db")


def in_an_hour(linde: Company, table: str, number: int) -> None:
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat(timespec="seconds")
    change(
        linde,
        f"UPDATE {table} SET said = replace(said, json_extract(said, '$.at'), '{later}') "
        f"WHERE number = {number}",
    )


def refused(linde: Company, match: str) -> None:
    """Expect that nothing is planned, decided or carried out, and that nothing is changed."""
    with pytest.raises(CannotRun, match=match), planned(linde):
        pass
    with pytest.raises(CannotRun, match=match):
        decided(linde, Request(TODAY), STEP, KEEP)


def test_what_is_whole_is_believed(linde: Company) -> None:
    for _ in range(2):
        assert sweep(linde).status == "done"
    assert cell(linde.root, "SELECT count(*) FROM customers") == 1


def test_a_clock_that_was_set_back_is_noticed_by_the_newest_receipt(linde: Company) -> None:
    in_an_hour(linde, "gestand_receipt", 3)
    refused(linde, "still to come: set the clock of this machine right")


def test_a_clock_that_was_set_back_is_noticed_by_the_newest_fact(linde: Company) -> None:
    in_an_hour(linde, "gestand_fact", 2)
    refused(linde, "a request or decision was written at .*, which is still to come")


def test_who_says_that_a_clock_ran_ahead_is_believed_about_what_was_written(linde: Company) -> None:
    in_an_hour(linde, "gestand_fact", 2)
    with journal_of(linde) as journal:
        journal.clock_was_ahead()
    assert sweep(linde).status == "done"
    in_an_hour(linde, "gestand_receipt", 4)
    refused(linde, "still to come: set the clock of this machine right")


OTHER_RECEIPT = "UPDATE gestand_receipt SET said = replace(said, '\"done\"', '\"kept\"') "
OTHER_FACT = "UPDATE gestand_fact SET said = replace(said, '2026-06-15', '2026-06-14')"


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "DELETE FROM gestand_receipt WHERE number = 2",
            "receipt 2 is gone when receipt 3 was written",
        ),
        (
            f"{OTHER_RECEIPT} WHERE number = 2",
            "receipt 2 is not the one that was there when receipt 3 was written",
        ),
        (
            "DELETE FROM gestand_receipt WHERE number > 1",
            "are older than what stands beside them, which knows of receipt 2",
        ),
        (
            "DELETE FROM gestand_fact WHERE number = 2",
            "requests and decisions are not those of when receipt 3 was written",
        ),
        (
            "DELETE FROM gestand_fact",
            "requests and decisions are not those of when receipt 3 was written",
        ),
        (OTHER_FACT, "requests and decisions are not those of when receipt 3 was written"),
    ],
)
def test_a_part_that_is_an_older_copy_is_noticed(
    linde: Company, statement: str, told: str
) -> None:
    change(linde, statement)
    refused(linde, told)


def test_a_receipt_that_is_gone_is_noticed_by_a_process_that_goes_on(linde: Company) -> None:
    for _ in range(3):
        sweep(linde)
    assert first_unseen(linde.state) > 3
    change(linde, "DELETE FROM gestand_receipt WHERE number = 2")
    refused(linde, "receipt 2 is gone when receipt 3 was written")


def test_receipts_older_than_an_intent_are_noticed(linde: Company) -> None:
    with writing(linde.state):
        linde.state.append("intents", [{"receipt": 4, "transaction": 1, "steps": []}])
    refused(linde, "which knows of receipt 4")


def test_the_oldest_receipts_may_be_put_away(linde: Company) -> None:
    change(linde, "DELETE FROM gestand_receipt WHERE number = 1")
    assert sweep(linde).number == 4


def test_receipts_from_before_they_told_of_facts_are_believed(linde: Company) -> None:
    change(linde, "UPDATE gestand_receipt SET said = json_remove(said, '$.recorded')")
    change(linde, "DELETE FROM gestand_receipt WHERE number < 3")
    for name in ("sign", "head.json"):
        (linde.state.folder / name).unlink()
    change(linde, "DROP TRIGGER gestand_ledger_no_delete; DELETE FROM gestand_ledger")
    assert sweep(linde).number == 4
