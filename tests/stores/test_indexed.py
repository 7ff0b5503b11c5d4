"""What must stay unique though no column says so, on each kind of database that can say it."""

from __future__ import annotations

import pytest

from gestand.core.datamap.schema import Column, Kind
from gestand.stores.sql import SqlStore
from tests.databases import Database, on

TABLE = "CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR(40) NOT NULL, b VARCHAR(40){})"


def columns(database: Database, script: str) -> dict[str, Column]:
    database.run(script)
    return dict(SqlStore.at("db", database.url, "UTC").reflect().tables["t"].columns)


@on("sqlite", "postgresql")
@pytest.mark.parametrize(
    ("index", "unique", "indexed"),
    [
        ("(lower(a))", {"id", "a"}, set()),
        ("(lower(trim(a)), b)", {"id", "a", "b"}, set()),
        ("(upper(a)) WHERE b IS NULL", {"id", "a"}, {"b"}),
        ("(substr(a, 1, 3))", {"id"}, {"a"}),
        ("(coalesce(b, 'a'))", {"id"}, {"b"}),
        ("((a || b))", {"id"}, {"a", "b"}),
    ],
)
def test_a_unique_index_on_an_expression_is_seen(
    database: Database, index: str, unique: set[str], indexed: set[str]
) -> None:
    found = columns(database, f"{TABLE.format('')}; CREATE UNIQUE INDEX u ON t {index}")
    assert {name for name, column in found.items() if column.unique} == unique
    assert {name for name, column in found.items() if column.indexed} == indexed


@on("sqlite", "postgresql")
def test_an_index_that_is_not_unique_asks_nothing(database: Database) -> None:
    found = columns(database, f"{TABLE.format('')}; CREATE INDEX u ON t (lower(a))")
    assert [name for name, c in found.items() if c.indexed or c.unique] == ["id"]


def test_a_unique_generated_column_is_seen_in_what_it_is_made_of(database: Database) -> None:
    added = ", c VARCHAR(40) GENERATED ALWAYS AS (lower(a)) {0}, UNIQUE (c)"
    stored = {"sqlite": "STORED", "postgresql": "STORED", "mariadb": "PERSISTENT"}[database.kind]
    found = columns(database, TABLE.format(added.format(stored)))
    assert found["c"].generated and not found["a"].generated
    assert found["a"].unique or found["a"].indexed
    assert not (found["b"].unique or found["b"].generated)


@on("sqlite", "mariadb")
def test_a_text_that_must_be_json_takes_no_other_text(database: Database) -> None:
    typed = "TEXT NOT NULL CHECK (json_valid(c))" if database.kind == "sqlite" else "JSON NOT NULL"
    found = columns(database, TABLE.format(f", c {typed}, d TEXT NOT NULL"))
    assert (found["c"].kind, found["d"].kind) == (Kind.OTHER, Kind.TEXT)


@pytest.mark.parametrize(
    ("written", "reads"),
    [
        ("a VARCHAR(40) CHECK (a <> 'b')", {"a"}),
        ("a VARCHAR(40), CHECK ((length(a) > 2) OR (b > 'a'))", {"a", "b"}),
        ("a VARCHAR(40) /* check (b) */ CHECK (length(b) < 9), CHECK (a <> '(')", {"a", "b"}),
        ("a VARCHAR(40), CONSTRAINT short CHECK (length(a) < 4)", {"a"}),
    ],
)
def test_a_check_is_seen_in_the_columns_that_it_reads(
    database: Database, written: str, reads: set[str]
) -> None:
    found = columns(database, f"CREATE TABLE t (id INTEGER PRIMARY KEY, b VARCHAR(40), {written})")
    assert {name for name, column in found.items() if column.checked} == reads


@pytest.mark.parametrize(
    ("check", "takes"),
    [("a > 'b'", True), ("a IS NULL OR a > 'b'", True), ("a IS NOT NULL OR b > 'b'", False)],
)
def test_a_check_says_whether_null_will_do(database: Database, check: str, takes: bool) -> None:
    found = columns(
        database,
        f"CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR(40), b VARCHAR(40), CHECK ({check}))",
    )
    assert found["a"].takes_null is takes
    assert found["b"].takes_null is (takes or "b >" not in check)
