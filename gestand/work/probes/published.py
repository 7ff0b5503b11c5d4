"""Is the version in force the one that was published, with the words with which it was?

What was published is kept beside the policy; where nothing ever was, there is nothing to compare.
`gestand verify` looks whether those files are what the ledger signed for.
"""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.proving.verdict import Evidence, Problem
from gestand.errors import CannotRun
from gestand.work.inspection import Inspection
from gestand.work.kept_versions import FOLDER, OtherWords, kept_in, settled

NAME = "published"
NOT_PUBLISHED, OTHERWISE = "version not published", "version published otherwise"
PROMISES = ("change.version", "change.history")


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield whether what would be published today is what was."""
    try:
        kept = kept_in(inspection.project.privacy)
    except CannotRun:
        yield from _unseen(inspection, FOLDER)
        return
    if not kept:
        return
    if not inspection.documents:
        yield from _unseen(inspection, "the text")
        return
    every = (one.effective for one in inspection.declared.versions)
    begun = [day for day in every if day <= inspection.on]
    found = [
        Problem(NOT_PUBLISHED, str(day)) for day in begun[-1:] if day not in kept
    ]
    try:
        settled(inspection.declared, inspection.on)
    except OtherWords:
        found.append(Problem(OTHERWISE, f"{FOLDER}/"))
    for promise in PROMISES:
        yield Evidence(NAME, promise, inspection.at, len(kept), tuple(found), needs=1)


def _unseen(inspection: Inspection, what: str) -> Iterator[Evidence]:
    for promise in PROMISES:
        yield Evidence(NAME, promise, inspection.at, 0, unseen=frozenset({what}))
