"""What programs were answered under a key of theirs, so that a repeated question changes nothing.

Key and question stand as keyed digests only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from gestand.records.kept import REPEATED, Kept, Taken


class Row(NamedTuple):
    """An answer: under which key, to which question, with which status, and on which day."""

    digest: str
    question: str
    status: int
    told: str
    day: str


_COLUMNS = ", ".join(Row._fields)
_ADD = (
    f"INSERT INTO gestand_repeated ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s) "  # noqa: S608  # names of ours
    "ON CONFLICT (digest) DO NOTHING RETURNING digest"
)
_ONE = f"SELECT {_COLUMNS} FROM gestand_repeated WHERE digest = %s"  # noqa: S608  # as above
_FORGET = "DELETE FROM gestand_repeated WHERE day < %s"


@dataclass(frozen=True)
class Repeated:
    """The answers that are kept; written within a transaction of `kept`."""

    kept: Kept

    def under(self, digest: str) -> Row | None:
        """Return what was answered under a key; None where nothing was."""
        if REPEATED not in self.kept.made:
            return None
        return next((Row(*row) for row in self.kept.execute(_ONE, (digest,))), None)

    def keep(self, row: Row) -> None:
        """Keep an answer; Taken where another program kept one under this key meanwhile."""
        if not self.kept.execute(_ADD, row):
            raise Taken

    def forget(self, before: str) -> None:
        """Forget what was answered before a day."""
        self.kept.execute(_FORGET, (before,))
