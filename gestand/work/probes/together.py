"""Does what comes with something else do so, as the data map says under `together`?"""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.datamap.model import Together
from gestand.core.names import store_of
from gestand.core.proving.together import Pair, pairs
from gestand.core.proving.verdict import Evidence, Problem
from gestand.work.company import Company
from gestand.work.inspection import Inspection

NAME = "together"
ALONE, LEFT = "alone", "left open"


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield for each pair the rows that go on without their partner, and partners left over."""
    company = inspection.company
    for wanted in inspection.datamap.together.values():
        bound = inspection.datamap.occasions.get(wanted.occasion, ())
        stores = frozenset(store_of(binding.table) for binding in bound)
        found = list(pairs(company.holdings, wanted)) if company else []
        seen, problems = 0, list[Problem]()
        if company is not None:
            for pair in found:
                number, wrong = _look_at(company, inspection, wanted, pair)
                seen, problems = seen + number, [*problems, *wrong]
        there = {store_of(pair.occasion.table) for pair in found}
        unseen = stores - there if len(found) == len(bound) else stores
        yield Evidence(
            NAME, wanted.promise, inspection.at, seen, tuple(problems), stores - unseen, unseen
        )


def _look_at(
    company: Company, inspection: Inspection, wanted: Together, pair: Pair
) -> tuple[int, list[Problem]]:
    table, other, on = pair.occasion.table, pair.partner.table, inspection.on
    name = store_of(table)
    found: list[Problem] = []
    with company.stores[name].run(company.schemas[name], company.holdings, company.zone) as run:
        with run.transaction(writing=False):
            if count := run.count(table, pair.alone(on)):
                found.append(Problem(ALONE, f"{table}, {wanted.partner}", count))
            leeway = wanted.leeway
            if leeway is not None and (count := run.count(other, pair.left(on, leeway))):
                found.append(Problem(LEFT, f"{other}, {wanted.occasion}", count))
            return run.count(table), found
