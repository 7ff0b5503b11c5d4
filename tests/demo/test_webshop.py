"""The web shop in `examples/`: what a database says of itself is not written down again."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from gestand.wiring import open_company
from tests.core.small import changed
from tests.surfaces.commands import gestand

SHOP = Path(__file__).resolve().parents[2] / "examples" / "webshop"
TABLES, MOST_LINES = 11, 60


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Lay the shop down with its database."""
    folder = shutil.copytree(SHOP, tmp_path / "shop")
    with closing(sqlite3.connect(folder / "shop.db")) as connection:
        connection.executescript((SHOP / "schema.sql").read_text("utf-8"))
    return folder


def test_eleven_tables_are_mapped_in_few_lines() -> None:
    lines = (SHOP / "privacy" / "datamap.yaml").read_text("utf-8").splitlines()
    mapped = [line for line in lines if line.startswith("  shop.")]
    assert len(mapped) == TABLES
    assert len(lines) < MOST_LINES
    assert max(map(len, lines)) <= 130


def test_nothing_is_wrong_with_it(shop: Path) -> None:
    done = gestand("check", shop)
    assert (done.exit_code, done.output.partition(":")[0]) == (0, "no findings"), done.output


def test_every_row_is_somebodys_by_the_declared_keys_alone(shop: Path) -> None:
    tables = open_company(shop).holdings.tables
    assert "owner" not in (SHOP / "privacy" / "datamap.yaml").read_text("utf-8")
    assert {table.kinds for table in tables.values()} == {frozenset({"customer"})}


def test_a_column_that_nobody_classified_is_told(shop: Path) -> None:
    path = shop / "privacy" / "datamap.yaml"
    path.write_text(changed(path.read_text("utf-8"), "phone: phone, ", ""), "utf-8")
    done = gestand("check", shop)
    assert done.exit_code == 1
    assert "column `phone` of `shop.customers` is not classified" in done.output
