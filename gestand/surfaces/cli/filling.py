"""What fills a letter, as it is typed; and the letter as a PDF."""

from __future__ import annotations

from gestand.errors import CannotRun
from gestand.work.pages.pdf import pdf_apart


def pair(text: str) -> tuple[str, str]:
    """Return a gap and what fills it; CannotRun where it is not written so."""
    name, equals, value = text.partition("=")
    if not equals or not value.strip():
        message = "fill a gap as `--set GAP=TEXT`"
        raise CannotRun(message)
    return name.strip(), value


def pdf_or_refuse(page: str) -> bytes:
    """Return a page as PDF; CannotRun where this system cannot lay one out."""
    made = pdf_apart(page)
    if made is None:
        message = "this system cannot lay out a PDF: `gestand publish` says what is missing"
        raise CannotRun(message)
    return made
