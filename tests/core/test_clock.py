"""The day on which an answer is due, on days that were counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from gestand.core.calendar import FiscalYear, Period, Term, parse_period
from gestand.core.clock import Due, Limits, Pause, Received, Rule, at_moment, due
from gestand.core.holidays import Reading
from gestand.errors import CannotRun
from gestand.work.due import the_clock

CASES = yaml.safe_load(Path(__file__).with_name("answer_dates.yaml").read_text("utf-8"))
ANSWERS, PAUSED, KEPT = CASES["answers"], CASES["paused"], CASES["kept"]
CLOCK = the_clock("nl")
HOME = "Europe/Amsterdam"
FOUR_WEEKS = Limits(Period(weeks=4), Period(months=2))


def answered(
    day: date,
    *,
    extended: bool = False,
    promised: Limits | None = None,
    pause: Pause | None = None,
) -> Due:
    return due(Received(day, HOME), CLOCK, extended=extended, promised=promised, pause=pause)


def rules(found: Due, reading: Reading = Reading.STRICT) -> list[Rule]:
    return [step.rule for step in found.because if reading in step.readings]


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: case["why"])
def test_an_answer_is_due_on_the_day_that_was_counted_by_hand(case: dict[str, date]) -> None:
    found = answered(case["received"])
    assert (found.strict, found.legal) == (case["due"], case.get("legal", case["due"]))
    assert found.notice_by is None


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: case["why"])
def test_an_extension_is_counted_from_receipt(case: dict[str, date]) -> None:
    found = answered(case["received"], extended=True)
    assert (found.strict, found.notice_by) == (case["extended"], case["due"])


@pytest.mark.parametrize("case", PAUSED, ids=lambda case: str(case["asked"]))
def test_a_question_moves_the_legal_day_only(case: dict[str, date]) -> None:
    found = answered(case["received"], pause=Pause(case["asked"], case["answered"]))
    assert (found.strict, found.legal) == (case["strict"], case["legal"])


@pytest.mark.parametrize("case", KEPT, ids=lambda case: case["why"])
def test_a_maximum_never_moves_to_a_working_day(case: dict[str, object]) -> None:
    period, moment = parse_period(str(case["period"])), case["moment"]
    assert period is not None and isinstance(moment, date)
    term = Term(period, FiscalYear() if case.get("fiscal") else None)
    assert term.last_day(moment) == case["last"]


def test_a_day_says_how_it_was_counted() -> None:
    found = answered(date(2026, 3, 5))
    assert rules(found) == [
        Rule.RECEIPT, Rule.PERIOD, Rule.WEEKEND, Rule.HOLIDAY, Rule.LAST_DAY
    ]  # fmt: skip
    holiday = found.because[3]
    assert (holiday.day, holiday.name) == (
        date(2026, 4, 6),
        {"nl": "tweede paasdag", "en": "Easter Monday"},
    )
    assert not holiday.source.settled


def test_a_month_without_that_day_is_told() -> None:
    found = answered(date(2026, 8, 31))
    assert rules(found) == [Rule.RECEIPT, Rule.PERIOD, Rule.MONTH_END, Rule.LAST_DAY]
    assert found.because[2].number == 31


def test_good_friday_is_a_day_to_work_and_perhaps_a_holiday() -> None:
    found = answered(date(2026, 3, 3))
    assert Rule.EQUATED not in rules(found)
    assert Rule.EQUATED in rules(found, Reading.LEGAL)


@pytest.mark.parametrize(
    ("asked", "answer", "rule", "legal"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), Rule.PAUSE, date(2026, 4, 2)),
        (date(2026, 3, 9), date(2026, 3, 10), Rule.PAUSE, date(2026, 4, 7)),
        (date(2026, 3, 10), date(2026, 3, 20), Rule.LATE_QUESTION, date(2026, 4, 2)),
    ],
)
def test_only_a_prompt_question_gives_more_time(
    asked: date, answer: date, rule: Rule, legal: date
) -> None:
    found = answered(date(2026, 3, 2), pause=Pause(asked, answer))
    assert rule in rules(found, Reading.LEGAL)
    assert (found.strict, found.legal) == (date(2026, 4, 2), legal)


def test_a_question_after_the_last_day_pauses_nothing() -> None:
    two_days = Limits(Period(days=2), Period())
    pause = Pause(date(2026, 3, 5), date(2026, 3, 25))
    assert answered(date(2026, 3, 2), promised=two_days, pause=pause).legal == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [(date(2026, 3, 1), date(2026, 3, 4)), (date(2026, 3, 4), date(2026, 3, 3))],
)
def test_a_pause_that_cannot_have_been_is_refused(asked: date, answer: date) -> None:
    with pytest.raises(CannotRun, match="cannot be"):
        answered(date(2026, 3, 2), pause=Pause(asked, answer))


def test_a_shorter_promise_counts() -> None:
    found = answered(date(2026, 3, 5), promised=FOUR_WEEKS)
    assert (found.strict, str(found.period)) == (date(2026, 4, 2), "P4W")
    assert Rule.PROMISE in rules(found)
    longer = answered(date(2026, 3, 5), promised=FOUR_WEEKS, extended=True)
    assert (longer.strict, longer.notice_by) == (date(2026, 6, 2), date(2026, 4, 2))


def test_alarms_go_off_ten_five_and_two_working_days_before() -> None:
    found = answered(date(2026, 3, 5))
    assert found.alarms == (date(2026, 3, 23), date(2026, 3, 30), date(2026, 4, 2))


def test_with_little_time_the_alarm_goes_off_at_receipt() -> None:
    found = answered(date(2026, 3, 2), promised=Limits(Period(days=3), Period()))
    assert (found.alarms, found.strict) == ((date(2026, 3, 2), date(2026, 3, 3)), date(2026, 3, 5))


def test_thirty_days_are_not_always_shorter_than_a_month() -> None:
    thirty = Limits(Period(days=30), Period(months=2))
    assert str(answered(date(2026, 1, 31), promised=thirty).period) == "P1M"
    assert str(answered(date(2026, 3, 31), promised=thirty).period) == "P1M"
    assert str(answered(date(2026, 3, 5), promised=thirty).period) == "P30D"


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 31, 23, 30, tzinfo=UTC), date(2026, 2, 1)),
        (datetime(2026, 1, 31, 22, 59, 59, tzinfo=UTC), date(2026, 1, 31)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_a_moment_is_received_on_the_day_of_the_controllers_clock(
    moment: datetime, day: date
) -> None:
    found = due(at_moment(moment, HOME), CLOCK)
    assert found.received == Received(day, HOME, moment)
    assert (rules(found)[0], found.because[0].source.settled) == (Rule.ZONE, False)


def test_a_moment_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(CannotRun, match="beyond the calendar"):
        at_moment(datetime(9999, 12, 31, 23, 30, tzinfo=UTC), HOME)
