"""What do the organisation's own sites leave on a device? Read from what `gestand crawl` found.

A crawl takes too long for every run: what it found stands in a file with its moment, and counts as
long as other evidence does. Where nobody ever crawled there is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.proving.verdict import Evidence
from gestand.core.proving.visits import PROBE, PROMISES, evidence
from gestand.work.crawls import CRAWL
from gestand.work.inspection import Inspection
from gestand.work.pages_kept import evidence_of

NAME = PROBE


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield what the last crawl says of the promises about cookies."""
    policy = inspection.policy
    yield from evidence_of(CRAWL, inspection, PROMISES, NAME, lambda one: evidence(one, policy))
