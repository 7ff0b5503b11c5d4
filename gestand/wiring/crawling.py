"""Finds a browser, and the library that drives it: who installs Gestand alone has neither."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from importlib import import_module

from gestand.core.proving.visits import Crawl
from gestand.errors import CannotRun

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def crawl(starts: Sequence[str], limit: int) -> Crawl:
    """Visit at most `limit` pages of the sites that begin at some addresses.

    Raises CannotRun where no browser can be driven, or a site cannot be reached.
    """
    try:
        browser = import_module("gestand.crawl.chromium")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "playwright":
            raise
        message = "what drives a browser is not installed: `pip install 'gestand[crawl]'`"
        raise CannotRun(message) from error
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    found: Crawl = browser.crawl(starts, limit, program)
    return found
