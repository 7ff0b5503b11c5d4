"""What falls due in the months to come: of each row the first month after which nothing holds it.

The conditions are those of the probe of what is overdue, asked for the first day of each month. So
a value of which only a person can tell whether it may be held never falls due here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gestand.core.predicate import NEVER, Predicate, all_of, any_of, none_of
from gestand.core.proving.overdue import Calendar, Group

MONTHS = 12


def first_days(day: date) -> list[date]:
    """Return a day, and the first one of each of the MONTHS that follow."""
    found, year, month = [day], day.year, day.month
    for _ in range(MONTHS):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        found.append(date(year, month, 1))
    return found


@dataclass(frozen=True)
class Coming:
    """What is asked of a table: a ladder for each group of cells, of rows that `where` meets."""

    ladders: tuple[tuple[Predicate, ...], ...]
    where: Predicate


def coming(
    calendars: Sequence[Calendar], groups: Sequence[Group], apart: Predicate = NEVER
) -> Coming:
    """Return what is asked of the groups of cells of a table; `apart` are rows to leave out.

    `calendars` are those of `first_days`. Only rows that fall due by the last one are asked for
    more than that.
    """
    ladders = tuple(
        tuple(_over(calendar, group) for calendar in calendars) for group in groups
    )
    due = any_of(*(ladder[-1] for ladder in ladders))
    return Coming(ladders, all_of(due, none_of(apart)))


def _over(calendar: Calendar, group: Group) -> Predicate:
    """Return where something stands that nothing holds on the day of a calendar."""
    held = (calendar.perhaps_held(purpose, path) for purpose, path in calendar.each(group))
    return all_of(group.filled, none_of(*held))


def by_month(kinds: Mapping[tuple[int, ...], int]) -> list[int]:
    """Return in how many rows something falls due in each month, from how many there are of a kind.

    What was due before today falls due no more.
    """
    found = [0] * MONTHS
    for kind, rows in kinds.items():
        for month in _months(kind):
            found[month] += rows
    return found


def _months(kind: Sequence[int]) -> Iterator[int]:
    # The first step of a ladder is today, and 0 says that none of them holds.
    yield from {step - 2 for step in kind if step > 1}
