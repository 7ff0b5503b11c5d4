"""How a request stands on a day: when it is due, and whether that is impossible to overlook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from gestand.core.clock import Due
from gestand.core.request import NO_IDENTITY, Outcome, Request, State, due_of
from gestand.core.rights_rules import Terms


class Alarm(Enum):
    """What a day asks of a request, the most pressing last."""

    NONE = "none"
    LOOK = "look at it again"
    DECIDE = "extend or finish"
    TODAY = "extend or finish today"
    AT_ONCE = "has effect at once: carry it out"
    OVERDUE = "OVERDUE"

    @property
    def is_pressing(self) -> bool:
        """Tell whether it cannot wait until tomorrow."""
        return self in (Alarm.TODAY, Alarm.AT_ONCE, Alarm.OVERDUE)


@dataclass(frozen=True)
class Stand:
    """When the answer is due, and what this day asks.

    `refuse_by` is the last day for a refusal: an extension does not move it (GDPR article 12(4)).
    """

    due: Due
    alarm: Alarm
    refuse_by: date


def stand(request: Request, now: date, terms: Terms) -> Stand:
    """Return how a request stands on the day `now`; CannotRun as `due_of` raises it."""
    found = due_of(request, now, terms)
    first = due_of(request, now, terms, first=True).strict
    return Stand(found, _alarm(request, found, now, terms), first)


def _alarm(request: Request, found: Due, now: date, terms: Terms) -> Alarm:
    if not request.is_open:
        return Alarm.NONE
    if now > found.strict:
        return Alarm.OVERDUE
    if is_at_once(request):
        return Alarm.AT_ONCE
    if now == found.strict:
        return Alarm.TODAY
    day = request.clock_from + timedelta(days=terms.rules.decide_after)
    if not request.extended and now >= day:
        return Alarm.DECIDE
    return Alarm.LOOK if any(now >= alarm for alarm in found.alarms) else Alarm.NONE


def is_at_once(request: Request) -> bool:
    """Tell whether a request has effect at once and nothing was done yet."""
    return request.right in NO_IDENTITY and request.state in _UNTOUCHED


_UNTOUCHED = (State.RECEIVED, State.COMPLAINED)


class Late(Enum):
    """Whether an answer came in time; `STRICT` is later than planned, as the law may allow."""

    NO = ""
    STRICT = "after the day to work by"
    LATE = "LATE"


def lateness(request: Request, terms: Terms) -> Late:
    """Return whether a request that has ended was answered in time; an open one is not late yet.

    A refusal of all that was asked is late after the first day due: an extension does not move
    that (GDPR article 12(4)).
    """
    if request.ended is None or request.state in (State.WITHDRAWN, State.FORWARDED):
        return Late.NO
    found = due_of(request, request.ended, terms, first=is_refusal(request))
    if request.ended > found.legal:
        return Late.LATE
    return Late.STRICT if request.ended > found.strict else Late.NO


def is_refusal(request: Request) -> bool:
    """Tell whether nothing at all is given of what was asked."""
    given = (Outcome.GRANTED, Outcome.PART)
    items = request.items.values()
    return bool(items) and not any(item.outcome in given for item in items)
