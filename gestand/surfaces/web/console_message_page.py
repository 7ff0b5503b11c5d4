"""The page of a message that waits: what it says, and the form to say what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape

from gestand.core.mail import Stage, Way, after
from gestand.core.policy.words import GRAMMARS
from gestand.core.rights_rules import Right
from gestand.surfaces.web.codes import KINDS
from gestand.surfaces.web.console_acts import Became, became_of, hidden, rows_of
from gestand.surfaces.web.console_message_words import DOUBTS, MESSAGE_WORDS, SEEMS, STAGES
from gestand.surfaces.web.console_words import CONSOLE_WORDS, WHY_LOOK
from gestand.surfaces.web.page import Around, address, page
from gestand.work.by_form import FORM
from gestand.work.mails import Mail
from gestand.work.messages import AGAIN, NOTHING, QUESTION, REQUEST, SETTLES
from gestand.work.sealed_mail import Words

LOOK = "look"
"""What a form says by which somebody tells why they look."""


@dataclass(frozen=True)
class Waits:
    """A message as an officer sees it; without a `reason` nothing of what it says is there."""

    mail: Mail
    words: Words | None = field(repr=False)
    reason: str
    acts: bool
    chosen: Sequence[str] = ()


def message_page(around: Around, waits: Waits, became: Became, token: str) -> bytes:
    """Return one message: what is known, what it says, and what a person may say of it."""
    words, mail = MESSAGE_WORDS[around.language], waits.mail
    body = [*became_of(around.language, words, became, "said"), _facts(around, mail)]
    body += _open(around, waits, token) if waits.reason else _gate(around, token)
    href = address(around.language, "cases")
    body.append(f'<p class="after"><a href="{href}">{escape(words["to cases"])}</a></p>')
    lead = "lead known"
    if mail.way is Way.OUT:
        lead = "lead out"
    elif mail.stage is Stage.WAITING:
        lead = "lead in"
    return page(around, words["title"].format(mail.row.number), words[lead], body)


def _facts(around: Around, mail: Mail) -> str:
    """Return what is known of a message, in words of ours."""
    language, told = around.language, mail.told
    words, day = MESSAGE_WORDS[language], GRAMMARS[language].day
    rows = [(words["stage"], escape(STAGES[language][mail.stage.value]))]
    if mail.way is Way.OUT:
        rows.append((words["letter"], escape(str(told.get("matter", "")))))
    else:
        rights = ", ".join(KINDS[language][Right(one)] for one in told["rights"])
        seems = SEEMS[language].get(told["kind"], told["kind"])
        doubts = "; ".join(DOUBTS[language].get(one, one) for one in told["doubts"])
        checks = ", ".join(f"{name} {said}" for name, said in sorted(told["checks"].items()))
        many = words["attachments more"].format(told["attachments"])
        rows += [
            (words["received"], day(date.fromisoformat(told["received"]))),
            (words["due"], day(date.fromisoformat(told["due"])) if told.get("due") else ""),
            (words["seems"], escape(f"{seems}: {rights}" if rights else seems)),
            (words["doubts"], escape(doubts)), (words["checks"], escape(checks)),
            (words["attachments"], escape(many) if told["attachments"] else ""),
        ]
    links = ", ".join(_request(around, number) for number in _requests(mail))
    return rows_of([*rows, (words["requests"], links)])


def _requests(mail: Mail) -> Sequence[int]:
    found: Sequence[int] = mail.told.get("requests", ())
    return found or ([mail.row.request] if mail.row.request else [])


def _request(around: Around, number: int) -> str:
    told = MESSAGE_WORDS[around.language]["request"].format(number)
    return f'<a href="{address(around.language, "cases", f"/{number}")}">{escape(told)}</a>'


def _gate(around: Around, token: str) -> Iterator[str]:
    """Yield the form that asks why somebody looks."""
    words, own = MESSAGE_WORDS[around.language], CONSOLE_WORDS[around.language]
    options = "".join(
        f'<div class="option"><input type="radio" name="reason" id="why-{code}" value="{code}">'
        f'<label for="why-{code}">{escape(told)}</label></div>'
        for code, told in WHY_LOOK[around.language].items()
    )
    yield (
        f'<form method="post">{hidden(token=token, do=LOOK)}'
        f'<fieldset aria-describedby="why-hint"><legend>{escape(words["look"])}</legend>'
        f'<p class="hint" id="why-hint">{escape(own["look hint"])}</p>{options}</fieldset>'
        f"<button>{escape(words['look button'])}</button></form>"
    )


def _open(around: Around, waits: Waits, token: str) -> Iterator[str]:
    words, mail = MESSAGE_WORDS[around.language], waits.mail
    why = WHY_LOOK[around.language][waits.reason]
    yield f'<p class="hint">{escape(words["looking"].format(why))}</p>'
    if mail.way is Way.IN:
        yield f"<h2>{escape(words['written'])}</h2>"
        yield from _written(around, waits)
    can = [one for one in SETTLES if after(mail.stage, SETTLES[one]) is not None]
    if mail.stage is not Stage.WAITING and not can:
        return
    if not waits.acts:
        yield f'<p class="none">{escape(words["only look"])}</p>'
    elif mail.way is Way.OUT:
        yield from (_settle(around, mail, one, token) for one in can)
    else:
        yield _says(around, waits, token)


def _written(around: Around, waits: Waits) -> Iterator[str]:
    words, mail, said = MESSAGE_WORDS[around.language], waits.mail, waits.words
    if said is None:
        gone = mail.told.get("channel") == FORM or mail.stage in (Stage.SEEN, Stage.DROPPED)
        told = words["forgotten"] if gone else words["not kept"].format(mail.told.get("uid", ""))
        yield f'<p class="none">{escape(told)}</p>'
        return
    yield rows_of([
        (words["from"], escape(said.sender)), (words["subject"], escape(said.subject)),
    ])
    yield f'<p class="said">{escape(said.text.strip())}</p>'


def _says(around: Around, waits: Waits, token: str) -> str:
    """Return the form by which a person says what a message is, and what it asks for."""
    words, mail = MESSAGE_WORDS[around.language], waits.mail
    options = "".join(
        f'<div class="option"><input type="radio" name="do" id="is-{one}" value="{one}" '
        f'aria-describedby="is-{one}-more"><div><label for="is-{one}">'
        f'{escape(words[f"is {one}"])}</label><p id="is-{one}-more">'
        f"{escape(words[f'is {one} more'])}</p></div></div>"
        for one in (REQUEST, QUESTION, NOTHING)
    )
    ticked = waits.chosen or [*mail.told["rights"]]
    rights = "".join(
        f'<div class="option"><input type="checkbox" name="right" id="right-{one.value}" '
        f'value="{one.value}"{" checked" if one.value in ticked else ""}>'
        f'<label for="right-{one.value}">{escape(told)}</label></div>'
        for one, told in KINDS[around.language].items()
    )
    return (
        f'<form method="post">{hidden(token=token, version=str(mail.row.version))}'
        f'<fieldset><legend>{escape(words["what"])}</legend>{options}</fieldset>'
        f'<fieldset aria-describedby="rights-hint"><legend>{escape(words["rights"])}</legend>'
        f'<p class="hint" id="rights-hint">{escape(words["rights hint"])}</p>{rights}</fieldset>'
        f"<button>{escape(words['do'])}</button></form>"
    )


def _settle(around: Around, mail: Mail, do: str, token: str) -> str:
    words = MESSAGE_WORDS[around.language]
    hint = f'<p class="hint">{escape(words["again hint"])}</p>' if do == AGAIN else ""
    fields = hidden(token=token, version=str(mail.row.version), do=do)
    return f'<form method="post">{fields}<button>{escape(words[do])}</button>{hint}</form>'
