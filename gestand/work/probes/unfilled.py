"""Are there columns for personal data that never hold anything?

That breaks no promise, and is worth knowing: what nobody fills in, nobody needs.
"""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.datamap.holdings import HeldTable
from gestand.core.proving.verdict import Evidence, Problem, Weight
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.inspection import Inspection

NAME = "unfilled"


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield the columns that are empty in every row of a table that has rows."""
    company = inspection.company
    stores, lost = frozenset(inspection.datamap.stores), inspection.lost
    found = list(_empty(company)) if company is not None else []
    tables = company.holdings.tables.values() if company else ()
    cells = [c for table in tables for c in table.cells if not c.with_row]
    yield Evidence(
        NAME,
        "principles.minimal",
        inspection.at,
        len(cells),
        tuple(Problem(NAME, name, 1, Weight.NOTE) for name in found),
        stores - lost if company else frozenset(),
        lost if company else stores,
        inspection.places_of(inspection.policy.purposes),
    )


def _empty(company: Company) -> Iterator[str]:
    for name, store in company.stores.items():
        own = [table for table in company.holdings.tables.values() if table.store == name]
        with store.run(company.schemas[name], company.holdings, company.zone) as run:
            with run.transaction(writing=False):
                yield from (found for table in own for found in _empty_columns(run, table))


def _empty_columns(run: Run, table: HeldTable) -> Iterator[str]:
    columns = list(dict.fromkeys(cell.column for cell in table.cells if not cell.with_row))
    filled = run.filled(table.id, columns)
    if len(filled) < len(columns) and run.count(table.id):
        yield from (f"{table.id}.{name}" for name in columns if name not in filled)
