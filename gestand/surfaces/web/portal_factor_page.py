"""The pages on which people type a second code, or turn their authenticator on and off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from gestand.surfaces.web.console_factor_page import Shown, code_form, enrolling
from gestand.surfaces.web.page import Around, address, page
from gestand.surfaces.web.portal_factor_words import FACTOR_WORDS
from gestand.surfaces.web.portal_pages import section
from gestand.surfaces.web.portal_passkey_words import PASSKEY_WORDS
from gestand.surfaces.web.words import LOST

ON, OFF = "on", "off"
"""What a form does with an authenticator."""


def second_page(around: Around, shown: Shown) -> bytes:
    """Return the page between the mailed code and the rest, on which a second one is typed."""
    words = FACTOR_WORDS[around.language]
    body = [code_form(words, shown, words["sign in"]), *_lost(around, "h2")]
    return page(around, words["second"], words["second lead"], body)


def safe_page(around: Around, menu: str, shown: Shown, passkeys: Iterable[str]) -> bytes:
    """Return the page on which somebody turns theirs on; or off, where no secret is shown.

    `passkeys` is the part about these.
    """
    words = {**PASSKEY_WORDS[around.language], **FACTOR_WORDS[around.language]}
    body = [menu]
    if shown.just:
        body.append(f'<div class="good" role="status"><p>{escape(words[shown.just])}</p></div>')
    if shown.why == "not added":
        body.append(f'<div class="errors" role="alert"><p>{escape(words[shown.why])}</p></div>')
    body.append(section("authenticator", words["authenticator"], _authenticator(around, shown)))
    body += passkeys
    return page(around, words["safe"], words["safe lead"], body)


def _authenticator(around: Around, shown: Shown) -> Iterator[str]:
    words = FACTOR_WORDS[around.language]
    if shown.secret is not None:
        yield f"<p>{escape(words['is off'])}</p>"
        yield from enrolling(around, words, shown, ON)
        return
    yield f"<p>{escape(words['on'])}</p><p>{escape(words['off lead'])}</p>"
    yield code_form(words, shown, words["off"], OFF)
    yield from _lost(around, "h3")


def _lost(around: Around, heading: str) -> Iterator[str]:
    words = FACTOR_WORDS[around.language]
    yield f"<{heading}>{escape(words['lost'])}</{heading}><p>{escape(words['lost more'])}</p>"
    href = f"{address(around.language, 'ask')}?{LOST}"
    yield f'<p><a href="{href}">{escape(words["lost form"])}</a></p>'
