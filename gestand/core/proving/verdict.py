"""Whether a promise is kept: from evidence, claims that people signed, and the moment of asking.

Evidence is what a probe saw, at a moment. What is old proves nothing, and so does what is not
there: neither is ever green.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from gestand.core.promises import ATTESTED

FRESH = timedelta(days=1)
"""How long evidence counts after it was taken, where it does not say another time."""


class Verdict(Enum):
    """What can be said of a promise."""

    KEPT = "kept"
    BROKEN = "broken"
    LAPSED = "lapsed"
    HOLLOW = "hollow"
    UNKNOWN = "unknown"


RED = frozenset({Verdict.BROKEN, Verdict.LAPSED})
"""What says that a promise is not kept, and not only that nobody can tell."""


class Weight(Enum):
    """What a problem does to a promise: break it, leave it to a person, or only stand by it."""

    BREACH = "breach"
    DOUBT = "doubt"
    NOTE = "note"


@dataclass(frozen=True)
class Problem:
    """Something that a probe came upon.

    `where` names tables, columns or declarations, `what` is the id of its words, `count` how often:
    never a value of somebody.
    """

    what: str
    where: str
    count: int = 1
    weight: Weight = Weight.BREACH


@dataclass(frozen=True)
class Evidence:
    """What a probe saw of one promise: `seen` things were looked at, in `stores`.

    `unseen` gives the stores in which it could not look, `places` those with the same data that
    are not connected. `at` is aware. Where fewer things were there than it `needs` nothing has
    happened yet that could tell. It `lasts` so long, and is old after that.
    """

    probe: str
    promise: str
    at: datetime
    seen: int
    problems: tuple[Problem, ...] = ()
    stores: frozenset[str] = frozenset()
    unseen: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    needs: int = 0
    lasts: timedelta = FRESH

    @property
    def tells(self) -> bool:
        """Tell whether there was enough to look at."""
        return self.seen >= self.needs or bool(self.problems)

    @property
    def wrong(self) -> int:
        """How many things break the promise."""
        return self._count(Weight.BREACH)

    @property
    def doubtful(self) -> int:
        """How many things a person must look at before anybody can tell."""
        return self._count(Weight.DOUBT)

    def _count(self, weight: Weight) -> int:
        return sum(problem.count for problem in self.problems if problem.weight is weight)


@dataclass(frozen=True)
class Signed:
    """A claim that a person signed: it counts from `begins` to `until`, both included.

    `begins` is None where nobody wrote down from when. `broken` is the id of the words that say why
    it is none after all.
    """

    id: str
    by: str
    begins: date | None
    until: date
    broken: str = ""


@dataclass(frozen=True)
class Judged:
    """The verdict on a promise, and why: `age` is that of the oldest evidence it rests on."""

    verdict: Verdict
    why: str
    age: timedelta | None = None


def verdict(
    mode: str,
    evidence: Sequence[Evidence],
    claims: Sequence[Signed],
    now: datetime,
    today: date,
) -> Judged:
    """Judge one promise. `today` is the controller's day at the moment `now`, which is aware.

    1. Fresh evidence of a breach breaks it, whatever anybody signed.
    2. A claim that is over lapses it; one that is not a claim after all breaks it.
    3. Without evidence and without a claim it is hollow: so is an attested one without a claim.
    4. Old evidence, a store that was not seen, or nothing but places out of reach, leaves it
       unknown.
    """
    fresh = [each for each in evidence if timedelta(0) <= now - each.at <= each.lasts]
    age = max((now - each.at for each in evidence), default=None)
    if any(each.wrong for each in fresh):
        return Judged(Verdict.BROKEN, "measured", age)
    if said := _of_claims(claims, today):
        return Judged(*said, age)
    if not claims and (mode == ATTESTED or not evidence):
        return Judged(Verdict.HOLLOW, "unsigned" if mode == ATTESTED else "unmeasured", age)
    if len(fresh) < len(evidence):
        return Judged(Verdict.UNKNOWN, "old", age)
    if any(each.unseen for each in fresh):
        return Judged(Verdict.UNKNOWN, "unseen", age)
    if any(each.doubtful for each in fresh):
        return Judged(Verdict.UNKNOWN, "doubtful", age)
    if not claims and _out_of_reach(fresh):
        return Judged(Verdict.UNKNOWN, "out of reach", age)
    if not claims and not any(each.tells for each in fresh):
        return Judged(Verdict.UNKNOWN, "nothing yet", age)
    seen = any(each.tells for each in fresh)
    return Judged(Verdict.KEPT, "measured" if seen and mode != ATTESTED else "signed", age)


def _out_of_reach(evidence: Sequence[Evidence]) -> bool:
    """Tell whether nobody could look anywhere, since all of it is in places out of reach."""
    return any(each.places for each in evidence) and not any(each.stores for each in evidence)


def _of_claims(claims: Sequence[Signed], today: date) -> tuple[Verdict, str] | None:
    """Return what the claims say where that is not that they stand; the worst counts."""
    if broken := next((claim.broken for claim in claims if claim.broken), ""):
        return Verdict.BROKEN, broken
    if any(claim.until < today for claim in claims):
        return Verdict.LAPSED, "lapsed"
    if any(claim.begins is not None and claim.begins > today for claim in claims):
        return Verdict.UNKNOWN, "not begun"
    return None
