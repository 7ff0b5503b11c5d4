"""The pages of the console that tell, each from what one call of the work says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from gestand.core.notices import Notice
from gestand.core.policy.registers import Register, Registers
from gestand.core.policy.words import GRAMMARS
from gestand.core.proving.verdict import Verdict
from gestand.core.proving.words import VERDICTS
from gestand.core.roles import Officer
from gestand.surfaces.web.console_notices import whom
from gestand.surfaces.web.console_told import LOGS, Measured
from gestand.surfaces.web.console_told_words import TOLD_WORDS
from gestand.surfaces.web.console_words import WHY_LOOK
from gestand.surfaces.web.entry_words import entry_words
from gestand.surfaces.web.page import Around, address, page
from gestand.work.editions import Version
from gestand.work.looks import Look
from gestand.work.trail import Trail

MENU = (
    "cases", "publications", "promises", "forecast", "holds", "registers", "logs", "versions",
    "trail", "factor",
)
"""The pages in the menu, in their order."""

LOG_PAGES = (*LOGS, "notices", "looks")
"""What stands after the address of the logs."""

_MOST = 200
_MANY_HEADS = 6
_CODE = re.compile(r"`([^`]+)`")
_SHOWN_BY = {
    "disclosures": "gestand disclosures", "notices": "gestand notices",
}  # fmt: skip
"""By log the command that prints all of it."""

_FLAGS = {Verdict.BROKEN: "late", Verdict.LAPSED: "late", Verdict.KEPT: "calm"}


def menu(language: str, place: str, officer: Officer, without: Sequence[str] = ()) -> str:
    """Return the links to the pages that an officer may open; nothing where there is one only."""
    words = TOLD_WORDS[language]
    names = [name for name in MENU if officer.may_open(name) and name not in without]
    if len(names) < 2:
        return ""
    items = "".join(
        f'<li><a href="{address(language, name)}"{_here(name == place)}>{escape(words[name])}</a>'
        "</li>"
        for name in names
    )
    return f'<nav class="tabs" aria-label="{escape(words["menu"])}"><ul>{items}</ul></nav>'


def _here(is_here: bool) -> str:
    return ' aria-current="page"' if is_here else ""


def promises_page(around: Around, found: Measured) -> bytes:
    """Return each promise and whether it is kept, what is not kept first."""
    words = TOLD_WORDS[around.language]
    kept = [one for one in found.records if one["verdict"] == Verdict.KEPT.value]
    others = [one for one in found.records if one["verdict"] != Verdict.KEPT.value]
    counts = Counter(Verdict(one["verdict"]) for one in others)
    flags = "".join(
        f'<li><span class="flag {_FLAGS.get(verdict, "soon")}">{counts[verdict]} '
        f"{escape(VERDICTS[verdict][around.language])}</span></li>"
        for verdict in Verdict
        if counts[verdict]
    )
    body = [f'<ul class="counts">{flags}</ul>'] if flags else []
    body.append(f"<h2>{escape(words['not kept'])}</h2>")
    order = [verdict.value for verdict in Verdict]
    others.sort(key=lambda one: order.index(one["verdict"]))
    body += [_promise(around, one) for one in others]
    if not others:
        body.append(f'<p class="none">{escape(words["all kept"])}</p>')
    body.append(f"<h2>{escape(words['kept'])}</h2>")
    body += [_promise(around, one) for one in kept] or [_empty(words)]
    when = f"{GRAMMARS[around.language].day(found.at.date())}, {found.at:%H:%M}"
    lead = words["promises lead"].format(len(kept), len(found.records), when)
    return page(around, words["promises title"], lead, body)


def _promise(around: Around, told: Mapping[str, Any]) -> str:
    """Return a promise, folded away under its sentence and how it stands."""
    verdict = Verdict(told["verdict"])
    flag = f'<span class="flag {_FLAGS.get(verdict, "soon")}">'
    flag += f"{escape(VERDICTS[verdict][around.language])}</span>"
    title = escape(told["sentence"] or told["promise"])
    return (
        f'<details class="step"><summary>{flag} {title}</summary>'
        f'<div class="inner"><p><code>{escape(told["promise"])}</code></p>{_about(around, told)}'
        "</div></details>"
    )


def _about(around: Around, told: Mapping[str, Any]) -> str:
    words = TOLD_WORDS[around.language]
    problems = [problem for each in told["evidence"] for problem in each["problems"]]
    evidence = [told["figure"], told["age"], *problems[:_MANY_HEADS]]
    rows = (
        (words["kept by"], _coded(told["by"])),
        (words["evidence"], "<br>".join(_coded(one) for one in evidence if one)),
        (words["owner"], escape(told["owner"])),
        (words["mend"], _coded(told["mend"])),
    )
    return _list((name, value) for name, value in rows if value)


def _coded(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", escape(text))


def _list(rows: Iterable[tuple[str, str]]) -> str:
    told = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in rows)
    return f"<dl>{told}</dl>"


def _empty(words: Mapping[str, str]) -> str:
    return f'<p class="none">{escape(words["empty"])}</p>'


def registers_page(around: Around, found: Registers) -> bytes:
    """Return the records of processing."""
    words = TOLD_WORDS[around.language]
    body = [_list((head, escape(text)) for head, text in found.who if text)]
    for one in found.each:
        body.append(f'<h2 id="{escape(one.id)}">{escape(one.title)}</h2>')
        body += _cards(one) or [f'<p class="none">{escape(found.empty)}</p>']
    return page(around, found.title, words["registers lead"], body)


def _cards(register: Register) -> list[str]:
    """Return each row folded away under its title."""
    return [
        f'<details class="step"><summary>{escape(_title(register, row[0]))}</summary>'
        f'<div class="inner">{_list(_filled(register, row))}</div></details>'
        for row in register.rows
    ]


def _title(register: Register, first: str) -> str:
    return f"{register.heads[0]} {first}" if first.isdecimal() else first


def _filled(register: Register, row: Sequence[str]) -> Iterator[tuple[str, str]]:
    for head, text in zip(register.heads[1:], row[1:], strict=True):
        if text:
            yield head, escape(text)


def log_page(around: Around, name: str, found: Register) -> bytes:
    """Return one of the logs, what is newest first."""
    words = TOLD_WORDS[around.language]
    links = "".join(
        f'<li><a href="{address(around.language, "logs", f"/{one}")}"{_here(one == name)}>'
        f"{escape(words[one])}</a></li>"
        for one in LOG_PAGES
    )
    label = escape(words["log menu"])
    body = [f'<nav class="tabs sub" aria-label="{label}"><ul>{links}</ul></nav>']
    body.append(f'<h2 id="log">{escape(found.title)}</h2>')
    newest = found.rows[::-1][:_MOST] if name in LOGS else found.rows[:_MOST]
    shown = Register(found.id, found.title, found.heads, newest)
    if len(found.rows) > _MOST:
        told = words["newest"].format(_MOST, len(found.rows))
        command = _SHOWN_BY.get(name, "")
        shown_by = f" <code>{command}</code>" if command else ""
        body.append(f'<p class="hint">{escape(told)}{shown_by}</p>')
    if not newest:
        body.append(_empty(words))
    elif len(found.heads) > _MANY_HEADS + 1:
        body += _cards(shown)
    else:
        body.append(_table("log", shown))
    return page(around, words["logs"], words["logs lead"], body)


def _table(labelled: str, register: Register) -> str:
    top = "".join(
        f'<th role="columnheader" scope="col">{escape(head)}</th>' for head in register.heads
    )
    rows = "".join(_row(register.heads, row) for row in register.rows)
    return (
        f'<table role="table" aria-labelledby="{labelled}"><thead role="rowgroup"><tr role="row">'
        f'{top}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


def _row(heads: Sequence[str], row: Sequence[str]) -> str:
    cells = "".join(
        f'<td role="cell" data-head="{escape(head)}">{escape(text)}</td>'
        for head, text in zip(heads[1:], row[1:], strict=True)
    )
    return f'<tr role="row"><th role="rowheader" scope="row">{escape(row[0])}</th>{cells}</tr>'


def looks_of(language: str, zone: str, found: Sequence[Look]) -> Register:
    """Return who looked at what somebody wrote, as a register."""
    words, why = TOLD_WORDS[language], WHY_LOOK[language]
    heads = tuple(words[head] for head in ("number", "moment", "case", "by", "why"))
    rows = tuple(
        (str(one.number), _moment(one.at, zone), _at(words, one), one.by, why[one.reason])
        for one in found
    )
    return Register("looks", words["looks"], heads, rows)


def _at(words: Mapping[str, str], one: Look) -> str:
    return words["message"].format(one.message) if one.message else str(one.request)


def notices_of(language: str, found: Sequence[Notice]) -> Register:
    """Return who has to be told of something, as a register."""
    words = TOLD_WORDS[language]
    heads = tuple(words[head] for head in ("number", "to", "why", "about", "stage", "since"))
    rows = tuple(
        (
            str(one.number), whom(one.wanted.name, language),
            words.get(one.wanted.why, one.wanted.why),
            words["request"].format(one.request) if one.request
            else words["receipt"].format(one.receipt),
            words.get(one.stage, one.stage),
            GRAMMARS[language].day(one.on) if one.on else "",
        )
        for one in found
    )
    return Register("notices", words["notices"], heads, rows)


def _moment(at: str, zone: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def versions_page(around: Around, found: Sequence[Version], today: date) -> bytes:
    """Return every version of the statement, the newest first."""
    words, day = TOLD_WORDS[around.language], GRAMMARS[around.language].day
    names = ("version", "from", "until", "stage", "differs")
    heads = [words[name] for name in names]
    top = "".join(f'<th role="columnheader" scope="col">{escape(head)}</th>' for head in heads)
    rows = []
    for one in found:
        effective = one.policy.effective
        coming = effective > today
        state = "to come" if coming else "over" if one.until and one.until < today else "in force"
        href = address(around.language, "versions", f"/{effective}")
        link = f'<a href="{href}">{escape(words["see"])}</a>'
        cells = (
            day(effective), day(one.until) if one.until else "", escape(words[state]),
            escape(words["first"]) if one is found[-1] else link,
        )
        told = "".join(
            f'<td role="cell" data-head="{escape(head)}">{cell}</td>'
            for head, cell in zip(heads[1:], cells, strict=True)
        )
        title = escape(one.edition.version)
        rows.append(f'<tr role="row"><th role="rowheader" scope="row">{title}</th>{told}</tr>')
    body = [
        f'<table role="table" aria-label="{escape(words["versions"])}"><thead role="rowgroup">'
        f'<tr role="row">{top}</tr></thead><tbody role="rowgroup">{"".join(rows)}</tbody></table>',
        f'<p class="after"><a href="{address(around.language, "publish")}">'
        f"{escape(words['publish'])}</a></p>",
    ]
    return page(around, words["versions"], words["versions lead"], body)


def version_page(around: Around, effective: date, difference: str) -> bytes:
    """Return what a version changes in the one before, in words."""
    words = TOLD_WORDS[around.language]
    body = [
        f'<p class="said">{escape(difference.strip())}</p>',
        f'<p><a href="{address(around.language, "versions")}">{escape(words["to versions"])}</a>'
        "</p>",
    ]
    title = words["version title"].format(GRAMMARS[around.language].day(effective))
    return page(around, title, words["version lead"], body)


def trail_page(around: Around, found: Trail, zone: str) -> bytes:
    """Return whether the ledger holds, and its newest entries."""
    words, health, wrong = TOLD_WORDS[around.language], found.health, found.wrong
    body = []
    if wrong:
        told = "".join(f'<li lang="en">{escape(one)}</li>' for one in wrong)
        body.append(
            f'<div class="errors" role="alert"><h2>{escape(words["broken"])}</h2><ul>{told}</ul>'
            f"<p>{escape(words['broken more'])}</p></div>"
        )
    elif health.newest is None:
        body.append(f'<p class="none">{escape(words["no ledger"])}</p>')
    else:
        more = words["holds more"].format(health.entries, _moment(health.newest.at, zone))
        body.append(
            f'<div class="errors given"><h2>{escape(words["holds still"])}</h2>'
            f"<p>{escape(more)}</p></div>"
        )
        body += [f"<p>{escape(one)}</p>" for one in _beside(words, found)]
    heads = tuple(words[head] for head in ("entry", "moment", "kind"))
    rows = tuple(
        (str(one.number), _moment(one.at, zone), entry_words(one.kind, around.language))
        for one in found.newest
    )
    body.append(f'<h2 id="entries">{escape(words["newest entries"])}</h2>')
    body.append(_table("entries", Register("entries", "", heads, rows)) if rows else _empty(words))
    return page(around, words["trail"], words["trail lead"], body)


def _beside(words: Mapping[str, str], found: Trail) -> Iterator[str]:
    health = found.health
    if health.forgotten:
        yield words["forgotten"].format(health.forgotten)
    if found.versions is not None and found.versions.held:
        yield words["signed"].format(found.versions.held)
    yield words["no copy"] if health.copy is None else words["copy"].format(health.heads)
