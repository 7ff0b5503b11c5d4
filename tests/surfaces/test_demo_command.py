"""`gestand demo`: what it refuses; `tests/test_readme.py` looks at its walk."""

from __future__ import annotations

from pathlib import Path

import pytest

from gestand.core.policy.parse import parse_policy
from gestand.demo.noorderlicht.generate import HERE
from tests.surfaces.commands import gestand


def test_the_period_that_it_says_to_change_is_that_of_recruitment() -> None:
    policy, findings = parse_policy((HERE / "privacy" / "policy.yaml").read_text("utf-8"), "")
    assert policy is not None and findings == []
    periods = {name: str(said.keep.period) for name, said in policy.purposes.items()}
    assert [name for name, period in periods.items() if period == "P4W"] == ["recruitment"]


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    for place in (tmp_path, tmp_path / "mine.txt"):
        told = gestand("demo", place)
        assert (told.exit_code, told.stdout) == (2, "")
        assert told.stderr == (
            f"gestand: {place} is there already: name another directory, or remove it\n"
        )
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    "words", [["--people", "3"], ["--people", "many"], ["--seed", "x"], ["--today", "soon"]]
)
def test_what_cannot_be_built_is_refused(tmp_path: Path, words: list[str]) -> None:
    told = gestand("demo", tmp_path / "demo", *words)
    assert (told.exit_code, told.stdout) == (2, "")
    assert "Error: Invalid value for" in told.stderr
    assert not (tmp_path / "demo").exists()
