"""`gestand decisions` and `gestand keys --forget`: words that are read, and words that are gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.linde import build
from tests.surfaces.commands import gestand
from tests.undoing import UNDO, key_in

STEP = "ask:db.contracts:contract"
ROWS = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', NULL, NULL, '2019-01-10');
INSERT INTO contracts VALUES (1, 1, 'vps', 'ann.example', '2019-02-01', '0000-00-00');
"""
TOLD = f"2026-06-15 {STEP}: 1 row stays until 2026-12-15. "


@pytest.fixture
def linde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a company with a master key, where one decision was taken."""
    monkeypatch.setenv("GESTAND_USER", "the officer")
    key_in(tmp_path)
    build(tmp_path, ROWS, {"datamap": UNDO["datamap"]})
    words = ("--as-of", "2026-06-15", "--because", "we look for it")
    assert gestand("decide", STEP, tmp_path, *words).exit_code == 0
    return tmp_path


def test_decisions_are_printed_as_far_as_they_are_known(linde: Path) -> None:
    assert gestand("decisions", linde).stdout == f"{TOLD}the officer: we look for it\n"
    told = gestand("keys", linde)
    assert "It wraps 2 keys; the next is destroyed at" in told.stdout
    assert "What the keys are of: who decides 1, people 1." in told.stdout
    assert "officer" not in told.stdout
    (linde / "master.key").unlink()
    missing = gestand("decisions", linde)
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert missing.stderr.startswith("gestand: there is no master key at")


def test_a_person_is_forgotten_after_it_was_asked(linde: Path) -> None:
    for answer in ("n\n", ""):
        assert gestand("keys", linde, "--forget", "customer:1", typed=answer).exit_code == 1
    assert "we look for it" in gestand("decisions", linde).stdout
    told = gestand("keys", linde, "--forget", "customer:-", "--yes", typed="1\n")
    assert told.exit_code == 0, told.output
    assert "Forgotten: reasons or names 1, corrections 0." in told.stdout
    assert gestand("decisions", linde).stdout == f"{TOLD}the officer: (forgotten)\n"
    again = gestand("keys", linde, "--forget", "customer:1")
    assert (again.exit_code, "Nothing in own records" in again.stdout) == (0, True)
    verified = gestand("verify", linde)
    assert verified.exit_code == 0
    assert "are forgotten, since their key was destroyed: 1." in verified.stdout
    assert gestand("keys", linde, "--forget-decider", "--yes", typed="the officer\n").exit_code == 0
    assert gestand("decisions", linde).stdout == f"{TOLD}(forgotten): (forgotten)\n"


@pytest.mark.parametrize("named", ["customer", "custmer:1", "customer:"])
def test_who_is_nobody_is_refused(linde: Path, named: str) -> None:
    told = gestand("keys", linde, "--forget", named, "--yes")
    assert told.exit_code == 2
    assert "Forgotten" not in told.output
