"""`gestand verify`: whether the ledger is what it was when it was written."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from gestand.work.state import State
from tests.linde import build, run
from tests.surfaces.commands import gestand

JUNE = ("--as-of", "2026-06-15")
ELSEWHERE = {"datamap": [("stores:\n", "records: {heads: ../elsewhere}\nstores:\n")]}
ROWS = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', NULL, NULL, '2019-01-10');
"""


@pytest.fixture
def linde(tmp_path: Path) -> Path:
    """Give a company whose heads are kept elsewhere, and that was swept once."""
    folder = build(tmp_path / "linde", ROWS, ELSEWHERE)
    assert gestand("apply", folder, *JUNE, "--yes", "--first-run").exit_code == 0
    return folder


def change(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / ".gestand" / "records.db")) as connection, connection:
        for name in ("update", "delete"):
            connection.execute(f"DROP TRIGGER gestand_ledger_no_{name}")
        connection.execute(statement)


def test_a_ledger_that_holds(linde: Path) -> None:
    told = gestand("verify", linde)
    assert (told.exit_code, told.stderr) == (0, "")
    entries, heads = told.stdout.splitlines()
    assert re.fullmatch(r"The ledger holds: 3 entries, the newest of 20\S+\+00:00\.", entries)
    assert heads == f"2 heads in {linde.parent / 'elsewhere'} agree with it."


def test_where_nothing_was_recorded_there_is_none(tmp_path: Path) -> None:
    folder = build(tmp_path)
    told = gestand("verify", folder)
    assert (told.exit_code, told.stdout[:25]) == (0, "There is no ledger yet: `")
    assert not (folder / ".gestand").exists()


def test_without_a_head_elsewhere_it_says_what_is_not_noticed(tmp_path: Path) -> None:
    folder = build(tmp_path, ROWS)
    gestand("apply", folder, *JUNE, "--yes", "--first-run")
    told = gestand("verify", folder)
    assert (told.exit_code, "No head of it is kept elsewhere" in told.stdout) == (0, True)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE gestand_ledger SET told = replace(told, 'started', 'starteD') WHERE number = 2",
            "entry 2: it is not what it was when it was written; the 1 before it hold",
        ),
        ("DELETE FROM gestand_ledger WHERE number = 1", "entry 1: entry 2 stands in its place"),
        (
            "DELETE FROM gestand_ledger WHERE number = 3",
            "entry 3: it is gone: a head tells of 3 entries",
        ),
    ],
)
def test_the_first_broken_link_is_named(linde: Path, statement: str, said: str) -> None:
    change(linde, statement)
    told = gestand("verify", linde)
    assert told.exit_code == 1
    assert told.stdout.startswith(f"The ledger does not hold: {said}")
    assert "Put a backup of the folder `.gestand` back that holds" in told.stdout


def test_a_ledger_that_was_taken_away_is_told(linde: Path) -> None:
    (linde / ".gestand" / "records.db").unlink()
    told = gestand("verify", linde)
    assert (told.exit_code, "the ledger is gone: a head tells of 3" in told.stdout) == (1, True)


def test_receipts_that_are_not_those_of_the_ledger_are_told(linde: Path) -> None:
    run(linde, "DELETE FROM gestand_receipt", ".gestand/records.db")
    told = gestand("verify", linde)
    assert told.exit_code == 1
    assert "lacks receipt 1, of which its ledger tells" in told.stdout


def test_a_receipt_is_printed(linde: Path) -> None:
    told = gestand("receipt", "1", linde)
    assert told.exit_code == 0
    assert json.loads(told.stdout) == State.beside(linde).receipts()[0]
    refused = gestand("receipt", "2", linde)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "there is no receipt 2 in" in refused.stderr and "the newest is 1" in refused.stderr
    (linde / "privacy" / "datamap.yaml").unlink()
    refused = gestand("receipt", "1", linde)
    assert (refused.exit_code, "the data map cannot be read" in refused.stderr) == (2, True)


def test_what_a_clock_that_ran_ahead_wrote_is_believed_when_asked(linde: Path) -> None:
    ahead = "said = json_set(said, '$.at', '30' || substr(json_extract(said, '$.at'), 3))"
    run(linde, f"UPDATE gestand_receipt SET {ahead}", ".gestand/records.db")
    refused = gestand("plan", linde, *JUNE)
    assert refused.exit_code == 2
    assert "say so with `gestand verify --clock-was-ahead`" in refused.stderr
    assert gestand("verify", linde, "--clock-was-ahead").exit_code == 0
    assert gestand("plan", linde, *JUNE).exit_code == 0
    assert gestand("apply", linde, *JUNE, "--yes").exit_code == 0


def test_a_lost_copy_of_the_heads_is_begun_anew_when_asked(linde: Path) -> None:
    (linde.parent / "elsewhere").unlink()
    assert "`gestand verify --new-copy` begins another" in gestand("plan", linde, *JUNE).stderr
    assert gestand("verify", linde).exit_code == 1
    assert gestand("verify", linde, "--new-copy").exit_code == 0
    assert gestand("plan", linde, *JUNE).exit_code == 0
    assert gestand("verify", linde, "--new-copy").exit_code == 2


def test_it_needs_no_store(linde: Path) -> None:
    (linde / "db.db").unlink()
    assert gestand("verify", linde).exit_code == 0


def test_it_needs_the_data_map(linde: Path) -> None:
    (linde / "privacy" / "datamap.yaml").write_text("nothing", "utf-8")
    told = gestand("verify", linde)
    assert (told.exit_code, "the data map cannot be read" in told.stderr) == (2, True)
