"""The page of the laws says what is tried, and where."""

from __future__ import annotations

from pathlib import Path

from tests.laws.table import ELSEWHERE, page

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_page_of_the_laws_is_as_the_laws_are() -> None:
    assert (ROOT / "docs" / "reference" / "laws.md").read_text("utf-8") == page()


def test_every_law_that_is_tried_elsewhere_is_there() -> None:
    for _, file in ELSEWHERE.values():
        assert (ROOT / "tests" / "laws" / file).exists()
