"""The map of own records in `examples/`: every column stands in it, and a new one is told."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from gestand.core.datamap.parse import parse_datamap
from gestand.records.ledger import ledger_in
from tests.core.small import changed
from tests.databases import Database, on
from tests.surfaces.commands import gestand

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "examples" / "own-records"
PAGE = (ROOT / "docs" / "explanation" / "own-records.md").read_text("utf-8")


@on("sqlite", "postgresql")
def test_every_column_of_own_records_is_declared(database: Database, tmp_path: Path) -> None:
    url = "" if database.kind == "sqlite" else database.url
    with ledger_in(Path(database.url.removeprefix("sqlite:///")), url, make=True):
        pass
    folder = shutil.copytree(OWN, tmp_path / "own")
    path = folder / "privacy" / "datamap.yaml"
    text = changed(path.read_text("utf-8"), "${OWN_RECORDS}", database.url)
    path.write_text(text, "utf-8")
    done = gestand("check", folder)
    assert (done.exit_code, done.output.partition(":")[0]) == (0, "no findings"), done.output
    assert gestand("plan", folder).output.startswith("As of ")
    database.run("ALTER TABLE gestand_mail ADD COLUMN subject TEXT")
    told = gestand("check", folder).output
    assert "G404  column `subject` of `own.gestand_mail` is not classified" in told


def test_the_page_names_each_table_with_data_of_people() -> None:
    datamap, found = parse_datamap((OWN / "privacy" / "datamap.yaml").read_text("utf-8"), "")
    assert datamap is not None and found == []
    personal = {table.name for table in datamap.tables.values() if table.not_personal is None}
    assert personal == {*re.findall(r"`(gestand_[a-z_]+)`", PAGE)}
    assert not [table.id for table in datamap.tables.values() if table.planned]
