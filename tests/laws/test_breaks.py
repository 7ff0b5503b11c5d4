"""Laws that no part of a condition keeps by itself can be broken, and then they say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.laws.breaks import BREAKS, ROOT, Break, told_by


@pytest.mark.parametrize("one", BREAKS, ids=lambda one: one.law)
def test_what_is_broken_on_purpose_stands_there_once(one: Break) -> None:
    assert (ROOT / "gestand" / one.path).read_text("utf-8").count(one.text) == 1


@pytest.mark.nightly
@pytest.mark.parametrize("one", BREAKS, ids=lambda one: one.law)
def test_a_law_notices_what_breaks_it(one: Break, tmp_path: Path) -> None:
    code, told = told_by(one, tmp_path)
    assert (code, told.startswith(f"{one.law} is broken")) == (1, True), told
