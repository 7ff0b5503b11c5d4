"""Days and periods: monotone, clamped at month ends, cut off where brute force would."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core.calendar import FiscalYear, Period, Term, add, day_when_shorter, parse_period
from tests.oracle.days import fiscal_year_end, plus

DAY = timedelta(days=1)

days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
month_ends = days.map(lambda day: day.replace(day=1) - DAY)
some_days = st.one_of(days, month_ends, st.sampled_from([date(2024, 2, 29), date(2028, 2, 29)]))
any_days = st.one_of(some_days, st.dates(date(1600, 1, 1), date(2900, 1, 1)))
periods = st.builds(
    Period,
    years=st.integers(0, 3),
    months=st.integers(0, 14),
    weeks=st.integers(0, 6),
    days=st.integers(0, 40),
)
first_days = st.tuples(st.integers(1, 12), st.integers(1, 28))
fiscal_years = st.builds(lambda first: FiscalYear(*first), first_days)
terms = st.builds(Term, periods, st.none() | fiscal_years)


@given(some_days, periods)
def test_a_period_is_what_the_naive_count_says(day: date, period: Period) -> None:
    assert add(day, period) == plus(day, str(period))


@given(some_days, some_days, periods)
def test_a_later_day_never_ends_sooner(one: date, other: date, period: Period) -> None:
    first, second = sorted([one, other])
    assert add(first, period) <= add(second, period)


@given(some_days, some_days, terms)
def test_a_later_moment_never_has_a_sooner_last_day(one: date, other: date, term: Term) -> None:
    first, second = sorted([one, other])
    assert term.last_day(first) <= term.last_day(second)


@given(some_days, terms)
def test_a_cut_off_is_the_latest_day_that_is_over(limit: date, term: Term) -> None:
    day = limit
    while term.last_day(day) > limit:
        day -= DAY
    assert term.cut_off(limit) == day


@given(some_days, terms)
def test_the_day_after_a_cut_off_is_not_over(limit: date, term: Term) -> None:
    cut_off = term.cut_off(limit)
    assert cut_off is not None
    assert term.last_day(cut_off) <= limit < term.last_day(cut_off + DAY)


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)), terms)
def test_no_day_is_too_far_off(day: date, term: Term) -> None:
    last = term.last_day(day)
    cut_off = term.cut_off(day)
    assert day <= last
    assert cut_off is None or cut_off <= day


@given(some_days, first_days)
def test_a_fiscal_year_ends_where_walking_on_ends(day: date, first: tuple[int, int]) -> None:
    assert FiscalYear(*first).end(day) == fiscal_year_end(day, first)


@given(some_days, fiscal_years)
def test_the_end_of_a_fiscal_year_is_in_it(day: date, fiscal_year: FiscalYear) -> None:
    end = fiscal_year.end(day)
    assert fiscal_year.end(end) == end
    assert fiscal_year.end(end + DAY) > end


@given(periods)
def test_a_period_is_written_as_it_is_read(period: Period) -> None:
    assert parse_period(str(period)) == period


@given(st.integers(1990, 2060), st.integers(1, 12), st.integers(0, 30))
def test_months_from_a_month_end_stay_within_their_month(year: int, month: int, more: int) -> None:
    end = (date(year, month, 1) + timedelta(days=31)).replace(day=1) - DAY
    there = add(end, Period(months=more))
    assert (there.year * 12 + there.month) - (end.year * 12 + end.month) == more


@given(st.integers(1, 500))
def test_a_year_from_a_leap_day_ends_in_february(century: int) -> None:
    leap = date(4 * century, 2, 29) if _is_leap(4 * century) else date(2024, 2, 29)
    assert add(leap, Period(years=1)).month == 2
    assert add(leap, Period(years=4)).month == 2


def _is_leap(year: int) -> bool:
    return (date(year, 3, 1) - DAY).day == 29


@given(any_days, periods, periods)
def test_a_period_is_shorter_from_the_day_that_is_told_or_from_none(
    day: date, period: Period, other: Period
) -> None:
    told = day_when_shorter(period, other)
    if told is None:
        assert add(day, period) >= add(day, other)
    else:
        assert add(told, period) < add(told, other)


@pytest.mark.parametrize(
    ("period", "other", "ever"),
    [
        ("P30D", "P1M", True),
        ("P1M", "P30D", True),
        ("P28D", "P1M", True),
        ("P1M", "P28D", False),
        ("P31D", "P1M", False),
        ("P12M", "P1Y", False),
        ("P2556D", "P7Y", True),
        ("P2557D", "P7Y", False),
        ("P1Y", "P365D", False),
        ("P8Y", "P2922D", True),  # over 1900 or 2100 there are 2921
    ],
)
def test_no_day_of_the_calendar_is_left_out(period: str, other: str, ever: bool) -> None:
    one, another = parse_period(period), parse_period(other)
    assert one and another
    assert (day_when_shorter(one, another) is not None) is ever
