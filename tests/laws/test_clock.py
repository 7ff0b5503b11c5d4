"""The answer clock: never on a day off, never twice moved, never later than the law allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from gestand.core.calendar import Period
from gestand.core.clock import Due, Limits, Pause, Received, at_moment, due
from gestand.core.holidays import Reading, easter
from gestand.work.due import the_clock
from tests.oracle.days import plus

DAY = timedelta(days=1)
HOME = "Europe/Amsterdam"
CLOCK = the_clock("nl")

days = st.dates(date(2018, 5, 25), date(2030, 8, 1))
month_ends = days.map(lambda day: max(day.replace(day=1) - DAY, CLOCK.days.first))
springs = st.builds(
    lambda year, n: easter(year) - 40 * DAY + n * DAY, st.integers(2019, 2030), st.integers(0, 60)
)
some_days = st.one_of(days, month_ends, springs)
periods = st.builds(
    Period, months=st.integers(0, 1), weeks=st.integers(0, 4), days=st.integers(0, 31)
)
promises = st.none() | st.builds(Limits, periods, periods)
pauses = st.none() | st.tuples(st.integers(0, 9), st.integers(0, 30))
offsets = st.integers(-12 * 60, 14 * 60).map(lambda n: timezone(timedelta(minutes=n)))
moments = st.builds(
    lambda n, zone: (datetime(2018, 6, 1, tzinfo=UTC) + timedelta(minutes=n)).astimezone(zone),
    st.integers(0, 6_300_000),
    offsets,
)

# The fourteenth day of the moon of spring by golden number, as the tables of 1900-2199 give it.
FULL_MOONS = """
04-14 04-03 03-23 04-11 03-31 04-18 04-08 03-28 04-16 04-05 03-25 04-13 04-02 03-22 04-10 03-30
04-17 04-07 03-27
""".split()


def answered(day: date, promised: Limits | None = None, *, extended: bool = False) -> Due:
    return due(Received(day, HOME), CLOCK, extended=extended, promised=promised)


def paused(day: date, pause: tuple[int, int] | None) -> Pause | None:
    if pause is None:
        return None
    asked = day + pause[0] * DAY
    return Pause(asked, asked + pause[1] * DAY)


def is_off(day: date) -> bool:
    """Tell a day off the long way: by the calendar of its year, written out."""
    spring = easter(day.year)
    kings_day = date(day.year, 4, 27)
    kings_day -= DAY * (kings_day.weekday() == 6)
    movable = {spring + n * DAY for n in (1, 39, 50)}
    fixed = {date(day.year, *when) for when in ((1, 1), (5, 5), (12, 25), (12, 26))}
    return day.weekday() > 4 or day in {*movable, *fixed, kings_day}


@given(st.integers(1900, 2199))
def test_easter_is_the_sunday_after_the_full_moon_of_the_table(year: int) -> None:
    day = date.fromisoformat(f"{year}-{FULL_MOONS[year % 19]}") + DAY
    while day.weekday() != 6:
        day += DAY
    assert easter(year) == day


@given(some_days, promises, st.booleans())
def test_an_answer_is_never_due_on_a_day_off(
    day: date, promised: Limits | None, extended: bool
) -> None:
    found = answered(day, promised, extended=extended)
    assert not is_off(found.strict)
    assert not is_off(found.legal)
    assert found.legal + 2 * DAY != easter(found.legal.year)


@given(some_days)
def test_a_month_is_counted_from_the_day_after_receipt_and_moves_once(day: date) -> None:
    expected = plus(day, "P1M")
    assert answered(day).corresponding == expected
    while is_off(expected):
        expected += DAY
    assert answered(day).strict == expected
    assert CLOCK.days.roll(expected, Reading.STRICT).passed == ()


@given(some_days)
def test_an_extension_is_three_months_from_receipt_and_never_from_the_first_due_day(
    day: date,
) -> None:
    found = answered(day, extended=True)
    assert found.corresponding == plus(day, "P3M")
    assert found.strict == CLOCK.days.roll(plus(day, "P3M"), Reading.STRICT).day
    assert found.notice_by == answered(day).strict


@given(some_days, promises, st.booleans(), pauses)
def test_the_day_to_work_by_is_never_later_than_the_law_allows(
    day: date, promised: Limits | None, extended: bool, pause: tuple[int, int] | None
) -> None:
    received, stop = Received(day, HOME), paused(day, pause)
    found = due(received, CLOCK, extended=extended, promised=promised, pause=stop)
    assert day <= found.strict <= found.legal
    assert found.strict == answered(day, promised, extended=extended).strict
    assert found.strict <= answered(day, extended=extended).strict


@given(some_days, some_days, promises, st.booleans())
def test_what_is_received_later_is_never_due_sooner(
    one: date, other: date, promised: Limits | None, extended: bool
) -> None:
    first, second = sorted([one, other])
    sooner = answered(first, promised, extended=extended)
    later = answered(second, promised, extended=extended)
    assert sooner.strict <= later.strict
    assert sooner.legal <= later.legal


@given(month_ends)
def test_the_end_of_a_month_stays_in_the_next_month_before_it_moves(day: date) -> None:
    found = answered(day)
    assert (found.corresponding.year * 12 + found.corresponding.month) - (
        day.year * 12 + day.month
    ) == 1
    assert found.strict - day <= (31 + 5) * DAY


@given(some_days, promises, pauses)
def test_the_steps_lead_to_the_days(
    day: date, promised: Limits | None, pause: tuple[int, int] | None
) -> None:
    found = due(Received(day, HOME), CLOCK, promised=promised, pause=paused(day, pause))
    for reading, last in ((Reading.STRICT, found.strict), (Reading.LEGAL, found.legal)):
        steps = [step for step in found.because if reading in step.readings]
        assert steps[0].day == day
        assert steps[-1].day == last
        passed = [step.day for step in steps if step.name or step.rule.value == "weekend"]
        assert passed == [last - n * DAY for n in range(len(passed), 0, -1)]


@given(some_days, promises, st.booleans())
def test_an_answer_is_never_late_without_an_alarm_before_it(
    day: date, promised: Limits | None, extended: bool
) -> None:
    found = answered(day, promised, extended=extended)
    assert found.alarms
    assert list(found.alarms) == sorted(set(found.alarms))
    assert day <= found.alarms[0] <= found.alarms[-1] <= found.strict
    assert found.alarms[-1] < found.strict or found.strict == day
    for alarm in found.alarms:
        left = [alarm + n * DAY for n in range(1, (found.strict - alarm).days + 1)]
        assert alarm == day or sum(not is_off(each) for each in left) in CLOCK.alarms_before


@given(moments, offsets)
def test_a_moment_is_the_same_in_whatever_zone_it_is_written(
    moment: datetime, zone: timezone
) -> None:
    there = at_moment(moment.astimezone(zone), HOME)
    assert replace(there, moment=moment) == at_moment(moment, HOME)
    midnight = datetime(*there.day.timetuple()[:3], tzinfo=ZoneInfo(HOME)).astimezone(UTC)
    assert midnight <= moment


@given(some_days, st.integers(0, 12))
def test_so_many_working_days_later_so_many_were_worked(day: date, number: int) -> None:
    assume(day + 30 * DAY <= CLOCK.days.last)
    then = CLOCK.days.after(day, number)
    between = [day + n * DAY for n in range(1, (then - day).days + 1)]
    assert sum(not is_off(each) for each in between) == number
    assert number == 0 or not is_off(then)
