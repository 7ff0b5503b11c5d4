"""What the work floor asks of a store for an administrator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from gestand.core.advice import Cascade, Index, Rights


class Care(Protocol):
    """Looks a database over for an administrator; nothing is changed."""

    def filled_by_itself(self, table: str) -> frozenset[str]:
        """Return the columns of a table that the database fills where an INSERT does not."""

    def unhelped(self, wanted: Sequence[Index]) -> Iterator[tuple[Index, int]]:
        """Yield the lookups for which the database reads a whole table, and how many rows that is.

        What no index can help in this kind of database is left out.
        """

    def make(self, index: Index) -> str | None:
        """Return the statement that makes an index; None where there is no such index."""

    def mark_table(self) -> str | None:
        """Return the statement that makes the table of marks; None where it is there."""

    def cascades(self) -> list[Cascade]:
        """Return what happens by itself to rows that point at a row that is removed."""

    def grants(self, rights: Sequence[Rights], reader: str, keeper: str) -> list[str]:
        """Return the statements that let `reader` read and `keeper` keep this database."""

    def unread(self, tables: Sequence[str]) -> tuple[list[str], str]:
        """Return which of some tables this user may not read, and what allows it."""

    def unseen(self, tables: Sequence[str]) -> tuple[list[str], str]:
        """Return which of some tables this user may not even see, and what allows it."""

    def counting_on(self, table: str) -> list[str]:
        """Return the statements that let a table give no key twice; none where a person looks."""
