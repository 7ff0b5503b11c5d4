"""A text that names a row: what a finding says makes a column of it, on each kind of database."""

from __future__ import annotations

import pytest

from gestand.core.datamap.named_rows import WORD, column_of_text
from gestand.core.datamap.schema import Kind
from gestand.stores.sql import SqlStore
from tests.databases import Database

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
