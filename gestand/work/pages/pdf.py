"""Write a page as a PDF for everybody: tagged, with its language and title (PDF/UA-1).

The layout is done by weasyprint on a library of the system. Where the system lacks it there is
no PDF, and everything else goes on.
"""

from __future__ import annotations

import re
import sys
from contextlib import redirect_stdout
from functools import cache, lru_cache
from hashlib import sha256
from importlib import import_module
from io import StringIO
from typing import Any

from gestand.errors import CannotRun
from gestand.work.apart_process import run_apart

DEBIAN_PACKAGES = "libpangoft2-1.0-0 libharfbuzz-subset0"
"""What to install on Debian where `is_possible` says no.

The second is not necessary: without it fonts are cut down by a part that writes the time in
them, so that no two files are the same.
"""

_VARIANT = "pdf/ua-1"

# Where a line has room for a text but not for the space at its end, and a link or bold word
# comes next, weasyprint breaks that line after its first word. A space of its own does not.
_SPACE_BEFORE_INLINE = re.compile(r"(?<=\S) (?=<(?:a|b|code|em|strong)[ >])")


def is_possible() -> bool:
    """Tell whether this system can lay out a PDF."""
    return weasyprint() is not None


@cache
def weasyprint() -> Any:
    """Return what lays out pages, None where the system lacks a library for it.

    It takes longer to load than all of Gestand, and few commands write a PDF.
    """
    # Where a library is missing, it prints a page of advice before it fails.
    with redirect_stdout(StringIO()):
        try:
            return import_module("weasyprint")
        except OSError:
            return None


PATIENCE = 120.0
"""Seconds after which a page that is still being laid out is given up; a letter takes two."""

_CHILD = "from gestand.work.pages.pdf import child; child()"
_NOT_POSSIBLE = 3


def pdf_apart(page: str) -> bytes | None:
    """Return a page as PDF, laid out by a process that does nothing else and ends with it.

    A letter holds words of strangers: whatever they do to a part that lays out pages, no key and no
    connection of ours is in its memory. None where this system cannot lay out a PDF.
    """
    made = run_apart(_CHILD, page.encode(), PATIENCE)
    if made is not None and made.code == _NOT_POSSIBLE:
        return None
    if made is None or made.code != 0:
        message = "the letter could not be laid out as a PDF: write it as a page"
        raise CannotRun(message)
    return made.wrote


def child() -> None:
    """Read a page from standard input and write it as PDF, or end with a code of its own."""
    if not is_possible():
        sys.exit(_NOT_POSSIBLE)
    sys.stdout.buffer.write(pdf_of(sys.stdin.buffer.read().decode()))


@lru_cache(maxsize=8)
def pdf_of(page: str) -> bytes:
    """Return an HTML page as PDF; nothing is fetched, and the same page gives the same bytes.

    A page takes seconds to lay out: whoever publishes again in one process gets it as it was.
    The bytes also depend on the fonts of the system and on the versions of its libraries; they
    are the same only where HarfBuzz can cut down fonts.
    """
    maker = weasyprint()
    nothing = maker.URLFetcher(allowed_protocols=())
    written: bytes = maker.HTML(
        string=_SPACE_BEFORE_INLINE.sub("<span> </span>", page), url_fetcher=nothing
    ).write_pdf(
        pdf_variant=_VARIANT,
        # Most writers take the time; a digest keeps two runs the same.
        pdf_identifier=sha256(page.encode()).digest()[:16],
    )
    return written
