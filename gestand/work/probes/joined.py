"""Is what belongs to something still there with it: an attachment, and who works here in a file?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gestand.core.names import store_of
from gestand.core.proving.joined import Joined, hired, left_behind
from gestand.core.proving.verdict import Evidence, Problem
from gestand.work.company import Company
from gestand.work.inspection import Inspection

NAME = "joined"
OWNERLESS, NOT_IN_FILE = "owner is gone", "not in the file"


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield the rows with files whose owner is gone, and the people hired without a file."""
    company = inspection.company
    mapped = inspection.datamap.tables.values()
    held = company.holdings.tables if company else {}
    of_people = {one.table for one in inspection.datamap.subjects.values() if one.table}
    # What stands in the row of a person belongs to nothing else.
    alone = {name for name in of_people if name in held and not held[name].owners}
    if with_files := [table.id for table in mapped if table.files and table.id not in alone]:
        asked = [left_behind(held[name]) if name in held else None for name in with_files]
        yield _evidence(inspection, "data.attachments", with_files, asked, OWNERLESS)
    entered = [
        binding.table
        for bound in inspection.datamap.occasions.values()
        for binding in bound
        if binding.from_ is not None and any(via.of for via in binding.vias)
    ]
    if entered:
        each = [*hired(company.holdings, inspection.on)] if company else []
        asked = [one for _, one in each] if len(each) == len(entered) else [None]
        yield _evidence(inspection, "data.hired", entered, asked, NOT_IN_FILE)


def _evidence(
    inspection: Inspection,
    promise: str,
    tables: Iterable[str],
    asked: Iterable[Joined | None],
    what: str,
) -> Evidence:
    """Return what was seen of one promise; where something could not be asked it was not seen."""
    company, stores = inspection.company, frozenset(map(store_of, tables))
    seen, lost, problems = 0, stores & inspection.lost, list[Problem]()
    for one in asked:
        if one is None or company is None:
            lost = stores
            continue
        rows, wrong = _counted(company, one)
        seen += rows
        problems += [Problem(what, one.table, wrong)] if wrong else []
    return Evidence(
        NAME, promise, inspection.at, seen, tuple(problems), stores - lost, lost, needs=1
    )


def _counted(company: Company, one: Joined) -> tuple[int, int]:
    name = store_of(one.table)
    with company.stores[name].run(company.schemas[name], company.holdings, company.zone) as run:
        with run.transaction(writing=False):
            rows, wrong = run.counts(one.table, (one.rows, one.wrong))
            return rows, wrong
