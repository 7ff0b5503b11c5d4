"""Orders of authorities: what was asked, by which article, who decided, how long it is secret.

Without an article or without a second person nothing is released. Software tells that; whether an
order is lawful is for people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Order:
    """An order of an authority, a recipient of the policy, as far as it has come.

    `verified` says how it was established that it came from there. `asked`, `given` and `refused`
    are categories; `taken_by` took it in and `decided_by` decided. `secret_until` is the last day
    on which nobody may be told of it.
    """

    number: int
    recipient: str
    received_on: date
    article: str
    verified: str
    asked: tuple[str, ...]
    taken_by: str
    reference: str = ""
    secret_until: date | None = None
    decided_by: str = ""
    decided_on: date | None = None
    given: tuple[str, ...] = ()

    @property
    def refused(self) -> tuple[str, ...]:
        """What was asked and is not given; nothing while nobody has decided."""
        if self.decided_on is None:
            return ()
        return tuple(name for name in self.asked if name not in self.given)

    def is_secret(self, day: date) -> bool:
        """Tell whether the person may not be told of it on a day."""
        return self.secret_until is not None and day <= self.secret_until


def why_not_released(order: Order, recipient: str, day: date) -> Iterator[str]:
    """Yield why an order lets nothing go to a recipient on a day; nothing where it does."""
    if order.recipient != recipient:
        yield f"order {order.number} is of another authority"
    if not order.article.strip():
        yield f"order {order.number} names no article of a law: ask the authority for it"
    if not order.verified.strip():
        yield f"nobody wrote down how order {order.number} was verified"
    if order.decided_on is None or order.decided_on > day:
        yield f"nobody has decided on order {order.number}"
    elif not order.given:
        yield f"order {order.number} was refused"
    elif is_same(order.taken_by, order.decided_by):
        yield f"the one who took order {order.number} in decided on it as well: two people must"


def is_same(one: str, other: str) -> bool:
    """Tell whether two names may be those of one person; a name that is missing may be anybody."""
    plain = [name.strip().casefold() for name in (one, other)]
    return plain[0] == plain[1] or not all(plain)
