"""Every promise of the statement that Gestand began with stands in the example's statement."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gestand.core.policy.statement import carried_promises
from gestand.demo.noorderlicht.generate import HERE
from gestand.work.project import load

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "carried.md"
TEXT = PAGE.read_text(encoding="utf-8")
LINES = re.findall(r"^\| (P\d+) \| ([^|]+) \| ([^|]+) \|", TEXT, re.MULTILINE)
ROWS = {number: (said, re.findall(r"`(\S+)`", ids)) for number, said, ids in LINES}


def test_all_promises_are_there() -> None:
    assert [number for number, _, _ in LINES] == [f"P{number}" for number in range(1, 77)]
    assert all(said and ids for said, ids in ROWS.values())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_is_carried_by_the_statement(language: str) -> None:
    project = load(HERE)
    assert project.policy is not None
    stated = {id_ for id_, _ in carried_promises(project.policy, project.statements[language])}
    missing = {number: [i for i in ids if i not in stated] for number, (_, ids) in ROWS.items()}
    assert {number: ids for number, ids in missing.items() if ids} == {}
