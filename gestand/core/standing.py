"""Which facts stand on a day: the latest about a person and a matter wins (GROUNDS rule 14)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from gestand.core.facts import (
    ConsentWithdrawn,
    ErasureAsked,
    Fact,
    HoldPlaced,
    HoldReleased,
    Objected,
    ObjectionWithdrawn,
    Part,
    Person,
    RestrictionLifted,
    RestrictionPlaced,
)

Matter = tuple[Person, str]
"""A person and a purpose."""


@dataclass(frozen=True)
class FactsStanding:
    """What stands about whom, each with the fact that says so.

    `parts` are what alone is restricted of somebody. `holds` are all holds that stand: of several
    about one person `held` has the last. `astray` are facts that end something which had not begun,
    and `unclear` releases that may be of one of several holds.
    """

    restricted: dict[Person, RestrictionPlaced] = field(default_factory=dict)
    parts: dict[tuple[Person, Part], RestrictionPlaced] = field(default_factory=dict)
    held: dict[Person, HoldPlaced] = field(default_factory=dict)
    holds: list[HoldPlaced] = field(default_factory=list)
    objections: dict[Matter, Objected] = field(default_factory=dict)
    withdrawn: dict[Matter, ConsentWithdrawn] = field(default_factory=dict)
    erasures: list[ErasureAsked] = field(default_factory=list)
    astray: list[Fact] = field(default_factory=list)
    unclear: list[HoldReleased] = field(default_factory=list)

    @property
    def people(self) -> frozenset[Person]:
        """Everybody about whom something stands, but for requests to erase."""
        matters = (*self.objections, *self.withdrawn, *self.parts)
        return frozenset((*self.restricted, *self.held, *(person for person, _ in matters)))


def standing(facts: Iterable[Fact], as_of: date) -> FactsStanding:
    """Return what stands on the day `as_of`; of one day the fact that comes later wins."""
    found = FactsStanding()
    for fact in sorted((fact for fact in facts if fact.on <= as_of), key=lambda fact: fact.on):
        _take(found, fact)
    return found


def _take(found: FactsStanding, fact: Fact) -> None:
    if isinstance(fact, RestrictionPlaced):
        if fact.part is None:
            found.restricted[fact.person] = fact
        else:
            found.parts[fact.person, fact.part] = fact
    elif isinstance(fact, HoldPlaced):
        found.held[fact.person] = fact
        found.holds.append(fact)
    elif isinstance(fact, Objected):
        found.objections[fact.person, fact.purpose] = fact
    elif isinstance(fact, ConsentWithdrawn):
        found.withdrawn[fact.person, fact.purpose] = fact
    elif isinstance(fact, ErasureAsked):
        found.erasures.append(fact)
    elif isinstance(fact, HoldReleased):
        _release(found, fact)
    elif _end(found, fact) is None:
        found.astray.append(fact)


def _release(found: FactsStanding, fact: HoldReleased) -> None:
    """Take out the hold that is over.

    INVARIANT: what does not say which of several holds is over ends none of them.
    """
    theirs = [hold for hold in found.holds if hold.person == fact.person]
    over = [hold for hold in theirs if fact.placed in (None, hold.on)]
    if len(over) != 1:
        (found.unclear if over else found.astray).append(fact)
        return
    found.holds.remove(over[0])
    theirs.remove(over[0])
    del found.held[fact.person]
    found.held.update({hold.person: hold for hold in theirs})


def _end(found: FactsStanding, fact: RestrictionLifted | ObjectionWithdrawn) -> object:
    """Take out what a fact ends, and return it; None where there is no such thing."""
    if isinstance(fact, RestrictionLifted):
        if fact.part is not None:
            return found.parts.pop((fact.person, fact.part), None)
        # Without a part all of it is over, what was restricted alone as well.
        theirs = [which for which in found.parts if which[0] == fact.person]
        over = [found.parts.pop(which) for which in theirs]
        return found.restricted.pop(fact.person, None) or next(iter(over), None)
    return found.objections.pop((fact.person, fact.purpose), None)
