"""The benchmark of the ledger: both sides make the same chain, and both are looked through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import floor_ledger as by_hand
from bench.__main__ import main
from bench.ledger import APPENDS
from gestand.core.ledger import following
from tests.databases import kinds


@pytest.mark.parametrize("backend", kinds("sqlite", "postgresql"))
def test_it_runs(backend: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["ledger", "--rounds", "1", "--entries", "300", "--backend", backend, "--json"]
    assert main(words) in (0, 1)
    told = capsys.readouterr()
    assert [one["name"] for one in json.loads(told.out)] == ["ledger append", "ledger verify"]
    assert "300 entries verified in" in told.err
    assert APPENDS < 300


def test_it_knows_where_own_records_stand() -> None:
    assert main(["ledger", "--backend", "mariadb"]) == 2


def test_both_sides_seal_the_same(tmp_path: Path) -> None:
    row = by_hand.after(None, "now", "kind", {"b": ["ü"], "a": 1})
    entry = following(None, "now", "kind", {"b": ["ü"], "a": 1})
    assert row == (entry.number, entry.at, entry.kind, entry.told, entry.link)
    more = by_hand.after(row, "later", "kind", None)
    assert by_hand.holds([row, more]) == 2
    with pytest.raises(ValueError, match="row 2 does not hold"):
        by_hand.holds([row, (*more[:3], "0", more[4])])
