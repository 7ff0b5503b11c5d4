"""The hand-written floor does what the rules ask, as the oracle reads them."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bench.floor import Counts, latest_over, parameters, sweep
from bench.loaded import KINDS, data_of
from bench.promises import differences
from bench.servers import serving
from gestand.core.calendar import FiscalYear
from gestand.demo.noorderlicht.generate import HERE, STORES, build
from tests.oracle.company import Company, Row, read_company
from tests.oracle.oracle import Request, after, decide

TODAY = date(2026, 12, 15)
CHANGE = re.compile(r"^goes$| emptied$")
DAYS = (TODAY, date(2027, 1, 1), date(2028, 2, 29))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a company with all its vacancies, and a smaller shop: the oracle takes its time."""
    directory, small = (tmp_path_factory.mktemp(name) for name in ("company", "small"))
    build(directory, 500, 3, TODAY, files=False)
    build(small, 120, 3, TODAY, files=False)
    shutil.copy(small / "shop.db", directory)
    shutil.copytree(HERE / "privacy", directory / "privacy")
    return directory


def swept(folder: Path, to: Path, as_of: date) -> Counts:
    shutil.copytree(folder, to, dirs_exist_ok=True)
    return sweep(to, as_of)


def rows_of(company: Company) -> dict[str, dict[object, Row]]:
    return {name: table.rows for name, table in company.tables.items()}


@pytest.mark.nightly
@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_the_floor_agrees_with_the_oracle(folder: Path, tmp_path: Path, as_of: date) -> None:
    company = read_company(folder)
    expected = after(company, decide(company, Request(as_of)))
    swept(folder, tmp_path, as_of)
    found = rows_of(read_company(tmp_path))
    for table, rows in expected.items():
        assert found[table] == rows, table


def test_the_counts_are_what_happens(folder: Path, tmp_path: Path) -> None:
    before = rows_of(read_company(folder))
    counts = swept(folder, tmp_path, TODAY)
    found = rows_of(read_company(tmp_path))
    for name, rows in before.items():
        table = name.partition(".")[2]
        if table in counts:
            assert counts[table]["goes"] == len(rows) - len(found[name]), name
            emptied = {c: n for c, n in counts[table].items() if c.endswith(" emptied")}
            assert emptied == count_emptied(emptied, rows, found[name]), name


def count_emptied(
    names: Iterable[str], before: dict[object, Row], now: dict[object, Row]
) -> dict[str, int]:
    columns = {name: name.removesuffix(" emptied") for name in names}
    return {
        name: sum(row[column] != before[key][column] for key, row in now.items())
        for name, column in columns.items()
    }


def test_a_second_sweep_changes_nothing(folder: Path, tmp_path: Path) -> None:
    swept(folder, tmp_path, TODAY)
    before = rows_of(read_company(tmp_path))
    counts = sweep(tmp_path, TODAY)
    assert rows_of(read_company(tmp_path)) == before
    changes = [n for found in counts.values() for c, n in found.items() if CHANGE.search(c)]
    assert set(changes) == {0}


@pytest.fixture(scope="module")
def moved(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the company beside which the data of servers may stand."""
    return Path(shutil.copytree(folder, tmp_path_factory.mktemp("moved"), dirs_exist_ok=True))


@pytest.mark.nightly
@pytest.mark.servers
@pytest.mark.parametrize("kind", KINDS)
def test_every_database_counts_the_same(
    folder: Path, moved: Path, tmp_path: Path, kind: str
) -> None:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    with serving(kind, data_of(kind, moved)) as server:
        for as_of in (TODAY, date(2028, 2, 29)):
            on_files = sweep(tmp_path, as_of)
            counts = sweep(tmp_path, as_of, kind, server)
            assert json.loads(json.dumps(counts, default=str)) == on_files
        counts = sweep(tmp_path, as_of, kind, server)
    changes = [n for found in counts.values() for c, n in found.items() if CHANGE.search(c)]
    assert set(changes) == {0}


@pytest.mark.parametrize("store", STORES)
def test_nothing_is_left_that_points_nowhere(folder: Path, tmp_path: Path, store: str) -> None:
    swept(folder, tmp_path, TODAY)
    with closing(sqlite3.connect(tmp_path / f"{store}.db")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize(
    ("period", "limit", "latest"),
    [
        ("P4W", date(2026, 12, 15), "2026-11-17"),
        ("P3M", date(2026, 7, 30), "2026-04-30"),
        ("P1M", date(2026, 2, 27), "2026-01-27"),
        ("P1M", date(2026, 2, 28), "2026-01-31"),
    ],
)
def test_the_latest_day_is_computed_and_not_subtracted(
    period: str, limit: date, latest: str
) -> None:
    assert latest_over(period, limit) == latest


def test_a_statutory_period_goes_the_day_after() -> None:
    assert latest_over("P7Y", date(2025, 12, 31), FiscalYear()) == "2018-12-31"
    assert parameters("shop", date(2025, 12, 31))["tax"] == "2017-12-31"
    assert parameters("shop", date(2026, 1, 1))["tax"] == "2018-12-31"


def test_what_is_not_a_period_is_refused() -> None:
    with pytest.raises(ValueError, match="`6 months` is not a period"):
        latest_over("6 months", TODAY)


def test_what_is_asked_by_hand_of_promises_is_what_the_probes_count(
    folder: Path, tmp_path: Path
) -> None:
    morning = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC) + timedelta(days=1)
    assert [*differences(folder, morning)] == []
    swept(folder, tmp_path / "swept", TODAY)
    assert [*differences(tmp_path / "swept", morning)] == []
