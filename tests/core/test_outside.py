"""What nobody declared is found from the words of the map alone; no word hides a column."""

from __future__ import annotations

from pathlib import Path

import pytest

from gestand.core.proving.outside import undeclared
from gestand.wiring import open_stores
from gestand.work.company import reflect_all
from gestand.work.project import load
from tests.linde import build, run
from tests.stories.story import laid_down, read


def found(folder: Path) -> list[tuple[str, str]]:
    datamap = load(folder).datamap
    assert datamap is not None
    stores, _ = open_stores(datamap, folder)
    return [*undeclared(datamap, reflect_all(datamap, stores)[0])]


@pytest.mark.parametrize("name", ["account", "service", "person", "contract", "customer", "shoe"])
def test_a_new_column_is_found_whatever_its_name(name: str, tmp_path: Path) -> None:
    folder = build(tmp_path)
    assert found(folder) == []
    run(folder, f'ALTER TABLE contracts ADD COLUMN "{name}" TEXT')
    assert found(folder) == [("db.contracts", name)]


def test_old_versions_have_the_columns_of_their_row(tmp_path: Path) -> None:
    with laid_down(read("old_versions_go_with_the_value"), tmp_path):
        assert found(tmp_path) == []
        store = next(path for path in tmp_path.glob("*.db"))
        run(tmp_path, "ALTER TABLE members_past ADD COLUMN shoe TEXT", store.name)
        assert found(tmp_path) == [("db.members_past", "shoe")]
