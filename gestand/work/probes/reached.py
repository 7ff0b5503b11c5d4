"""Are the sites reached safely, and does mail arrive? Read from what `gestand reach` found.

It asks servers that are not the organisation's stores, and waits for mail: so what it found stands
in a file with its moment, and counts as long as other evidence does.
"""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.proving.reaching import MAIL, PROBE, SITES, evidence
from gestand.core.proving.verdict import Evidence
from gestand.errors import CannotRun
from gestand.work.inspection import Inspection
from gestand.work.reaches import REACH

NAME = PROBE


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield what was found last of sites and mail."""
    try:
        reach = REACH.kept(inspection.state)
    except CannotRun:
        nothing = frozenset({REACH.file})
        for promise in (*SITES, *MAIL):
            yield Evidence(NAME, promise, inspection.at, 0, unseen=nothing)
        return
    if reach is not None:
        yield from evidence(reach)
