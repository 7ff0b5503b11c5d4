"""What somebody must act on by a day: one value for each, whatever register it is of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from gestand.core.calendar_feed import Entry


class Press(Enum):
    """How much something presses, the most first."""

    OVERDUE = "OVERDUE"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"

    @property
    def cannot_wait(self) -> bool:
        """Tell whether it cannot wait until tomorrow."""
        return self in (Press.OVERDUE, Press.TODAY)


@dataclass(frozen=True)
class Rings:
    """Something to act on by the day `due`, in words that name nobody.

    `which` tells it from the others of its `kind`, and stays the same; `act` is the command that
    ends it. `at` is the moment, in UTC, where hours count.
    """

    kind: str
    which: str
    what: str
    due: date
    press: Press
    act: str
    at: datetime | None = None

    @property
    def order(self) -> tuple[object, ...]:
        """What a list of these is sorted by: what cannot wait comes first."""
        return not self.press.cannot_wait, self.due, self.kind, self.which


def press(due: date, day: date, soon: int) -> Press:
    """Return how something presses on `day`: late after `due`, near from `soon` days before."""
    if day > due:
        return Press.OVERDUE
    if day == due:
        return Press.TODAY
    return Press.SOON if (due - day).days <= soon else Press.LATER


def within(found: Iterable[Rings], day: date, days: int) -> list[Rings]:
    """Return, in their order, those that ring or are due within so many days."""
    last = day + timedelta(days=days)
    wanted = (one for one in found if one.press is not Press.LATER or one.due <= last)
    return sorted(wanted, key=lambda one: one.order)


def entry(one: Rings, uid: str) -> Entry:
    """Return it as a day of a calendar; `uid` tells those of this organisation from others'."""
    return Entry(
        uid=f"{one.kind}-{one.which}-{uid}@gestand",
        day=one.due,
        name=one.what,
        # A day that is put off is a newer version of the same entry.
        version=one.due.toordinal(),
        alarms=tuple(one.due - timedelta(days=days) for days in (30, 7, 1)),
    )
