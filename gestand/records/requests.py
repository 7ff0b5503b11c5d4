"""The requests of people in own records, in SQL that every driver takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple

from gestand.core.request_row import Standing
from gestand.records.kept import REQUESTS, STANDING, Kept, Taken, in_parts
from gestand.records.standing import filled


class Row(NamedTuple):
    """A request as it is kept: `person` is a keyed digest, empty while nobody knows who asks.

    `message` is the number of the first request of those that came together. The last five follow
    from what happened, as `Standing` has them.
    """

    number: int
    message: int
    asked: str
    channel: str
    kind: str
    person: str
    received: str
    state: str
    version: int
    complained: str = ""
    extended: str = ""
    ended: str = ""
    effect: str = ""
    lifted: str = ""

    @property
    def standing(self) -> Standing:
        """What follows from what happened."""
        return Standing(self.complained, self.extended, self.ended, self.effect, self.lifted)

    @property
    def alike(self) -> Alike:
        """What it has in common with others, of no number of them."""
        return Alike(self.received, self.complained, self.extended, self.asked, self.state, 0)


class Alike(NamedTuple):
    """Open requests of which the days due are the same, and how many there are."""

    received: str
    complained: str
    extended: str
    asked: str
    state: str
    number: int


class Happened(NamedTuple):
    """What happened to a request: `at` is in UTC, `day` of the controller, `who` a digest.

    `told` is JSON in words of ours, `sealed` what people wrote, encrypted; empty where nothing
    of it is kept.
    """

    request: int
    version: int
    event: str
    at: str
    day: str
    who: str
    told: str
    sealed: str


_FIRST = Row._fields.index("complained")
_COLUMNS, _SAID = ", ".join(Row._fields), ", ".join(Happened._fields)
_OLDER = ", ".join(Row._fields[:_FIRST])
_ADD = (
    f"INSERT INTO gestand_request ({_COLUMNS}) "  # noqa: S608  # names of this module only
    f"VALUES ({', '.join(['%s'] * len(Row._fields))}) "
    "ON CONFLICT (number) DO NOTHING RETURNING number"
)
_ADD_EVENT = (
    f"INSERT INTO gestand_request_event ({_SAID}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s) "  # noqa: S608  # as above
    "ON CONFLICT (request, version) DO NOTHING RETURNING version"
)
_CHANGED = ("state", "kind", "person", "version", *Row._fields[_FIRST:])
_CHANGE = (
    f"UPDATE gestand_request SET {', '.join(f'{name} = %s' for name in _CHANGED)} "  # noqa: S608  # as above
    "WHERE number = %s AND state = %s AND version = %s RETURNING number"
)
_ROWS = f"SELECT {_COLUMNS} FROM gestand_request"  # noqa: S608  # as above
_OLDER_ROWS = f"SELECT {_OLDER} FROM gestand_request ORDER BY number"  # noqa: S608  # as above
_EVENTS = f"SELECT {_SAID} FROM gestand_request_event"  # noqa: S608  # as above
_NEWEST = "SELECT max(number) FROM gestand_request"
_ALIKE = "received, complained, extended, asked, state"
# The index of the open ones holds all that this asks.
_OPEN = (
    f"SELECT {_ALIKE}, count(*) FROM gestand_request "  # noqa: S608  # as above
    f"WHERE ended = '' GROUP BY {_ALIKE}"
)
_OPEN_ALIKE = (
    f"{_ROWS} WHERE ended = '' AND received = %s AND complained = %s AND extended = %s "
    "AND asked = %s AND state = %s ORDER BY number LIMIT %s"
)
_IN_FORCE = f"{_ROWS} WHERE effect > '' AND (lifted = '' OR lifted >= %s) ORDER BY number"

_AT_ONCE = 500
"""Requests of which one statement asks what happened."""


@dataclass(frozen=True)
class Requests:
    """The requests that are kept; written within a transaction of `kept`."""

    kept: Kept

    def every(self) -> list[Row]:
        """Return every request, oldest first."""
        if not self._made:
            return []
        if self._is_older:
            told = dict(filled(self.kept.execute))
            older = starmap(Row, self.kept.execute(_OLDER_ROWS, ()))
            return [row._replace(**told[row.number]._asdict()) for row in older]
        return list(starmap(Row, self.kept.execute(f"{_ROWS} ORDER BY number", ())))

    def events(self) -> list[Happened]:
        """Return all that happened, by request and in order."""
        if not self._made:
            return []
        found = self.kept.execute(f"{_EVENTS} ORDER BY request, version", ())
        return list(starmap(Happened, found))

    def one(self, number: int) -> tuple[list[Row], list[Happened]]:
        """Return the request of that number, and what happened to it; nothing where none is."""
        if not self._made:
            return [], []
        if self._is_older:
            rows = [row for row in self.every() if row.number == number]
        else:
            found = self.kept.execute(f"{_ROWS} WHERE number = %s", (number,))
            rows = list(starmap(Row, found))
        return rows, self.events_of([number]) if rows else []

    def events_of(self, numbers: Sequence[int]) -> list[Happened]:
        """Return what happened to some requests, by request and in order."""
        found: list[Happened] = []
        for few in in_parts(numbers, _AT_ONCE):
            places = ", ".join(["%s"] * len(few))
            asked = f"{_EVENTS} WHERE request IN ({places}) ORDER BY request, version"
            found += starmap(Happened, self.kept.execute(asked, few))
        return found

    def of_people(self, people: Sequence[str]) -> list[Row]:
        """Return the requests of some people, by their digests, oldest first."""
        if not self._made or not people:
            return []
        if self._is_older:
            return [row for row in self.every() if row.person in {*people}]
        places = ", ".join(["%s"] * len(people))
        asked = f"{_ROWS} WHERE person IN ({places}) ORDER BY number"
        return list(starmap(Row, self.kept.execute(asked, tuple(people))))

    def open_alike(self) -> list[Alike]:
        """Return the open requests by what their days due follow from; nobody's row is read."""
        if not self._made:
            return []
        if self._is_older:
            found = Counter(row.alike for row in self.every() if not row.ended)
            return [alike._replace(number=number) for alike, number in found.items()]
        return list(starmap(Alike, self.kept.execute(_OPEN, ())))

    def open_rows(self, alike: Alike, most: int) -> list[Row]:
        """Return some that are open and alike, oldest first."""
        if self._is_older:
            found = (row for row in self.every() if not row.ended)
            return [row for row in found if row.alike[:-1] == alike[:-1]][:most]
        return list(starmap(Row, self.kept.execute(_OPEN_ALIKE, (*alike[:-1], most))))

    def after(self, number: int, most: int) -> list[Row]:
        """Return so many requests behind a number, in their order."""
        if not self._made:
            return []
        if self._is_older:
            return [row for row in self.every() if row.number > number][:most]
        asked = f"{_ROWS} WHERE number > %s ORDER BY number LIMIT %s"
        return list(starmap(Row, self.kept.execute(asked, (number, most))))

    def in_force(self, day: str) -> list[Row]:
        """Return the requests that change something on a day or later, oldest first."""
        if not self._made:
            return []
        if self._is_older:
            told = [row for row in self.every() if row.effect]
            return [row for row in told if not row.lifted or row.lifted >= day]
        return list(starmap(Row, self.kept.execute(_IN_FORCE, (day,))))

    def newest(self) -> int:
        """Return the number of the newest request, 0 where there is none."""
        rows = self.kept.execute(_NEWEST, ()) if self._made else []
        return (rows[0][0] or 0) if rows else 0

    def add(self, row: Row, first: Happened) -> None:
        """Keep a request; Taken where another program took its number meanwhile."""
        self._once(_ADD, row)
        self._once(_ADD_EVENT, first)

    def change(self, known: Row, new: Row, happened: Happened) -> None:
        """Keep what became of a request; Taken where it is not as it was known any more.

        INVARIANT: the state is compared and changed by one statement, so of two programs that go
        on with the same request the second one is refused, and nothing of its transaction stays.
        """
        changed = [getattr(new, name) for name in _CHANGED]
        self._once(_CHANGE, (*changed, known.number, known.state, known.version))
        self._once(_ADD_EVENT, happened)

    def _once(self, statement: str, values: Sequence[str | int]) -> None:
        if len(self.kept.execute(statement, tuple(values))) != 1:
            raise Taken

    @property
    def _made(self) -> bool:
        return REQUESTS in self.kept.made

    @property
    def _is_older(self) -> bool:
        """Tell whether nobody brought these records up yet to rows that say how they stand."""
        return STANDING not in self.kept.made
