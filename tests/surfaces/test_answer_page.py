"""The page of an answer in a real browser: for everybody, on every screen, and on its own."""

from __future__ import annotations

import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.answers import give
from tests.surfaces.test_statement_page import RULES, Scheme, opened

pytestmark = pytest.mark.browser

LANGUAGES = ["nl", "en"]
MANY = (("customer", 31), ("applicant", 2))


@pytest.fixture(scope="module")
def answers(founding: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an answer in each language, and a small one in `small`, unpacked."""
    folder = tmp_path_factory.mktemp("answers")
    shutil.copytree(founding, folder / "company")
    small = (("company contact", 3), ("applicant", 2))
    for language, people in (("nl", MANY), ("en", MANY), ("small", small)):
        out = folder / f"{language}.zip"
        spoken = "nl" if language == "small" else language
        give(folder / "company", out, *people, language=spoken)
        with ZipFile(out) as archive:
            archive.extractall(folder / language)
    return folder


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280)])
def test_the_page_is_accessible(
    browser: Browser, answers: Path, scheme: Scheme, width: int
) -> None:
    page = opened(browser, answers / "small" / "index.html", width, scheme)
    result = Axe().run(page, options={"runOnly": RULES}).response
    page.close()
    assert [violation["id"] for violation in result["violations"]] == []
    passed = {rule["id"] for rule in result["passes"]}
    assert {"color-contrast", "target-size", "html-has-lang", "heading-order"} <= passed


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_runs_off_the_screen(browser: Browser, answers: Path, width: int) -> None:
    page = opened(browser, answers / "nl" / "index.html", width)
    needed = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert needed <= width


def test_the_page_asks_nobody_and_runs_nothing(browser: Browser, answers: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    file = (answers / "nl" / "index.html").as_uri()
    page.goto(file, wait_until="networkidle")
    scripts = page.evaluate("document.scripts.length")
    page.close()
    assert [url for url in asked if url != "data:,"] == [file]
    assert scripts == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_somewhere(browser: Browser, answers: Path, language: str) -> None:
    folder = answers / language
    page = opened(browser, folder / "index.html", 1280)
    read = "all => all.map(one => decodeURIComponent(one.getAttribute('href')))"
    links = page.eval_on_selector_all("a[href]", read)
    ids = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    page.close()
    inside = {link[1:] for link in links if link.startswith("#")}
    members = {link for link in links if link.startswith(("data/", "files/"))}
    assert inside <= set(ids)
    assert len(ids) == len(set(ids))
    assert len(members) > 10
    assert [link for link in members if not (folder / link).is_file()] == []


def test_on_paper_there_is_text_and_no_navigation(browser: Browser, answers: Path) -> None:
    page = opened(browser, answers / "nl" / "index.html", 800, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    shown = page.eval_on_selector_all("nav, .skip", "all => all.map(one => one.offsetHeight)")
    colour = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.close()
    assert set(shown) == {0}
    assert colour == "rgb(255, 255, 255)"


def test_the_page_says_all_that_article_15_asks(browser: Browser, answers: Path) -> None:
    page = opened(browser, answers / "en" / "index.html", 1280)
    headings = page.eval_on_selector_all("main h2", "all => all.map(one => one.innerText)")
    told = page.inner_text("main")
    page.close()
    assert headings == [
        "In short", "Contents", "What we use your data for", "Your data",
        "What is not in here", "Your rights", "Making a complaint", "Contact", "About these files",
    ]  # fmt: skip
    for words in (
        "Accepting and delivering your order",  # (a) purposes
        "E-mail address",  # (b) categories
        "Voorbeeld Betalingen B.V.",  # (c) recipients
        "We erase this on",  # (d) period
        "article 16 of the GDPR",  # (e) rights
        "Dutch Data Protection Authority",  # (f) complaint
        "You gave it to us yourself.",  # (g) source
        "Decisions by a computer",  # (h) automated decisions
        "standard contractual clauses",  # 15(2) safeguards
        "password_hash in the list shop.accounts",  # 15(4) what is left out, with the reason
    ):
        assert words in told
