"""Every promise of the statement that Gestand began with stands in the example's statement."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from gestand.core.policy.statement import carried_promises
from gestand.demo.noorderlicht.generate import HERE
from gestand.work.project import load

TABLE = Path(__file__).parents[2] / "docs" / "reference" / "carried.yaml"
ROWS: dict[str, tuple[str, list[str]]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))


def test_all_promises_are_there() -> None:
    assert list(ROWS) == [f"P{number}" for number in range(1, 77)]
    assert all(said and ids for said, ids in ROWS.values())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_is_carried_by_the_statement(language: str) -> None:
    project = load(HERE)
    assert project.policy is not None
    stated = {id_ for id_, _ in carried_promises(project.policy, project.statements[language])}
    missing = {number: [i for i in ids if i not in stated] for number, (_, ids) in ROWS.items()}
    assert {number: ids for number, ids in missing.items() if ids} == {}
