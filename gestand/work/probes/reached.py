"""Are the sites reached safely, and does mail arrive? Read from what `gestand reach` found.

It asks servers that are not the organisation's stores, and waits for mail: so what it found stands
in a file with its moment, and counts as long as other evidence does.
"""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.proving.reaching import MAIL, PROBE, SITES, evidence
from gestand.core.proving.verdict import Evidence
from gestand.work.inspection import Inspection
from gestand.work.pages_kept import evidence_of
from gestand.work.reaches import REACH

NAME = PROBE


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield what was found last of sites and mail."""
    yield from evidence_of(REACH, inspection, (*SITES, *MAIL), NAME, evidence)
