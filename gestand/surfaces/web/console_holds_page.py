"""The page of legal holds: what is held, and what an officer can do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from gestand.core.holds import Hold, alarms, comes_up
from gestand.core.policy.model import Policy
from gestand.core.policy.words import GRAMMARS
from gestand.core.roles import Officer
from gestand.surfaces.web.console_acts import (
    Became,
    Field,
    became_of,
    choice_of,
    hidden,
    rows_of,
)
from gestand.surfaces.web.console_holds_words import HOLD_WORDS
from gestand.surfaces.web.page import Around, address, page

PLACE, CONFIRM, REVIEW, ASK, RELEASE = "place", "confirm", "review", "ask", "release"
"""What can be done, as a form says it."""

FIELDS: Mapping[str, Sequence[str]] = {
    PLACE: ("kind", "person", "because", "article", "until"),
    CONFIRM: (),
    REVIEW: ("until", "because"),
    ASK: ("kind", "person", "because"),
    RELEASE: ("kind", "person"),
}
"""By what is done the fields that must be filled in."""

GOOD: Mapping[str, str] = {
    PLACE: "placed-now", CONFIRM: "confirmed-now", REVIEW: "reviewed-now", ASK: "asked-now",
    RELEASE: "released-now",
}  # fmt: skip
"""By what was done what the page says of it, also in its address."""

_INPUTS = {"because": "textarea", "until": "date"}
_SHOWN = 8


@dataclass(frozen=True)
class Held:
    """What is held on a day, as an officer sees it; who only reads has no forms."""

    holds: Sequence[Hold]
    day: date
    officer: Officer
    kinds: Sequence[str]
    policy: Policy
    acts: bool


def holds_page(around: Around, held: Held, became: Became, token: str) -> bytes:
    """Return every hold that stands, each with what can be done, and the form for a new one."""
    words = HOLD_WORDS[around.language]
    standing = [one for one in held.holds if one.stands(held.day)]
    body = [*became_of(around.language, words, became, became.why if _is_good(became) else "")]
    if not held.acts:
        body.append(f'<p class="hint">{escape(words["only look"])}</p>')
    count = f' <span class="count">{len(standing)}</span>' if standing else ""
    body.append(f"<h2>{escape(words['standing'])}{count}</h2>")
    body += [_hold(around, one, held, became, token) for one in standing]
    if not standing:
        body.append(f'<p class="none">{escape(words["none"])}</p>')
    if held.acts and held.officer.may_place_holds:
        body.append(f"<h2>{escape(words['place'])}</h2>")
        body.append(f'<p class="hint">{escape(words["place hint"])}</p>')
        body.append(_form(around, held, became, (PLACE, None), token))
    href = address(around.language, "logs", "/holds")
    body.append(f"<h2>{escape(words['over'])}</h2><p>{escape(words['over more'])}</p>")
    body.append(f'<p class="after"><a href="{href}">{escape(words["to log"])}</a></p>')
    return page(around, words["title"], words["lead"], body)


def _is_good(became: Became) -> bool:
    return became.why in GOOD.values()


def _hold(around: Around, hold: Hold, held: Held, became: Became, token: str) -> str:
    """Return a hold, with the forms for what may be done about it folded away below it."""
    words = HOLD_WORDS[around.language]
    flags = "".join(
        f'<span class="flag {kind}">{escape(words[f"flag {name}"])}</span> '
        for name, kind in _flags(hold, held.day)
    )
    title = escape(words["hold"].format(hold.number))
    forms = "".join(_form(around, held, became, (do, hold), token) for do in _can(hold, held))
    return (
        f'<section aria-labelledby="hold-{hold.number}"><h3 id="hold-{hold.number}">{title} {flags}'
        f"</h3>{_facts(around, hold, held.policy)}{forms}</section>"
    )


def _flags(hold: Hold, day: date) -> Iterator[tuple[str, str]]:
    rings = any(True for _ in alarms(hold, day))
    if hold.review <= day:
        yield "review", "late"
    elif comes_up(hold, day):
        yield "soon", "soon"
    if not hold.confirmed_by:
        yield "confirm", "late" if rings else "soon"
    if hold.asked_release:
        yield "release", "soon"


def _facts(around: Around, hold: Hold, policy: Policy) -> str:
    words, day = HOLD_WORDS[around.language], GRAMMARS[around.language].day
    code = str(hold.person.key)[:_SHOWN]
    about = words["about one"].format(_kind(around, policy, hold.person.kind), code)
    by = words["by"].format(hold.confirmed_by) if hold.confirmed_by else words["not confirmed"]
    asked = ""
    if hold.asked_release:
        asked = f"{words['by'].format(hold.asked_release)}: {hold.release_because}"
    placed = words["day by"].format(day(hold.placed_on), hold.placed_by)
    return rows_of([
        (words["because"], escape(hold.because)), (words["article"], escape(hold.article)),
        (words["about"], escape(about)), (words["placed"], escape(placed)),
        (words["confirmed"], escape(by)), (words["review"], escape(day(hold.review))),
        (words["asked"], escape(asked)),
    ])


def _kind(around: Around, policy: Policy, kind: str) -> str:
    return policy.subjects.get(kind, {}).get(around.language, kind)


def _can(hold: Hold, held: Held) -> Iterator[str]:
    """Yield what may be done about a hold here: the work says whether it can be, and by whom."""
    if not (held.acts and held.officer.may_decide_holds):
        return
    if not hold.confirmed_by:
        yield CONFIRM
    yield RELEASE if hold.asked_release else ASK
    yield REVIEW


def _form(
    around: Around, held: Held, became: Became, which: tuple[str, Hold | None], token: str
) -> str:
    words, (do, hold) = HOLD_WORDS[around.language], which
    form = f"{do}-{hold.number}" if hold else do
    number = str(hold.number) if hold else ""
    fields = "".join(_field(around, held, became, (form, name)) for name in FIELDS[do])
    hint = words.get(f"{do} hint", "") if hold else ""
    told = f'<p class="hint">{escape(hint)}</p>' if hint else ""
    title = escape(words[f"do {do}"])
    name = f"{title}: {escape(words['hold'].format(number))}" if hold else title
    is_open = " open" if became.do == form and not _is_good(became) else ""
    return (
        f'<details class="step"{is_open}><summary aria-label="{name}">{title}</summary>'
        f'<form method="post" class="acts" novalidate>{told}'
        f"{hidden(token=token, do=do, hold=number)}{fields}"
        f'<button aria-label="{name}">{title}</button></form></details>'
    )


def _field(around: Around, held: Held, became: Became, which: tuple[str, str]) -> str:
    words, (form, name) = HOLD_WORDS[around.language], which
    if name == "kind":
        return ""  # it stands beside the person
    field = Field(name, _INPUTS.get(name, "text"), form)
    written = field.written(around.language, words, became)
    if name != "person":
        return written
    kinds = [(kind, _kind(around, held.policy, kind)) for kind in held.kinds]
    now = became.fields.get("kind", "") if became.do == form else ""
    choice = choice_of("kind", f"{form}-kind", words["field kind"], kinds, now)
    return written.replace("<input ", f'<div class="both">{choice}<input ', 1) + "</div>"
