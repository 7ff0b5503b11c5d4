"""The tokens of programs in own records, in SQL that every driver takes; none stands in clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple

from gestand.records.kept import TOKENS, Kept, Taken


class Row(NamedTuple):
    """A token as it is kept: `digest` is keyed, days are those of the controller.

    `scopes` are separated by spaces. `uses` and `seen` count, and are no part of what the ledger
    tells: how often it was used, and on which day last.
    """

    number: int
    digest: str
    name: str
    acts_for: str
    scopes: str
    last: str
    made: str
    revoked: str = ""
    uses: int = 0
    seen: str = ""


_COLUMNS = ", ".join(Row._fields)
_SOME = f"SELECT {_COLUMNS} FROM gestand_token"  # noqa: S608  # names of this module only
_ADD = (
    f"INSERT INTO gestand_token ({_COLUMNS}) "  # noqa: S608  # as above
    f"VALUES ({', '.join(['%s'] * len(Row._fields))}) "
    "ON CONFLICT (number) DO NOTHING RETURNING number"
)
_REVOKE = (
    "UPDATE gestand_token SET revoked = %s WHERE number = %s AND revoked = '' RETURNING number"
)
_COUNT = "UPDATE gestand_token SET uses = uses + %s, seen = %s WHERE number = %s"


@dataclass(frozen=True)
class Tokens:
    """The tokens that are kept; written within a transaction of `kept`."""

    kept: Kept

    def every(self) -> list[Row]:
        """Return every token, oldest first."""
        return self._rows(" ORDER BY number", ())

    def of_digest(self, digest: str) -> Row | None:
        """Return the token with a digest; None where there is none."""
        return next(iter(self._rows(" WHERE digest = %s", (digest,))), None)

    def add(self, row: Row) -> None:
        """Keep a token; Taken where another program took its number meanwhile."""
        if not self.kept.execute(_ADD, row):
            raise Taken

    def revoke(self, number: int, day: str) -> None:
        """Let a token count no more; Taken where it does not already."""
        if not self.kept.execute(_REVOKE, (day, number)):
            raise Taken

    def count(self, number: int, uses: int, day: str) -> None:
        """Count some uses of a token, the last of them on a day."""
        self.kept.execute(_COUNT, (uses, day, number))

    def _rows(self, where: str, values: Sequence[str | int]) -> list[Row]:
        if TOKENS not in self.kept.made:
            return []  # an older version made these records: nobody has a token
        return list(starmap(Row, self.kept.execute(_SOME + where, values)))
