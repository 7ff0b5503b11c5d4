"""For which purposes a data protection impact assessment is probably needed (article 35 GDPR).

Pointers and no more: they follow from what the policy declares, and most of what counts, such as
the scale, no policy declares. Whether an assessment is needed a person decides.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from gestand.core.lint.reading import Reading
from gestand.core.policy.model import CookieClass, Purpose, Words

PROBABLY, PERHAPS, NONE = "probably", "perhaps", "no pointer"
POINTERS: Mapping[str, Words] = {
    PROBABLY: {"nl": "waarschijnlijk nodig", "en": "probably needed"},
    PERHAPS: {"nl": "nodig als er nog iets bij komt", "en": "needed if one more applies"},
    NONE: {"nl": "het beleid wijst er niet op", "en": "the policy does not point to it"},
}


@dataclass(frozen=True)
class Criterion:
    """A criterion by its number in the guidelines; `unknown` where no policy can tell of it."""

    id: str
    number: int
    words: Words
    terms: frozenset[str]
    unknown: bool


@dataclass(frozen=True)
class Criteria:
    """The criteria, how many of them point to an assessment, and who says so."""

    criteria: tuple[Criterion, ...]
    at_least: int
    source: Words
    checked_at: str


@dataclass(frozen=True)
class Pointer:
    """A purpose, which criteria it meets by the facts of the policy, and what that points to."""

    purpose: Purpose
    met: tuple[Criterion, ...]
    points_to: str


def parse_criteria(text: str) -> Criteria:
    """Return the criteria from their packaged data."""
    told = json.loads(text)
    found = tuple(
        Criterion(
            id_, one["number"], one["words"], frozenset(one["terms"]), one.get("unknown", False)
        )
        for id_, one in told["criteria"].items()
    )
    source = {"en": told["source"], "nl": told["source in Dutch"]}
    return Criteria(found, told["at_least"], source, told["checked_at"])


def pointers(reading: Reading, criteria: Criteria) -> Iterator[Pointer]:
    """Yield of each purpose what it points to."""
    for purpose in reading.policy.purposes.values():
        met = tuple(one for one in criteria.criteria if _is_met(reading, purpose, one))
        enough = len(met) >= criteria.at_least
        yield Pointer(purpose, met, PROBABLY if enough else PERHAPS if met else NONE)


def _is_met(reading: Reading, purpose: Purpose, criterion: Criterion) -> bool:
    terms = {*purpose.dpv, *(term for _, one in reading.held(purpose) for term in one.dpv)}
    fact = _FACTS.get(criterion.id)
    return bool(terms & criterion.terms) or (fact is not None and fact(reading, purpose))


def _is_sensitive(reading: Reading, purpose: Purpose) -> bool:
    return any(category.sensitive for _, category in reading.held(purpose))


def _is_about_employees(_: Reading, purpose: Purpose) -> bool:
    return bool({"personnel file", "employment"} & {*purpose.covers})


def _follows_visitors(reading: Reading, purpose: Purpose) -> bool:
    cookies = reading.policy.cookies.values()
    tracking = any(cookie.kind is CookieClass.TRACKING for cookie in cookies)
    return tracking and "statistics" in purpose.covers


_FACTS: Mapping[str, Callable[[Reading, Purpose], bool]] = {
    "sensitive": _is_sensitive,
    "vulnerable": _is_about_employees,
    "monitoring": _follows_visitors,
}
