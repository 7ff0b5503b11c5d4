"""What the work floor asks of own records, whatever database they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from gestand.core.ledger import Entry

News = tuple[str, Any]
"""The kind of an entry that is to be written, and what it tells."""


class Overtaken(Exception):
    """Another machine wrote an entry first: look again, and write then."""


class Ledger(Protocol):
    """A ledger that can be read and added to, and nothing else."""

    @property
    def place(self) -> str:
        """Where it stands, for messages."""

    def newest(self) -> Entry | None:
        """Return the newest entry, None while there is none."""

    def entry(self, number: int) -> Entry | None:
        """Return one entry."""

    def latest(self, *kinds: str) -> Entry | None:
        """Return the newest entry of some kinds."""

    def entries(self) -> Iterator[Entry]:
        """Yield every entry, oldest first, as it stands in the database."""

    def append(self, after: Entry | None, news: Sequence[News]) -> Entry | None:
        """Write entries in one transaction, and return the newest; `after` is what was seen.

        Raises Overtaken when `after` is no longer the newest: nothing is written then.
        """

    def damage(self) -> str | None:
        """Return what the database itself says is wrong with its file, if it can tell."""
