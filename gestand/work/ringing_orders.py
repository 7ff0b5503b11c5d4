"""What rings of orders of authorities: to decide, to answer in time, and to tell of afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from gestand.core.orders import PRESERVATION, Order
from gestand.core.request import What
from gestand.core.rights_rules import Right
from gestand.core.ringing import Press, Rings, press
from gestand.work.disclosures import logged
from gestand.work.holds import holds
from gestand.work.orders import due_at, orders
from gestand.work.rights_kept import folded
from gestand.work.state import State

TELL_WITHIN = timedelta(days=30)
"""So long after an order was secret it rings what was answered without it; our own choice."""

_TOLD = (Right.ACCESS.value, Right.ERASURE.value)
_ANSWERED = (What.CARRY_OUT.value, What.ANSWER.value)


def of_orders(state: State, now: datetime, zone: ZoneInfo, soon: int) -> Iterator[Rings]:
    """Yield what must be acted on; what is due within `soon` days presses."""
    day = now.astimezone(zone).date()
    for order in orders(state).values():
        due = due_at(order, zone)
        if order.decided_on is None:
            yield _undecided(order, due if order.clock != PRESERVATION else None, now, zone)
        if due is not None and order.clock == PRESERVATION and now <= due:
            last = due.astimezone(zone).date()
            what = f"order {order.number}: data are to be kept until this day"
            pressing = press(last, day, soon)
            yield Rings("order", f"{order.number}-kept", what, last, pressing, _act(order), due)
        if order.secret_until is not None and order.is_secret(day):
            near = (order.secret_until - day).days <= soon
            by = f" by {order.secret_by}" if order.secret_by else ""
            what = f"order {order.number} is secret{by} until this day; then the person may be told"
            pressing = Press.SOON if near else Press.LATER
            which = f"{order.number}-secret"
            yield Rings("order", which, what, order.secret_until, pressing, _act(order))
        yield from _to_be_told(state, order, day)


def _undecided(order: Order, due: datetime | None, now: datetime, zone: ZoneInfo) -> Rings:
    number, day = str(order.number), now.astimezone(zone).date()
    what = f"order {number} of {order.recipient}: somebody decides on it"
    if due is None:
        return Rings("order", number, what, day, Press.SOON, _act(order))
    last = due.astimezone(zone).date()
    over, near = now > due, last <= day + timedelta(days=1)
    pressing = Press.OVERDUE if over else Press.TODAY if near else Press.SOON
    return Rings("order", number, what, last, pressing, _act(order), due)


def _to_be_told(state: State, order: Order, day: date) -> Iterator[Rings]:
    """Yield which requests were answered without an order that may be told of by now."""
    over = order.secret_ended or order.secret_until
    if over is None or order.is_secret(day) or day > over + TELL_WITHIN:
        return
    for number in _answered_without(state, order, over):
        what = (
            f"request {number} was answered while order {order.number} was secret: tell the person "
            "what was left out"
        )
        act, last = f"gestand request --number {number}", over + TELL_WITHIN
        yield Rings("order", f"{order.number}-told-{number}", what, last, Press.SOON, act)


def _answered_without(state: State, order: Order, over: date) -> Iterator[int]:
    held = [one.person.key for one in holds(state).values() if one.order == order.number]
    given = (one for one in logged(state) if one.given and one.told["order"] == order.number)
    people = dict.fromkeys([*map(str, held), *(who for one in given for who in one.told["people"])])
    with state.requests() as kept:
        rows = [row for row in kept.of_people([*people]) if row.asked in _TOLD]
        found = folded(rows, kept.events_of([row.number for row in rows]))
    for number, one in found.items():
        days = (date.fromisoformat(e.day) for e in one.events if e.event in _ANSWERED)
        if any(order.received_on <= on <= over for on in days):
            yield number


def _act(order: Order) -> str:
    return f"gestand order --number {order.number}"
