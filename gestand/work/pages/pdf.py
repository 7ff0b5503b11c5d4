"""Write a page as a PDF for everybody: tagged, with its language and title (PDF/UA-1).

The layout is done by weasyprint on a library of the system. Where the system lacks it there is
no PDF, and everything else goes on.
"""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from functools import lru_cache
from hashlib import sha256
from io import StringIO

# Where a library is missing, weasyprint prints a page of advice before it fails.
with redirect_stdout(StringIO()):
    try:
        import weasyprint
    except OSError:
        weasyprint = None

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
    return weasyprint is not None


@lru_cache(maxsize=8)
def pdf_of(page: str) -> bytes:
    """Return an HTML page as PDF; nothing is fetched, and the same page gives the same bytes.

    A page takes seconds to lay out: whoever publishes again in one process gets it as it was.
    The bytes also depend on the fonts of the system and on the versions of its libraries; they
    are the same only where HarfBuzz can cut down fonts.
    """
    nothing = weasyprint.URLFetcher(allowed_protocols=())
    written: bytes = weasyprint.HTML(
        string=_SPACE_BEFORE_INLINE.sub("<span> </span>", page), url_fetcher=nothing
    ).write_pdf(
        pdf_variant=_VARIANT,
        # Most writers take the time; a digest keeps two runs the same.
        pdf_identifier=sha256(page.encode()).digest()[:16],
    )
    return written
