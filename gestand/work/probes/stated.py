"""Does the text that would be published today say what the policy says, in every language?

The words of the policy are looked for in the finished text, as a reader would.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gestand.core.policy.model import Policy
from gestand.core.policy.published import Document, to_markdown
from gestand.core.policy.words import GRAMMARS
from gestand.core.proving.verdict import Evidence, Problem, Weight
from gestand.work.dated import authorities, countries
from gestand.work.inspection import Inspection
from gestand.work.project import the_law

NAME = "stated"
MISSING, UNREADABLE = "not in the text", "no text"
VERSION = "change.version"
"""What it promises must stand in its own sentence: every page has its version at the end."""
WHOLE = frozenset({
    "periods.table", "sharing.recipients", "sharing.transfers", "sharing.processors",
    "cookies.list", VERSION, "contact.controller",
})
"""The promises to be complete, and to say who we are: what they leave out breaks them. Of others it
is only told; that a statement must name its authority is for `gestand lint`."""


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield for each promise of facts which of them the text leaves out."""
    languages = inspection.policy.controller.languages
    pages = {one: _text(inspection.documents.get(one)) for one in languages}
    lines = {one: _line(inspection.documents.get(one), VERSION) for one in languages}
    wanted = {one: _wanted(inspection, one) for one in languages}
    for promise in dict.fromkeys(id_ for each in wanted.values() for id_ in each):
        weight = Weight.BREACH if promise in WHOLE else Weight.NOTE
        problems = [
            Problem(MISSING, f"{one}: {fact}", 1, weight)
            if pages[one]
            else Problem(UNREADABLE, one)
            for one in languages
            for fact in wanted[one][promise]
            if fact not in (lines[one] if promise == VERSION else pages[one])
        ]
        seen = sum(len(each[promise]) for each in wanted.values())
        found = tuple(dict.fromkeys(problems))
        yield Evidence(NAME, promise, inspection.at, seen, found, needs=1)


def _wanted(inspection: Inspection, language: str) -> Mapping[str, list[str]]:
    policy, law = inspection.policy, the_law()
    controller = policy.controller
    authority = authorities(inspection.on).get(controller.authority)
    outside = [
        countries()[country][language]
        for one in policy.regular_recipients.values()
        for country in one.countries
        if country not in law.eea and language in countries().get(country, {})
    ]
    said = {
        "contact.controller": [controller.name],
        "contact.questions": [controller.email, controller.post],
        "rights.ask": [controller.email],
        "periods.table": [one.title.get(language, "") for one in policy.purposes.values()],
        "sharing.recipients": [one.name for one in policy.regular_recipients.values()],
        "sharing.transfers": outside,
        "sharing.processors": _kinds(policy, language),
        "cookies.list": [part for one in policy.cookies.values() for part in (one.name, one.host)],
        "complaint.authority": [authority.name.get(language, "")] if authority else [],
        VERSION: [GRAMMARS[language].day(policy.effective)],
    }
    return {promise: [_plain(fact) for fact in facts if fact] for promise, facts in said.items()}


def _kinds(policy: Policy, language: str) -> list[str]:
    kinds = (policy.recipient_kinds.get(kind, {}) for kind in policy.processors)
    return [words[language] for words in kinds if language in words]


def _text(document: Document | None) -> str:
    return _plain(to_markdown(document, "", "")) if document is not None else ""


def _line(document: Document | None, promise: str) -> str:
    """Return the sentences that make a promise; who names a version names its first day with it."""
    if document is None:
        return ""
    said = " ".join(line.markdown for line in document.lines() if line.promise == promise)
    return _plain(f"{said} {document.effective}" if document.version in said else said)


def _plain(text: str) -> str:
    """Return a text as it is compared: without marks of Markdown, spaces and case."""
    kept = text.replace("\\", "").replace("*", "").replace("`", "")
    return " ".join(kept.split()).casefold()
