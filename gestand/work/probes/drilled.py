"""Did a backup hold what it must when somebody last put one back? Read from `gestand drill`."""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.proving.drills import PROBE, PROMISES, evidence
from gestand.core.proving.verdict import Evidence
from gestand.work.drills import DRILL
from gestand.work.inspection import Inspection
from gestand.work.pages_kept import evidence_of

NAME = PROBE


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield what the last drills say of the promises about security."""
    stores = frozenset(inspection.datamap.stores)
    yield from evidence_of(DRILL, inspection, PROMISES, NAME, lambda one: evidence(one, stores))
