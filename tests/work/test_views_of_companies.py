"""Views of companies that were made up show what `gestand may` tells, cell by cell."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import Phase, given, seed, settings

from gestand.wiring import open_company
from gestand.work.company import NotClean
from tests.databases import KINDS, Database, empty, on, together
from tests.laws.filling import Made, made
from tests.laws.test_servers import filled
from tests.viewed import Cells, compare

ALL = bool(os.environ.get("GESTAND_EXAMPLES"))
COMPANIES = dict.fromkeys(KINDS, 12) if ALL else {"sqlite": 8, "postgresql": 4, "mariadb": 4}


def companies(number: int) -> list[Made]:
    """Return always the same companies."""
    found: list[Made] = []

    @seed(51)
    @settings(max_examples=number, database=None, deadline=None, phases=(Phase.generate,))
    @given(made(bad=0))
    def draw(company: Made) -> None:
        found.append(company)

    draw()
    return found


def viewed(company: Made, database: Database, folder: Path) -> Cells:
    """Make the views of a company and compare them; one that `check` refuses has none."""
    company.drawn.build(folder)
    if database.kind != "sqlite":
        datamap = folder / "privacy" / "datamap.yaml"
        text = datamap.read_text("utf-8").replace("sqlite:///db.db", database.url)
        datamap.write_text(text, "utf-8")
        filled(database, company)
    with suppress(NotClean):
        return compare(open_company(folder), {"db": database}, company.drawn.as_of)
    return set()


@pytest.mark.nightly
@on("sqlite", "postgresql", "mariadb")
def test_views_of_companies_show_what_their_purposes_may_use(
    kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cells = 0
    for number, company in enumerate(companies(COMPANIES[kind])):
        folder = tmp_path / str(number)
        folder.mkdir()
        with empty(kind, folder, together(tmp_path_factory), "db") as database:
            cells += len(viewed(company, database, folder))
    assert cells > 20
