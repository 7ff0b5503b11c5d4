"""The published page in a real browser: for everybody, on every screen, and on its own."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from tests.surfaces.publishing import declared, publish, with_older_versions

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ["nl", "en", "index", "nl-history", "en-2023-01-26"]
ONCE = [("nl", 360), ("nl", 1280), ("en-2023-01-26", 360), ("index", 1280)]
ONCE += [("nl-history", 360)]
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the published statement of the example company."""
    folder = tmp_path_factory.mktemp("published")
    company = with_older_versions(declared(folder / "company"))
    assert publish(company, folder / "site").exit_code == 0
    return folder / "site"


def opened(browser: Browser, file: Path, width: int, scheme: Scheme = "light") -> Page:
    size = ViewportSize(width=width, height=900)
    page = browser.new_page(viewport=size, color_scheme=scheme)
    page.goto(file.as_uri())
    return page


# Of two languages, and of two versions, the one is laid out as the other is.
@pytest.mark.parametrize(("name", "width"), ONCE)
def test_the_page_is_accessible(browser: Browser, site: Path, name: str, width: int) -> None:
    page = opened(browser, site / f"{name}.html", width)
    result = Axe().run(page, options={"runOnly": RULES}).response
    page.close()
    assert [violation["id"] for violation in result["violations"]] == []
    # A rule that did not run proves nothing.
    passed = {rule["id"] for rule in result["passes"]}
    assert {"color-contrast", "target-size", "html-has-lang", "heading-order"} <= passed


@pytest.mark.parametrize("name", ["nl", "index", "nl-history"])
def test_it_can_be_read_in_the_dark(browser: Browser, site: Path, name: str) -> None:
    page = opened(browser, site / f"{name}.html", 1280, "dark")
    # Nothing but the colours is another then, and they are the same at every width.
    only = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    result = Axe().run(page, options=only).response
    page.close()
    assert result["violations"] == []
    assert [rule["id"] for rule in result["passes"]] == ["color-contrast"]


@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_off_the_screen(browser: Browser, site: Path, name: str) -> None:
    page = opened(browser, site / f"{name}.html", 320)
    needed = {}
    for width in range(320, 1300, 70):
        page.set_viewport_size(ViewportSize(width=width, height=900))
        needed[width] = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert {width: found for width, found in needed.items() if found > width} == {}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_asks_nobody_for_anything(browser: Browser, site: Path, name: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / f"{name}.html").as_uri(), wait_until="networkidle")
    scripts = page.evaluate("document.scripts.length")
    page.close()
    assert [url for url in asked if url != "data:,"] == [(site / f"{name}.html").as_uri()]
    assert scripts == 0
    assert (site / f"{name}.html").stat().st_size < 50_000


def test_the_page_may_load_and_run_nothing_else(browser: Browser, site: Path) -> None:
    page = opened(browser, site / "nl.html", 1280)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    inserted = """() => new Promise(done => {
        const image = new Image();
        image.onload = image.onerror = () => done(image.complete && image.naturalWidth > 0);
        image.src = 'https://elsewhere.example/pixel.png';
        document.body.append(image);
    })"""
    assert page.evaluate(inserted) is False
    page.close()
    assert any("Content Security Policy" in text for text in refused)


def test_the_keyboard_skips_to_the_text(browser: Browser, site: Path) -> None:
    page = opened(browser, site / "nl.html", 1280)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Naar de tekst"
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    assert page.locator(":focus").get_attribute("id") == "text"
    page.close()


@pytest.mark.parametrize("name", ["nl", "en"])
def test_every_link_within_the_page_leads_somewhere(
    browser: Browser, site: Path, name: str
) -> None:
    page = opened(browser, site / f"{name}.html", 1280)
    targets = page.eval_on_selector_all(
        "a[href^='#']", "links => links.map(link => decodeURIComponent(link.hash.slice(1)))"
    )
    ids = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    page.close()
    assert len(targets) > 30
    assert set(targets) <= set(ids)
    assert len(ids) == len(set(ids))


def test_the_short_version_comes_first_then_the_contents(browser: Browser, site: Path) -> None:
    page = opened(browser, site / "en.html", 360)
    order = page.eval_on_selector_all("main h2", "all => all.map(one => one.innerText)")
    terms = page.eval_on_selector_all("#recruitment\\.kept", "all => all.map(o => o.innerText)")
    page.close()
    assert order[:3] == ["In short", "Contents", "Who is responsible"]
    assert order[-1] == "Contact"
    assert terms[0].startswith("We erase these data no later than 4 weeks after")


def test_on_paper_there_is_text_and_no_navigation(browser: Browser, site: Path) -> None:
    page = opened(browser, site / "nl.html", 800, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    shown = page.eval_on_selector_all("nav, .skip", "all => all.map(one => one.offsetHeight)")
    colours = page.evaluate(
        "[getComputedStyle(document.documentElement).backgroundColor,"
        " getComputedStyle(document.body).color]"
    )
    page.close()
    assert set(shown) == {0}
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


def test_the_choice_of_language_leads_to_each_page(browser: Browser, site: Path) -> None:
    page = opened(browser, site / "index.html", 360)
    for language, title in (("nl", "Privacy- en cookieverklaring"), ("en", "Privacy and cookie")):
        page.goto((site / "index.html").as_uri())
        page.locator(f"a[hreflang={language}]").click()
        assert page.locator("html").get_attribute("lang") == language
        assert page.title().startswith(title)
    page.locator("nav a[hreflang=nl]").click()
    assert page.url.endswith("/nl.html")
    page.close()
