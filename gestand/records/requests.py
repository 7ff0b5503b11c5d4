"""The requests of people in own records, in SQL that every driver takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple

from gestand.records.kept import REQUESTS, Kept, Taken


class Row(NamedTuple):
    """A request as it is kept: `person` is a keyed digest, empty while nobody knows who asks.

    `message` is the number of the first request of those that came together.
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


_COLUMNS, _SAID = ", ".join(Row._fields), ", ".join(Happened._fields)
_ADD = (
    f"INSERT INTO gestand_request ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) "  # noqa: S608  # names of this module only
    "ON CONFLICT (number) DO NOTHING RETURNING number"
)
_ADD_EVENT = (
    f"INSERT INTO gestand_request_event ({_SAID}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s) "  # noqa: S608  # as above
    "ON CONFLICT (request, version) DO NOTHING RETURNING version"
)
_CHANGE = (
    "UPDATE gestand_request SET state = %s, kind = %s, person = %s, version = %s "
    "WHERE number = %s AND state = %s AND version = %s RETURNING number"
)
_ONE = f"SELECT {_COLUMNS} FROM gestand_request WHERE number = %s"  # noqa: S608  # as above
_EVENTS_OF_ONE = f"SELECT {_SAID} FROM gestand_request_event WHERE request = %s ORDER BY version"  # noqa: S608  # as above
_EVERY = f"SELECT {_COLUMNS} FROM gestand_request ORDER BY number"  # noqa: S608  # as above
_OF_RIGHTS = f"SELECT {_COLUMNS} FROM gestand_request WHERE asked IN ({{}}) ORDER BY number"  # noqa: S608  # as above
_EVENTS_OF_RIGHTS = (
    f"SELECT {_SAID} FROM gestand_request_event WHERE request IN "  # noqa: S608  # as above
    "(SELECT number FROM gestand_request WHERE asked IN ({})) ORDER BY request, version"
)
_NEWEST = "SELECT max(number) FROM gestand_request"
_EVENTS = f"SELECT {_SAID} FROM gestand_request_event ORDER BY request, version"  # noqa: S608  # as above


@dataclass(frozen=True)
class Requests:
    """The requests that are kept; written within a transaction of `kept`."""

    kept: Kept

    def every(self) -> list[Row]:
        """Return every request, oldest first."""
        return list(starmap(Row, self.kept.execute(_EVERY, ()))) if self._made else []

    def events(self) -> list[Happened]:
        """Return all that happened, by request and in order."""
        return list(starmap(Happened, self.kept.execute(_EVENTS, ()))) if self._made else []

    def one(self, number: int) -> tuple[list[Row], list[Happened]]:
        """Return the request of that number, and what happened to it; nothing where none is."""
        if not self._made:
            return [], []
        rows = self.kept.execute(_ONE, (number,))
        events = self.kept.execute(_EVENTS_OF_ONE, (number,)) if rows else []
        return list(starmap(Row, rows)), list(starmap(Happened, events))

    def of_rights(self, *names: str) -> tuple[list[Row], list[Happened]]:
        """Return the requests for some rights, and what happened to them."""
        if not self._made:
            return [], []
        places = ", ".join(["%s"] * len(names))
        rows = self.kept.execute(_OF_RIGHTS.format(places), names)
        events = self.kept.execute(_EVENTS_OF_RIGHTS.format(places), names) if rows else []
        return list(starmap(Row, rows)), list(starmap(Happened, events))

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
        changed = (new.state, new.kind, new.person, new.version)
        self._once(_CHANGE, (*changed, known.number, known.state, known.version))
        self._once(_ADD_EVENT, happened)

    def _once(self, statement: str, values: Sequence[str | int]) -> None:
        if len(self.kept.execute(statement, tuple(values))) != 1:
            raise Taken

    @property
    def _made(self) -> bool:
        return REQUESTS in self.kept.made
