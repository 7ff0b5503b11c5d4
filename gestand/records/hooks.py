"""How far each address that is told of events has come, in SQL that every driver takes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple

from gestand.core.ledger import Entry
from gestand.records.kept import HOOKS, Kept, Taken


class Row(NamedTuple):
    """An address by its `name`: all entries of the ledger up to `after` are dealt with.

    `tries` counts those of the next event since the moment `failing`, which `said` why not; it is
    tried again from the moment `next_at` on, in UTC. `sent` counts events.
    """

    name: str
    after: int
    sent: int = 0
    tries: int = 0
    failing: str = ""
    next_at: str = ""
    said: str = ""


_COLUMNS = ", ".join(Row._fields)
_EVERY = f"SELECT {_COLUMNS} FROM gestand_hook ORDER BY name"  # noqa: S608  # names of ours
_ADD = (
    f"INSERT INTO gestand_hook ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s) "  # noqa: S608  # as above
    "ON CONFLICT (name) DO NOTHING"
)
_ENTRIES = (
    "SELECT number, at, kind, told, link FROM gestand_ledger WHERE number > %s "
    "ORDER BY number LIMIT %s"
)
_CHANGE = (
    f"UPDATE gestand_hook SET {', '.join(f'{name} = %s' for name in Row._fields[1:])} "  # noqa: S608  # as above
    "WHERE name = %s AND after = %s AND tries = %s RETURNING name"
)


@dataclass(frozen=True)
class Hooks:
    """How far addresses have come; written within a transaction of `kept`."""

    kept: Kept

    def every(self) -> dict[str, Row]:
        """Return how far each has come, by its name."""
        if HOOKS not in self.kept.made:
            return {}
        return {row.name: row for row in starmap(Row, self.kept.execute(_EVERY, ()))}

    def entries(self, after: int, most: int) -> list[Entry]:
        """Return so many entries of the ledger behind a number, in their order."""
        return list(starmap(Entry, self.kept.execute(_ENTRIES, (after, most))))

    def begin(self, row: Row) -> None:
        """Begin with an address, unless another program did meanwhile."""
        self.kept.execute(_ADD, row)

    def change(self, known: Row, new: Row) -> None:
        """Go on with an address; Taken where it is not as it was known any more."""
        values = (*new[1:], known.name, known.after, known.tries)
        if not self.kept.execute(_CHANGE, values):
            raise Taken
