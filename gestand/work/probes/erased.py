"""Is what people asked to be erased gone, and did nothing of it come back?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from gestand.core.facts import ErasureAsked
from gestand.core.names import store_of
from gestand.core.proving.erased import Back, back
from gestand.core.proving.overdue import Calendar
from gestand.core.proving.verdict import Evidence, Problem
from gestand.core.proving.withdrawn import YESTERDAY
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.facts import decisions, erasures
from gestand.work.inspection import Inspection
from gestand.work.noted import Noted, looking
from gestand.work.probes.overdue import apart_in
from gestand.work.requests import Requests
from gestand.work.taken_along import can_tell

NAME = "erased"
BACK = "erased and back"
PROMISE = "rights.erase"


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield what is there of people who asked to be erased, and that nothing keeps."""
    company, stores = inspection.company, frozenset(inspection.datamap.stores)
    if company is None or not _somebody_asked(company):
        return
    unseen, problems = {*inspection.lost}, list[Problem]()
    with looking(company, inspection.on - YESTERDAY) as (runs, noted):
        requests = _requests(company, inspection, noted)
        for store, tables in _asked_of(company, inspection, (noted, requests)).items():
            requests.fill(runs, store)
            found, whole = _look_at(company, store, tables, runs)
            problems += found
            unseen |= set() if whole else {store}
    seen, dark = len(requests.recorded), frozenset(unseen)
    there = stores - dark
    yield Evidence(NAME, PROMISE, inspection.at, seen, tuple(problems), there, dark, needs=1)


def _somebody_asked(company: Company) -> bool:
    in_file = any(isinstance(fact, ErasureAsked) for fact in company.facts.told)
    return in_file or bool(erasures(company.state))


def _requests(company: Company, inspection: Inspection, noted: Noted) -> Requests:
    """Return the requests on record that were to be carried out by now, whole ones only."""
    nobody = ((), (), frozenset[str]())
    yesterday = inspection.on - YESTERDAY
    every = Requests.of(noted, nobody, yesterday, decisions(company.state))
    whole = tuple(fact for fact in every.recorded if not fact.but)
    return Requests(company, whole, (), yesterday, every.standing)


def _asked_of(
    company: Company, inspection: Inspection, told: tuple[Noted, Requests]
) -> Mapping[str, Sequence[Back]]:
    noted, requests = told
    calendar = Calendar(company.policy, company.holdings, inspection.on)
    found: dict[str, list[Back]] = defaultdict(list)
    for one in back(calendar, requests.kinds, partial(apart_in, calendar, noted=noted)):
        found[store_of(one.table.id)].append(one)
    return found


def _look_at(
    company: Company, store: str, tables: Sequence[Back], runs: Mapping[str, Run]
) -> tuple[list[Problem], bool]:
    """Return what is back in the tables of a store, and whether all could be asked."""
    told = can_tell(company, runs, store, {one.table.id: one.left.values() for one in tables})
    found: list[Problem] = []
    for one in (one for one in tables if one.table.id in told and one.left):
        counted = runs[store].counts(one.table.id, tuple(one.left.values()))
        found += [
            Problem(BACK, f"{one.table.id}: {names}", number)
            for names, number in zip(one.left, counted, strict=True)
            if number
        ]
    return found, len(told) == len(tables)
