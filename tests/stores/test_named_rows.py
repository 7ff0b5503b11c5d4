"""A text that names a row: what a finding says makes a column of it, on each kind of database."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gestand.core.datamap.named_rows import WORD, column_of_text
from gestand.core.datamap.schema import Kind
from gestand.stores.sql import SqlStore
from tests.databases import Database
from tests.surfaces.commands import gestand

NAMED = {"party.party,12": 12, "party.party,007": 7, f"party.party,{'9' * 18}": int("9" * 18)}
NOT = ("party.party,", "party.party,-1", "party.party,1x", f"party.party,{'9' * 19}", "", "12",
       "party.party_lang,3", "sale.sale,4", "party.party, 5", " party.party,6", None)  # fmt: skip


@pytest.mark.parametrize("word", ["party.party,", "it's:", "/users/"])
def test_a_key_is_made_of_the_texts_that_name_a_row(database: Database, word: str) -> None:
    odd = database.quoted("Of Whom")
    database.run(f"CREATE TABLE notes (id INTEGER PRIMARY KEY, {odd} VARCHAR(60))")
    texts = [text and text.replace("party.party,", word) for text in (*NAMED, *NOT)]
    rows = ", ".join(f"({n}, {_literal(text)})" for n, text in enumerate(texts))
    database.run(f"INSERT INTO notes VALUES {rows}")
    database.run(f"{column_of_text(database.kind, 'notes', 'Of Whom', 'party', word)};")
    made = [row[0] for row in database.rows("SELECT party FROM notes ORDER BY id")]
    assert made == [*NAMED.values(), *(None for _ in NOT)]
    column = SqlStore.at("db", database.url, "UTC").reflect().tables["notes"].columns["party"]
    assert column.kind is Kind.INTEGER
    assert column.generated


def _literal(text: str | None) -> str:
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"


def test_where_nobody_knows_the_word_it_stands_there_to_be_replaced() -> None:
    assert f"'{WORD}'" in column_of_text("sqlite", "notes", "about", "about_people")


NOTES = """
CREATE TABLE party_party (
    id INTEGER PRIMARY KEY, name VARCHAR(60), email VARCHAR(60), born DATE, made_on DATE NOT NULL
);
CREATE TABLE ir_note (
    id INTEGER PRIMARY KEY, resource VARCHAR(60), message VARCHAR(200), created_on DATE NOT NULL
);
INSERT INTO party_party VALUES (1, 'Ann de Vries', 'ann@example.org', '1980-01-01', '2026-01-01');
INSERT INTO party_party VALUES (2, 'Bo Visser', 'bo@example.org', '1981-01-01', '2026-01-01');
INSERT INTO ir_note VALUES (1, 'party.party,1', 'rang about his bicycle today', '2026-02-01');
INSERT INTO ir_note VALUES (2, 'party.party,2', 'will call again about the order', '2026-02-01');
INSERT INTO ir_note VALUES (3, 'product.bike,3', 'has a flat tyre again', '2026-02-01');
"""


def test_a_first_draft_says_what_makes_the_column_and_maps_the_table_by_it(
    database: Database, tmp_path: Path
) -> None:
    database.run(NOTES)
    for folder in ("before", "after"):
        asked = ("--url", database.url, "--into", tmp_path / folder, "--people", "party_party")
        done = gestand("init", *asked)
        assert done.exit_code == 0, done.output
        text = (tmp_path / folder / "privacy" / "datamap.yaml").read_text("utf-8")
        assert "bike" not in text
        if folder == "before":
            (mark,) = (each for each in text.splitlines() if "resource" in each and "ALTER" in each)
            assert "`resource` names rows of `party_party` as `party.party,12`" in mark
            database.run(mark.partition("as the owner: ")[2])
    assert re.search(r"owner: \{resource_party_party_id: \w+\.party_party\}", text)
    assert "ALTER" not in text
    assert gestand("check", tmp_path / "after").exit_code == 0
    planned = gestand("plan", tmp_path / "after", "--person", "party:1", "--erase")
    assert planned.exit_code == 0 and "ir_note" in planned.output, planned.output
