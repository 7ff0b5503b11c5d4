"""Are recipients bound as the statement says: by an agreement, of a listed kind, with a tool?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gestand.core.proving.bound import abroad, of_other_kinds, processors, unbound, unprotected
from gestand.core.proving.verdict import Evidence, Problem
from gestand.work.inspection import Inspection
from gestand.work.project import the_law

NAME = "bound"


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield what agreements, kinds and tools are worth today."""
    policy, law, day = inspection.policy, the_law(), inspection.on
    bound, there = len(processors(policy)), len(abroad(policy, law))

    def seen(promise: str, number: int, problems: Iterable[Problem]) -> Evidence:
        return Evidence(NAME, promise, inspection.at, number, tuple(problems))

    yield seen("sharing.agreements", bound, unbound(policy, day))
    yield seen("sharing.processors", bound, of_other_kinds(policy))
    for promise in ("sharing.safeguards", "sharing.transfers", "sharing.no-transfers"):
        yield seen(promise, there, unprotected(policy, law, day))
