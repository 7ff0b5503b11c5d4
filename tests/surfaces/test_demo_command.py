"""`gestand demo`: the whole walk, in an empty folder, with the real commands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from gestand.core.policy.parse import parse_policy
from gestand.demo.noorderlicht.generate import FEWEST, HERE
from gestand.work.state import State
from tests.linde import cell
from tests.noorderlicht import DAY
from tests.surfaces.commands import gestand, personal_texts

PROMISED = (
    "no findings",
    "The brake stops this run",
    "--first-run",
    "Done: 0 rows removed or changed",
    "What happened",
    "Try it: in policy.yaml, change `P4W`",
)
LEFT = ("privacy/policy.yaml", "statement/index.html", "shop.db", "hr.db", ".gestand/key")


def test_it_walks_the_whole_way(tmp_path: Path) -> None:
    folder = tmp_path / "my demo"
    words = [str(folder), "--people", str(FEWEST), "--today", DAY.isoformat()]
    command = [sys.executable, "-m", "gestand", "demo", *words]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    walked = re.findall(r"^\$ gestand (\w+)", done.stdout, re.MULTILINE)
    assert walked == ["check", "plan", "apply", "apply", "apply", "publish"]
    assert [words for words in PROMISED if words not in done.stdout] == []
    assert [text for text in personal_texts(folder) if text in done.stdout] == []
    assert [name for name in LEFT if not (folder / name).exists()] == []
    assert [path.name for path in tmp_path.iterdir()] == ["my demo"]
    assert [r["status"] for r in State.beside(folder).receipts()] == ["done", "done"]
    assert cell(folder, "PRAGMA foreign_key_check", "shop.db") is None


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
