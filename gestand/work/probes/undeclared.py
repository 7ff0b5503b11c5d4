"""Do the stores hold columns that the data map does not mention, or that no purpose needs?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from gestand.core.promises import slug
from gestand.core.proving.outside import needless, undeclared
from gestand.core.proving.verdict import Evidence, Problem, Weight
from gestand.work.inspection import Inspection

NAME = "undeclared"
COLUMN, TABLE, NEEDLESS = "undeclared column", "undeclared table", "needless column"
UNMAPPED = "unmapped table"


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield what each purpose may hold against what its tables have, and all of it together."""
    found: dict[str, list[Problem]] = defaultdict(list)
    every: list[Problem] = []
    for table, column in undeclared(inspection.datamap, inspection.schemas):
        problem = Problem(COLUMN, f"{table}.{column}") if column else Problem(TABLE, table)
        every.append(problem)
        mapped = inspection.datamap.tables.get(table)
        for purpose in mapped.purposes if mapped else ():
            found[purpose].append(problem)
    for table, column in needless(inspection.policy, inspection.datamap):
        problem = Problem(NEEDLESS, f"{table}.{column}")
        every.append(problem)
        for purpose in inspection.datamap.tables[table].purposes:
            found[purpose].append(problem)
    unmapped = inspection.declared.unmapped
    every += [Problem(UNMAPPED, table, weight=Weight.DOUBT) for table in unmapped]
    for purpose in inspection.policy.purposes:
        id_, stores = f"{slug(purpose)}.data", inspection.stores_listing(purpose)
        yield _evidence(inspection, id_, (purpose,), stores, found[purpose])
    purposes, stores = tuple(inspection.policy.purposes), frozenset(inspection.datamap.stores)
    for promise in ("principles.purposes", "principles.minimal"):
        yield _evidence(inspection, promise, purposes, stores, every)


def _evidence(
    inspection: Inspection,
    promise: str,
    purposes: tuple[str, ...],
    stores: frozenset[str],
    problems: list[Problem],
) -> Evidence:
    tables = [
        f"{store}.{name}"
        for store in stores & inspection.schemas.keys()
        for name in inspection.schemas[store].tables
    ]
    mapped = (inspection.datamap.tables.get(name) for name in tables)
    seen = sum(len(each.columns) for each in mapped if each and {*purposes} & {*each.purposes})
    return Evidence(
        NAME,
        promise,
        inspection.at,
        seen,
        tuple(problems),
        stores - inspection.lost,
        stores & inspection.lost,
        inspection.places_of(purposes),
    )
