"""Finds a browser, and the library that drives it: who installs Gestand alone has neither."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from importlib import import_module

from gestand.core.proving.visits import Crawl, Visitors
from gestand.errors import CannotRun

NOBODY_ELSE = Visitors()

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def crawl(starts: Sequence[str], limit: int, visitors: Visitors = NOBODY_ELSE) -> Crawl:
    """Visit at most `limit` pages of the sites that begin at some addresses.

    Raises CannotRun where no browser can be driven, a site cannot be reached, or a visitor cannot
    sign in or agree as is said.
    """
    try:
        browser = import_module("gestand.crawl.chromium")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "playwright":
            raise
        message = "what drives a browser is not installed: `pip install 'gestand[crawl]'`"
        raise CannotRun(message) from error
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    found: Crawl = browser.crawl(starts, limit, program, visitors)
    return found
