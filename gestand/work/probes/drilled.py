"""Did a backup hold what it must when somebody last put one back? Read from `gestand drill`."""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.proving.drills import PROBE, PROMISES, evidence
from gestand.core.proving.verdict import Evidence
from gestand.errors import CannotRun
from gestand.work.drills import DRILL
from gestand.work.inspection import Inspection

NAME = PROBE


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield what the last drill says of the promises about security."""
    try:
        drill = DRILL.kept(inspection.state)
    except CannotRun:
        for promise in PROMISES:
            yield Evidence(NAME, promise, inspection.at, 0, unseen=frozenset({DRILL.file}))
        return
    if drill is not None:
        yield from evidence(drill, frozenset(inspection.datamap.stores))
