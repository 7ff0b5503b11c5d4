"""The page on which somebody fetches their answer, with a code and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from gestand.surfaces.web.page import Around, page


def fetch_page(around: Around, token: str, *, wrong: bool, stale: bool = False) -> bytes:
    """Return the form for a code; it says the same of every code that does not count."""
    words = around.words
    return page(around, words["fetch"], words["fetch lead"], _form(around, token, wrong, stale))


def _form(around: Around, token: str, wrong: bool, stale: bool) -> Iterator[str]:
    words = around.words
    if stale or wrong:
        heading, why = ("stale", "stale code") if stale else ("no code", "no code why")
        yield (
            f'<div class="errors" role="alert"><h2>{escape(words[heading])}</h2>'
            f"<p>{escape(words[why])}</p></div>"
        )
    about = ' aria-invalid="true"' if wrong else ""
    yield (
        f'<form method="post" novalidate><input type="hidden" name="token" value="{escape(token)}">'
        f'<div class="field"><label class="label" for="field-code">{escape(words["code"])}</label>'
        f'<p class="hint" id="code-hint">{escape(words["code hint"])}</p>'
        '<input type="text" id="field-code" name="code" autocomplete="off" required '
        f'aria-describedby="code-hint"{about}></div>'
        f"<button>{escape(words['fetch button'])}</button></form>"
    )
