"""Orders of authorities: what was asked, by which article, who decided, how long it is secret.

Without an article or without a second person nothing is released. Software tells that; whether an
order is lawful is for people.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from gestand.core.acting import is_same
from gestand.core.sayings import Saying, say

PRESERVATION = "preservation"
"""The rule of an order by which data are kept, and nothing is given."""


@dataclass(frozen=True)
class Order:
    """An order of an authority, a recipient of the policy, as far as it has come.

    `verified` says how it was established that it came from there. `asked`, `given` and `refused`
    are categories; `taken_by` took it in and `decided_by` decided. `secret_until` is the last day
    on which nobody may be told of it, by the article `secret_by`, which an order that was taken in
    by an older version may lack. Where a law says by when to answer `clock` names its rule,
    and `received_at`, in UTC, is when it began to run; else the order itself may name a last day,
    `answer_by`. `issued_by` is who gave it: an officer, a prosecutor, a judge. `secret_ended` is
    the day on which somebody wrote down that it is secret no more. Where it compels to nothing
    `voluntary` says why it may be answered all the same. `costs` are what answering it cost, in
    euros.
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
    secret_by: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    given: tuple[str, ...] = ()
    clock: str = ""
    received_at: datetime | None = None
    issued_by: str = ""
    answer_by: date | None = None
    secret_ended: date | None = None
    voluntary: str = ""
    costs: Decimal | None = None

    @property
    def refused(self) -> tuple[str, ...]:
        """What was asked and is not given; nothing while nobody has decided."""
        if self.decided_on is None:
            return ()
        return tuple(name for name in self.asked if name not in self.given)

    def is_secret(self, day: date) -> bool:
        """Tell whether the person may not be told of it on a day."""
        return self.secret_until is not None and day <= self.secret_until


@dataclass(frozen=True)
class OrderClock:
    """By when an order is to be answered, or how long kept; and who says so, `settled` or not."""

    name: str
    days: int
    hours: int
    settled: bool
    source: Mapping[str, str]
    keeps: bool

    def due(self, order: Order, zone: ZoneInfo) -> datetime | None:
        """Return the moment in UTC; days end with the last one in the controller's zone."""
        if order.received_at is None:
            return None
        if self.hours:
            return order.received_at + timedelta(hours=self.hours)
        return end_of(order.received_at.astimezone(zone).date() + timedelta(days=self.days), zone)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the last second of a day in the controller's zone, in UTC."""
    return datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC)


def parse_order_clocks(text: str) -> dict[str, OrderClock]:
    """Return the rules of clocks of orders from their packaged data, by name."""
    told = json.loads(text)["clocks"]
    return {
        name: OrderClock(
            name,
            one.get("days", 0),
            one.get("hours", 0),
            one["settled"],
            one["source"],
            keeps=name == PRESERVATION,
        )
        for name, one in told.items()
    }


def why_not_released(order: Order, recipient: str, day: date) -> Iterator[Saying]:
    """Yield why an order lets nothing go to a recipient on a day; nothing where it does."""
    if order.recipient != recipient:
        yield say("order of another", order=order.number)
    if not (order.article.strip() or order.voluntary.strip()):
        yield say("order without an article", order=order.number)
    if not order.verified.strip():
        yield say("order not verified", order=order.number)
    if order.decided_on is None or order.decided_on > day:
        yield say("order not decided", order=order.number)
    elif not order.given:
        yield say("order refused", order=order.number)
    elif is_same(order.taken_by, order.decided_by):
        yield say("order of one person", order=order.number)


@dataclass(frozen=True)
class Count:
    """How many orders of one authority came in one year, and what became of them.

    `became` counts by one of BECAME. Of all of them `voluntary` compelled to nothing, and `secret`
    may not be told of today; `costs` are in euros.
    """

    year: int
    recipient: str
    became: Mapping[str, int]
    voluntary: int
    secret: int
    costs: Decimal

    @property
    def received(self) -> int:
        """How many there were."""
        return sum(self.became.values())


BECAME = ("given", "given in part", "refused", "not decided")
"""What may have become of an order that is counted."""


def counted_orders(orders: Iterable[Order], day: date) -> list[Count]:
    """Return how many orders there were, by year of receipt and authority: nobody is in it."""
    found: dict[tuple[int, str], list[Order]] = {}
    for one in orders:
        found.setdefault((one.received_on.year, one.recipient), []).append(one)
    return [
        _counted(year, recipient, each, day) for (year, recipient), each in sorted(found.items())
    ]


def _counted(year: int, recipient: str, each: Sequence[Order], day: date) -> Count:
    became = Counter(_became(one) for one in each)
    return Count(
        year,
        recipient,
        {name: became[name] for name in BECAME},
        voluntary=sum(bool(one.voluntary) for one in each),
        secret=sum(one.is_secret(day) for one in each),
        costs=sum((one.costs or Decimal(0) for one in each), Decimal(0)),
    )


def _became(order: Order) -> str:
    if order.decided_on is None:
        return "not decided"
    if not order.given:
        return "refused"
    return "given in part" if order.refused else "given"
