"""The pages by which people sign in to their own data, and what stands around all of these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from gestand.surfaces.web.page import Around, address, page
from gestand.surfaces.web.portal_passkey_words import PASSKEY_WORDS
from gestand.surfaces.web.portal_words import PORTAL_WORDS
from gestand.surfaces.web.words import LOST

TABS: Mapping[str, str] = {
    "my data": "tab data", "my requests": "tab requests", "my download": "tab download",
    "my safety": "tab safety",
}  # fmt: skip
"""The pages that are always a step away, and what they are called there."""

_ODD = re.compile(r"[^a-z0-9]+")

CURRENT = ' aria-current="page"'


@dataclass(frozen=True)
class Named:
    """How categories and purposes of the policy are called in a language; an id may be of both."""

    categories: Mapping[str, str]
    titles: Mapping[str, str]


def words_of(around: Around) -> Mapping[str, str]:
    """Return the words of these pages in the language of a page."""
    return PORTAL_WORDS[around.language]


def slug(name: str) -> str:
    """Return a name of the policy as it stands in an address or an anchor."""
    return _ODD.sub("-", name.lower()).strip("-")


def entry_page(
    around: Around, token: str, typed: str, *, why: str = "", beside: Iterable[str] = ()
) -> bytes:
    """Return the page on which somebody types their address; `why` names what is wrong.

    `beside` is another way to sign in.
    """
    words = words_of(around)
    body = _entry(around, token, typed, why, beside)
    return page(around, words["mine"], words["mine lead"], body)


def closed_page(around: Around) -> bytes:
    """Return the page of a website that can send no code."""
    words = words_of(around)
    return page(around, words["mine"], "", [f"<p>{escape(words['closed'])}</p>", _to_form(around)])


def typing_page(around: Around, token: str, *, why: str = "") -> bytes:
    """Return the page on which a code is typed: the same, whoever is known."""
    words = words_of(around)
    return page(around, words["my code"], words["my code lead"], _typing(around, token, why))


def choice_page(around: Around, token: str, kinds: Sequence[str]) -> bytes:
    """Return the page on which somebody chooses what to see, by the words of each choice."""
    words = words_of(around)
    options = "".join(
        f'<div class="option"><input type="radio" id="as-{number}" name="as" value="{number}" '
        f'required><div><label for="as-{number}">{escape(words["as"])} {escape(kind)}</label>'
        "</div></div>"
        for number, kind in enumerate(kinds)
    )
    body = (
        f'<form method="post">{hidden(token)}<fieldset aria-label="{escape(words["my choice"])}">'
        f"{options}</fieldset><button>{escape(words['choose'])}</button></form>"
    )
    return page(around, words["my choice"], words["my choice lead"], [body])


def leave_form(language: str, token: str) -> str:
    """Return the button that ends a session."""
    return (
        f'<form method="post" action="{address(language, "my leave")}">{hidden(token)}'
        f"<button>{escape(PORTAL_WORDS[language]['leave'])}</button></form>"
    )


def menu(around: Around, *, choices: bool) -> str:
    """Return the way from each of these pages to the others."""
    words, language = words_of(around), around.language
    tabs = {**TABS, **({"my choice": "switch"} if choices else {})}
    items = "".join(
        f'<li><a href="{address(language, place)}"{CURRENT if place == around.place else ""}>'
        f"{escape(words[name])}</a></li>"
        for place, name in tabs.items()
    )
    return f'<nav class="tabs" aria-label="{escape(words["menu"])}"><ul>{items}</ul></nav>'


def told(heading: str, why: str) -> str:
    """Return what went wrong, where everybody sees it first."""
    return (
        f'<div class="errors" role="alert"><h2>{escape(heading)}</h2><p>{escape(why)}</p></div>'
    )


def good(heading: str, more: str) -> str:
    """Return what went well."""
    return (
        f'<div class="good" role="status"><h2>{escape(heading)}</h2><p>{escape(more)}</p></div>'
    )


def dl(rows: Iterable[tuple[str, str]]) -> str:
    """Return terms with what they are; the latter is HTML."""
    found = "".join(f"<div><dt>{escape(one)}</dt><dd>{other}</dd></div>" for one, other in rows)
    return f"<dl>{found}</dl>" if found else ""


def section(ident: str, heading: str, body: Iterable[str]) -> str:
    """Return a part of a page under its heading."""
    inner = "".join(body)
    return (
        f'<section aria-labelledby="{ident}"><h2 id="{ident}">{escape(heading)}</h2>{inner}'
        "</section>"
    )


def hidden(token: str) -> str:
    """Return the field by which a form is known to be ours."""
    return f'<input type="hidden" name="token" value="{escape(token)}">'


def _entry(
    around: Around, token: str, typed: str, why: str, beside: Iterable[str]
) -> Iterator[str]:
    words = words_of(around)
    if why in ("no passkey", "only passkey"):
        own = PASSKEY_WORDS[around.language]
        yield told(own[why], own[f"{why} why"])
    if why == "stale":
        yield told(words["stale"], words["stale why"])
    if why == "back":
        yield good(words["is back"], words["is back gone"])
    if why == "only passkey":
        yield from beside
    bad = f'<p class="wrong" id="wrong">{escape(words[why])}</p>' if why == "no address" else ""
    marks = ' aria-invalid="true"' if bad else ""
    yield (
        f'<form method="post" novalidate>{hidden(token)}<div class="field">'
        f'<label class="label" for="field-address">{escape(words["address"])}</label>'
        f'<p class="hint" id="address-hint">{escape(words["address hint"])}</p>{bad}'
        '<input type="email" id="field-address" name="address" autocomplete="email" required '
        f'aria-describedby="address-hint{" wrong" if bad else ""}"{marks} '
        f'value="{escape(typed)}"></div><button>{escape(words["ask code"])}</button></form>'
    )
    if why != "only passkey":
        yield from beside
    yield f"<h2>{escape(words['without'])}</h2><p>{escape(words['without more'])}</p>"
    yield _to_form(around, LOST if why == "only passkey" else "")


def _typing(around: Around, token: str, why: str) -> Iterator[str]:
    words = words_of(around)
    if why:
        yield told(words[why], words[f"{why} why"])
    marks = ' aria-invalid="true"' if why == "wrong code" else ""
    yield (
        f'<form method="post" novalidate>{hidden(token)}<div class="field">'
        f'<label class="label" for="field-code">{escape(words["code"])}</label>'
        f'<p class="hint" id="code-hint">{escape(words["code hint"])}</p>'
        '<input type="text" id="field-code" class="code" name="code" autocomplete="one-time-code" '
        'autocapitalize="characters" spellcheck="false" required aria-describedby="code-hint"'
        f'{marks}></div><button>{escape(words["sign in"])}</button></form>'
    )
    yield f"<h2>{escape(words['no mail'])}</h2><p>{escape(words['no mail more'])}</p>"
    here = address(around.language, "mine")
    yield f'<p><a href="{here}">{escape(words["again"])}</a></p>'
    yield _to_form(around)


def _to_form(around: Around, query: str = "") -> str:
    words, href = words_of(around), address(around.language, "ask")
    href += f"?{query}" if query else ""
    return f'<p><a href="{href}">{escape(words["to form"])}</a></p>'
