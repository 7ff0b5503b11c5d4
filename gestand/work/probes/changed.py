"""Does the page of earlier versions tell that something changed, wherever something did?

What changed is read from the facts of the policies; what is told, from what the page is made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from datetime import date
from itertools import pairwise

from gestand.core.policy.history import history
from gestand.core.policy.model import Policy
from gestand.core.proving.verdict import Evidence, Problem
from gestand.work.inspection import Inspection

NAME = "changed"
NOT_TOLD = "change not told"


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield the versions that changed something of which the page of history tells nothing."""
    if not inspection.documents:
        unseen = frozenset({"the text"})
        yield Evidence(NAME, "change.history", inspection.at, 0, unseen=unseen)
        return
    versions = inspection.every_version
    problems: list[Problem] = []
    for language in inspection.documents:
        entries = history([version.filler(language) for version in versions])
        told = {one.effective for one in entries if one.lines}
        days = untold([one.policy for one in versions], told)
        problems += [Problem(NOT_TOLD, f"{language}: {day}") for day in days]
    found = tuple(problems)
    yield Evidence(NAME, "change.history", inspection.at, len(versions), found, needs=1)


def untold(versions: Sequence[Policy], told: Set[date]) -> list[date]:
    """Return from when the versions count that changed something of which nothing is told."""
    return [
        newer.effective
        for older, newer in pairwise(versions)
        if _facts(older) != _facts(newer) and newer.effective not in told
    ]


def _facts(policy: Policy) -> object:
    """Return what is done with data, as far as a reader must hear that it changed."""
    purposes = {
        one.id: (one.basis, one.keep.period, frozenset(item.category for item in one.data))
        for one in policy.purposes.values()
    }
    return purposes, frozenset(policy.recipients), frozenset(policy.cookies)
