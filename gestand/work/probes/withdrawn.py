"""Is what rested on a consent gone, once it was withdrawn?

That somebody withdrew stands in a column, in the register of consents, or among the facts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from gestand.core.names import store_of
from gestand.core.policy.model import Basis, Purpose
from gestand.core.proving.overdue import Calendar
from gestand.core.proving.verdict import Evidence, Problem
from gestand.core.proving.withdrawn import YESTERDAY, Ended, ended
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.inspection import Inspection
from gestand.work.noted import looking
from gestand.work.probes.overdue import apart_in
from gestand.work.taken_along import can_tell

NAME = "withdrawn"
LEFT = "withdrawn and left"
ANY, PUBLISHED = "rights.withdraw", "data.reviews-withdrawn"


@dataclass
class _Seen:
    """What was seen by purpose: how often it was withdrawn, what is left, what nobody saw."""

    times: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    left: dict[str, list[Problem]] = field(default_factory=lambda: defaultdict(list))
    unseen: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield what is left of consents that were withdrawn, and of those to publish something."""
    company, purposes = inspection.company, inspection.policy.purposes.values()
    resting = [one for one in purposes if one.basis is Basis.CONSENT]
    seen = _Seen()
    for one in resting:
        lost = inspection.lost if company else frozenset(inspection.datamap.stores)
        seen.unseen[one.id] |= inspection.stores_of(one.id) & lost
    if company is not None and resting:
        _look_at(company, inspection, seen)
    for promise, about in ((ANY, resting), (PUBLISHED, [one for one in resting if one.published])):
        if about:
            yield _evidence(inspection, promise, about, seen)


def _evidence(
    inspection: Inspection, promise: str, about: Sequence[Purpose], seen: _Seen
) -> Evidence:
    named = [one.id for one in about]
    stores = frozenset[str]().union(*map(inspection.stores_of, named))
    unseen = frozenset[str]().union(*(seen.unseen[name] for name in named))
    times = sum(seen.times[name] for name in named)
    left = tuple(problem for name in named for problem in seen.left[name])
    places = inspection.places_of(named)
    at = inspection.at
    return Evidence(NAME, promise, at, times, left, stores - unseen, unseen, places, needs=1)


def _look_at(company: Company, inspection: Inspection, seen: _Seen) -> None:
    calendar = Calendar(company.policy, company.holdings, inspection.on)
    with looking(company, inspection.on - YESTERDAY) as (runs, noted):
        facts = [(name, person.kind) for person, name in noted.standing.withdrawn]
        for name, _ in facts:
            seen.times[name] += 1
        asked: dict[str, list[Ended]] = defaultdict(list)
        for one in ended(calendar, facts, partial(apart_in, calendar, noted=noted)):
            asked[store_of(one.table.id)].append(one)
        for store, ones in asked.items():
            _look_at_store(company, store, ones, runs, seen)


def _look_at_store(
    company: Company,
    store: str,
    ones: Sequence[Ended],
    runs: Mapping[str, Run],
    seen: _Seen,
) -> None:
    conditions = {one.table.id: [c for o in ones if o.table == one.table for c in o.conditions]
                  for one in ones}  # fmt: skip
    told = can_tell(company, runs, store, conditions)
    for one in ones:
        if one.table.id not in told:
            seen.unseen[one.purpose].add(store)
            continue
        times, *left = runs[store].counts(one.table.id, one.conditions)
        seen.times[one.purpose] += times
        seen.left[one.purpose] += [
            Problem(LEFT, f"{one.table.id}: {names}", number)
            for names, number in zip(one.left, left, strict=True)
            if number
        ]
