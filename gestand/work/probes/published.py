"""Is the version in force the one that was published, with the words with which it was?

Of a certificate that lapsed since then it is told that the published text still names it.
What was published is kept beside the policy; where nothing ever was, there is nothing to compare.
`gestand verify` looks whether those files are what the ledger signed for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from gestand.core.policy.statement import lapsed_attestations
from gestand.core.promises import slug
from gestand.core.proving.verdict import Evidence, Problem, Weight
from gestand.errors import CannotRun
from gestand.work.inspection import Inspection
from gestand.work.kept_versions import FOLDER, Kept, OtherWords, kept_in, settled

NAME = "published"
NOT_PUBLISHED, OTHERWISE = "version not published", "version published otherwise"
STILL_SAID = "lapsed and published"
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
    yield from _still_said(inspection, kept)
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


def _still_said(inspection: Inspection, kept: Mapping[date, list[Kept]]) -> Iterator[Evidence]:
    """Yield, by promise, that a certificate counts no more and still stands in the text."""
    for last in kept.get(inspection.policy.effective, [])[-1:]:
        where = f"{FOLDER}/{last.file}"
        said = (Problem(STILL_SAID, where, weight=Weight.NOTE),)
        for id_ in lapsed_attestations(inspection.policy, inspection.on):
            if id_ not in last.left_out:
                yield Evidence(NAME, f"attested.{slug(id_)}", inspection.at, 1, said)


def _unseen(inspection: Inspection, what: str) -> Iterator[Evidence]:
    for promise in PROMISES:
        yield Evidence(NAME, promise, inspection.at, 0, unseen=frozenset({what}))
