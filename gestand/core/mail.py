"""How far a message has come that went out or came in, and what may follow."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum


class Way(Enum):
    """Whether a message went out or came in."""

    OUT = "out"
    IN = "in"


class Stage(Enum):
    """How far a message has come.

    One that goes out is `begun` before anything is sent: whoever finds it so later knows that a
    crash came in between, and nobody can tell whether it arrived.
    """

    BEGUN = "begun"
    SENT = "sent"
    NOT_SENT = "not sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    BOUNCED = "bounced"
    WAITING = "waiting"
    TAKEN = "taken"
    SEEN = "seen"
    DROPPED = "dropped"
    SET_ASIDE = "set aside"


class Happens(Enum):
    """What can happen to a message; a person says the last five."""

    BEGIN = "begin"
    SENT = "sent"
    NOT_SENT = "not-sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    BOUNCED = "bounced"
    ARRIVED = "arrived"
    AGAIN = "again"
    CONFIRM = "confirm"
    SEEN = "seen"
    DROP = "drop"


IN_DOUBT = frozenset({Stage.BEGUN, Stage.UNKNOWN})
"""Nobody knows whether these arrived: they are never sent again by themselves."""

FIRST: Mapping[Way, frozenset[Stage]] = {
    Way.OUT: frozenset({Stage.BEGUN}),
    Way.IN: frozenset({Stage.WAITING, Stage.TAKEN, Stage.SET_ASIDE}),
}
"""How a message begins."""

TRANSITIONS: Mapping[tuple[Stage, Happens], Stage] = {
    (Stage.BEGUN, Happens.SENT): Stage.SENT,
    (Stage.BEGUN, Happens.NOT_SENT): Stage.NOT_SENT,
    (Stage.BEGUN, Happens.REFUSED): Stage.REFUSED,
    (Stage.BEGUN, Happens.UNKNOWN): Stage.UNKNOWN,
    (Stage.NOT_SENT, Happens.BEGIN): Stage.BEGUN,
    **{(stage, Happens.ARRIVED): Stage.SENT for stage in IN_DOUBT},
    **{
        (stage, Happens.AGAIN): Stage.NOT_SENT
        for stage in (*IN_DOUBT, Stage.REFUSED, Stage.BOUNCED)
    },
    **{(stage, Happens.BOUNCED): Stage.BOUNCED for stage in (*IN_DOUBT, Stage.SENT)},
    (Stage.WAITING, Happens.CONFIRM): Stage.TAKEN,
    (Stage.WAITING, Happens.SEEN): Stage.SEEN,
    (Stage.WAITING, Happens.DROP): Stage.DROPPED,
    (Stage.SET_ASIDE, Happens.CONFIRM): Stage.TAKEN,
}
"""What leads from where to where; nothing else changes the stage of a message."""


def after(stage: Stage, happens: Happens) -> Stage | None:
    """Return what a message comes to be; None where that cannot happen to it."""
    return TRANSITIONS.get((stage, happens))


NEEDS_A_PERSON = IN_DOUBT | {Stage.NOT_SENT, Stage.REFUSED, Stage.BOUNCED, Stage.WAITING}
"""Somebody has to look at these."""
