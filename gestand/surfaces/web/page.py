"""Pages that answer, in the look of the published statement, and the headers they go with."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from http import HTTPStatus
from importlib.resources import files
from string import Template

from gestand.core.policy.labels import LABELS
from gestand.surfaces.web.words import ADDRESSES, WORDS

_SCRIPT = "passkey.js"

HTML = "text/html; charset=utf-8"
Header = tuple[str, str]


@dataclass(frozen=True)
class Answer:
    """What goes back to a browser; `shared` may be kept by caches, all else by nobody.

    `form` tells that the page has a form: its origin then goes along, to this website only.
    `parts` are given instead of a body, and are `size` bytes long in all. Pages of the origins in
    `framed_by` may show it as a part of theirs, and no other page may. A form may lead on to the
    origin `sends_on`, such as that of who takes a payment. A page that is `scripted` runs the one
    script that asks a browser for passkeys.
    """

    status: HTTPStatus
    body: bytes = b""
    kind: str = HTML
    headers: Sequence[Header] = ()
    shared: bool = False
    form: bool = False
    parts: Iterable[bytes] | None = None
    size: int = 0
    framed_by: Sequence[str] = ()
    sends_on: str = ""
    scripted: bool = False

    def all_headers(self) -> list[Header]:
        """Return every header of the answer."""
        return [
            ("Content-Type", self.kind),
            ("Content-Length", str(self.size if self.parts is not None else len(self.body))),
            ("Cache-Control", "public, max-age=300" if self.shared else "no-store"),
            ("Content-Security-Policy", _security(self)),
            ("X-Content-Type-Options", "nosniff"),
            # It knows no list of origins; browsers that know the policy above go by that.
            *([] if self.framed_by else [("X-Frame-Options", "DENY")]),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "cross-origin" if self.framed_by else "same-origin"),
            # With no-referrer a browser hides the origin of a form, by which a stranger's is known.
            ("Referrer-Policy", "same-origin" if self.form else "no-referrer"),
            *self.headers,
        ]


@dataclass(frozen=True)
class Around:
    """What stands around the text of a page: whose it is, in which languages, and which tools.

    `place` is the page as ADDRESSES names it, `ending` what follows on it in the address. One that
    is `framed` is a part of a page of somebody else, and has nothing around it. `over` is HTML that
    stands before the text, such as a menu.
    """

    language: str
    languages: Sequence[str]
    controller: str
    place: str = ""
    ending: str = ""
    tools: str = ""
    kind: str = ""
    framed: bool = False
    over: str = ""

    @property
    def words(self) -> dict[str, str]:
        """The words of its language."""
        return dict(WORDS[self.language])


def page_named(environ: Mapping[str, object]) -> str:
    """Return the name of a page, for records and counts: never what stands in an address."""
    language, _, rest = str(environ.get("PATH_INFO", "")).lstrip("/").partition("/")
    last = rest.partition("/")[0]
    if not last:
        return "statement" if language in ("", *ADDRESSES) else "other"
    places = ADDRESSES.get(language, {})
    return next((place for place, one in places.items() if one == last), "other")


def address(language: str, place: str = "", ending: str = "") -> str:
    """Return the address of a page in a language."""
    return f"/{language}/{ADDRESSES[language][place]}{ending}" if place else f"/{language}"


def page(around: Around, title: str, lead: str, body: Iterable[str]) -> bytes:
    """Return a whole page; title and lead are plain text, the body is HTML."""
    words, name = around.words, escape(around.controller)
    home = f'<a href="{address(around.language)}">{name}</a>'
    text = Template(_read("embedded.html" if around.framed else "page.html")).substitute(
        language=around.language,
        title=escape(title),
        controller=name,
        home=home,
        style=_style(),
        more=_more(),
        kind=around.kind,
        skip=escape(words["skip"]),
        languages=_tools(around),
        lead=f'<p class="lead">{escape(lead)}</p>\n' if lead else "",
        body="\n".join((around.over, *body)),
        footer=f'{name} · <a href="{address(around.language)}">{escape(words["back"])}</a>',
    )
    return text.encode()


def _tools(around: Around) -> str:
    links = [_language(around, one) for one in around.languages] if around.place else []
    if len(links) < 2 and not around.tools:
        return ""
    items = "".join(f"<li>{link}</li>" for link in links)
    label = escape(around.words["languages"])
    nav = f'<nav aria-label="{label}"><ul>{items}</ul></nav>' if len(links) > 1 else ""
    return f'<div class="tools">{nav}{around.tools}</div>'


def _language(around: Around, language: str) -> str:
    name = escape(LABELS[language].language_name)
    if language == around.language:
        return f'<span aria-current="true">{name}</span>'
    href = address(language, around.place, around.ending)
    return f'<a href="{href}" hreflang="{language}" lang="{language}">{name}</a>'


def see_other(where: str, *headers: Header) -> Answer:
    """Return the answer that sends a browser on, with a GET."""
    return Answer(HTTPStatus.SEE_OTHER, headers=(("Location", where), *headers))


def script() -> str:
    """Return the script that asks a browser for passkeys."""
    return f"<script>{_read(_SCRIPT)}</script>"


def _security(answer: Answer) -> str:
    none, framed_by = "'none'", answer.framed_by
    sends = " ".join(("'self'", *([answer.sends_on] if answer.sends_on else [])))
    runs = f"script-src '{_digest(_read(_SCRIPT))}'; " if answer.scripted else ""
    styles = " ".join(f"'{_digest(style)}'" for style in (_style(), _more()))
    return (
        f"default-src 'none'; {runs}style-src {styles}; img-src data:; base-uri 'none'; "
        f"form-action {sends}; frame-ancestors {' '.join(framed_by) or none}"
    )


def _digest(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _style() -> str:
    return _read("style.css", "gestand.work.pages")


def _more() -> str:
    return _read("web.css")


@cache
def _read(name: str, package: str = "gestand.surfaces.web") -> str:
    return files(package).joinpath(name).read_text(encoding="utf-8")
