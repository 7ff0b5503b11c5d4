"""Rules on who speaks, since when, and what they show for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from gestand.core.calendar import add
from gestand.core.findings import Span
from gestand.core.lint.reading import Place, Reading, because, sections
from gestand.core.policy.sentences import Sentence
from gestand.core.proving.claims import ended_edition

_EDITION = re.compile(r":\d{4}\b")
_CHECK_BACK = re.compile(
    r"\b(?:raadpleeg|bekijk|bezoek|lees|kijk|kom|check|visit|review|consult|read|look|come)\b(?="
    r"[^.;]*?\b(?:verklaring|pagina|statement|notice|policy|page|hier|here|terug|back)\b)[^.;]{0,60}?"
    r"\b(?:regelmatig|geregeld|af en toe|regularly|from time to time|periodically|frequently)\b",
    re.IGNORECASE,
)


def contact_block(reading: Reading) -> Iterator[Place]:
    """Yield how the controller cannot be reached, and where that stands in no one place."""
    one = reading.policy.controller
    known = {"post": one.post, "phone": one.phone, "register": one.register}
    for statement in reading.statements.values():
        told = _forms(list(statement.sentences()))
        causes = [what for what, given in known.items() if not (given and what in told)]
        if not causes and not any(map(_contact, sections(statement))):
            causes.append("block")
        if causes:
            yield because(Place(Span(statement.file)), *causes)


def _forms(sentences: Sequence[Sentence]) -> set[str]:
    """Return what sentences tell of the controller."""
    calls = (call.form.name for one in sentences for call in one.placeholders())
    return {name.removeprefix("controller.") for name in calls if name.startswith("controller.")}


def _contact(section: Sequence[Sentence]) -> bool:
    """Tell whether somebody finds an address here, and a way that is faster than a letter."""
    told = _forms(section)
    return "post" in told and bool(told & {"email", "phone"})


def officer(reading: Reading) -> Iterator[Place]:
    """Yield where no statement says how to reach the officer, or that there need not be one."""
    if reading.policy.controller.officer is None:
        yield from (because(place, "none") for place in reading.silent("contact.officer"))
    told = reading.uses("controller.officer")
    for language, statement in reading.statements.items():
        if reading.policy.controller.officer and language not in told:
            yield because(Place(Span(statement.file)), "named")


def old_version(reading: Reading) -> Iterator[Place]:
    """Yield a version that is old, and statements that leave it to the reader to look for news."""
    day, limit = reading.policy.effective, reading.lists.renewed_within
    if day != date.max and add(day, limit) < reading.day:
        yield because(reading.top, "old")
    for _, sentence in reading.sentences():
        found = _CHECK_BACK.search(sentence.source)
        if found:
            yield Place(sentence.span, found[0], {}, ("reader",))
    yield from (because(place, "notice") for place in reading.silent("change.notice"))
    yield from (because(place, "history") for place in reading.silent("change.history"))


def certificates(reading: Reading) -> Iterator[Place]:
    """Yield certificates that nobody can look up, and those of an edition that has ended."""
    for one in reading.policy.attestations.values():
        causes = [] if one.body and one.number else ["number"]
        causes += ["until"] if one.until == date.min else []
        causes += [] if one.scope else ["scope"]
        edition = f":{one.edition}" if one.edition else ""
        claims = [f"{claim}{edition}" for claim in one.claim.values()]
        causes += [] if all(map(_EDITION.search, claims)) else ["edition"]
        causes += ["ended"] if ended_edition(one, reading.lists.ended, reading.day) else []
        if causes:
            yield Place(one.span, one.id, one.claim, tuple(causes))


def not_for_everybody(reading: Reading) -> Iterator[Place]:
    """Yield a statement in one language only, and those that help nobody who cannot read them."""
    if len(reading.policy.controller.languages) < 2:
        yield because(reading.top, "language")
    yield from (because(place, "accessible") for place in reading.silent("contact.accessible"))


RULES = {
    "L04": contact_block,
    "L05": officer,
    "L40": old_version,
    "L46": certificates,
    "L50": not_for_everybody,
}
