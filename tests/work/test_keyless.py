"""A table without a key is refused, and what the finding says to do makes it one like others."""

from __future__ import annotations

import re
from pathlib import Path

from gestand.wiring import open_company
from tests.databases import Database
from tests.linde import build, sweep, text
from tests.surfaces.commands import gestand

TABLE = """
CREATE TABLE sightings (
    customer_id INTEGER NOT NULL,
    place VARCHAR(20),
    FOREIGN KEY (customer_id) REFERENCES customers (id)
)"""
MAPPED = "  db.sightings: {purposes: [registration], columns: {place: name}}"
SEEN = "INSERT INTO sightings VALUES (1, 'gate'), (1, 'gate'), (2, 'gate'), (2, 'gate')"
PEOPLE = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', NULL, NULL, '2026-06-10');
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', NULL, NULL, '2026-06-10');
"""
ANEW = f"""
{TABLE.replace("sightings (", "sightings_anew (row_key INTEGER PRIMARY KEY,")};
INSERT INTO sightings_anew (customer_id, place) SELECT customer_id, place FROM sightings;
DROP TABLE sightings;
ALTER TABLE sightings_anew RENAME TO sightings
"""


def test_a_table_without_a_key_is_made_one_like_others(
    database: Database, tmp_path: Path
) -> None:
    schema = [("CREATE TABLE vacancies", f"{TABLE};\nCREATE TABLE vacancies")]
    mapped = [("  db.vacancies:", f"{MAPPED}\n  db.vacancies:"), ("sqlite:///db.db", database.url)]
    changes = {"schema": schema, "datamap": mapped}
    folder = build(tmp_path / "linde", "", changes)
    database.run(f"{text('schema.sql', changes)}{PEOPLE}{SEEN}")
    told = gestand("check", folder).output
    assert "G405  table `db.sightings` has no key" in told
    written = re.search(r"`(ALTER TABLE sightings [^`]*)`", told)
    database.run(written[1] if written else ANEW)
    receipt = sweep(open_company(folder), ("customer", 1), erase=True)
    assert receipt.rows == 3
    assert database.rows("SELECT customer_id, place FROM sightings") == [(2, "gate")] * 2
