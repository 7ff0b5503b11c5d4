"""Whom to tell of a rectification, an erasure or a restriction (GDPR articles 19 and 17(2)).

Every recipient who actually got data of the person, every processor, who is instructed, and where
something was published whoever shows it. None is left out without a reason on record.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gestand.core.policy.model import Policy, Role

GOT, PROCESSES, PUBLISHED = "got data", "processor", "published"
ENDED = "processor, at the end of a period"
DUE, DOUBT, SENT, CONFIRMED, EXEMPT = "due", "in doubt", "sent", "confirmed", "exempt"
POSTING, NOT_POSTED = "posting", "not posted"
"""What happens to a notice beside its stages: it goes to a program; it surely did not."""

OUR_SITE, SEARCH_ENGINES = "our site", "search engines"
"""Who is told where something of the person was published (GDPR article 17(2))."""

CONFIRM_WITHIN = timedelta(days=14)
"""By when whoever is told is asked to confirm it; our own choice."""

_AFTER: Mapping[tuple[str, str], str] = {
    (DUE, SENT): SENT,
    (DUE, EXEMPT): EXEMPT,
    (DUE, POSTING): DOUBT,
    (DOUBT, SENT): SENT,
    (DOUBT, NOT_POSTED): DUE,
    (SENT, CONFIRMED): CONFIRMED,
}


@dataclass(frozen=True)
class Wanted:
    """Somebody who must be told, and why; `disclosures` are the numbers of what they got.

    `categories` are what it is about: what went, was corrected or is set apart; none: everything.
    """

    to: str
    name: str
    why: str
    disclosures: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notice:
    """A notice as far as it has come: `said` is how it was sent, or why it need not be.

    It is of a request or, where that is 0, of the run of a receipt.
    """

    number: int
    request: int
    wanted: Wanted
    stage: str = DUE
    on: date | None = None
    said: str = ""
    receipt: int = 0

    @property
    def is_open(self) -> bool:
        """Tell whether somebody has still to send it, or to say what became of it."""
        return self.stage in (DUE, DOUBT)

    @property
    def may_go(self) -> bool:
        """Tell whether it may be sent: it did not go, and it is in no doubt whether it did."""
        return self.stage == DUE

    def after(self, event: str, on: date, said: str) -> Notice | str:
        """Return what becomes of it, or why that cannot be."""
        to = _AFTER.get((self.stage, event))
        if to is None:
            if event == CONFIRMED:
                return "only what was sent is confirmed"
            return f"it is `{self.stage}` already"
        if event == EXEMPT and not said.strip():
            return "say why it is impossible, or takes a disproportionate effort: --because TEXT"
        return replace(self, stage=to, on=on, said=said or self.said)


@dataclass(frozen=True)
class Given:
    """A disclosure to somebody who may have to be told; no `categories` where nobody knows them."""

    number: int
    recipient: str
    name: str
    categories: Collection[str] = ()


def wanted(
    policy: Policy, given: Iterable[Given], about: Collection[str] | None = None
) -> Iterator[Wanted]:
    """Yield whom to tell about one person, of whom `given` went out.

    Somebody who got data and is a processor as well is told once. It is `about` some categories,
    where that is known: everybody is told of those that they got, and who got none of them is not
    told, since what stays here may stay there, and what they never had is none of their business.
    """
    if about is not None and not about:
        return
    named = tuple(name for name in policy.categories if name in (about or ()))
    got: dict[str, list[Given]] = {}
    for one in given:
        got.setdefault(one.recipient, []).append(one)
    for recipient, each in got.items():
        theirs = _theirs(policy, recipient, each, named)
        if theirs or about is None:
            numbers = tuple(one.number for one in each)
            yield Wanted(recipient, each[0].name, GOT, numbers, theirs)
    for who in policy.recipients.values():
        theirs = _theirs(policy, who.id, (), named)
        if who.role is Role.PROCESSOR and who.id not in got and (theirs or about is None):
            yield Wanted(who.id, who.name, PROCESSES, categories=theirs)


def _theirs(
    policy: Policy, recipient: str, given: Sequence[Given], named: tuple[str, ...]
) -> tuple[str, ...]:
    """Return of what a recipient is told: what it was given, and as a processor gets anyway."""
    who = policy.recipients.get(recipient)
    processes = who if who is not None and who.role is Role.PROCESSOR else None
    if any(not one.categories for one in given) or (processes and not processes.gets):
        return named
    had = policy.expand(*(name for one in given for name in one.categories))
    had |= policy.expand(*processes.gets) if processes else frozenset()
    return tuple(name for name in named if name in had)


def missing(found: Sequence[Wanted], known: Iterable[Notice]) -> list[Wanted]:
    """Return who must be told and has no notice yet for what they got."""
    told: Mapping[str, set[int]] = _by_recipient(known)
    return [one for one in found if one.to not in told or not {*one.disclosures} <= told[one.to]]


def _by_recipient(known: Iterable[Notice]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for notice in known:
        found.setdefault(notice.wanted.to, set()).update(notice.wanted.disclosures)
    return found
