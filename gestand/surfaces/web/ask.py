"""The form to ask for one's data, and the page that says what happens then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from gestand.core.policy.model import Controller
from gestand.core.policy.statement import Authority
from gestand.core.policy.words import GRAMMARS
from gestand.core.rights_rules import Right
from gestand.surfaces.web.page import Around, page
from gestand.surfaces.web.portal_factor_words import FACTOR_WORDS
from gestand.surfaces.web.words import LOST, RIGHTS

LONGEST_CONTACT, LONGEST_TEXT = 200, 4000


@dataclass(frozen=True)
class Filled:
    """What somebody filled in, as it came."""

    rights: tuple[Right, ...] = ()
    contact: str = ""
    text: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, Sequence[str]]) -> Filled:
        """Return what the fields of a form say; what is no right is left out."""
        asked = fields.get("right", ())
        rights = tuple(right for right in Right if right.value in asked)
        contact, text = (fields.get(name, [""])[0].strip() for name in ("contact", "text"))
        return cls(rights, " ".join(contact.split()), text.replace("\r\n", "\n"))

    def wrong(self) -> dict[str, str]:
        """Return by field which words tell what is wrong with it."""
        found = {} if self.rights else {"right": "no right"}
        if not self.contact:
            found["contact"] = "no contact"
        elif len(self.contact) > LONGEST_CONTACT:
            found["contact"] = "long contact"
        return found | ({"text": "long text"} if len(self.text) > LONGEST_TEXT else {})


def begun(query: str, language: str) -> Filled:
    """Return what the form says at first: of who lost what lets them sign in, that they did.

    It asks for their data, which is what they want to see: so it has a last day, as any other.
    """
    if query != LOST:
        return Filled()
    return Filled((Right.ACCESS,), "", FACTOR_WORDS[language]["lost text"])


def ask_page(
    around: Around, token: str, filled: Filled, wrong: Mapping[str, str], *, stale: bool = False
) -> bytes:
    """Return the form, with what was filled in before and what is wrong with it."""
    words = around.words
    title = f"{words['wrong']}: {words['ask']}" if wrong else words["ask"]
    return page(around, title if not wrong else words["ask"], words["ask lead"],
                _form(around, token, filled, wrong, stale))


def _form(
    around: Around, token: str, filled: Filled, wrong: Mapping[str, str], stale: bool
) -> Iterator[str]:
    words = around.words
    if stale:
        yield _errors(words["stale"], f"<p>{escape(words['stale why'])}</p>")
    if wrong:
        yield _errors(words["wrong"], _wrong_list(words, wrong))
    yield '<form method="post" novalidate>'
    yield f'<input type="hidden" name="token" value="{escape(token)}">'
    yield from _rights(around, filled, wrong)
    told = {"contact": filled.contact, "text": filled.text}
    for name in told:
        yield _field(words, name, told[name], wrong.get(name, ""))
    yield f"<button>{escape(words['send'])}</button></form>"


def _errors(heading: str, told: str) -> str:
    return (
        f'<div class="errors" role="alert"><h2>{escape(heading)}</h2>{told}</div>'
    )


def _wrong_list(words: Mapping[str, str], wrong: Mapping[str, str]) -> str:
    first = f"right-{next(iter(Right)).value}"
    places = {name: first if name == "right" else f"field-{name}" for name in wrong}
    items = (
        f'<li><a href="#{places[name]}">{escape(words[why])}</a></li>'
        for name, why in wrong.items()
    )
    return f"<ul>{''.join(items)}</ul>"


def _rights(around: Around, filled: Filled, wrong: Mapping[str, str]) -> Iterator[str]:
    words = around.words
    yield '<fieldset aria-describedby="rights-hint">'
    yield f'<legend>{escape(words["rights"])}</legend>'
    yield f'<p class="hint" id="rights-hint">{escape(words["rights hint"])}</p>'
    if "right" in wrong:
        yield f'<p class="wrong">{escape(words[wrong["right"]])}</p>'
    for right, (name, hint) in RIGHTS[around.language].items():
        ident = f"right-{right.value}"
        checked = " checked" if right in filled.rights else ""
        yield (
            f'<div class="option"><input type="checkbox" id="{ident}" name="right" '
            f'value="{right.value}" aria-describedby="{ident}-hint"{checked}>'
            f'<div><label for="{ident}">{escape(name)}</label>'
            f'<p id="{ident}-hint">{escape(hint)}</p></div></div>'
        )
    yield "</fieldset>"


def _field(words: Mapping[str, str], name: str, value: str, why: str) -> str:
    about = f"{name}-hint {name}-wrong" if why else f"{name}-hint"
    told = f'<p class="wrong" id="{name}-wrong">{escape(words[why])}</p>' if why else ""
    how = f'id="field-{name}" name="{name}" aria-describedby="{about}"'
    how += ' aria-invalid="true"' if why else ""
    if name == "text":
        field = f'<textarea {how} rows="6">\n{escape(value)}</textarea>'
    else:
        field = f'<input type="text" {how} autocomplete="email" required value="{escape(value)}">'
    return (
        f'<div class="field"><label class="label" for="field-{name}">{escape(words[name])}</label>'
        f'<p class="hint" id="{name}-hint">{escape(words[f"{name} hint"])}</p>{told}{field}</div>'
    )


@dataclass(frozen=True)
class Promised:
    """When something came in, and by when there is an answer."""

    received: date
    due: date


def received_page(
    around: Around, when: Promised, controller: Controller, authority: Authority
) -> bytes:
    """Return what happens now; the same for everybody who asked on that day."""
    words, grammar = around.words, GRAMMARS[around.language]
    received, due = grammar.day(when.received), grammar.day(when.due)
    steps = "".join(
        f"<li><b>{escape(words[f'step {number}'])}</b>"
        f"{escape(words[f'step {number} more'].format(day))}</li>"
        for number, day in ((1, received), (2, ""), (3, due))
    )
    mail = escape(controller.email)
    site, name = escape(authority.site[around.language]), escape(authority.name[around.language])
    ways = (
        (words["complain us"], f'<a href="mailto:{mail}">{mail}</a>, {escape(controller.phone)}'),
        (words["complain authority"], f'<a href="{site}">{name}</a>'),
        (words["complain court"], escape(words["complain court more"])),
    )
    rows = "".join(f"<div><dt>{escape(one)}</dt><dd>{other}</dd></div>" for one, other in ways)
    body = (
        f"<h2>{escape(words['now'])}</h2>", f'<ol class="steps">{steps}</ol>',
        f"<p>{escape(words['everybody'])}</p>",
        f"<h2>{escape(words['complain'])}</h2>", f"<dl>{rows}</dl>",
    )
    return page(around, words["received"], words["received lead"].format(due), body)
