"""Is what people restricted set apart: still there, and in no view of a purpose?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from gestand.core.datamap.holdings import HeldTable
from gestand.core.facts import Part, Person, RestrictionPlaced
from gestand.core.policy.model import Purpose
from gestand.core.predicate import Predicate
from gestand.core.proving.overdue import Calendar
from gestand.core.proving.unused import restricted_cells, set_of
from gestand.core.proving.verdict import Evidence, Problem
from gestand.core.standing import FactsStanding
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.inspection import Inspection
from gestand.work.keys import key_column
from gestand.work.noted import Noted, looking, noted_on
from gestand.work.shown_by_views import shown

NAME = "restricted"
SHOWN, GONE = "restricted and shown", "restricted and gone"
PROMISE = "rights.restrict"

_Keys = Mapping[str, Mapping[Part | None, list[str | int]]]


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield what is used of people who restricted it before today, or is not there any more."""
    company, stores = inspection.company, frozenset(inspection.datamap.stores)
    unseen = {*stores} if company is None else {*inspection.lost}
    seen, problems = 0, list[Problem]()
    if company is not None and _may_be_somebody(company, inspection.on):
        with looking(company, inspection.on) as (runs, noted):
            seen, problems = _look_at(company, inspection, runs, noted, unseen)
    dark = frozenset(unseen)
    told = (seen, tuple(problems), stores - dark, dark)
    yield Evidence(NAME, PROMISE, inspection.at, *told, needs=1)


def _may_be_somebody(company: Company, on: date) -> bool:
    in_columns = any(columns.purpose is None for columns in company.holdings.facts)
    stands = noted_on(company, on).standing
    return in_columns or bool(stands.restricted or stands.parts)


def _look_at(
    company: Company,
    inspection: Inspection,
    runs: Mapping[str, Run],
    noted: Noted,
    unseen: set[str],
) -> tuple[int, list[Problem]]:
    """Return how many people restricted something, and what is the matter with it."""
    calendar = Calendar(company.policy, company.holdings, inspection.on)
    people = _by_kind(noted, inspection.on)
    for store, run in runs.items():
        for kind, parts in people.items():
            for part, keys in parts.items():
                column = key_column(company, kind, store)
                run.fill(set_of(part, kind), [(key,) for key in dict.fromkeys(keys)], (column,))

    def cells(table: HeldTable, purpose: Purpose) -> Mapping[str, Predicate]:
        return restricted_cells(
            calendar, table, purpose, {kind: {*parts} for kind, parts in people.items()}
        )

    found = shown(company, runs, inspection.policy.purposes, (SHOWN, cells))
    unseen |= found.unseen
    problems = [problem for each in found.by_purpose.values() for problem in each]
    named = {person for person, _ in _before(noted.standing, inspection.on)}
    gone = set[Person]() if inspection.lost else named - noted.found
    problems += [Problem(GONE, kind, sum(one.kind == kind for one in gone))
                 for kind in sorted({one.kind for one in gone})]  # fmt: skip
    here = {(kind, key) for kind, parts in people.items() for keys in parts.values()
            for key in keys}  # fmt: skip
    return len(here) + len(gone), problems


def _by_kind(noted: Noted, on: date) -> _Keys:
    found: dict[str, dict[Part | None, list[str | int]]] = defaultdict(lambda: defaultdict(list))
    for kind, standing in noted.counted.items():
        for person, part in _before(standing, on):
            for each in noted.within(part) if part else (None,):
                found[kind][each].append(person.key)
    return found


def _before(standing: FactsStanding, on: date) -> Iterator[tuple[Person, Part | None]]:
    """Yield who restricted what before a day: what is of the day itself goes with the next run."""
    every: list[tuple[Person, Part | None, RestrictionPlaced]] = [
        (person, None, fact) for person, fact in standing.restricted.items()
    ]
    every += [(person, part, fact) for (person, part), fact in standing.parts.items()]
    yield from ((person, part) for person, part, fact in every if fact.on < on)
