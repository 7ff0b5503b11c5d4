"""What carrying a case out would do, before somebody says that it should; and what it gave."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from gestand.core.calendar import Period
from gestand.core.datamap.unmapped import names_of
from gestand.core.mail import Stage
from gestand.core.plan.correct import Correction
from gestand.core.plan.explain import columns
from gestand.core.plan.steps import (
    AskHuman,
    Erase,
    Keep,
    KeepKey,
    Measured,
    Read,
    Recount,
    Redact,
    SetApart,
    Write,
)
from gestand.core.policy.words import GRAMMARS
from gestand.core.request import GIVES, REMOVES
from gestand.core.rights_rules import Right
from gestand.surfaces.web.console_steps import Asking, purpose_words
from gestand.surfaces.web.console_why import in_plain_words
from gestand.surfaces.web.console_words import CONSOLE_WORDS
from gestand.work.by_right import Shown
from gestand.work.package_codes import grouped

MAILED: Mapping[Stage, str] = {
    Stage.SENT: "mailed", Stage.UNKNOWN: "in doubt", Stage.BEGUN: "in doubt",
}
"""What is said of a code by how far its mail has come: any other one took the answer away."""

_HEADS = ("table", "what", "rows", "columns")
_KINDS: tuple[tuple[type, str], ...] = (
    (Erase, "goes"), (Redact, "emptied"), (KeepKey, "key stays"), (SetApart, "set apart"),
    (AskHuman, "asks"), (Write, "written"), (Recount, "recounted"), (Read, "told"),
)  # fmt: skip


GOES, STAYS = "remove", "keep"
ASKED = (GOES, STAYS)
"""What somebody may decide about rows of a plan."""

_NAMED = re.compile(r"`([^`]+)`")
_WEIGHED = re.compile(r"the interest of purpose `(.*)` must be weighed against ")


def open_questions(shown: Shown, right: Right) -> list[tuple[AskHuman, int]]:
    """Return what a person must decide about first, and on how many rows."""
    asked = ((one.step, one.rows) for one in shown.steps if right is Right.ERASURE)
    return [(step, rows) for step, rows in asked if isinstance(step, AskHuman)]


def would_do(asking: Asking, shown: Shown, *, unsure: bool) -> str:
    """Return what carrying a case out would do, and the box with which somebody agrees.

    Where a person must decide about rows first there is that question in place of the box.
    """
    words, right = asking.words, asking.request.right
    questions = open_questions(shown, right)
    bad = ' aria-invalid="true"' if unsure else ""
    box = (
        f'<input type="hidden" name="code" value="{escape(shown.code)}">'
        f'<div class="option"><input type="checkbox" id="sure" name="sure" value="1"'
        f'{bad}>'
        f'<label for="sure">{escape(words["sure"])}</label></div>'
    )
    if questions:
        box = _question(asking, *questions[0], len(questions) - 1)
    told = [f'<h3 id="would">{escape(words["would"])}</h3>', *_told(asking, shown)]
    if right in REMOVES and any(isinstance(one.step, Erase | Redact) for one in shown.steps):
        told.append(f"<p>{escape(_back(asking, shown.undo))}</p>")
    # The browser goes to what is shown, and to the top of the page where something is wrong.
    at = "" if unsure else ' id="shown"'
    return f'<div class="would"{at}>{"".join(told)}{box}</div>'


def _question(asking: Asking, step: AskHuman, rows: int, more: int) -> str:
    """Return what somebody decides about rows of one table, with the fields for it."""
    words, filled = asking.words, asking.filled if asking.filled.get("ask") == step.id else {}
    found = _WEIGHED.match(step.reason)
    why = words["ask weigh"].format(purpose_words(asking, found[1])) if found else (
        in_plain_words(asking.language, step.reason) or step.reason
    )
    choices = "".join(
        f'<div class="option"><input type="radio" id="ask-{one}" name="ask-outcome" value="{one}"'
        f'{" checked" if filled.get("ask-outcome") == one else ""}>'
        f'<label for="ask-{one}">{escape(words[f"ask {one}"])}</label></div>'
        for one in ASKED
        if one != GOES or not step.instead
    )
    left = f'<p class="hint">{escape(words["ask more"].format(more))}</p>' if more else ""
    because, until = (escape(filled.get(f"ask-{name}", "")) for name in ("because", "until"))
    return (
        f'<fieldset aria-describedby="ask-why"><legend>{escape(words["ask"])}</legend>'
        f'<input type="hidden" name="ask" value="{escape(step.id)}">'
        f'<p id="ask-why">{escape(words["ask rows"].format(rows))} '
        f"<code>{escape(step.table)}</code>. {escape(why)}</p>{choices}{left}"
        f'<div class="field"><label class="label" for="ask-until">{escape(words["ask until"])} '
        f'<span class="free">{escape(words["free"])}</span></label>'
        f'<p class="hint" id="ask-until-hint">{escape(words["hint ask until"])}</p>'
        f'<input type="date" id="ask-until" name="ask-until" value="{until}" '
        'aria-describedby="ask-until-hint"></div>'
        f'<div class="field"><label class="label" for="ask-because">{escape(words["ask because"])}'
        f'</label><textarea id="ask-because" name="ask-because" rows="3">{because}</textarea></div>'
        "</fieldset>"
    )


def _told(asking: Asking, shown: Shown) -> Iterator[str]:
    words, right = asking.words, asking.request.right
    if right is Right.RESTRICTION:
        yield f"<p>{escape(words['would apart'])}</p>"
        return
    if right not in REMOVES | GIVES:
        yield f"<p>{escape(words['would after'])}</p>"
    if right is Right.PORTABILITY:
        yield f"<p>{escape(words['would along'])}</p>"
    if shown.to:
        yield f"<p>{escape(words['would mail'].format(shown.to))}</p>"
    if shown.correction is not None:
        yield _before_and_after(asking, shown.correction)
    if shown.secret:
        numbers = ", ".join(map(str, shown.secret))
        yield f'<p><strong>{escape(words["would not tell"].format(numbers))}</strong></p>'
    yield from _not_reached(asking, shown)
    # What changes is in sight: the rest is long, and stays as it is.
    stays = [one for one in shown.steps if isinstance(one.step, Keep | KeepKey)]
    changes = [one for one in shown.steps if one not in stays]
    if changes:
        yield _table(asking, changes)
    elif not stays:
        yield f'<p class="none">{escape(words["would nothing"])}</p>'
    if stays:
        told = escape(words["would stay"].format(len(stays)))
        yield f"<details><summary>{told}</summary>{_table(asking, stays)}</details>"


def _not_reached(asking: Asking, shown: Shown) -> Iterator[str]:
    """Yield into which tables nobody has looked yet: somebody looks there by hand."""
    if shown.unmapped:
        named = len(shown.unmapped), names_of(shown.unmapped, "…")
        told = escape(asking.words["would not reach"].format(*named))
        yield "<p>" + _NAMED.sub(r"<code>\1</code>", told) + "</p>"


def _table(asking: Asking, steps: Sequence[Measured]) -> str:
    top = "".join(
        f'<th role="columnheader" scope="col">{escape(asking.words[head])}</th>' for head in _HEADS
    )
    rows = "".join(_row(asking, one) for one in steps)
    return (
        '<table role="table" aria-labelledby="would"><thead role="rowgroup"><tr role="row">'
        f'{top}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


def _before_and_after(asking: Asking, told: Correction) -> str:
    words = asking.words
    pairs = (("would old", told.old or words["empty value"]), ("would new", told.new))
    rows = "".join(
        f"<div><dt>{escape(words[head])}</dt><dd>{escape(value)}</dd></div>"
        for head, value in pairs
    )
    return f"<dl>{rows}</dl>"


def _row(asking: Asking, measured: Measured) -> str:
    words, step = asking.words, measured.step
    named = columns(step)
    shown = words["whole"] if named == ("*",) else ", ".join(named)
    cells = (
        escape(_what(asking, measured)), str(measured.rows), f"<code>{escape(shown)}</code>",
    )
    told = "".join(
        f'<td role="cell" data-head="{escape(words[head])}">{cell}</td>'
        for head, cell in zip(_HEADS[1:], cells, strict=True)
    )
    first = f'<th role="rowheader" scope="row"><code>{escape(step.table)}</code></th>'
    return f'<tr role="row">{first}{told}</tr>'


def _what(asking: Asking, measured: Measured) -> str:
    words, step = asking.words, measured.step
    if isinstance(step, Keep):
        purpose = purpose_words(asking, step.purpose)
        if measured.until is None:
            return words["stays"].format(purpose)
        day = GRAMMARS[asking.language].day(measured.until)
        return words["stays until"].format(purpose, day)
    return next((words[name] for kind, name in _KINDS if isinstance(step, kind)), "")


def _back(asking: Asking, undo: Period | None) -> str:
    if undo is None:
        return asking.words["no undo"]
    return asking.words["undo"].format(GRAMMARS[asking.language].period(undo))


def given(language: str, code: str) -> str:
    """Return the code by which somebody fetches what was made for them; it is shown once."""
    words = CONSOLE_WORDS[language]
    return (
        f'<div class="errors given" role="status"><h2>{escape(words["given"])}</h2>'
        f'<p>{escape(words["given more"])}</p>'
        f'<p class="code"><code>{escape(grouped(code))}</code></p></div>'
    )


def mailed(language: str, why: str) -> str:
    """Return what became of a code that went by mail: one of MAILED."""
    words = CONSOLE_WORDS[language]
    return (
        f'<div class="errors given" role="status"><h2>{escape(words[why])}</h2>'
        f"<p>{escape(words[f'{why} more'])}</p></div>"
    )
