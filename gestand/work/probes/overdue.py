"""Are there values whose period is over, or that no purpose ever held?

Asked of the stores with conditions made for this from policy and data map alone; of people under a
hold or a restriction nothing is overdue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from gestand.core.apart import HELD, RESTRICTED
from gestand.core.datamap.holdings import HeldTable
from gestand.core.owners import person_of
from gestand.core.policy.model import Basis, Policy
from gestand.core.predicate import Column, Listed, Predicate, any_of
from gestand.core.promises import slug
from gestand.core.proving.overdue import Calendar, Group
from gestand.core.proving.tallied import Counted, counted, tally
from gestand.core.proving.verdict import Evidence, Problem, Weight
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.inspection import Inspection
from gestand.work.noted import Noted, looking

NAME = "overdue"
LATE, GROUNDLESS, DOUBTFUL = "overdue", "groundless", "to decide"
POOL = "data.pool"
"""The promise that what is not kept with consent goes when it would have gone."""
ALL = ("principles.periods", "periods.start", "periods.longest")


@dataclass
class _Seen:
    """What was seen of each purpose: how many rows, what is wrong, and where nobody could look."""

    rows: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    late: dict[str, list[Problem]] = field(default_factory=lambda: defaultdict(list))
    groundless: dict[str, list[Problem]] = field(default_factory=lambda: defaultdict(list))
    doubtful: dict[str, list[Problem]] = field(default_factory=lambda: defaultdict(list))
    unseen: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield what each purpose's period and ground are worth, and all periods together."""
    company, seen = inspection.company, _Seen()
    if company is None:
        for purpose in inspection.policy.purposes:
            seen.unseen[purpose] |= inspection.stores_of(purpose)
    else:
        _look_at(company, inspection, seen)
    for purpose in inspection.policy.purposes:
        seen.unseen[purpose] |= inspection.stores_of(purpose) & inspection.lost
        late, doubt = seen.late[purpose], seen.doubtful[purpose]
        yield _evidence(inspection, f"{slug(purpose)}.kept", (purpose,), seen, [*late, *doubt])
        told = [*seen.groundless[purpose], *doubt]
        yield _evidence(inspection, f"{slug(purpose)}.ground", (purpose,), seen, told)
    if pooled := _beside_consent(inspection.policy):
        late = [p for purpose in pooled for p in (*seen.late[purpose], *seen.doubtful[purpose])]
        yield _evidence(inspection, POOL, pooled, seen, list(dict.fromkeys(late)))
    every = tuple(inspection.policy.purposes)
    kinds = (seen.late, seen.groundless, seen.doubtful)
    problems = [problem for kind in kinds for each in kind.values() for problem in each]
    for promise in ALL:
        yield _evidence(inspection, promise, every, seen, list(dict.fromkeys(problems)))


def _beside_consent(policy: Policy) -> tuple[str, ...]:
    """Return the purposes that share an occasion with one on consent, and that one."""
    named = policy.purposes.values()
    return tuple(
        one.id
        for one in named
        for other in named
        if one.id != other.id
        and {*one.occasions} & {*other.occasions}
        and Basis.CONSENT in (one.basis, other.basis)
    )


def _evidence(
    inspection: Inspection,
    promise: str,
    purposes: tuple[str, ...],
    seen: _Seen,
    problems: list[Problem],
) -> Evidence:
    stores = frozenset[str]().union(*map(inspection.stores_of, purposes))
    unseen = frozenset[str]().union(*(seen.unseen[purpose] for purpose in purposes))
    return Evidence(
        NAME,
        promise,
        inspection.at,
        sum(seen.rows[purpose] for purpose in purposes),
        tuple(problems),
        stores - unseen,
        unseen,
        inspection.places_of(purposes),
    )


def _look_at(company: Company, inspection: Inspection, seen: _Seen) -> None:
    calendar = Calendar(company.policy, company.holdings, inspection.on)
    with looking(company, inspection.on) as (runs, noted):
        for table in company.holdings.tables.values():
            _look_at_table(calendar, table, runs, noted, seen)


def _look_at_table(
    calendar: Calendar, table: HeldTable, runs: Mapping[str, Run], noted: Noted, seen: _Seen
) -> None:
    """Ask of all groups of cells at once; what the store cannot be asked is not seen."""
    run = runs.get(table.store)
    groups = [group for group in calendar.groups(table) if group.purposes] if run else []
    here = [group for group in groups if calendar.asked_within_one_store(group)]
    away = (purpose for group in groups if group not in here for purpose in group.purposes)
    for purpose in table.purposes if run is None or table.documents else away:
        seen.unseen[purpose].add(table.store)
    if run is None or not here:
        return
    asked = tally(calendar, here, apart_in(calendar, table, noted))
    *rows, suspect = run.counts(table.id, (*(group.filled for group in here), asked.suspect))
    for group, number in zip(here, rows, strict=True):
        for purpose in group.purposes:
            seen.rows[purpose] += number
    kinds = run.tally(table.id, asked.ladders, asked.suspect) if suspect else {}
    for group, told in zip(here, counted(asked, kinds), strict=True):
        _note(group, told, seen)


def _note(group: Group, told: Counted, seen: _Seen) -> None:
    """Note what is the matter with a group of cells."""
    where = f"{group.table.id}: {', '.join(group.names)}"
    for purpose, count in told.late.items():
        seen.late[purpose].append(Problem(LATE, where, count))
    for purpose in group.purposes:
        if told.groundless:
            seen.groundless[purpose].append(Problem(GROUNDLESS, where, told.groundless))
        if told.doubtful:
            problem = Problem(DOUBTFUL, where, told.doubtful, Weight.DOUBT)
            seen.doubtful[purpose].append(problem)


def apart_in(calendar: Calendar, table: HeldTable, noted: Noted) -> Predicate:
    """Return which rows are of somebody under a hold or a restriction."""
    told = noted.counted.values()
    held = {person.kind for standing in told for person in standing.held}
    restricted = {person.kind for standing in told for person in standing.restricted}
    parts: list[Predicate] = []
    for name, kinds in ((HELD, held), (RESTRICTED, restricted)):
        for way in table.ways:
            if way.kind in kinds:
                among = partial(_among, f"{name}:{way.kind}")
                parts.append(person_of(calendar.holdings, way, among))
    return any_of(*parts)


def _among(key_set: str, column: Column, folded: bool) -> Predicate:
    return Listed(key_set, (column,), folded)
