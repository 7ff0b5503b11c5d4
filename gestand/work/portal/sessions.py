"""Who is signed in, kept in memory: a session ends here, whatever a browser still has of it."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from threading import Lock

from gestand.core.facts import Person
from gestand.core.signing_in import is_over

_MOST_SESSIONS = 10_000
"""So many people are signed in at a time; who did nothing for longest goes first."""


@dataclass(frozen=True)
class Session:
    """Somebody who signed in: each of `persons` is one person; `chosen` is which they look at.

    `name` is its secret, and `address` the address on file by which they signed in. `entry` is the
    newest entry of the ledger before they came in.
    """

    name: str = field(repr=False)
    persons: tuple[tuple[Person, ...], ...] = field(repr=False)
    address: str = field(repr=False)
    begun: float
    seen: float
    entry: int = 0
    chosen: int | None = None

    @property
    def people(self) -> tuple[Person, ...]:
        """The one person whose data are shown, in all their kinds; nobody before one is chosen."""
        return () if self.chosen is None else self.persons[self.chosen]

    @property
    def is_of_gone(self) -> bool:
        """Tell whether they are on file nowhere any more, and known by what own records have."""
        return any(person.hidden for person in self.people)


@dataclass
class Sessions:
    """The sessions that stand; `clock` gives seconds that only go on."""

    clock: Callable[[], float]
    _kept: OrderedDict[str, Session] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def begin(
        self, persons: tuple[tuple[Person, ...], ...], address: str, entry: int = 0
    ) -> Session:
        """Return a new session; where there is one person, their data are shown at once."""
        now, name, chosen = self.clock(), secrets.token_hex(32), 0 if len(persons) == 1 else None
        session = Session(name, persons, address, now, now, entry, chosen)
        with self._lock:
            self._kept[_known_as(name)] = session
            while len(self._kept) > _MOST_SESSIONS:
                self._kept.popitem(last=False)
        return session

    def seen(self, name: str) -> Session | None:
        """Return the session of a name, and count that something was done in it; None of others."""
        now, key = self.clock(), _known_as(name)
        with self._lock:
            found = self._kept.pop(key, None)
            if found is None or is_over(found.begun, found.seen, now):
                return None
            self._kept[key] = found = replace(found, seen=now)
        return found

    def choose(self, session: Session, number: int) -> Session | None:
        """Let another of its persons be looked at, if there is such; None where there is none."""
        if not 0 <= number < len(session.persons):
            return None
        chosen = replace(session, chosen=number)
        with self._lock:
            key = _known_as(session.name)
            if key in self._kept:
                self._kept[key] = chosen
        return chosen

    def end(self, name: str) -> None:
        """End a session."""
        with self._lock:
            self._kept.pop(_known_as(name), None)

    def end_others(self, session: Session) -> None:
        """End the other sessions of who signed in by the same address."""
        with self._lock:
            others = [
                key for key, one in self._kept.items()
                if one.name != session.name and one.address == session.address
            ]
            for key in others:
                del self._kept[key]


def _known_as(name: str) -> str:
    # A look-up by the digest takes no time that tells how much of a name was right.
    return sha256(name.encode("utf-8", "replace")).hexdigest()
