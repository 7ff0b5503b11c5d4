"""The page that lists what came by forms: what waits for approval, and what everybody reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from textwrap import shorten

from gestand.core.forms.model import Form
from gestand.core.policy.words import capitalised
from gestand.surfaces.web.console_why import in_plain_words
from gestand.surfaces.web.form_page import quoted
from gestand.surfaces.web.page import Around, address, page

PUBLISHED_WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "title": "Publicaties",
        "lead": "Wat mensen ons stuurden om te laten zien. Pas na goedkeuring leest iedereen het.",
        "only look": "U kunt hier kijken. Een collega met een andere rol keurt goed.",
        "waits": "Wacht op goedkeuring",
        "nothing waits": "Er wacht niets.",
        "shown": "Leest iedereen nu",
        "nothing shown": "Er staat nu niets.",
        "publish": "Publiceren",
        "take down": "Van de site halen",
        "as shown": "Zo ziet iedereen het. Trekt iemand de toestemming in, dan verdwijnt het.",
        "public": "Bekijk de pagina die iedereen ziet",
        "first": "Dit zijn de eerste {} van {}. De rest komt daarna.",
        "published": "Gepubliceerd",
        "published more": "Iedereen kan het nu lezen. Dat is vastgelegd, met uw naam.",
        "taken-down": "Weggehaald",
        "taken-down more": "Niemand kan het nu nog lezen. Dat is vastgelegd, met uw naam.",
        "stale": "Kies het nog een keer",
        "stale more": "Deze pagina stond te lang open. Er is niets veranderd.",
        "changed": "Er is intussen iets veranderd",
        "changed more": "Wat u zag, is er zo niet meer. Er is niets gedaan. Hieronder staat wat er "
                        "nu is.",
        "refused": "Dat kan nu niet",
        "refused more": "Er is niets veranderd. Gestand zegt waarom, in het Engels:",
        "refused plainly": "Er is niets veranderd.",
    },
    "en": {
        "title": "Publications",
        "lead": "What people sent us to be shown. It is public only once it is approved.",
        "only look": "You can look here. A colleague with another role approves.",
        "waits": "Waits for approval",
        "nothing waits": "Nothing waits.",
        "shown": "Everybody reads this now",
        "nothing shown": "Nothing is shown now.",
        "publish": "Publish",
        "take down": "Take down",
        "as shown": "This is how everybody sees it. It goes once somebody withdraws consent.",
        "public": "See the page that everybody sees",
        "first": "These are the first {} of {}. The others follow after these.",
        "published": "Published",
        "published more": "Everybody can read it now. That was written down, with your name.",
        "taken-down": "Taken down",
        "taken-down more": "Nobody reads it any more. That was written down, with your name.",
        "stale": "Choose it once more",
        "stale more": "This page was open for too long. Nothing was changed.",
        "changed": "Something has changed in the meantime",
        "changed more": "What you saw is not like that any more. Nothing was done. Below is what "
                        "there is now.",
        "refused": "That cannot be done now",
        "refused more": "Nothing was changed. Gestand says why:",
        "refused plainly": "Nothing was changed.",
    },
}

_GOOD = ("published", "taken-down")
_MOST, _NAME = 50, 60
"""So many rows stand in a list at most, and so many characters name one of them on its button."""


@dataclass(frozen=True)
class Offered:
    """A row as everybody would read it, and the sealed word by which somebody decides about it."""

    values: Sequence[str] = field(repr=False)
    word: str = field(repr=False)


@dataclass(frozen=True)
class Listed:
    """What came by a form: what waits, and what is shown."""

    name: str
    form: Form
    waits: Sequence[Offered] = field(repr=False)
    shown: Sequence[Offered] = field(repr=False)


@dataclass(frozen=True)
class Notice:
    """What became of what was sent, as PUBLISHED_WORDS names it; `told` is what the work says."""

    why: str = ""
    told: str = ""


def publications_page(
    around: Around, found: Sequence[Listed], notice: Notice, token: str
) -> bytes:
    """Return what waits and what is shown, by form; without a token nobody decides here."""
    words = PUBLISHED_WORDS[around.language]
    body = [*_notice(around.language, notice)]
    body += [] if token else [f'<p class="hint">{escape(words["only look"])}</p>']
    for number, one in enumerate(found):
        body += _form(around, one, number, token)
    return page(around, words["title"], words["lead"], body)


def _notice(language: str, notice: Notice) -> Iterator[str]:
    if not notice.why:
        return
    good = notice.why in _GOOD
    kind, role = ("errors given", "status") if good else ("errors", "alert")
    words, more = PUBLISHED_WORDS[language], f"{notice.why} more"
    told = f'<p lang="en">{escape(notice.told)}</p>' if notice.told else ""
    if plainly := in_plain_words(language, notice.told) if notice.told else None:
        told, more = f"<p>{escape(plainly)}</p>", "refused plainly"
    yield (
        f'<div class="{kind}" role="{role}"><h2>{escape(words[notice.why])}</h2>'
        f"<p>{escape(words[more])}</p>{told}</div>"
    )


def _form(around: Around, one: Listed, number: int, token: str) -> Iterator[str]:
    words, said = PUBLISHED_WORDS[around.language], one.form.published
    title = said.title[around.language] if said else one.form.purpose
    href = address(around.language, "published", f"/{one.name}")
    yield f"<h2>{escape(capitalised(title))}</h2><p>{escape(words['as shown'])}</p>"
    for name, rows, button, kind in (
        ("waits", one.waits, "publish", ""),
        ("shown", one.shown, "take down", ' class="plain"'),
    ):
        label = f"{name}-{number}"
        count = f' <span class="count">{len(rows)}</span>' if rows else ""
        yield f'<section class="publications" aria-labelledby="{label}">'
        yield f'<h3 id="{label}">{escape(words[name])}{count}</h3>'
        yield from (_row(words[button], kind, row, token) for row in rows[:_MOST])
        if not rows:
            yield f'<p class="none">{escape(words[f"nothing {name}"])}</p>'
        if len(rows) > _MOST:
            yield f'<p class="hint">{escape(words["first"].format(_MOST, len(rows)))}</p>'
        yield "</section>"
    yield f'<p class="after"><a href="{href}">{escape(words["public"])}</a></p>'


def _row(button: str, kind: str, row: Offered, token: str) -> str:
    """Return a row as everybody would read it, with the button to decide about it."""
    if not token:
        return quoted(row.values)
    called = escape(f"{button}: {shorten(row.values[0], _NAME, placeholder='…')}")
    return (
        f'{quoted(row.values)}<form method="post">'
        f'<input type="hidden" name="token" value="{escape(token)}">'
        f'<input type="hidden" name="row" value="{escape(row.word)}">'
        f'<button{kind} aria-label="{called}">{escape(button)}</button></form>'
    )
