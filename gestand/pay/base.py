"""What the work floor asks of whoever takes payments."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class State(Enum):
    """How far a payment is. One that has `LAPSED` will not be paid: cancelled, refused, or late."""

    OPEN = "open"
    PAID = "paid"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class Wanted:
    """A payment to start: so many cents of euros, for the order with a number.

    `back` is the whole address to which the browser is sent when whoever pays is done, in the
    `language` of theirs.
    """

    cents: int
    number: str
    back: str
    language: str


@dataclass(frozen=True)
class Started:
    """A payment that can be paid: its name at the provider, and the address where that is done."""

    reference: str
    address: str


@dataclass(frozen=True)
class Found:
    """What the provider says of a payment: how far it is, for how many cents and which order."""

    state: State
    cents: int
    number: str


class Payments(Protocol):
    """Whoever takes payments: a provider, or what stands in for one."""

    @property
    def origin(self) -> str:
        """The origin of the pages where people pay; empty for this website itself."""

    def start(self, wanted: Wanted) -> Started:
        """Start a payment; CannotRun where that cannot be now."""

    def found(self, reference: str) -> Found:
        """Ask how far a payment is; CannotRun where nobody can tell now.

        It is asked whenever somebody comes back. What a browser says of a payment counts for
        nothing, and neither does a message that says it comes from the provider.
        """
