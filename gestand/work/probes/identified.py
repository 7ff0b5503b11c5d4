"""Is a copy of an identity document kept for longer than it takes to look at it?

A category that is one says so in the policy: `is: "pd:Passport"`. Where none is, nobody looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from gestand.core.names import store_of
from gestand.core.proving.identified import copies
from gestand.core.proving.overdue import Calendar
from gestand.core.proving.verdict import Evidence, Problem
from gestand.core.proving.withdrawn import YESTERDAY
from gestand.work.company import Company
from gestand.work.inspection import Inspection
from gestand.work.linting import the_rules
from gestand.work.noted import looking
from gestand.work.taken_along import can_tell

NAME = "identified"
KEPT = "identity document kept"
PROMISES = ("rights.identify-copy", "rights.identify-only")


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield where copies of identity documents are, and which are there for over a day."""
    terms = the_rules().lists.terms["identity document"]
    categories = inspection.policy.categories.values()
    documents = frozenset(one.id for one in categories if terms.intersection(one.dpv))
    if not documents:
        return
    company, stores = inspection.company, frozenset(inspection.datamap.stores)
    found = _Found(unseen={*stores} if company is None else {*inspection.lost})
    if company is not None:
        _look_at(company, inspection, documents, found)
    dark = frozenset(found.unseen)
    for promise in PROMISES:
        told = (found.seen, tuple(found.kept), stores - dark, dark)
        yield Evidence(NAME, promise, inspection.at, *told)


@dataclass
class _Found:
    """How many rows hold a copy, which do for too long, and the stores that cannot tell."""

    unseen: set[str]
    seen: int = 0
    kept: list[Problem] = field(default_factory=list)


def _look_at(
    company: Company, inspection: Inspection, documents: frozenset[str], found: _Found
) -> None:
    calendar = Calendar(company.policy, company.holdings, inspection.on)
    with looking(company, inspection.on - YESTERDAY) as (runs, _):
        for one in copies(calendar, documents):
            store, table = store_of(one.table.id), one.table.id
            if table not in can_tell(company, runs, store, {table: (one.there, one.kept)}):
                found.unseen.add(store)
                continue
            there, kept = runs[store].counts(table, (one.there, one.kept))
            found.seen += there
            if kept:
                found.kept.append(Problem(KEPT, f"{table}: {', '.join(one.names)}", kept))
