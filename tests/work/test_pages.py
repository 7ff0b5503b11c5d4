"""The page as HTML: what the policy says is shown, never obeyed."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from gestand.work.pages.html import Beside, choice_page, inline, statement_page
from tests.core.small import POLICY, changed
from tests.core.small_statement import EN, NL, published


class Tags(HTMLParser):
    """Collects the start tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def ids(page: str) -> list[str]:
    return [str(attrs["id"]) for _, attrs in Tags(page).found if "id" in attrs]


def test_each_promise_has_an_address() -> None:
    page = statement_page(published(NL, "nl"), Beside(["nl", "en"]))
    assert {"order.kept", "tax.kept", "cookies.list", "rights.access"} <= set(ids(page))
    assert len(ids(page)) == len(set(ids(page)))


def test_one_language_needs_no_choice() -> None:
    document = published(NL, "nl")
    assert "<nav aria-label" not in statement_page(document, Beside(["nl"]))
    assert choice_page([document]).count("<li ") == 1


def test_a_value_is_shown_and_never_obeyed() -> None:
    sly = changed(POLICY, "name: De Es B.V.", "name: '<script>alert(1)</script> [x](javascript:1)'")
    sly = changed(sly, "nl: naam,", 'nl: "\\"><img src=x onerror=y> &lt;b&gt;",')
    document = published(NL, "nl", sly)
    for page in (statement_page(document, Beside(["nl", "en"])), choice_page([document])):
        tags = Tags(page).found
        assert {"script", "img"} & {tag for tag, _ in tags} == set()
        assert not any(name.startswith("on") for _, attrs in tags for name in attrs)
        links = [str(attrs["href"]) for tag, attrs in tags if tag == "a"]
        assert not any(link.startswith("javascript") for link in links)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**Sterk** en *zacht*", "<strong>Sterk</strong> en <em>zacht</em>"),
        ("[hier](#daar)", '<a href="#daar">hier</a>'),
        ("<b>nee</b> &amp;", "&lt;b&gt;nee&lt;/b&gt; &amp;amp;"),
        ("![beeld](x.png)", '!<a href="x.png">beeld</a>'),
        (r"4\_5 \<x\>", "4_5 &lt;x&gt;"),
    ],
)
def test_only_a_little_markdown_becomes_html(markdown: str, html: str) -> None:
    assert inline(markdown) == html


def test_a_page_is_in_its_own_language() -> None:
    page = statement_page(published(EN, "en"), Beside(["nl", "en"]))
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert '<a href="nl.html" hreflang="nl" lang="nl">Nederlands</a>' in page
    assert "$" not in page
