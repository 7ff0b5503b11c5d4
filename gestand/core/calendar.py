"""Days, periods and fiscal years; no clock and no database.

Every function takes its dates. Adding a period clamps to the end of a shorter month
(31 January + P1M is 28 or 29 February), and a cut-off is *computed*, never subtracted:
30 April + P3M is 30 July, but 31 July - P3M is not its inverse (GROUNDS rule 9).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

_PERIOD = re.compile(r"P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?\Z")

FIRST_DAY = date(1, 1, 1)
LAST_DAY = date(9999, 12, 31)
EARLIEST, LATEST = date(1900, 1, 1), date(9998, 12, 31)
"""Days beyond these are typed by mistake; within them each moment has a day in every zone."""


@dataclass(frozen=True)
class Period:
    """A calendar period: years and months are added first, then weeks and days."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    def __str__(self) -> str:
        parts = ((self.years, "Y"), (self.months, "M"), (self.weeks, "W"), (self.days, "D"))
        return "P" + ("".join(f"{n}{unit}" for n, unit in parts if n) or "0D")

    @property
    def total_months(self) -> int:
        """Years and months as months."""
        return self.years * 12 + self.months

    @property
    def total_days(self) -> int:
        """Weeks and days as days."""
        return self.weeks * 7 + self.days


def parse_period(text: str) -> Period | None:
    """Return the ISO 8601 period in `text` (`P4W`, `P1Y6M`), or None when it is not one."""
    match = _PERIOD.match(text)
    if match is None:
        return None
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    return Period(years, months, weeks, days)


def add(day: date, period: Period) -> date:
    """Return the last day of `period` counted from `day`; never beyond the last day there is."""
    month_number = day.year * 12 + day.month - 1 + period.total_months
    year, month = divmod(month_number, 12)
    if year > LAST_DAY.year:
        return LAST_DAY
    clamped = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    try:
        return clamped + timedelta(days=period.total_days)
    except OverflowError:
        return LAST_DAY


@cache
def day_when_shorter(period: Period, other: Period) -> date | None:
    """Return a day counted from which `period` ends before `other`, None when there is none.

    P30D ends before P1M from 1 January on and after it from 1 February on. The calendar repeats
    itself after 400 years, and a day that every month has is as good as any other such day.
    """
    if period.total_months >= other.total_months and period.total_days >= other.total_days:
        return None
    for month in range(2000 * 12, 2400 * 12):
        year, number = month // 12, month % 12 + 1
        for number_of_day in range(28, monthrange(year, number)[1] + 1):
            day = date(year, number, number_of_day)
            if add(day, period) < add(day, other):
                return day
    return None


@dataclass(frozen=True)
class FiscalYear:
    """The controller's book year, by the day on which it starts."""

    month: int = 1
    day: int = 1

    def end(self, day: date) -> date:
        """Return the last day of the fiscal year that `day` falls in."""
        if (day.month, day.day) < (self.month, self.day):
            start_of_next = date(day.year, self.month, self.day)
        elif day.year == LAST_DAY.year:
            return LAST_DAY
        else:
            start_of_next = date(day.year + 1, self.month, self.day)
        return start_of_next - timedelta(days=1)


@dataclass(frozen=True)
class Term:
    """A period after a day, or after the end of the fiscal year of that day."""

    period: Period
    fiscal_year: FiscalYear | None = None

    def last_day(self, moment: date) -> date:
        """Return the last day on which a value may be found, for a moment on `moment`."""
        start = self.fiscal_year.end(moment) if self.fiscal_year else moment
        return add(start, self.period)

    @cache  # noqa: B019  # a plan asks for the same few days in every table
    def cut_off(self, limit: date) -> date | None:
        """Return the latest day whose last day is `limit` or earlier; None when there is none.

        `last_day` never decreases as its moment moves on, so halving finds it.
        """
        low, high = FIRST_DAY.toordinal(), limit.toordinal()
        if self.last_day(FIRST_DAY) > limit:
            return None
        while low < high:
            middle = (low + high + 1) // 2
            if self.last_day(date.fromordinal(middle)) <= limit:
                low = middle
            else:
                high = middle - 1
        return date.fromordinal(low)
