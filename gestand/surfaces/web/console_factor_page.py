"""The pages on which officers type a code, enrol an authenticator, or help who lost one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from gestand.core import totp
from gestand.core.qr import modules
from gestand.surfaces.web.console_factor_words import FACTOR_WORDS
from gestand.surfaces.web.page import Around, page
from gestand.work.authenticators import Authenticators

_MODULE, _QUIET = 4, 4
"""Pixels of a module of a QR code, and how many modules stay light around it."""


@dataclass(frozen=True)
class Shown:
    """What a page shows: the token of its forms, who looks, and the `secret` that waits if any.

    `why` names what is wrong with what was typed, and `just` what was done. `others` are the
    colleagues with an authenticator, for whom may take one away.
    """

    token: str
    who: str
    secret: bytes | None = field(default=None, repr=False)
    why: str = ""
    just: str = ""
    must: bool = False
    others: Authenticators | None = None


def second_page(around: Around, shown: Shown) -> bytes:
    """Return the page between the token and the rest: a code is typed, or one is enrolled first."""
    words = FACTOR_WORDS[around.language]
    if shown.secret is None:
        body = [code_form(words, shown, words["sign in"])]
        return page(around, words["second"], words["second lead"], body)
    return page(around, words["enrol"], words["enrol lead"], enrolling(around, words, shown))


def factor_page(around: Around, shown: Shown, *, has: bool) -> bytes:
    """Return the page of somebody's own authenticator, and of those of colleagues."""
    words, body = FACTOR_WORDS[around.language], list[str]()
    if shown.just:
        body.append(f'<div class="good" role="status"><p>{escape(words[shown.just])}</p></div>')
    if shown.why == "not possible":
        body.append(f'<div class="errors" role="alert"><p>{escape(words[shown.why])}</p></div>')
    body += [f"<p>{escape(words['on'])}</p>"] if has else [*enrolling(around, words, shown)]
    if shown.others is not None:
        body += _others(words, shown, shown.others)
    return page(around, words["enrol"], "" if has else words["enrol lead"], body)


def enrolling(
    around: Around, words: Mapping[str, str], shown: Shown, does: str = "code"
) -> Iterator[str]:
    """Yield what an authenticator reads, and the form that takes its first code."""
    if shown.secret is None:
        return
    if shown.must:
        yield f"<p>{escape(words['must'])}</p>"
    address = totp.address(shown.secret, shown.who, around.controller)
    key = totp.shown(shown.secret)
    grouped = " ".join(key[at : at + 4] for at in range(0, len(key), 4))
    yield f"<p>{escape(words['scan'])}</p>{picture(address, words['picture'])}"
    yield (
        f"<dl><div><dt>{escape(words['key'])}</dt><dd><code>{grouped}</code></dd></div>"
        f"<div><dt>{escape(words['address'])}</dt><dd><code>{escape(address)}</code></dd></div></dl>"
    )
    yield code_form(words, shown, words["keep"], does)


def code_form(
    words: Mapping[str, str], shown: Shown, button: str, does: str = "code"
) -> str:
    """Return the form on which a code is typed."""
    bad = shown.why in ("wrong", "stale")
    why = f'<p class="wrong" id="wrong">{escape(words[shown.why])}</p>' if bad else ""
    about = "code-hint wrong" if bad else "code-hint"
    invalid = ' aria-invalid="true"' if bad else ""
    return (
        f'<form method="post"><input type="hidden" name="token" value="{escape(shown.token)}">'
        f'<input type="hidden" name="do" value="{does}"><div class="field">'
        f'<label class="label" for="code">{escape(words["code"])}</label>'
        f'<p class="hint" id="code-hint">{escape(words["code hint"])}</p>{why}'
        '<input type="text" id="code" class="code" name="code" inputmode="numeric" required '
        f'autocomplete="one-time-code" aria-describedby="{about}"{invalid}></div>'
        f"<button>{escape(button)}</button></form>"
    )


def _others(words: Mapping[str, str], shown: Shown, found: Authenticators) -> Iterator[str]:
    yield f'<section aria-labelledby="others"><h2 id="others">{escape(words["colleagues"])}</h2>'
    names = sorted(found.enrolled - {shown.who})
    yield f"<p>{escape(words['colleagues lead' if names else 'nobody'])}</p>"
    for name in names:
        by = found.asked.get(name)
        told = words["asked by you"] if by == shown.who else ""
        if by is not None and by != shown.who:
            told = words["asked by"].format(by or words["somebody"])
        does = "" if by == shown.who else "ask" if by is None else "remove"
        button = (
            f'<form method="post"><input type="hidden" name="token" value="{escape(shown.token)}">'
            f'<input type="hidden" name="whose" value="{escape(name)}">'
            f'<button name="do" value="{does}" aria-label="{escape(words[does])}: {escape(name)}">'
            f"{escape(words[does])}</button></form>"
        ) if does else ""
        yield f"<h3>{escape(name)}</h3>{f'<p>{escape(told)}</p>' if told else ''}{button}"
    yield "</section>"


def picture(text: str, label: str) -> str:
    """Return a QR code as SVG, dark on light whatever the page has: so programs read it."""
    rows = modules(text)
    size = len(rows) + 2 * _QUIET
    path = "".join(
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    return (
        f'<svg class="qr" role="img" aria-label="{escape(label)}" viewBox="0 0 {size} {size}" '
        f'width="{size * _MODULE}" height="{size * _MODULE}" shape-rendering="crispEdges">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path fill="#000" d="{path}"/></svg>'
    )
