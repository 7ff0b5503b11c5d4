"""A backup is put back somewhere else, and read beside its store: what it lacks, and what it is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gestand.core.proving import words
from gestand.core.proving.drills import LASTS, Copied, Drill, Drills, evidence
from gestand.core.proving.verdict import Verdict, verdict
from tests.linde import build, run
from tests.surfaces.commands import gestand

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
WHOLE = Copied("db", rows=9, again=0)
ROWS = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', NULL, NULL, '2019-01-10');
"""


@pytest.mark.parametrize(
    ("copied", "comes"),
    [
        (WHOLE, Verdict.KEPT),
        (Copied("db", rows=9, again=3), Verdict.KEPT),
        (Copied("db", rows=9), Verdict.UNKNOWN),
        (Copied("db", rows=0, again=0), Verdict.UNKNOWN),
        (Copied("db", rows=9, again=0, tables=("db.orders",)), Verdict.BROKEN),
        (Copied("db", rows=9, again=0, columns=("db.orders.note",)), Verdict.BROKEN),
        (Copied("db", rows=9, again=0, empty=("db.orders",)), Verdict.BROKEN),
        (Copied("db", rows=9, ahead=True), Verdict.BROKEN),
        (Copied("db", unread=True), Verdict.BROKEN),
    ],
    ids=str,
)
def test_what_a_copy_holds_decides(copied: Copied, comes: Verdict) -> None:
    found = [*evidence(Drills((Drill(NOW, (copied,)),)), frozenset({"db", "hr"}))]
    assert {each.promise for each in found} == {"security.measures", "security.review"}
    assert all(each.places == {"hr"} for each in found)
    assert {p.what for each in found for p in each.problems} <= words.PROBLEMS.keys()
    assert verdict("measured", found, [], NOW, NOW.date()).verdict is comes


def test_a_drill_counts_for_a_quarter() -> None:
    found = [*evidence(Drills((Drill(NOW, (WHOLE,)),)), frozenset({"db"}))]
    for after, comes in ((LASTS, Verdict.KEPT), (LASTS + timedelta(days=1), Verdict.UNKNOWN)):
        at = NOW + after
        assert verdict("measured", found, [], at, at.date()).verdict is comes


def test_a_copy_of_another_store_mends_nothing() -> None:
    empty = Copied("hr", rows=1, again=0, empty=("hr.staff",))
    drills = Drills().after(Drill(NOW, (empty,))).after(Drill(NOW + LASTS / 2, (WHOLE,)))
    found = [*evidence(drills, frozenset({"db", "hr"}))]
    assert sum(each.wrong for each in found) == 2
    mended = drills.after(Drill(NOW + LASTS / 2, (Copied("hr", rows=5, again=0),)))
    assert sum(each.wrong for each in evidence(mended, frozenset({"db", "hr"}))) == 0


def drill(folder: Path, copy: Path) -> tuple[int, Mapping[str, Any]]:
    done = gestand("drill", f"db=sqlite:///{copy}", folder)
    kept = json.loads((folder / ".gestand" / "drill.json").read_text("utf-8"))
    return done.exit_code, kept["rounds"][-1]["copies"][0]


def test_a_copy_is_read_beside_its_store(tmp_path: Path) -> None:
    folder, copy = build(tmp_path / "linde", ROWS), tmp_path / "copy.db"
    shutil.copy(folder / "db.db", copy)
    ending, found = drill(folder, copy)
    assert (ending, found["rows"], found["again"]) == (0, 1, None)
    ddl = gestand("doctor", folder, "--ddl").output
    run(folder, ddl)
    shutil.copy(folder / "db.db", copy)
    assert drill(folder, copy)[1]["again"] == 0
    done = gestand("apply", folder, "--yes", "--first-run", "--as-of", "2026-11-28")
    assert done.exit_code == 0, done.output
    assert drill(folder, copy) == (0, {**found, "again": 1})
    run(tmp_path, "DELETE FROM customers; DROP TABLE contracts;", "copy.db")
    run(folder, ROWS)
    ending, found = drill(folder, copy)
    assert (ending, found["tables"], found["empty"]) == (1, ["db.contracts"], ["db.customers"])
    copy.write_bytes(b"no database" * 100)
    ending, found = drill(folder, copy)
    assert (ending, found["unread"]) == (1, True)


def test_a_copy_is_named_once_and_is_not_the_store(tmp_path: Path) -> None:
    folder = build(tmp_path / "linde")
    store = f"db=sqlite:///{folder / 'db.db'}"
    for words_typed, told in (
        ((store,), "is the store itself"),
        (("hr=sqlite:///copy.db",), "there is no store `hr`"),
        (("db=sqlite:///nowhere.db",), "there is no file nowhere.db"),
        ((store, store), "name each copy once"),
        ((), "name each copy once"),
    ):
        done = gestand("drill", *words_typed, folder)
        assert (done.exit_code, told in done.output) == (2, True), done.output
    assert not (folder / ".gestand" / "drill.json").exists()
