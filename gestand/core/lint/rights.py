"""Rules on what a statement says of the rights of people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gestand.core.findings import Span
from gestand.core.lint.reading import Place, Reading, because, sections
from gestand.core.policy.model import Basis
from gestand.core.policy.sentences import Sentence

OBJECTIONS = frozenset({"rights.object", "rights.object-marketing"})
OTHERS = frozenset(
    f"rights.{one}" for one in ("access", "rectify", "erase", "withdraw", "port", "restrict")
)
TERMS = {"rights.answer": "answer", "rights.extend": "extension"}
"""The promises on how soon somebody hears, each with the placeholder that gives its period."""

_HEDGED = re.compile(
    r"\b(?:in (?:principe|beginsel)|tijdig|zo mogelijk|(?:ernaar|er naar) streven|streven ernaar|"
    r"in principle|in due (?:course|time)|timely|if possible|aim to)\b",
    re.IGNORECASE,
)


_IF_THE_LAW_LETS = re.compile(
    r"\b(?:mits|indien|voor zover|zolang|als|provided|if|insofar|to the extent|as long as)\b"
    r"[^.;]{0,60}?\b(?:wet|wetten|wetgeving|wettelijk|law|laws|legislation|legally)\b"
    r"[^.;]{0,40}?\b(?:toegestaan|toestaa[nt]|toelaat|goedvindt|mag|kan|allows?|allowed|permits?|"
    r"permitted|possible)\b",
    re.IGNORECASE,
)
_IN_DOUBT = re.compile(r"\b\w*twijfel\w*|\bzeker\b|\bdoubt\w*|\b(?:un)?sure\b", re.IGNORECASE)


def objection_apart(reading: Reading) -> Iterator[Place]:
    """Yield the right to object where it stands among the other rights, under one heading."""
    for statement in reading.statements.values():
        for section in sections(statement):
            marks = [one.mark for one in section if one.mark]
            named = {mark.promise for mark in marks}
            if named & OTHERS:
                found = [mark for mark in marks if mark.promise in OBJECTIONS]
                yield from (Place(mark.span, mark.promise) for mark in found[:1])


def erasure_without_limits(reading: Reading) -> Iterator[Place]:
    """Yield where erasure is promised and what stays is not told, or only if the law lets it.

    A contract and a legal duty hold data whoever asks, so a policy with one of these keeps data.
    """
    if reading.resting_on(Basis.CONTRACT, Basis.LAW):
        limits = reading.missing(("rights.erase",), ("rights.erase-limits",))
        yield from (because(place, "limits") for place in limits)
    for _, sentence in reading.sentences("rights.erase"):
        if found := _IF_THE_LAW_LETS.search(sentence.source):
            yield because(Place(_mark(sentence), found[0]), "reversed")


def _mark(sentence: Sentence) -> Span:
    return sentence.mark.span if sentence.mark else sentence.span


def portability(reading: Reading) -> Iterator[Place]:
    """Yield the statements in which nobody gets data to take along, or nobody knows which data.

    What is technically feasible limits only what goes straight to somebody else.
    """
    if not reading.resting_on(Basis.CONSENT, Basis.CONTRACT):
        return
    direct = list(reading.missing(("rights.port-direct",), ("rights.port",)))
    yield from (because(place, "direct") for place in direct)
    files = {place.span.file for place in direct}
    yield from (p for p in reading.silent("rights.port") if p.span.file not in files)
    for place in reading.missing(("rights.port",), ("rights.port-scope",)):
        yield because(place, "scope")


def no_decision_by_machine(reading: Reading) -> Iterator[Place]:
    """Yield the statements without a right to a decision by a person, or why there is none."""
    yield from reading.silent("rights.decisions", "data.decisions")


def recipients_told(reading: Reading) -> Iterator[Place]:
    """Yield the statements that do not say that recipients hear of a change."""
    yield from reading.silent("rights.told")


def terms(reading: Reading) -> Iterator[Place]:
    """Yield the sentences on the term of an answer that promise less than the law does."""
    for _, sentence in reading.sentences(*TERMS, "rights.extend-told"):
        asked = TERMS.get(sentence.mark.promise if sentence.mark else "")
        given = {call.form.name for call in sentence.placeholders()}
        hedged = _HEDGED.search(sentence.source)
        causes = ["hedged"] if hedged else []
        causes += ["period"] if asked and asked not in given else []
        if causes:
            fragment = hedged[0] if hedged else ""
            yield Place(sentence.span, fragment, {}, tuple(causes))
    for place in reading.missing(("rights.extend",), ("rights.extend-told",)):
        yield because(place, "told")


def free_of_charge(reading: Reading) -> Iterator[Place]:
    """Yield the statements that do not say that a request costs nothing."""
    yield from reading.silent("rights.free")


def identification(reading: Reading) -> Iterator[Place]:
    """Yield where anybody must show who they are, or no copy of a document is ruled out."""
    for place in reading.missing(("rights.identify",), ("rights.identify-copy",)):
        yield because(place, "copy")
    for _, sentence in reading.sentences("rights.identify"):
        if not _IN_DOUBT.search(sentence.source):
            yield because(Place(_mark(sentence), "rights.identify"), "doubt")


def grounds_of_restriction(reading: Reading) -> Iterator[Place]:
    """Yield the right to restriction where the cases for it are not given."""
    yield from reading.missing(("rights.restrict",), ("rights.restrict-grounds",))


def complaint(reading: Reading) -> Iterator[Place]:
    """Yield the statements that make a complaint harder than the law does."""
    sites, posts = reading.uses("authority.site"), reading.uses("authority.post")
    for language, statement in reading.statements.items():
        said = reading.says_in(language)
        causes = ["address"] if language not in sites | posts else []
        causes += ["authority"] if "complaint.authority" not in said else []
        causes += ["court"] if "complaint.court" not in said else []
        if causes:
            span = said.get("complaint.authority", Span(statement.file))
            yield Place(span, "", {}, tuple(causes))


RULES = {
    "L12": objection_apart,
    "L20": erasure_without_limits,
    "L21": portability,
    "L22": no_decision_by_machine,
    "L23": recipients_told,
    "L24": terms,
    "L25": free_of_charge,
    "L26": identification,
    "L27": grounds_of_restriction,
    "L28": complaint,
}
