"""The requests that are open, what presses most first: read by their rows, a page at a time.

Requests that came in on the same day and stand the same are due on the same day, so the day is
worked out once for all of them, and an index counts them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby

from gestand.core.clock import Clock
from gestand.core.request import Request
from gestand.core.rights_due import Alarm, Stand, is_at_once, stand
from gestand.core.rights_rules import Rules, Terms
from gestand.errors import CannotRun
from gestand.records.requests import Alike, Row
from gestand.work.due import promised_by, the_clock
from gestand.work.project import Project
from gestand.work.rights import the_rules
from gestand.work.rights_kept import Kept, by_row, folded
from gestand.work.state import State

PAGE = 100
"""Requests of one page."""


@dataclass(frozen=True)
class AllTerms:
    """The terms that count for requests of an organisation; each day is looked up once."""

    project: Project
    zone: str
    country: str
    _found: dict[date, Terms] = field(default_factory=dict)

    def on(self, day: date) -> Terms:
        """Return the terms of a request whose answer is counted from a day."""
        if day not in self._found:
            promised = promised_by(self.project, day)
            self._found[day] = Terms(self._rules, self._clock, self.zone, promised)
        return self._found[day]

    @cached_property
    def _rules(self) -> Rules:
        return the_rules()

    @cached_property
    def _clock(self) -> Clock:
        return the_clock(self.country.lower())


@dataclass(frozen=True)
class Same:
    """Open requests that stand the same on a day."""

    alike: Alike
    stand: Stand

    @property
    def urgency(self) -> tuple[int, date]:
        """What a list is sorted by: overdue first, then what cannot wait, then by the day due."""
        alarm = self.stand.alarm
        first = 0 if alarm is Alarm.OVERDUE else 1 if alarm.is_pressing else 2
        return first, self.stand.due.strict


@dataclass(frozen=True)
class Open:
    """All requests that are open on a day, what presses most first; no row is read for it."""

    state: State
    same: tuple[Same, ...]

    @property
    def number(self) -> int:
        """How many there are."""
        return sum(one.alike.number for one in self.same)

    @property
    def pages(self) -> int:
        """How many pages they take."""
        return -(-self.number // PAGE)

    @property
    def overdue(self) -> int:
        """How many of them are overdue."""
        late = (one for one in self.same if one.stand.alarm is Alarm.OVERDUE)
        return sum(one.alike.number for one in late)

    @property
    def is_pressing(self) -> bool:
        """Tell whether one of them cannot wait until tomorrow."""
        return any(one.stand.alarm.is_pressing for one in self.same)

    def page(self, number: int) -> list[Kept]:
        """Return a page of them, with all that happened to them; CannotRun where there is none."""
        if not 1 <= number <= max(self.pages, 1):
            message = f"there is no page {number}: the open requests take {self.pages}"
            raise CannotRun(message)
        return self.whole(self.rows((number - 1) * PAGE, PAGE))

    def all(self) -> list[Kept]:
        """Return all of them, with all that happened to them."""
        return self.whole(self.rows(0, self.number))

    def rows(self, start: int, most: int) -> list[Row]:
        """Return so many rows from a place in the list on; of one day due the oldest first."""
        found: list[Row] = []
        with self.state.requests() as records:
            for _, group in groupby(self.same, key=lambda one: one.urgency):
                some = [one.alike for one in group]
                together = sum(alike.number for alike in some)
                if start >= together:
                    start -= together
                    continue
                last = start + most - len(found)
                rows = sorted(row for alike in some for row in records.open_rows(alike, last))
                found += rows[start:last]
                start = 0
                if len(found) >= most:
                    break
        return found

    def whole(self, rows: Sequence[Row]) -> list[Kept]:
        """Return requests by their rows, with all that happened to them, in the same order."""
        with self.state.requests() as records:
            return list(folded(rows, records.events_of([row.number for row in rows])).values())


def open_requests(state: State, terms: AllTerms, today: date) -> Open:
    """Return the requests that are open, as they stand on a day.

    Raises CannotRun for a day whose holidays are not known.
    """
    known: dict[tuple[str, str, str, bool], Stand] = {}
    found = []
    with state.requests() as records:
        for alike in records.open_alike():
            request = _request(alike)
            about = (alike.received, alike.complained, alike.extended, is_at_once(request))
            if about not in known:
                known[about] = stand(request, today, terms.on(request.clock_from))
            found.append(Same(alike, known[about]))
    return Open(state, tuple(sorted(found, key=lambda one: one.urgency)))


def first_and_rest(
    found: Open, most: int
) -> tuple[list[tuple[Row, Stand]], Counter[tuple[date, Alarm]]]:
    """Return the most pressing ones, each with how it stands, and how many others by their day."""
    stands = {one.alike._replace(number=0): one.stand for one in found.same}
    rest = Counter[tuple[date, Alarm]]()
    for one in found.same:
        rest[one.stand.due.strict, one.stand.alarm] += one.alike.number
    first = [(row, stands[row.alike]) for row in found.rows(0, most)]
    rest.subtract((how.due.strict, how.alarm) for _, how in first)
    return first, +rest


def _request(alike: Alike) -> Request:
    row = Row(0, 0, alike.asked, "", "", "", alike.received, alike.state, 0)
    return by_row(row._replace(complained=alike.complained, extended=alike.extended))
