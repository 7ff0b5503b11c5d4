"""Is it as the statement says, by what is declared?

Where data come from, that nothing is for marketing, whose each value is in a row of several people,
and that people without an account are not taken for somebody who has one.
"""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.proving.verdict import Evidence, Problem
from gestand.work.inspection import Inspection

NAME = "declared"
NO_SOURCE, MARKETING = "no source", "marketing"
NOBODYS, TAKEN_FOR = "whose is not said", "taken for another"


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield the columns and purposes of which too little is declared, or too much."""
    datamap, purposes = inspection.datamap, inspection.policy.purposes.values()
    personal = [
        (f"{table.id}.{column.name}", column.source or table.source or store.source)
        for table in datamap.tables.values()
        for store in [datamap.stores[table.store]]
        for column in table.values
        if column.category is not None
    ]
    silent = tuple(
        Problem(NO_SOURCE, where) for where, source in personal if source in (None, "", "unknown")
    )
    yield Evidence(NAME, "data.others", inspection.at, len(personal), silent)
    sold = tuple(Problem(MARKETING, one.id) for one in purposes if one.marketing)
    yield Evidence(NAME, "marketing.none", inspection.at, len(purposes), sold)
    yield _of_colleagues(inspection)
    yield _of_guests(inspection)


def _of_colleagues(inspection: Inspection) -> Evidence:
    """Return which values in rows of several people say not whose they are.

    `gestand access` tells a person only what is about them: of what says nothing it tells all.
    """
    shared = [
        (f"{table.id}.{column.name}", column.about)
        for table in inspection.datamap.tables.values()
        if len([owner for owner in table.owners if not owner.when]) > 1
        for column in table.values
        if column.category is not None and column is not table.each_row
    ]
    problems = tuple(Problem(NOBODYS, where) for where, about in shared if about is None)
    return Evidence(NAME, "data.colleagues", inspection.at, len(shared), problems, needs=1)


def _of_guests(inspection: Inspection) -> Evidence:
    """Return which people without a row of their own are found to be somebody who has one."""
    subjects = inspection.datamap.subjects
    guests = [one for one in subjects.values() if one.table is None]
    problems = [Problem(TAKEN_FOR, one.id) for one in guests for _ in one.same_person]
    names = {one.id for one in guests}
    problems += [
        Problem(TAKEN_FOR, same.other)
        for one in subjects.values()
        for same in one.same_person
        if same.other in names
    ]
    return Evidence(NAME, "data.guests", inspection.at, len(guests), tuple(problems), needs=1)
