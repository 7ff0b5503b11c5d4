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


def wanted(
    policy: Policy, given: Iterable[tuple[int, str, str]], about: Collection[str] | None = None
) -> Iterator[Wanted]:
    """Yield whom to tell about one person; `given` are number, recipient and name of what went out.

    Somebody who got data and is a processor as well is told once. It is `about` some categories,
    where that is known: a processor that gets none of them is not told, and nobody is where there
    is none, since what stays here may stay there.
    """
    if about is not None and not about:
        return
    named = tuple(name for name in policy.categories if name in (about or ()))
    got: dict[str, tuple[str, list[int]]] = {}
    for number, recipient, name in given:
        got.setdefault(recipient, (name, []))[1].append(number)
    for recipient, (name, numbers) in got.items():
        yield Wanted(recipient, name, GOT, tuple(numbers), named)
    for one in policy.recipients.values():
        gets = policy.expand(*one.gets)
        theirs = tuple(name for name in named if name in gets or not one.gets)
        if one.role is Role.PROCESSOR and one.id not in got and (theirs or about is None):
            yield Wanted(one.id, one.name, PROCESSES, categories=theirs)


def missing(found: Sequence[Wanted], known: Iterable[Notice]) -> list[Wanted]:
    """Return who must be told and has no notice yet for what they got."""
    told: Mapping[str, set[int]] = _by_recipient(known)
    return [one for one in found if one.to not in told or not {*one.disclosures} <= told[one.to]]


def _by_recipient(known: Iterable[Notice]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for notice in known:
        found.setdefault(notice.wanted.to, set()).update(notice.wanted.disclosures)
    return found
