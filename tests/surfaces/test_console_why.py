"""What is refused on a page of officers is told in the language of the page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gestand.surfaces.web.console_why import _ROWS, in_plain_words

ROOT = Path(__file__).resolve().parents[2] / "gestand"
SAYS = {
    "core/rights.py": set[str](), "core/rights_items.py": set[str](),
    "work/by_right.py": set[str](), "work/fulfil.py": set[str](), "work/decide.py": set[str](),
    "work/people.py": set[str](), "work/forms/published.py": {"no row"},
    "work/package_codes.py": set[str](), "work/holds.py": {"say why"},  # the page asks for it first
    "work/rights.py": {  # what no page of a case can ask for, or a broken installation
        "what is asked?", "is still to come:", "names no master key", "are not what they were;",
        "the row of request", "add `key:`", "the ledger tells", "there is no request",
    },
}
"""The modules whose refusals are shown on those pages, and parts of what none of these shows."""


def sentences(path: Path) -> Iterator[str]:
    """Yield what a module says when it refuses: what is returned, or is a message."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        value = node.value if isinstance(node, ast.Return | ast.Assign) else None
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) != "message":
            continue
        if isinstance(value, ast.IfExp):
            value = value.body
        if isinstance(value, ast.JoinedStr | ast.Constant):
            parts = value.values if isinstance(value, ast.JoinedStr) else [value]
            told = "".join(str(p.value) if isinstance(p, ast.Constant) else "7" for p in parts)
            if told.count(" ") > 2:
                yield told


@pytest.mark.parametrize("name", SAYS)
def test_every_refusal_has_its_words_in_both_languages(name: str) -> None:
    told = [one for one in sentences(ROOT / name) if not any(but in one for but in SAYS[name])]
    assert told
    assert [one for one in told if in_plain_words("nl", one) is None] == []


def test_words_have_the_same_gaps_and_no_commands() -> None:
    for part, dutch, english in _ROWS:
        groups = re.compile(part).groups
        assert (dutch.count("{}"), english.count("{}")) == (groups, groups), part
        assert "`" not in dutch + english and "--" not in dutch + english, part
    told = in_plain_words("nl", "request 7 was due on 2026-12-01: too late to extend, answer now")
    assert told and "1 december 2026" in told
    assert in_plain_words("en", "disk is full") is None
