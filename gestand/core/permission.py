"""Whether a purpose may use what it holds about somebody: decided from what was looked up once.

INVARIANT: nothing is allowed that was not found: whoever or whatever is not known may not be used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from gestand.core.plan.steps import Use

Key = str | int

REASONS: Mapping[Use | None, str] = {
    Use.WHOLE: "the purpose holds it, and nothing stands against that",
    Use.TAIL: "its occasion is over: only what `tail use` says",
    Use.APART: "set apart by a restriction, a hold or an objection",
    Use.UNCLEAR: "a person must look at it first",
    None: "the purpose holds no such thing about this person today",
}
ENDED = "an objection, a restriction, a hold or the suppression list stands against it"


@dataclass(frozen=True)
class Verdict:
    """Whether a purpose may use a category of data about a person, and why.

    In the tail of an occasion it may not, but for what `only` says (GROUNDS rule 26).
    """

    allowed: bool
    use: Use | None
    because: str
    only: str = ""


_VERDICTS: Mapping[Use | None, Verdict] = {
    use: Verdict(use is Use.WHOLE, use, reason) for use, reason in REASONS.items()
}
_ENDED = Verdict(allowed=False, use=Use.APART, because=ENDED)
LISTED = Verdict(allowed=False, use=Use.APART, because="the address is on the suppression list")


@dataclass(frozen=True)
class Seen:
    """What a purpose may use on a day: of whom, by kind of person and category, and how.

    `against` are people against whose data something stands, whatever was found: a row of several
    people may be held for another. `kinds` are those of whom all could be found; of others each
    must be asked for alone. `apart` are those of whom a category alone is restricted.
    """

    purpose: str
    as_of: date
    found: Mapping[tuple[str, str], Mapping[Use, frozenset[Key]]]
    kinds: frozenset[str]
    against: Mapping[str, frozenset[Key]] = field(default_factory=dict)
    tail: str = ""
    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marketing: bool = False
    apart: Mapping[tuple[str, str], frozenset[Key]] = field(default_factory=dict)

    def verdict(self, kind: str, key: Key, category: str) -> Verdict:
        """Return whether the purpose may use a category, or what it contains, of a person."""
        against = self.against.get(kind)
        if against is not None and key in against:
            return _ENDED
        best: Use | None = None
        among = self.categories.get(category, ())
        if self.apart and any(key in self.apart.get((kind, name), ()) for name in among):
            return _ENDED
        for use in _ORDER:
            if any(self._has(use, kind, key, name) for name in among):
                best = use
                break
        if best is Use.TAIL:
            return Verdict(allowed=False, use=best, because=REASONS[best], only=self.tail)
        return _VERDICTS[best]

    def _has(self, use: Use, kind: str, key: Key, category: str) -> bool:
        uses = self.found.get((kind, category))
        return uses is not None and key in uses[use]


_ORDER = (Use.WHOLE, Use.TAIL, Use.APART, Use.UNCLEAR)


def collected(
    parts: Iterable[tuple[str, str, Use, frozenset[Key]]],
) -> dict[tuple[str, str], dict[Use, frozenset[Key]]]:
    """Return, by kind and category, who was found for each use."""
    found: dict[tuple[str, str], dict[Use, frozenset[Key]]] = {}
    nobody: frozenset[Key] = frozenset()
    for kind, category, use, people in parts:
        uses = found.setdefault((kind, category), dict.fromkeys(_ORDER, nobody))
        # Most often one step has all of them, and its set is shared by every category.
        uses[use] = people if not uses[use] else uses[use] | people
    return found
