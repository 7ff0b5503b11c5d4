"""The values of a request of a person: its states, what can happen to it, what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from gestand.core.acting import is_same
from gestand.core.clock import Due, Pause, Received, due
from gestand.core.rights_rules import Right, Terms


class State(Enum):
    """How far a request has come; the last three are ends besides `closed`."""

    RECEIVED = "received"
    IDENTITY_ASKED = "identity asked"
    IN_HAND = "in hand"
    DETAILS_ASKED = "details asked"
    FEE_ASKED = "fee asked"
    DECIDED = "decided"
    CARRIED_OUT = "carried out"
    RECIPIENTS_TOLD = "recipients told"
    ANSWERED = "answered"
    COMPLAINED = "complained of"
    CLOSED = "closed"
    FORWARDED = "forwarded"
    WITHDRAWN = "withdrawn"
    NOT_IDENTIFIED = "not identified"


class What(Enum):
    """What can happen to a request."""

    ASK_IDENTITY = "ask-identity"
    SETTLE_IDENTITY = "settle-identity"
    NOT_IDENTIFIED = "not-identified"
    SUSPEND = "suspend"
    RESUME = "resume"
    NARROW = "narrow"
    EXTEND = "extend"
    ASK_FEE = "ask-fee"
    SETTLE_FEE = "settle-fee"
    HOLD = "hold"
    RELEASE = "release"
    DECIDE = "decide"
    CONFIRM = "confirm"
    CARRY_OUT = "carry-out"
    TELL_RECIPIENTS = "tell-recipients"
    ANSWER = "answer"
    REFUSE = "refuse"
    ANNOUNCE_LIFT = "announce-lift"
    LIFT = "lift"
    WITHDRAW = "withdraw"
    FORWARD = "forward"
    CLOSE = "close"
    COMPLAIN = "complain"
    UPHOLD = "uphold"


ALONE = frozenset({
    What.ASK_IDENTITY, What.SETTLE_IDENTITY, What.SUSPEND, What.RESUME, What.HOLD,
    What.CARRY_OUT, What.TELL_RECIPIENTS, What.ANSWER, What.ANNOUNCE_LIFT, What.WITHDRAW,
    What.FORWARD, What.CLOSE, What.COMPLAIN,
})  # fmt: skip
"""What a program may write down for which nobody answers: that something was done, or came in.

What takes something from somebody, or puts off their answer, is decided by a person.
"""


class Outcome(Enum):
    """What is decided on an item: what was asked, or less, for a ground in law."""

    GRANTED = "granted"
    PART = "part"
    KEPT = "kept"
    REFUSED = "refused"


EVERYTHING = "everything"
"""The item that is all that was asked."""

REST = "the rest"
"""The item that is all of which nothing is decided by name."""

NO_IDENTITY = frozenset({Right.MARKETING, Right.WITHDRAWAL})
"""Nobody has to prove who they are for these, and they have effect at once."""

GIVES = frozenset({Right.ACCESS, Right.PORTABILITY})
REMOVES = frozenset({Right.ERASURE, Right.RECTIFICATION})
"""What these rights change or remove stays where it is while it is held or restricted."""

IN_PART = frozenset({Right.ERASURE, Right.RESTRICTION})
"""Of these somebody may ask for some categories alone; of the second for some purposes, too."""

NOTICES = frozenset({Right.RECTIFICATION, Right.ERASURE, Right.RESTRICTION})
"""Recipients are told of these (GDPR article 19)."""

BY_CODE = "known-address"
"""The method that whoever has the mailbox on file can go."""

METHODS: Mapping[str, str] = {
    "signed-in": "they signed in",
    BY_CODE: "a code to the address on file",
    "call-back": "a call to the known number, or what only they know",
    "shown": "an identity document was shown, and nothing kept",
    "shielded-copy": "a copy with all that is not needed blackened, destroyed after the check",
}
"""How identity is settled, the least intrusive first; never what was seen is kept."""

REASONS: Mapping[str, str] = {
    "complex": "the request is complex",
    "number": "this person makes a number of requests",
}
"""The lawful reasons to extend (GDPR article 12(3)); that there is much to do is none."""

IN_OUR_WORDS = ("method", "reason", "item", "outcome", "ground", "until", "stays", "received")
"""What an event says in words of ours; all else that it says are words of people."""


@dataclass(frozen=True)
class Event:
    """Something that happened, by whom, and what was said with it."""

    what: What
    by: str
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """What was decided on one thing; a refusal counts once another person confirmed it."""

    name: str
    outcome: Outcome
    decided_by: str
    ground: str = ""
    until: date | None = None
    confirmed_by: str = ""

    @property
    def is_complete(self) -> bool:
        """Tell whether it may go out: whoever gets less hears why, and two people looked."""
        if self.outcome is Outcome.GRANTED:
            return True
        two = bool(self.confirmed_by) and not is_same(self.decided_by, self.confirmed_by)
        return bool(self.ground) and (two or self.outcome is not Outcome.REFUSED)


@dataclass(frozen=True)
class Question:
    """A question to the person, that stops the clock of the law while it is open."""

    about: State
    asked: date
    by: str
    answered: date | None = None


@dataclass(frozen=True)
class Request:
    """One right that somebody asks for, as far as it has come; days are of the controller's zone.

    `method` is how identity was settled. `version` counts what happened. `held` are items under
    a hold or restriction. `extended` is the reason, `ended` the day on which it was answered or
    came to another end. `purposes` are those to which somebody objects, or withdraws consent, and
    `categories` those of which erasure is asked; none: of everything.
    Once its person complained of the answer on the day `complained`, `earlier` is it as it stood
    then, and none of `involved`, who decided before, may decide anew.
    Of a restriction `announced` is the day on which the person was told that it ends after
    `apart_until`, and `lifted` the day on which it did.
    """

    number: int
    right: Right
    received: date
    state: State = State.RECEIVED
    version: int = 1
    method: str = ""
    questions: tuple[Question, ...] = ()
    extended: str = ""
    items: Mapping[str, Item] = field(default_factory=dict)
    held: frozenset[str] = frozenset()
    ended: date | None = None
    refused_by: str = ""
    purposes: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    carried_out: date | None = None
    announced: date | None = None
    apart_until: date | None = None
    lifted: date | None = None
    complained: date | None = None
    earlier: Request | None = None
    involved: frozenset[str] = frozenset()

    @property
    def clock_from(self) -> date:
        """The day from which the answer is counted: of the request, or of the newest complaint."""
        return self.complained or self.received

    @property
    def is_open(self) -> bool:
        """Tell whether the person still waits for an answer."""
        return self.ended is None


def due_of(request: Request, now: date, terms: Terms, *, first: bool = False) -> Due:
    """Return when the answer is due; with `first` as if it had not been extended.

    Of several questions only the one that was open longest moves `legal`: sooner is safe.
    """
    last = request.ended or now
    pauses = [Pause(q.asked, max(q.asked, q.answered or last)) for q in request.questions]
    longest = max(pauses, key=lambda pause: pause.answered - pause.asked, default=None)
    return due(
        Received(request.clock_from, terms.zone),
        terms.clock,
        extended=bool(request.extended) and not first,
        promised=terms.promised,
        pause=longest,
    )


def refused(request: Request) -> tuple[Item, ...]:
    """Return the items of which the person gets less than was asked."""
    return tuple(i for i in request.items.values() if i.outcome is not Outcome.GRANTED)
