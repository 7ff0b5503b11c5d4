"""Holidays and working days of the Netherlands, against days that were written down."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from gestand.core.holidays import Fixed, Reading, easter
from gestand.errors import CannotRun
from gestand.work.due import the_clock

WRITTEN = yaml.safe_load(Path(__file__).with_name("answer_dates.yaml").read_text("utf-8"))
DAYS = the_clock("nl").days
DAY = timedelta(days=1)

# Easter Sundays as almanacs give them; the earliest and the latest that there can be among them.
EASTERS = """
1818-03-22 1943-04-25 1954-04-18 1981-04-19 2000-04-23 2008-03-23 2011-04-24 2018-04-01
2019-04-21 2020-04-12 2021-04-04 2022-04-17 2023-04-09 2024-03-31 2025-04-20 2026-04-05
2027-03-28 2028-04-16 2029-04-01 2030-04-21 2035-03-25 2038-04-25 2049-04-18 2076-04-19
""".split()


@pytest.mark.parametrize("day", EASTERS)
def test_easter_is_when_the_almanac_says(day: str) -> None:
    assert easter(int(day[:4])) == date.fromisoformat(day)


@pytest.mark.parametrize(("year", "days"), WRITTEN["holidays"].items())
def test_the_holidays_on_weekdays_are_those_that_were_written_down(
    year: int, days: list[date]
) -> None:
    first = max(date(year, 1, 1), DAYS.first)
    every = [first + n * DAY for n in range((date(year, 12, 31) - first).days + 1)]
    off = {day: DAYS.off(day, Reading.STRICT) for day in every}
    assert [day for day, why in off.items() if why and why.name] == days
    assert [day for day, why in off.items() if why and not why.name] == [
        day for day in every if day.isoweekday() > 5
    ]


@pytest.mark.parametrize(
    ("year", "day"),
    [(2025, date(2025, 4, 26)), (2026, date(2026, 4, 27)), (2014, date(2014, 4, 26))],
)
def test_kings_day_moves_off_a_sunday(year: int, day: date) -> None:
    assert Fixed(4, 27, on_sunday=-1).of(year) == day


def test_a_holiday_in_a_weekend_is_told_as_the_weekend() -> None:
    off = DAYS.off(date(2026, 12, 26), Reading.STRICT)
    assert off is not None
    assert (off.name, off.source.settled) == (None, True)


def test_good_friday_is_a_holiday_in_the_wider_reading_only() -> None:
    good_friday = date(2026, 4, 3)
    assert DAYS.off(good_friday, Reading.STRICT) is None
    off = DAYS.off(good_friday, Reading.LEGAL)
    assert off is not None
    assert (off.designated, off.source.settled) == (False, False)


def test_every_source_says_in_both_languages_where_it_was_found() -> None:
    sources = [listed.source for listed in DAYS.lists] + list(the_clock("nl").sources.values())
    assert all(set(source.words) == {"nl", "en"} for source in sources)
    assert all(all(source.words.values()) for source in sources)
    names = [holiday.name for listed in DAYS.lists for holiday in listed.holidays]
    assert all(set(name) == {"nl", "en"} for name in names)


def test_working_days_are_counted_over_weekends_and_holidays() -> None:
    assert DAYS.after(date(2026, 4, 2), 2) == date(2026, 4, 7)
    assert DAYS.after(date(2026, 4, 4), 0) == date(2026, 4, 4)
    assert DAYS.before(date(2026, 4, 7), 1, floor=DAYS.first) == date(2026, 4, 3)
    assert DAYS.before(date(2026, 12, 28), 2, floor=DAYS.first) == date(2026, 12, 23)


def test_working_days_are_not_counted_back_beyond_the_floor() -> None:
    sunday = date(2026, 4, 5)
    assert DAYS.before(date(2026, 4, 8), 2, floor=sunday) == sunday
    assert DAYS.before(DAYS.first, 10, floor=DAYS.first) == DAYS.first


@pytest.mark.parametrize("day", [DAYS.first - DAY, DAYS.last + DAY])
def test_a_day_without_known_holidays_is_refused(day: date) -> None:
    with pytest.raises(CannotRun, match=r"holidays of `nl` are known from 2018-05-25"):
        DAYS.off(day, Reading.STRICT)


def test_a_roll_out_of_the_known_days_is_refused() -> None:
    assert DAYS.roll(DAYS.last, Reading.STRICT).day == DAYS.last
    with pytest.raises(CannotRun, match="count by hand"):
        DAYS.after(DAYS.last, 1)


@pytest.mark.parametrize(
    ("country", "said"), [("be", "known: nl"), ("nld", "did you mean `nl`?"), ("", "known: nl")]
)
def test_an_unknown_country_is_refused(country: str, said: str) -> None:
    with pytest.raises(CannotRun) as refused:
        the_clock(country)
    assert said in str(refused.value)
