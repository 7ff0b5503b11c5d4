"""The messages in own records, in SQL that every driver takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple

from gestand.records.kept import MAILBOXES, MAILS, Kept, Taken, in_parts


class Row(NamedTuple):
    """A message as it is kept, without its text.

    `place` is by what it is known for good, `ident` a keyed digest of its Message-ID. `at` is when
    it was begun, or received, in UTC; `told` is JSON in words of ours, `sealed` the same encrypted.
    `request` is the request it is about, or 0, `thread` the number of the first that belongs to it.
    """

    number: int
    place: str
    way: str
    ident: str
    stage: str
    at: str
    told: str
    sealed: str
    version: int
    request: int
    thread: int


class Read(NamedTuple):
    """How far a mailbox was read: the number of the newest message, and of which series it is.

    `begin` is the day before which all was left, as text; empty where there is none.
    """

    name: str
    validity: int
    uid: int
    begin: str


AT_ONCE = 200
_COLUMNS = ", ".join(Row._fields)
_SOME = f"SELECT {_COLUMNS} FROM gestand_mail"  # noqa: S608  # names of this module only
_ADD = (
    f"INSERT INTO gestand_mail ({_COLUMNS}) "  # noqa: S608  # as above
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING number"
)
_CHANGE = (
    "UPDATE gestand_mail SET stage = %s, told = %s, sealed = %s, version = %s, request = %s "
    "WHERE number = %s AND stage = %s AND version = %s RETURNING number"
)
_REMOVE = (
    "DELETE FROM gestand_mail WHERE number = %s AND stage = %s AND version = %s RETURNING number"
)
_NEWEST = "SELECT max(number) FROM gestand_mail"
_READ = "SELECT name, validity, uid, begin FROM gestand_mailbox WHERE name = %s"
_FIRST_READ = (
    "INSERT INTO gestand_mailbox (name, validity, uid, begin) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (name) DO NOTHING RETURNING name"
)
_READ_ON = (
    "UPDATE gestand_mailbox SET validity = %s, uid = %s, begin = %s "
    "WHERE name = %s AND validity = %s AND uid = %s RETURNING name"
)


@dataclass(frozen=True)
class Mails:
    """The messages that are kept; written within a transaction of `kept`."""

    kept: Kept

    def every(self) -> list[Row]:
        """Return every message, oldest first."""
        return self._some("ORDER BY number", ())

    def one(self, number: int) -> Row | None:
        """Return one message; None where there is none."""
        return next(iter(self._some("WHERE number = %s", (number,))), None)

    def at_place(self, place: str) -> Row | None:
        """Return the message that is known by a place; None where there is none."""
        return next(iter(self._some("WHERE place = %s", (place,))), None)

    def called(self, idents: Sequence[str]) -> list[Row]:
        """Return the messages of some names, oldest first."""
        found: list[Row] = []
        for few in in_parts(idents, AT_ONCE):
            places = ", ".join(["%s"] * len(few))
            found += self._some(f"WHERE ident IN ({places})", few)
        return sorted(found)

    def at_stages(self, stages: Sequence[str]) -> list[Row]:
        """Return the messages that have come as far as one of some stages, oldest first."""
        places = ", ".join(["%s"] * len(stages))
        return self._some(f"WHERE stage IN ({places}) ORDER BY number", tuple(stages))

    def of_request(self, request: int) -> list[Row]:
        """Return the messages that are about a request, oldest first."""
        return self._some("WHERE request = %s ORDER BY number", (request,))

    def of_threads(self, threads: Sequence[int]) -> list[Row]:
        """Return the messages that belong together with some, oldest first."""
        found: list[Row] = []
        for few in in_parts(threads, AT_ONCE):
            places = ", ".join(["%s"] * len(few))
            found += self._some(f"WHERE thread IN ({places})", few)
        return sorted(found)

    def until(self, at: str) -> list[Row]:
        """Return the messages of before a moment, oldest first."""
        return self._some("WHERE at < %s ORDER BY number", (at,))

    def since(self, at: str) -> list[Row]:
        """Return the messages of a moment or later, oldest first."""
        return self._some("WHERE at >= %s ORDER BY number", (at,))

    def newest(self) -> int:
        """Return the number of the newest message, 0 where there is none."""
        rows = self.kept.execute(_NEWEST, ()) if self._made else []
        return (rows[0][0] or 0) if rows else 0

    def add(self, row: Row) -> None:
        """Keep a message; Taken where its number or its place is taken."""
        self._once(_ADD, row)

    def change(self, known: Row, new: Row) -> None:
        """Keep what became of a message; Taken where it is not as it was known any more.

        INVARIANT: the stage is compared and changed by one statement, so of two programs that
        would both send a message, or both take it in, the second one is refused.
        """
        changed = (new.stage, new.told, new.sealed, new.version, new.request)
        self._once(_CHANGE, (*changed, known.number, known.stage, known.version))

    def remove(self, known: Row) -> None:
        """Forget a message; Taken where it is not as it was known any more."""
        self._once(_REMOVE, (known.number, known.stage, known.version))

    def read(self, name: str) -> Read | None:
        """Return how far a mailbox was read; None where it never was."""
        rows = self.kept.execute(_READ, (name,)) if MAILBOXES in self.kept.made else []
        return Read._make(rows[0]) if rows else None

    def read_on(self, known: Read | None, new: Read) -> None:
        """Keep how far a mailbox was read by now; Taken where another program read on."""
        if known is None:
            self._once(_FIRST_READ, new)
        else:
            changed = (new.validity, new.uid, new.begin)
            self._once(_READ_ON, (*changed, known.name, known.validity, known.uid))

    def _some(self, which: str, values: Sequence[str | int]) -> list[Row]:
        if not self._made:
            return []
        return list(starmap(Row, self.kept.execute(f"{_SOME} {which}", values)))

    def _once(self, statement: str, values: Sequence[str | int]) -> None:
        if len(self.kept.execute(statement, tuple(values))) != 1:
            raise Taken

    @property
    def _made(self) -> bool:
        return MAILS in self.kept.made
