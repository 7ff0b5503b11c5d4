"""Facts about people that change what may be held: requests, consents, objections, decisions.

The core knows facts through these values only; whether they stand in columns, in a file
or in a ledger is not its concern (GROUNDS rule 13).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from gestand.core.findings import Span


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
class Told:
    """What every fact says: about whom, and from which day of the controller on it counts.

    `source` says how it became known (a letter, a column, a form); `span` where it stands,
    when that is a file.
    """

    person: Person
    on: date
    source: str = field(default="", kw_only=True)
    span: Span | None = field(default=None, kw_only=True, compare=False)


@dataclass(frozen=True)
class ErasureAsked(Told):
    """A person asked for erasure: occasions begun on that day or before yield to it.

    `row` gives, by column, a keyed digest of what stood in the person's own row. `but` are the
    categories for which it was refused: they stay for as long as if nobody had asked.
    """

    row: tuple[tuple[str, str], ...] = ()
    but: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ConsentWithdrawn(Told):
    """A person withdrew, or refused, consent to a purpose: what was given by that day ends."""

    purpose: str


@dataclass(frozen=True)
class Objected(Told):
    """A person objected to one purpose (GDPR article 21); it counts until it is withdrawn."""

    purpose: str


@dataclass(frozen=True)
class ObjectionWithdrawn(Told):
    """A person withdrew the objection to a purpose."""

    purpose: str


class Part(NamedTuple):
    """What alone is restricted: a category of data, or what a purpose holds."""

    what: str
    name: str


DATA, FOR = "data", "for"
"""What a part is: data of a category, whoever holds them, or what is held for a purpose."""


@dataclass(frozen=True)
class RestrictionPlaced(Told):
    """What is held about a person, or a `part` of it, is set apart until that is lifted.

    GDPR article 18.
    """

    because: str
    part: Part | None = None


@dataclass(frozen=True)
class RestrictionLifted(Told):
    """A restriction is over; the person was told of it on the day `told`, before."""

    told: date
    part: Part | None = None


@dataclass(frozen=True)
class HoldPlaced(Told):
    """What is held about a person is needed for a claim or an order, until it is released.

    `by` is who answers for the hold, `review` the day on which it is looked at again.
    """

    because: str
    by: str
    review: date


@dataclass(frozen=True)
class HoldReleased(Told):
    """A claim or an order no longer needs what is held about a person.

    `placed` is the day of the hold that is over; where it is None there is only one.
    """

    because: str
    placed: date | None = None


Fact = (
    ErasureAsked
    | ConsentWithdrawn
    | Objected
    | ObjectionWithdrawn
    | RestrictionPlaced
    | RestrictionLifted
    | HoldPlaced
    | HoldReleased
)


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


def latest_about(answers: Sequence[Decision], row: str) -> Decision | None:
    """Return the last of some decisions, oldest first, about a row as it is: by its digest."""
    return next((answer for answer in reversed(answers) if row in answer.rows), None)
