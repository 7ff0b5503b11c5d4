"""What stands in a pack for people to read: checklist, pointers, and how to keep and verify it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from gestand.core.assessing import POINTERS, Criteria, Pointer, parse_criteria
from gestand.core.findings import Finding, Span
from gestand.core.informing import STATES, Item, Looked, parse_items
from gestand.core.lint.reading import Reading
from gestand.core.lint.rules import Rule, at
from gestand.work.dated import dated

LANGUAGES = ("nl", "en")


@cache
def the_items() -> tuple[Item, ...]:
    """Return what articles 13 and 14 ask, as it is packaged."""
    return parse_items(dated("informing.json"))


@cache
def the_criteria() -> Criteria:
    """Return the criteria for an assessment, as they are packaged."""
    return parse_criteria(dated("assessing.json"))


def lint_told(reading: Reading, rules: Iterable[Rule], folder: str) -> list[dict[str, Any]]:
    """Return what the rules of lint find, each in every language."""
    return [
        {
            "rule": rule.id,
            "severity": rule.severity,
            "at": _place(place.span, folder),
            "says": {name: rule.finding(place, name).message for name in LANGUAGES},
            "what to do": rule.fix,
            "source": rule.source,
            "settled": rule.settled,
            "checked at": rule.checked_at,
        }
        for rule in rules
        for place in sorted(at(rule, reading), key=lambda place: place.span)
    ]


def findings_told(findings: Iterable[Finding], folder: str) -> list[dict[str, Any]]:
    """Return what `gestand check` finds in the statements."""
    return [
        {
            "code": one.code,
            "at": _place(one.span, folder),
            "says": one.message,
            "what to do": one.suggestion,
        }
        for one in findings
    ]


def checklist_told(looked: Sequence[Looked], folder: str) -> list[dict[str, Any]]:
    """Return the checklist for programs."""
    return [
        {
            "item": one.item.id,
            "articles": one.item.articles,
            "words": one.item.words,
            "state": one.state,
            "said at": [_place(span, folder) for span in one.said],
            "missing": [
                {"at": _place(lack.span, folder), "why": lack.why, "rule": lack.rule}
                for lack in one.missing
            ],
        }
        for one in looked
    ]


def pointers_told(found: Sequence[Pointer], criteria: Criteria) -> dict[str, Any]:
    """Return the pointers for programs, with what they rest on."""
    return {
        "settled": False,
        "source": criteria.source["en"],
        "checked at": criteria.checked_at,
        "the policy cannot tell": [one.id for one in criteria.criteria if one.unknown],
        "purposes": [
            {
                "purpose": one.purpose.id,
                "title": one.purpose.title,
                "points to": one.points_to,
                "criteria": [{"number": met.number, "criterion": met.id} for met in one.met],
            }
            for one in found
        ],
    }


def checklist_page(looked: Sequence[Looked], language: str, folder: str) -> str:
    """Return the checklist in Markdown."""
    words = _CHECKLIST[language]
    rows = (
        (
            ", ".join(one.item.articles),
            one.item.words[language],
            STATES[one.state][language],
            ", ".join(_place(span, folder) for span in one.said),
            "; ".join(f"{_place(lack.span, folder)}: {lack.why[language]}" for lack in one.missing),
        )
        for one in looked
    )
    return f"# {words[0]}\n\n{words[1]}\n\n{_table(words[2:], rows)}"


def pointers_page(found: Sequence[Pointer], criteria: Criteria, language: str) -> str:
    """Return the pointers in Markdown."""
    words = _ASSESSMENT[language]
    rows = (
        (
            one.purpose.title.get(language, one.purpose.id),
            POINTERS[one.points_to][language],
            "; ".join(f"{met.words[language]} ({met.number})" for met in one.met),
        )
        for one in found
    )
    unknown = "".join(
        f"- {one.words[language]} ({one.number})\n" for one in criteria.criteria if one.unknown
    )
    told = words[1].format(source=criteria.source[language], checked_at=criteria.checked_at)
    return f"# {words[0]}\n\n{told}\n\n{words[2]}\n\n{unknown}\n{_table(words[3:], rows)}"


def readme(language: str, about: Mapping[str, str]) -> str:
    """Return what is in a pack, how to verify it and how to keep it."""
    text = files(__package__).joinpath(f"readme.{language}.md").read_text("utf-8")
    for name, value in about.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _place(span: Span, folder: str) -> str:
    """Return a place by the name that its file has in a pack."""
    return f"{span.file.removeprefix(folder)}:{span.line}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "".join(f"{line}\n" for line in _lines(heads, rows))


def _lines(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for line in (heads, ["---"] * len(heads), *rows):
        cells = (" ".join(cell.split()).replace("|", "\\|") for cell in line)
        yield f"| {' | '.join(cells)} |"


_CHECKLIST: Mapping[str, tuple[str, ...]] = {
    "nl": (
        "Wat de artikelen 13 en 14 AVG vragen",
        "Per punt: waar de verklaring het zegt, en wat ontbreekt. Dit volgt uit `gestand lint` en "
        "uit de beloften in de tekst. Het is geen juridisch advies.",
        "Artikel", "Punt", "Stand", "Staat in", "Ontbreekt",
    ),
    "en": (
        "What articles 13 and 14 GDPR ask",
        "For each item where the statement says it, and what is missing. This follows from "
        "`gestand lint` and from the promises in the text. It is no legal advice.",
        "Article", "Item", "State", "Said in", "Missing",
    ),
}  # fmt: skip

_ASSESSMENT: Mapping[str, tuple[str, ...]] = {
    "nl": (
        "Waar een DPIA nodig kan zijn",
        "Dit is een aanwijzing en geen vaststaand recht: of een gegevensbeschermingseffect"
        "beoordeling (DPIA) nodig is, beslist een mens. Het rust op: {source} (zoals bekend op "
        "{checked_at}; niet nagelezen in de bron). Een toezichthouder kan er een eigen lijst "
        "naast hebben.",
        "Dit kan het beleid niet zeggen. Weeg het zelf mee:",
        "Doel", "Aanwijzing", "Waarom",
    ),
    "en": (
        "Where an impact assessment may be needed",
        "This is a pointer and no settled law: whether a data protection impact assessment is "
        "needed is decided by a person. It rests on: {source} (as known on {checked_at}; not read "
        "in the source). A supervisory authority may have a list of its own.",
        "This the policy cannot tell. Weigh it yourself:",
        "Purpose", "Pointer", "Why",
    ),
}  # fmt: skip
