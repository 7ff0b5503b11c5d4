"""A page that stands on its own and loads nothing: for a receipt, a letter, a mail."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template


def plain_page(language: str, title: str, controller: str, body: str, *, heading: bool) -> str:
    """Return a page; `body` is HTML, all else plain text. With `heading` the title stands on it."""
    style = _read("style.css")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return Template(_read("plain.html")).substitute(
        language=language,
        style=style,
        style_hash=f"sha256-{digest}",
        title=escape(title),
        controller=escape(controller),
        heading=f"<h1>{escape(title)}</h1>\n" if heading else "",
        body=body,
    )


@cache
def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
