"""The page of the registers in a real browser: for everybody, on every screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.surfaces.commands import gestand
from tests.surfaces.publishing import declared
from tests.surfaces.test_statement_page import RULES, opened

pytestmark = pytest.mark.browser


ALIKE = "document.querySelectorAll('tbody tr:nth-child(n+4)').forEach(row => row.remove())"
"""Takes out all but three rows of each table: the others are as these are, and take long."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the registers of the example company."""
    folder = tmp_path_factory.mktemp("registers")
    company = declared(folder / "company")
    result = gestand("registers", company, "--out", folder / "out", "--as-of", "2026-12-01")
    assert result.exit_code == 0
    return folder / "out"


# Of two languages the one is laid out as the other is.
@pytest.mark.parametrize(("language", "width"), [("nl", 360), ("en", 1280)])
def test_the_page_is_accessible(
    browser: Browser, pages: Path, language: str, width: int
) -> None:
    page = opened(browser, pages / f"{language}.html", width)
    page.evaluate(ALIKE)
    result = Axe().run(page, options={"runOnly": RULES}).response
    page.close()
    assert [violation["id"] for violation in result["violations"]] == []
