"""The suppression list in own records, in SQL that every driver takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple

from gestand.records.kept import SUPPRESSED, Kept, in_parts

AT_ONCE = 200
"""Addresses that one statement adds or looks for."""


class Entry(NamedTuple):
    """An address on the list: a keyed digest, what kind it is of, since which day, and why."""

    digest: str
    kind: str
    since: str
    source: str


_ADD = "INSERT INTO gestand_suppressed (digest, kind, since, source) VALUES "
_ONCE = " ON CONFLICT (digest) DO NOTHING RETURNING digest"
_SOME = "SELECT digest, kind, since, source FROM gestand_suppressed"


@dataclass(frozen=True)
class Suppressed:
    """The addresses that are kept; written within a transaction of `kept`."""

    kept: Kept

    def add(self, entries: Sequence[Entry]) -> int:
        """Add addresses; return how many are new. One that is there stays as it is."""
        new = 0
        for few in in_parts(entries, AT_ONCE):
            values = [value for entry in few for value in entry]
            text = _ADD + ", ".join(["(%s, %s, %s, %s)"] * len(few)) + _ONCE
            new += len(self.kept.execute(text, values))
        return new

    def remove(self, digests: Sequence[str]) -> int:
        """Take addresses off the list; return how many were on it."""
        gone = 0
        for few in in_parts(digests, AT_ONCE):
            places = ", ".join(["%s"] * len(few))
            text = f"DELETE FROM gestand_suppressed WHERE digest IN ({places}) RETURNING digest"  # noqa: S608  # places only
            gone += len(self.kept.execute(text, few))
        return gone

    def among(self, digests: Sequence[str]) -> dict[str, Entry]:
        """Return, by digest, which of the addresses are on the list."""
        found: dict[str, Entry] = {}
        for few in in_parts(digests, AT_ONCE) if SUPPRESSED in self.kept.made else ():
            places = ", ".join(["%s"] * len(few))
            for entry in self._entries(f" WHERE digest IN ({places})", few):
                found[entry.digest] = entry
        return found

    def every(self) -> Iterator[Entry]:
        """Yield every address, a few at a time."""
        last = ""
        while few := self._entries(" WHERE digest > %s ORDER BY digest LIMIT %s", [last, AT_ONCE]):
            yield from few
            last = few[-1].digest

    def _entries(self, where: str, values: Sequence[str | int]) -> list[Entry]:
        if SUPPRESSED not in self.kept.made:
            return []
        return list(starmap(Entry, self.kept.execute(_SOME + where, values)))
