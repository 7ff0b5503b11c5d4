"""Who may see and do what on the pages of officers: what stands in no table here is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from gestand.core.request import Request, State, What


class Role(Enum):
    """What somebody is there for."""

    OFFICER = "officer"
    SECOND = "second decider"
    HR = "hr"
    FINANCE = "finance"
    AUDITOR = "auditor"
    SUPPORT = "support"


_EVERYBODY = frozenset(Role)
_HANDLING = frozenset({Role.OFFICER, Role.HR})
_DECIDING = _HANDLING | {Role.SECOND}
_SUPERVISING = frozenset({Role.OFFICER, Role.SECOND, Role.AUDITOR})

SEES: Mapping[str, frozenset[Role]] = {
    "cases": _EVERYBODY,
    "case": _EVERYBODY,
    "letters": _HANDLING,
    "promises": _SUPERVISING,
    "forecast": _SUPERVISING | {Role.FINANCE},
    "registers": _SUPERVISING,
    "logs": _SUPERVISING,
    "versions": _SUPERVISING,
    "version": _SUPERVISING,
    "trail": _SUPERVISING,
    "publish": _SUPERVISING,
    "holds": _SUPERVISING,
    "message": _SUPERVISING,
    "publications": _SUPERVISING | {Role.SUPPORT},
    "factor": _EVERYBODY,
}
"""By page the roles that may open it."""

READS_WORDS = _DECIDING | {Role.AUDITOR}
"""Who reads what a person wrote, and what was said about it; others see how far a case is."""

PUBLISHES = frozenset({Role.OFFICER, Role.SUPPORT})
"""Who lets everybody read what came by a form, and takes it down; others see what is shown."""

PUBLISHES_VERSIONS = frozenset({Role.OFFICER})
"""Who publishes a version of the statement; others see what would be published."""

PLACES_HOLDS = frozenset({Role.OFFICER})
"""Who places a hold; a second person confirms it."""

DECIDES_HOLDS = frozenset({Role.OFFICER, Role.SECOND})
"""Who confirms and reviews holds, and releases them, two of them together."""

SETTLES_MESSAGES = frozenset({Role.OFFICER})
"""Who says what a message is that waits for a person; others read it."""

REMOVES_FACTORS = frozenset({Role.OFFICER, Role.SECOND})
"""Who lets the authenticator of a colleague be taken away, two of them together."""

MAY: Mapping[What, frozenset[Role]] = {
    What.ASK_IDENTITY: _HANDLING,
    What.SETTLE_IDENTITY: _HANDLING,
    What.NOT_IDENTIFIED: _DECIDING,
    What.SUSPEND: _HANDLING,
    What.RESUME: _HANDLING | {Role.SUPPORT},
    What.NARROW: _HANDLING,
    What.EXTEND: _HANDLING,
    What.ASK_FEE: _HANDLING,
    What.SETTLE_FEE: _HANDLING | {Role.FINANCE},
    What.HOLD: _HANDLING,
    What.RELEASE: _DECIDING,
    What.DECIDE: _DECIDING,
    What.CONFIRM: _DECIDING,
    What.CARRY_OUT: _HANDLING,
    What.TELL_RECIPIENTS: _HANDLING,
    What.ANSWER: _HANDLING,
    What.REFUSE: _HANDLING,
    What.ANNOUNCE_LIFT: _HANDLING,
    What.LIFT: _HANDLING,
    What.WITHDRAW: _HANDLING | {Role.SUPPORT},
    What.FORWARD: _HANDLING,
    What.CLOSE: _HANDLING,
    What.COMPLAIN: _HANDLING | {Role.SUPPORT},
    What.UPHOLD: _DECIDING,
}
"""By what can happen to a request the roles that may let it happen."""


class Asks(NamedTuple):
    """Who asks with a request: the kind of person, and a digest; empty while not settled."""

    kind: str = ""
    person: str = ""


@dataclass(frozen=True)
class Officer:
    """Somebody with pages of their own: `name` is who acts, as events have it.

    `token` refers to a secret and is none. As `hr` somebody sees cases of people of `kinds` only,
    and with `where` of those whose own row has one of the values that it gives for each column.
    `people` are these, by their digests; None as long as nobody looked. With `second_factor` they
    sign in with a code of their authenticator as well, and enrol one where they have none.
    """

    name: str
    roles: frozenset[Role]
    token: str = ""
    kinds: frozenset[str] = frozenset()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    people: frozenset[str] | None = field(default=None, repr=False)
    second_factor: bool = False

    def may_open(self, page: str) -> bool:
        """Tell whether they may open a page; one that stands in no table nobody may."""
        return bool(self.roles & SEES.get(page, frozenset()))

    @property
    def may_publish(self) -> bool:
        """Tell whether they let everybody read what came by a form, or nobody any more."""
        return bool(self.roles & PUBLISHES)

    @property
    def may_publish_versions(self) -> bool:
        """Tell whether they publish a version of the statement."""
        return bool(self.roles & PUBLISHES_VERSIONS)

    @property
    def may_place_holds(self) -> bool:
        """Tell whether they place a hold."""
        return bool(self.roles & PLACES_HOLDS)

    @property
    def may_decide_holds(self) -> bool:
        """Tell whether they confirm, review and release holds."""
        return bool(self.roles & DECIDES_HOLDS)

    @property
    def may_settle_messages(self) -> bool:
        """Tell whether they say what a message is that waits for a person."""
        return bool(self.roles & SETTLES_MESSAGES)

    @property
    def may_remove_factors(self) -> bool:
        """Tell whether they take away, with another one, the authenticator of a colleague."""
        return bool(self.roles & REMOVES_FACTORS)

    def roles_in(self, request: Request, who: Asks) -> frozenset[Role]:
        """Return the roles that count for a request of somebody; none: it is not there.

        While it is not settled who asks, HR does not see it; finance sees what waits for a fee.
        """
        counts = set(self.roles)
        others = bool(self.where) and who.person not in (self.people or ())
        if who.kind not in self.kinds or others:
            counts.discard(Role.HR)
        if request.state is not State.FEE_ASKED:
            counts.discard(Role.FINANCE)
        return frozenset(counts)

    @property
    def is_limited(self) -> bool:
        """Tell whether there are cases that they do not see."""
        return self.roles <= {Role.HR, Role.FINANCE}

    def sees(self, request: Request, who: Asks) -> bool:
        """Tell whether a request is there for them at all."""
        return bool(self.roles_in(request, who))

    def reads_words(self, request: Request, who: Asks) -> bool:
        """Tell whether they read what was written in a request."""
        return bool(self.roles_in(request, who) & READS_WORDS)

    def may(self, what: What, request: Request, who: Asks) -> bool:
        """Tell whether they may let something happen to a request."""
        return bool(self.roles_in(request, who) & MAY.get(what, frozenset()))


SHARED = Officer("GESTAND_WEB_TOKEN", frozenset({Role.AUDITOR}))
"""Whoever has the one token of a website without officers: reads, and does not act."""
