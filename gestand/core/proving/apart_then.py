"""What somebody had restricted on a day: from the facts that say since when, and until when.

What stands today is told by `core/standing.py`. Here it is asked of a day that is over, on which
something was given to somebody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date

from gestand.core.facts import DATA, Part, Person, RestrictionLifted, RestrictionPlaced
from gestand.core.policy.model import Policy


@dataclass(frozen=True)
class Apart:
    """A restriction of a person, or of a `part` of what is held: from `since` to `until`."""

    part: Part | None
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Tell whether it stood on a whole day: nobody knows in which order things happened."""
        return self.since < day and (self.until is None or day < self.until)

    def is_of(self, policy: Policy, purpose: str, categories: Set[str]) -> bool:
        """Tell whether it is of what was given: for a purpose, of some categories."""
        if self.part is None:
            return True
        if self.part.what == DATA:
            return bool(policy.expand(self.part.name) & categories)
        return self.part.name == purpose


def restricted_by(
    facts: Iterable[RestrictionPlaced | RestrictionLifted], known_as: Callable[[Person], str]
) -> Mapping[str, list[Apart]]:
    """Return, by what `known_as` says of a person, what they had restricted, and when."""
    found: dict[str, list[Apart]] = defaultdict(list)
    for fact in sorted(facts, key=lambda fact: fact.on):
        theirs = found[known_as(fact.person)]
        if isinstance(fact, RestrictionPlaced):
            theirs.append(Apart(fact.part, fact.on))
            continue
        # Without a part all of it is over, what was restricted alone as well.
        theirs[:] = [
            replace(one, until=fact.on)
            if one.until is None and fact.part in (None, one.part)
            else one
            for one in theirs
        ]
    return found
