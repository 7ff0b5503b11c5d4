"""The officer's pages: sign in, what is open, and one request with what can follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import escape
from typing import NamedTuple

from gestand.core.policy.words import GRAMMARS
from gestand.core.request import NO_IDENTITY, Item, What
from gestand.core.rights import possible
from gestand.core.rights_due import Alarm
from gestand.core.rights_rules import Ground
from gestand.surfaces.web.codes import (
    ALARMS,
    CHANNELS,
    EVENTS,
    HAPPENED,
    HOW,
    KINDS,
    OUTCOMES,
    STATES,
    command_for,
)
from gestand.surfaces.web.console_words import CONSOLE_WORDS
from gestand.surfaces.web.page import Around, address, page
from gestand.work.cases import Case, Listed, Whole
from gestand.work.mails import Mail
from gestand.work.portal.asking import BY

_LATE, _SOON, _CALM = "late", "soon", "calm"


def login_page(around: Around, token: str, *, wrong: bool, own: bool = False) -> bytes:
    """Return the page on which an officer types the token, or their `own` one."""
    words = around.words
    hint = CONSOLE_WORDS[around.language]["own token hint"] if own else words["token hint"]
    why = f'<p class="wrong" id="not-known">{escape(words["not known"])}</p>' if wrong else ""
    bad = ' aria-invalid="true"' if wrong else ""
    about = "typed-hint not-known" if wrong else "typed-hint"
    body = (
        '<form method="post"><div class="field">'
        f'<input type="hidden" name="token" value="{escape(token)}">'
        f'<label class="label" for="typed">{escape(words["token"])}</label>'
        f'<p class="hint" id="typed-hint">{escape(hint)}</p>{why}'
        f'<input type="password" id="typed" name="typed" required aria-describedby="{about}"{bad} '
        'autocomplete="current-password"></div>'
        f"<button>{escape(words['login'])}</button></form>"
    )
    return page(around, words["login"], words["login lead"], [body])


def logout_form(language: str, token: str, words: Mapping[str, str], who: str = "") -> str:
    """Return who signed in, and the button that ends a session."""
    told = escape(CONSOLE_WORDS[language]["signed in"].format(who))
    return (
        f'{f"<p>{told}</p>" if who else ""}'
        f'<form method="post" action="{address(language, "logout")}">'
        f'<input type="hidden" name="token" value="{escape(token)}">'
        f"<button>{escape(words['logout'])}</button></form>"
    )


class Opens(NamedTuple):
    """What leads on from the list: whether officers act at all, and whether they open messages."""

    acts: bool = False
    messages: bool = False


def cases_page(
    around: Around,
    found: Listed,
    messages: Sequence[Mail] | None,
    today: date,
    opens: Opens,
) -> bytes:
    """Return what is open and presses most, what is overdue first.

    Without `messages` their list is left out.
    """
    words, day, cases = around.words, GRAMMARS[around.language].day, found.cases
    late = [case for case in cases if case.stand.alarm is Alarm.OVERDUE]
    in_time = [case for case in cases if case.stand.alarm is not Alarm.OVERDUE]
    on_time, confirm = found.number - found.overdue, found.confirm
    parts = (
        ("late", _table(around, "late", late), found.overdue, "nothing late"),
        ("open", _table(around, "open", in_time), on_time, "nothing open"),
        ("confirm", _table(around, "confirm", confirm), len(confirm), "nothing to confirm"),
    )
    body = [_section(words, *part) for part in parts]
    if messages is not None:
        told = _messages(around, messages, today, links=opens.messages)
        body.append(_section(words, "messages", told, len(messages), "no messages"))
    else:
        body.append(f'<p class="hint">{escape(CONSOLE_WORDS[around.language]["limited"])}</p>')
    if found.number > len(cases):
        told = words["cases first"].format(len(cases), found.number)
        body.insert(0, f'<p class="hint">{escape(told)} <code>gestand request --page 2</code></p>')
    rest = CONSOLE_WORDS[around.language]["not here"] if opens.acts else words["not here"]
    body.append(f'<p class="hint">{escape(rest)} <code>gestand alarms</code></p>')
    lead = words["cases lead"].format(found.number, found.overdue, day(today))
    return page(around, words["cases"], lead, body)


def _section(words: Mapping[str, str], name: str, table: str, many: int, none: str) -> str:
    count = f' <span class="count">{many}</span>' if many else ""
    inner = table if many else f'<p class="none">{escape(words[none])}</p>'
    return (
        f'<section aria-labelledby="{name}"><h2 id="{name}">{escape(words[name])}{count}</h2>'
        f"{inner}</section>"
    )


def _table(around: Around, name: str, cases: Sequence[Case]) -> str:
    words = around.words
    heads = ("number", "right", "came", "due", "state", "press")
    rows = (_row(around, [words[head] for head in heads], case) for case in cases)
    return _as_table(words, name, heads, rows)


def _as_table(
    words: Mapping[str, str], name: str, heads: Iterable[str], rows: Iterable[str]
) -> str:
    top = "".join(f'<th role="columnheader" scope="col">{escape(words[h])}</th>' for h in heads)
    return (
        f'<table role="table" aria-labelledby="{name}"><thead role="rowgroup"><tr role="row">{top}'
        f'</tr></thead><tbody role="rowgroup">{"".join(rows)}</tbody></table>'
    )


def _row(around: Around, heads: Sequence[str], case: Case) -> str:
    request, language = case.kept.request, around.language
    day = GRAMMARS[language].day
    href = address(language, "cases", f"/{request.number}")
    came = f"{day(request.received)}, {_channel(language, case.kept.row.channel)}"
    cells = (
        escape(KINDS[language][request.right]), escape(came), day(case.stand.due.strict),
        escape(STATES[language][request.state]), flag_of(language, case),
    )
    late = ' class="late"' if case.stand.alarm is Alarm.OVERDUE else ""
    link = f'<a href="{href}">{escape(heads[0])} {request.number}</a>'
    first = f'<th role="rowheader" scope="row">{link}</th>'
    return f'<tr role="row"{late}>{first}{_cells(heads[1:], cells)}</tr>'


def _cells(heads: Sequence[str], cells: Sequence[str]) -> str:
    return "".join(
        f'<td role="cell" data-head="{escape(head)}">{cell}</td>'
        for head, cell in zip(heads, cells, strict=True)
    )


def _channel(language: str, channel: str) -> str:
    return CHANNELS[language].get(channel, channel)


def flag_of(language: str, case: Case) -> str:
    """Return how much a case presses."""
    alarm = case.stand.alarm
    calm = _CALM if alarm is Alarm.NONE else _SOON
    kind = _LATE if alarm is Alarm.OVERDUE else calm
    return f'<span class="flag {kind}">{escape(ALARMS[language][alarm])}</span>'


def _messages(around: Around, messages: Sequence[Mail], today: date, *, links: bool) -> str:
    """Return the messages that wait: each leads to its page, or says the command that shows it."""
    words = around.words
    heads = ("message", "look by") if links else ("message", "look by", "command")
    told = [words[head] for head in heads]
    rows = (_message(told, mail, around, today) for mail in messages)
    return _as_table(words, "messages", heads, rows)


def _message(heads: Sequence[str], mail: Mail, around: Around, today: date) -> str:
    due = mail.told.get("due", "")
    late = bool(due) and today.isoformat() > due
    by = GRAMMARS[around.language].day(date.fromisoformat(due)) if due else "-"
    if late:
        by += f' <span class="flag late">{escape(ALARMS[around.language][Alarm.OVERDUE])}</span>'
    number = mail.row.number
    name, cells = f"{escape(heads[0])} {number}", [by]
    if len(heads) > 2:
        cells.append(f"<code>gestand mail --number {number}</code>")
    else:
        name = f'<a href="{address(around.language, "message", f"/{number}")}">{name}</a>'
    first = f'<th role="rowheader" scope="row">{name}</th>'
    marked = ' class="late"' if late else ""
    return f'<tr role="row"{marked}>{first}{_cells(heads[1:], cells)}</tr>'


def _rows(rows: Iterable[tuple[str, str]]) -> str:
    told = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in rows)
    return f"<dl>{told}</dl>"


def facts_of(around: Around, case: Case) -> str:
    """Return what is known of a case, without anything that somebody wrote."""
    words, language, request = around.words, around.language, case.kept.request
    day, due = GRAMMARS[language].day, case.stand.due
    rows = [
        (words["state"], escape(STATES[language][request.state])),
        (words["came"], day(request.received)),
        (words["channel"], escape(_channel(language, case.kept.row.channel))),
        (words["identity"], escape(_identity(around, case))),
    ]
    if request.is_open:
        rows.append((words["due"], day(due.strict)))
        if request.right not in NO_IDENTITY:
            rows.append((words["refuse by"], day(case.stand.refuse_by)))
        if due.legal > due.strict:
            rows.append((words["legal"], escape(words["legal more"].format(day(due.legal)))))
    return _rows(rows)


def _identity(around: Around, case: Case) -> str:
    words, request = around.words, case.kept.request
    if request.method:
        return HOW[around.language][request.method]
    return words["no identity"] if request.right in NO_IDENTITY else words["not settled"]


def asked_of(words: Mapping[str, str], whole: Whole) -> Iterator[str]:
    """Yield what somebody wrote."""
    if whole.asked is None:
        yield f'<p class="none">{escape(words["no words"])}</p>'
        return
    yield f"<p>{escape(words['reach'])} <b>{escape(whole.asked.sender)}</b></p>"
    text = whole.asked.text.strip()
    yield f'<p class="said">{escape(text)}</p>' if text else f"<p>{escape(words['no text'])}</p>"


def items_of(
    around: Around,
    items: Iterable[Item],
    called: Callable[[str], str],
    grounds: Iterable[Ground] = (),
) -> Iterator[str]:
    """Yield what was decided, item by item, as each is `called`, with the words of `grounds`."""
    told = {one.code: one.words.get(around.language, one.code) for one in grounds}
    rows = [(called(item.name), _outcome(around, item, told)) for item in items]
    if rows:
        yield f"<h2>{escape(around.words['items'])}</h2>"
        yield _rows(rows)


def _outcome(around: Around, item: Item, grounds: Mapping[str, str]) -> str:
    told = OUTCOMES[around.language][item.outcome]
    told += f": {grounds.get(item.ground, item.ground)}" if item.ground else ""
    told += f", {GRAMMARS[around.language].day(item.until)}" if item.until else ""
    flag = f' <span class="flag soon">{escape(around.words["to confirm"])}</span>'
    return escape(told) + ("" if item.is_complete else flag)


def follow_of(around: Around, case: Case) -> Iterator[str]:
    """Yield what can follow, and by which command."""
    words, request = around.words, case.kept.request
    can = list(possible(request))
    if not can:
        yield f'<p class="none">{escape(words["nothing follows"])}</p>'
        return
    yield f'<p class="hint">{escape(words["follow hint"])}</p>'
    rows = _rows((_event(around, what.value), command_of(request.number, what)) for what in can)
    yield f'<div class="commands">{rows}</div>'


def command_of(number: int, what: What) -> str:
    """Return the command that lets something happen to a request."""
    # A line breaks between options, and never within the dashes of one.
    parts = command_for(number, what).split(" --")
    options = (f"<span>--{escape(part)}</span>" for part in parts[1:])
    return f"<code>{' '.join((parts[0], *options))}</code>"


def _event(around: Around, name: str) -> str:
    return EVENTS[around.language][name]


def history_of(around: Around, whole: Whole, *, words_too: bool) -> str:
    """Return what happened to a case; with `words_too` what was said, and by whom."""
    words, day = around.words, GRAMMARS[around.language].day
    items = []
    for event in whole.case.kept.events:
        said = dict(whole.words.get(event.version, {})) if words_too else {}
        by = said.pop("by", None)
        named = words["by who asks"] if by == BY else words["by"].format(by)
        who = f" {escape(named)}" if by else ""
        texts = (text if text is not None else words["forgotten"] for text in said.values())
        more = "".join(f"<p>{escape(text)}</p>" for text in texts)
        when = day(date.fromisoformat(event.day))
        items.append(
            f'<li><time datetime="{event.day}">{when}</time>'
            f"<b>{escape(HAPPENED[around.language][event.event])}</b>{who}{more}</li>"
        )
    return f'<ol class="history">{"".join(items)}</ol>'
