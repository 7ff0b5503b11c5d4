"""Is it as the statement says, by what is declared: where data come from, and no marketing?"""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.proving.verdict import Evidence, Problem
from gestand.work.inspection import Inspection

NAME = "declared"
NO_SOURCE, MARKETING = "no source", "marketing"


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield the personal columns without a source, and the purposes for marketing."""
    datamap, purposes = inspection.datamap, inspection.policy.purposes.values()
    personal = [
        (f"{table.id}.{column.name}", column.source or table.source or store.source)
        for table in datamap.tables.values()
        for store in [datamap.stores[table.store]]
        for column in table.values
        if column.category is not None
    ]
    silent = tuple(Problem(NO_SOURCE, where) for where, source in personal if not source)
    yield Evidence(NAME, "data.others", inspection.at, len(personal), silent)
    sold = tuple(Problem(MARKETING, one.id) for one in purposes if one.marketing)
    yield Evidence(NAME, "marketing.none", inspection.at, len(purposes), sold)
