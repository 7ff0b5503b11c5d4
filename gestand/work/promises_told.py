"""The promises of a statement and their verdicts, as text, JSON, a page and JUnit's XML."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from gestand.core.proving import words
from gestand.core.proving.mechanisms import mechanism
from gestand.core.proving.verdict import Verdict
from gestand.work.inspection import Inspection
from gestand.work.prove import Proved, all_kept

_HEADS: Mapping[str, tuple[str, ...]] = {
    "nl": ("Oordeel", "Belofte", "Waardoor", "Bewijs", "Wie", "Wat te doen"),
    "en": ("Verdict", "Promise", "Kept by", "Evidence", "Owner", "How to mend"),
}
_TITLES = {"nl": "Wat wij beloven, en of het zo is", "en": "What we promise, and whether it is so"}
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_CODE = re.compile(r"`([^`]+)`")
_STYLE = """
body { font: 1rem/1.4 system-ui, sans-serif; margin: 1rem }
table { border-collapse: collapse; width: 100% }
th, td { border-bottom: 1px solid #767676; padding: .4rem .6rem }
th, td { text-align: left; vertical-align: top }
td { overflow-wrap: break-word }
code { font-size: .9em; color: #444 }
span { padding: .1rem .4rem; border-radius: .2rem; white-space: nowrap }
.broken, .lapsed { background: #fbd9d9 }
.hollow, .unknown { background: #fff0c2 }
.kept { background: #dcf3dc }
@media (max-width: 60rem) {
  thead { display: none }
  tr { display: block; padding: .6rem 0; border-bottom: 2px solid #767676 }
  td { display: block; border: 0; padding: .1rem 0 }
  td:empty { display: none }
  td::before { content: attr(data-head) ": "; font-weight: 600 }
}
"""
_MARKS = re.compile(r"\*\*|\\(?=[^\w\s])")


_WORST_LAST = (
    Verdict.KEPT, Verdict.UNKNOWN, Verdict.HOLLOW, Verdict.LAPSED, Verdict.BROKEN,
)  # fmt: skip


def _badness(one: Proved) -> int:
    return _WORST_LAST.index(one.judged.verdict)


def as_text(proved: Sequence[Proved], language: str) -> str:
    """Return every promise in a few lines, what is broken last, and how many of each."""
    ordered = sorted(proved, key=_badness)
    parts = ["\n".join(_lines(one, language)) for one in ordered]
    counts = [counted_by_verdict(proved, language)] if proved else []
    return "\n\n".join([*parts, *counts]) + ("\n" if proved else "")


def as_records(proved: Sequence[Proved], language: str) -> list[dict[str, Any]]:
    """Return every promise as a record."""
    return [_record(one, language) for one in proved]


def as_json(proved: Sequence[Proved], language: str, about: Mapping[str, Any]) -> str:
    """Return every promise as a record, behind what it is `about`: see `about_of`."""
    told = {**about, "promises": as_records(proved, language)}
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def about_of(inspection: Inspection, proved: Sequence[Proved], language: str) -> dict[str, Any]:
    """Return whose promises were looked at, when, in which version, and how many are how.

    `proved` are all promises. `later` is since when another version counts that is declared
    already, and null where none is. Nobody looked into the tables that are `not mapped` yet.
    """
    newest, day = inspection.declared.policy, inspection.policy.effective
    later = newest.effective if newest is not None and newest.effective > day else None
    counts = Counter(one.judged.verdict for one in proved)
    return {
        "controller": inspection.policy.controller.name,
        "at": inspection.at.isoformat(timespec="seconds"),
        "on": inspection.on.isoformat(),
        "version": day.isoformat(),
        "later": later.isoformat() if later else None,
        "language": language,
        "kept": all_kept(list(proved)),
        "not mapped": list(inspection.declared.unmapped),
        "counts": {verdict.value: counts[verdict] for verdict in Verdict},
    }


def as_html(proved: Sequence[Proved], language: str, about: str = "") -> str:
    """Return every promise as a row of a page that stands on its own, what is broken first.

    `about` says whose promises these are, and of which day.
    """
    title, heads = escape(_TITLES[language]), _HEADS[language]
    ordered = sorted(proved, key=_badness, reverse=True)
    whose = f"<p>{escape(about)}</p>\n" if about else ""
    columns = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    rows = "\n".join(_row(one, language) for one in ordered)
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{title}</h1>\n{whose}"
        f"<p>{escape(counted_by_verdict(proved, language))}</p>\n"
        f"<table>\n<thead><tr>{columns}</tr></thead>\n<tbody>\n{rows}\n"
        "</tbody>\n</table>\n</main>\n</body>\n</html>\n"
    )


def as_junit(proved: Sequence[Proved], language: str) -> str:
    """Return every promise as a test: what nobody can tell is an error, what is not kept fails."""
    verdicts = Counter(one.judged.verdict for one in proved)
    unknown = verdicts[Verdict.UNKNOWN]
    failed = len(proved) - unknown - verdicts[Verdict.KEPT]
    cases = "\n".join(_case(one, language) for one in proved)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuite name="promises" tests="{len(proved)}" failures="{failed}"'
        f' errors="{unknown}">\n{cases}\n</testsuite>\n'
    )


FORMS = ("text", "json", "html", "junit")


def told_as(form: str, shown: Sequence[Proved], about: Mapping[str, Any], page: str = "") -> str:
    """Return promises in one of the FORMS; `about` is as `about_of` tells it.

    `page` says in words on a page whose promises these are.
    """
    language = str(about["language"])
    forms: dict[str, Callable[[], str]] = {
        "json": lambda: as_json(shown, language, about),
        "html": lambda: as_html(shown, language, page),
        "junit": lambda: as_junit(shown, language),
    }
    return forms.get(form, lambda: as_text(shown, language))()


def _told(one: Proved, language: str) -> tuple[str, ...]:
    """Return what stands under each of the heads."""
    mode = words.MODES[one.promise.mode][language]
    return (
        words.VERDICTS[one.judged.verdict][language],
        one.promise.id,
        _plain(one.sentence),
        mode,
        mechanism(one.promise, language),
        words.figure(one.evidence, language),
        words.age(one.judged, language),
        words.coverage(len(one.seen_in), len(one.all_places), language),
        one.owner,
        words.mend(one.judged, one.evidence, language),
    )


def _lines(one: Proved, language: str) -> Iterator[str]:
    told = _told(one, language)
    verdict, id_, sentence, mode, by, figure, age, coverage, owner, mend = told
    yield f"{verdict:<9} {id_}"
    if sentence:
        yield f"  “{sentence}”"
    yield "  " + "; ".join(part for part in (f"{mode}: {by}", figure, age, coverage, owner) if part)
    yield from (f"  - {problem}" for problem in _problems(one, language))
    if mend:
        yield f"  {words.why(one.judged, one.evidence, language)}; {mend}"


def _problems(one: Proved, language: str) -> list[str]:
    return [words.said(problem, language) for each in one.evidence for problem in each.problems]


def _record(one: Proved, language: str) -> dict[str, Any]:
    names = ("verdict", "promise", "sentence", "mode", "by", "figure", "age", "coverage", "owner")
    told = dict(zip((*names, "mend"), _told(one, language), strict=True))
    return {
        **told,
        "verdict": one.judged.verdict.value,
        "mode": one.promise.mode,
        "why": one.judged.why,
        "coverage": {"seen": sorted(one.seen_in), "of": sorted(one.all_places)},
        "evidence": [
            {
                "probe": each.probe,
                "at": each.at.isoformat(timespec="seconds"),
                "seen": each.seen,
                "wrong": each.wrong,
                "to decide": each.doubtful,
                "problems": [words.said(problem, language) for problem in each.problems],
                "not seen": sorted(each.unseen),
            }
            for each in one.evidence
        ],
    }


def _row(one: Proved, language: str) -> str:
    verdict, id_, sentence, mode, by, figure, age, coverage, owner, mend = _told(one, language)
    why = words.why(one.judged, one.evidence, language)
    found = (why, figure, age, coverage, *_problems(one, language))
    cells = (
        f'<span class="{one.judged.verdict.value}">{escape(verdict)}</span>',
        f"{escape(sentence)} <code>{escape(id_)}</code>",
        f"{escape(mode)}: {_coded(by)}",
        "<br>".join(escape(part) for part in found if part),
        escape(owner),
        _coded(mend),
    )
    told = "".join(
        f'<td data-head="{escape(head)}">{cell}</td>'
        for head, cell in zip(_HEADS[language], cells, strict=True)
    )
    return f'<tr id="{escape(id_)}">{told}</tr>'


def _coded(told: str) -> str:
    return _CODE.sub(r"<code>\1</code>", escape(told))


def _case(one: Proved, language: str) -> str:
    name = f'<testcase classname="{one.promise.mode}" name="{escape(one.promise.id)}"'
    if one.judged.verdict is Verdict.KEPT:
        return f"{name}/>"
    what = "error" if one.judged.verdict is Verdict.UNKNOWN else "failure"
    message = words.why(one.judged, one.evidence, language)
    mend = words.mend(one.judged, one.evidence, language)
    body = escape("\n".join([_plain(one.sentence), *_problems(one, language), mend]).strip())
    kind = one.judged.verdict.value
    return f'{name}><{what} type="{kind}" message="{escape(message)}">{body}</{what}></testcase>'


def counted_by_verdict(proved: Sequence[Proved], language: str) -> str:
    """Return how many promises there are of each verdict, in words."""
    counts = Counter(one.judged.verdict for one in proved)
    return ", ".join(
        f"{counts[verdict]} {words.VERDICTS[verdict][language]}"
        for verdict in Verdict
        if counts[verdict]
    )


def _plain(markdown: str) -> str:
    """Return inline Markdown as plain text."""
    return _MARKS.sub("", _LINK.sub(r"\1", markdown))
