"""Somebody signs in, looks and withdraws consent in a real browser, with JavaScript off."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from tests.linde import cell
from tests.mailing import Letterbox
from tests.surfaces.portal import CAS, TODAY, running
from tests.surfaces.test_portal_acts import WITHDRAWN
from tests.surfaces.test_statement_page import RULES

__all__ = ["running"]

pytestmark = pytest.mark.browser
SMALL = ViewportSize(width=360, height=800)


@pytest.fixture(scope="module")
def address(running: tuple[Path, Letterbox]) -> Iterator[str]:
    """Give the address of the website of De Linde, served by a process of its own."""
    command = [sys.executable, "-m", "gestand", "web", str(running[0]), "--listen", "127.0.0.1:0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ}) as process:
        assert process.stdout is not None
        found = re.search(r"http://[0-9.:]+", process.stdout.readline().decode())
        assert found
        yield found[0]
        process.terminate()


def code_in(box: Letterbox) -> str:
    (letter,) = box.letters()
    found = re.search(r"\b[2-9A-Z]{5} [2-9A-Z]{5}\b", letter.get_body(("plain",)).get_content())
    assert found
    return found[0]


def keep(page: Page, name: str) -> None:
    """Keep a picture where somebody wants to look at it."""
    if folder := os.environ.get("GESTAND_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def looked_at(page: Page) -> str:
    """Return the heading of a page after looking that everybody can read it."""
    result = Axe().run(page, options={"runOnly": RULES}).response
    assert [violation["id"] for violation in result["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    assert page.evaluate("document.scripts.length") == 0
    return page.locator("h1").inner_text()


def read_by_all(browser: Browser, page: Page, address: str) -> list[str]:
    """Return the headings of pages of somebody who signed in, looked at with scripts allowed."""
    state = page.context.storage_state()
    other = browser.new_context(viewport=SMALL, locale="en", storage_state=state)
    seen = other.new_page()
    headings = []
    for place in ("my-overview", "my-requests", "my-change/correct/name"):
        seen.goto(f"{address}/en/{place}")
        headings.append(looked_at(seen))
        keep(seen, f"en-{place.replace('/', '-')}")
    other.close()
    return headings


def test_somebody_signs_in_looks_and_withdraws_consent(
    running: tuple[Path, Letterbox], address: str, browser: Browser
) -> None:
    # The mail server comes first: its loop is made where no browser runs yet.
    (folder, box), arrived = running, Event()
    box.data = lambda: "250 OK" if arrived.set() is None else ""
    page = browser.new_page(viewport=SMALL, locale="nl-NL", java_script_enabled=False)
    heading = page.locator("h1")
    page.goto(f"{address}/mijn-gegevens")
    page.fill("#field-address", CAS)
    page.click("main button")
    assert heading.inner_text() == "Vul de code in"
    assert arrived.wait(20)
    page.fill("#field-code", code_in(box))
    keep(page, "code")
    page.click("main button")
    assert heading.inner_text() == "Dit hebben wij van u"
    keep(page, "held")
    page.click("text=Toestemming intrekken")
    keep(page, "withdraw")
    page.click("main button")
    assert page.locator("[role=status] h2").inner_text() == "Dit geldt vanaf nu"
    assert cell(folder, WITHDRAWN) == TODAY.isoformat()
    keep(page, "requests")
    assert read_by_all(browser, page, address) == [
        "What we hold about you", "Your requests", "Correct: Name",
    ]
    page.click("text=Uitloggen")
    page.goto(f"{address}/nl/mijn-overzicht")
    assert heading.inner_text() == "Mijn gegevens"
    page.context.close()
