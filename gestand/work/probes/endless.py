"""May an occasion go on for ever, since nothing can end it?"""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.promises import slug
from gestand.core.proving.endless import endless
from gestand.core.proving.verdict import Evidence, Problem
from gestand.work.inspection import Inspection

NAME = "endless"
NO_END = "no end"


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield for each purpose the occasions that may never come to an end."""
    found = list(endless(inspection.policy, inspection.datamap, inspection.schemas))
    for purpose in inspection.policy.purposes.values():
        problems = tuple(Problem(NO_END, where) for name, where in found if name == purpose.id)
        seen, stores = len(purpose.occasions), inspection.stores_of(purpose.id)
        unseen = stores & inspection.lost
        yield Evidence(
            NAME, f"{slug(purpose.id)}.kept", inspection.at, seen, problems, stores - unseen, unseen
        )
