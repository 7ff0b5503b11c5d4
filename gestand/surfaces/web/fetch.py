"""The pages on which somebody types a code: to fetch an answer, or to show that it is them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from gestand.surfaces.web.page import Around, page


@dataclass(frozen=True)
class Typing:
    """What became of a code that was typed; at first nothing."""

    wrong: bool = False
    stale: bool = False


def code_page(around: Around, token: str, typing: Typing) -> bytes:
    """Return the form for a code; it says the same of every code that does not count."""
    words = around.words
    return page(around, words[around.place], words[f"{around.place} lead"],
                _form(around, token, typing))


def settled_page(around: Around) -> bytes:
    """Return that the code was right."""
    words = around.words
    return page(around, words["settled"], words["settled lead"], ())


def _form(around: Around, token: str, typing: Typing) -> Iterator[str]:
    words = around.words
    if typing.stale or typing.wrong:
        heading, why = ("stale", "stale code") if typing.stale else ("no code", "no code why")
        yield (
            f'<div class="errors" role="alert"><h2>{escape(words[heading])}</h2>'
            f"<p>{escape(words[why])}</p></div>"
        )
    about = ' aria-invalid="true"' if typing.wrong else ""
    hint = escape(words[f"{around.place} hint"])
    yield (
        f'<form method="post" novalidate><input type="hidden" name="token" value="{escape(token)}">'
        f'<div class="field"><label class="label" for="field-code">{escape(words["code"])}</label>'
        f'<p class="hint" id="code-hint">{hint}</p>'
        '<input type="text" id="field-code" name="code" autocomplete="off" required '
        f'aria-describedby="code-hint"{about}></div>'
        f"<button>{escape(words[f'{around.place} button'])}</button></form>"
    )
