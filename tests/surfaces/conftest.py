"""The example company and the browser, for every test of this floor."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.noorderlicht import founding, noorderlicht

__all__ = ["founding", "noorderlicht"]

ARGUMENTS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give the system's own Chromium; for one module: where it runs, Django refuses its records."""
    path = shutil.which("chromium")
    assert path, "the tests need Chromium: run scripts/system-packages"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()
