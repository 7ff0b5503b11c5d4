"""What is overdue is seen over several stores, and within documents, on the morning after a run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from gestand.core.proving.verdict import Weight
from gestand.wiring import open_company, open_inspection
from gestand.work.forecast import forecast
from gestand.work.probes import overdue
from gestand.work.sweep import Request, prepare
from tests.recording import carried_out
from tests.stories.story import laid_down, read

EMAIL = "db.invoices: sent_to, details $.to.email"
CASES = {
    "a_contract_holds_visits_in_another_store": ({"desk.visits: report"}, set[str]()),
    "a_ticket_in_another_store": ({"desk.tickets: question"}, set[str]()),
    "a_document_that_cannot_be_read_goes_as_a_whole": (
        {"db.invoices: details", f"{EMAIL}, details $.to.phone, extra $.to.email"}, set[str](),
    ),
    "parts_of_a_document_go": ({f"{EMAIL}, details $.phone"}, {"db.invoices: details"}),
}  # fmt: skip
"""By story where something is overdue without its run, and what is left to a person after it."""

Seen = tuple[set[str], set[str], set[str]]


def looked(folder: Path, day: date) -> Seen:
    """Return where something is wrong, where a person must look, and which stores were not seen."""
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    found = [*overdue.look(open_inspection(folder, at))]
    problems = {problem for each in found for problem in each.problems}
    wrong, doubtful = (
        {one.where for one in problems if one.weight is weight}
        for weight in (Weight.BREACH, Weight.DOUBT)
    )
    return wrong, doubtful, {store for each in found for store in each.unseen}


@contextmanager
def told(name: str, folder: Path) -> Iterator[tuple[Seen, Seen]]:
    """Give what is seen of a story's company the day after, without its run and with it."""
    story = read(name)
    with laid_down(story, folder):
        day = story.as_of
        before = looked(folder, day + timedelta(days=1))
        with prepare(open_company(folder), Request(day)) as prepared:
            carried_out(prepared)
        yield before, looked(folder, day + timedelta(days=1))


@pytest.mark.parametrize("name", CASES)
def test_what_is_overdue_is_seen_wherever_its_occasion_stands(name: str, tmp_path: Path) -> None:
    late, asked = CASES[name]
    with told(name, tmp_path) as (before, after):
        assert before[0] >= late
        assert after == (set(), asked, set())
        assert before[2] == set()
        assert forecast(open_company(tmp_path)).unseen == []


def test_while_the_other_store_is_down_nobody_knows_what_it_holds(tmp_path: Path) -> None:
    story = read("a_contract_holds_visits_in_another_store")
    with laid_down(story, tmp_path):
        (tmp_path / "shop.db").unlink()
        assert looked(tmp_path, story.as_of + timedelta(days=1)) == (set(), set(), {"desk", "shop"})
