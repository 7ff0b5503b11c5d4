"""Which version of a promise counts for which occasion (GROUNDS rule 12)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from gestand.core.datamap.holdings import Occasion
from gestand.core.moments import at
from gestand.core.policy.model import Basis, Keep, Purpose
from gestand.core.predicate import Null, Predicate, Reached, all_of, any_of, none_of


@dataclass(frozen=True)
class Rule:
    """A purpose as one or more versions of the policy say it, for occasions begun in between."""

    from_day: date | None
    before_day: date | None
    versions: tuple[Purpose, ...]


def begun(occasion: Occasion, alias: str, rule: Rule) -> Predicate:
    """Return where the occasion began within the days of the rule; unknown counts as early."""
    began = at(occasion.began, alias)
    parts: list[Predicate] = []
    if rule.before_day is not None:
        early = Reached(began, rule.before_day - timedelta(days=1))
        parts.append(any_of(Null(began.column), early))
    if rule.from_day is not None:
        late = Reached(began, rule.from_day - timedelta(days=1))
        parts.append(none_of(Null(began.column), late))
    return all_of(*parts)


def joined_rules(rules: list[Rule], says: Callable[[Purpose], object]) -> list[Rule]:
    """Join rules of neighbouring days that say the same, as `says` tells it."""
    joined: list[Rule] = []
    for rule in rules:
        said = tuple(map(says, rule.versions))
        if joined and tuple(map(says, joined[-1].versions)) == said:
            joined[-1] = Rule(joined[-1].from_day, rule.before_day, rule.versions)
        else:
            joined.append(rule)
    return joined


def says(purpose: Purpose) -> tuple[Basis, Keep, bool]:
    """Return what counts of a purpose for its grounds; its words may change freely."""
    return purpose.basis, purpose.keep, purpose.marketing
