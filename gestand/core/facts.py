"""Facts about people that change what may be held: requests and decisions.

The core knows facts through these values only; whether they stand in columns, in a file
or in a ledger is not its concern (GROUNDS rule 13).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


def folded_text(identifier: str) -> str:
    """Return an identifier as it is compared: without outer spaces, and without case.

    Only the letters of ASCII lose their case: databases agree on no others.
    """
    return "".join(c.lower() if c.isascii() else c for c in identifier.strip(" "))


@dataclass(frozen=True)
class Person:
    """One person of a kind, by the key of their row, or by an identifier where there is none.

    A `hidden` key is a keyed digest of the key or identifier, as it stands in a record.
    """

    kind: str
    key: str | int
    hidden: bool = False


@dataclass(frozen=True)
class ErasureAsked:
    """A person asked for erasure: occasions begun on that day or before yield to it.

    `row` gives, by column, a keyed digest of what stood in the person's own row.
    """

    person: Person
    on: date
    row: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Decision:
    """What a person decided about the rows of a step that asked.

    `rows` are keyed digests of each row as it was: once a row changes, the decision no
    longer counts for it. `remove` lets the rows go; else they stay until `until`.
    """

    step: str
    remove: bool
    until: date | None
    because: str
    by: str
    on: date
    rows: frozenset[str]

    def stands(self, as_of: date) -> bool:
        """Tell whether the decision still counts on the day `as_of`."""
        return self.until is None or as_of <= self.until
