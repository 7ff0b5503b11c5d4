"""Weekends, public holidays and working days of a country, from dated data with its sources.

The data say which days are holidays and by what rule a year places them; only Easter is
computed here. Beyond the days that the data are about nothing is computed: a year without
its holidays would give a wrong day without a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cache

from gestand.core.policy.model import Words
from gestand.errors import CannotRun

DAY = timedelta(days=1)
SUNDAY = 7


class Reading(Enum):
    """How the law is read: STRICT counts a day off only when it was designated as one.

    LEGAL counts as well what may turn out to be allowed, so its days are never earlier.
    """

    STRICT = "due_strict"
    LEGAL = "due_legal"


@dataclass(frozen=True)
class Source:
    """Where a rule is written, in each language; `settled` is false until it was verified."""

    words: Words
    settled: bool
    checked_at: date


@dataclass(frozen=True)
class Fixed:
    """The same day each year; on a Sunday it moves by `on_sunday` days."""

    month: int
    day: int
    on_sunday: int = 0

    def of(self, year: int) -> date:
        """Return the day in that year."""
        day = date(year, self.month, self.day)
        return day + self.on_sunday * DAY if day.isoweekday() == SUNDAY else day


@dataclass(frozen=True)
class FromEaster:
    """A number of days after Easter Sunday, or before it."""

    days: int

    def of(self, year: int) -> date:
        """Return the day in that year."""
        return easter(year) + self.days * DAY


@dataclass(frozen=True)
class Holiday:
    """A day off by its name, and the rule that places it in a year."""

    name: Words
    rule: Fixed | FromEaster


@dataclass(frozen=True)
class HolidayList:
    """Holidays from one source; a list that is not `designated` counts in the LEGAL reading."""

    holidays: tuple[Holiday, ...]
    designated: bool
    source: Source


@dataclass(frozen=True)
class Off:
    """A day that is no working day, and why; `name` is None in a weekend."""

    day: date
    source: Source
    name: Words | None = None
    designated: bool = True


@dataclass(frozen=True)
class Rolled:
    """The first working day, and the days off that were passed on the way to it."""

    day: date
    passed: tuple[Off, ...]


@dataclass(frozen=True)
class WorkingDays:
    """The working days of a country, from the day `first` up to and including `last`."""

    country: str
    zone: str
    first: date
    last: date
    weekend: frozenset[int]
    weekend_source: Source
    lists: tuple[HolidayList, ...]

    def off(self, day: date, reading: Reading) -> Off | None:
        """Return why `day` is no working day, or None when it is one.

        A weekend comes before a holiday in it. A day outside the known days raises CannotRun.
        """
        self.check(day)
        if day.isoweekday() in self.weekend:
            return Off(day, self.weekend_source)
        for listed in self.lists:
            if listed.designated or reading is Reading.LEGAL:
                names = [h.name for h in listed.holidays if h.rule.of(day.year) == day]
                if names:
                    return Off(day, listed.source, names[0], listed.designated)
        return None

    def roll(self, day: date, reading: Reading) -> Rolled:
        """Return `day` when it is a working day, or else the next day that is one.

        Source: article 3(4) of Regulation 1182/71. Raises CannotRun as `off` does.
        """
        passed = []
        while off := self.off(day, reading):
            passed.append(off)
            day += DAY
        return Rolled(day, tuple(passed))

    def after(self, day: date, number: int) -> date:
        """Return the working day that is `number` working days after `day`, read strictly."""
        while number > 0:
            day += DAY
            number -= self.off(day, Reading.STRICT) is None
        return day

    def before(self, day: date, number: int, floor: date) -> date:
        """Return the working day that is `number` working days before `day`, read strictly.

        When that is sooner than `floor`, return `floor`.
        """
        while number > 0 and day > floor:
            day -= DAY
            number -= self.off(day, Reading.STRICT) is None
        return day

    def check(self, day: date) -> None:
        """Refuse a day whose holidays are not known, with CannotRun."""
        if not self.first <= day <= self.last:
            message = (
                f"{day}: the holidays of `{self.country}` are known from {self.first} up to and "
                f"including {self.last}; for another day, look the holidays up and count by hand"
            )
            raise CannotRun(message)


@cache
def easter(year: int) -> date:
    """Return Easter Sunday in the Gregorian calendar.

    The moon's age on 1 January (the epact), corrected for the centuries, gives the full moon
    of spring; Easter is the Sunday after it.
    """
    century, golden = year // 100, year % 19
    leap_days_left_out = century - century // 4
    moon_drift = (8 * century + 13) // 25
    to_full_moon = (19 * golden + leap_days_left_out - moon_drift + 15) % 30
    # The two latest full moons come a day early: the month of the moon has 29 days then.
    to_full_moon -= to_full_moon == 29 or (to_full_moon == 28 and golden > 10)
    full_moon = date(year, 3, 21) + to_full_moon * DAY
    return full_moon + (SUNDAY - full_moon.isoweekday() or SUNDAY) * DAY
