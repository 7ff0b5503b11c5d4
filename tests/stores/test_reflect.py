"""What a database says about itself, whatever way its tables were written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from gestand.core.datamap.schema import ForeignKey, Kind, Schema
from gestand.errors import CannotRun
from gestand.stores.sql import SqlStore


def reflected(folder: Path, script: str) -> Schema:
    with closing(sqlite3.connect(folder / "store.db")) as connection:
        connection.executescript(script)
    return SqlStore.at("db", f"sqlite:///{folder / 'store.db'}", "UTC").reflect()


@pytest.mark.parametrize(
    ("declared", "kind", "length"),
    [
        ("INTEGER", Kind.INTEGER, None),
        ("BIGINT", Kind.INTEGER, None),
        ("TEXT", Kind.TEXT, None),
        ("VARCHAR(40)", Kind.TEXT, 40),
        ("NVARCHAR(7)", Kind.TEXT, 7),
        ("DATE", Kind.DATE, None),
        ("DATETIME", Kind.TIMESTAMP, None),
        ("TIMESTAMP", Kind.TIMESTAMP, None),
        ("NUMERIC(10, 2)", Kind.NUMBER, None),
        ("REAL", Kind.NUMBER, None),
        ("BOOLEAN", Kind.BOOLEAN, None),
        ("BLOB", Kind.BLOB, None),
        ("", Kind.OTHER, None),
    ],
)
def test_a_column_has_a_kind(tmp_path: Path, declared: str, kind: Kind, length: int | None) -> None:
    script = f"CREATE TABLE t (id INTEGER PRIMARY KEY, c {declared}, d {declared} NOT NULL)"
    columns = reflected(tmp_path, script).tables["t"].columns
    assert (columns["c"].kind, columns["c"].length, columns["c"].nullable) == (kind, length, True)
    assert (columns["d"].kind, columns["d"].nullable) == (kind, False)


@pytest.mark.parametrize(
    ("script", "unique"),
    [
        ("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT)", {"id"}),
        ("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE, b TEXT)", {"id", "a"}),
        ("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, UNIQUE (a))", {"id", "a"}),
        (
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, UNIQUE (a, b))",
            {"id", "a", "b"},
        ),
        ("CREATE TABLE t (id INTEGER, a TEXT, b TEXT, PRIMARY KEY (id, a))", {"id", "a"}),
        (
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);"
            "CREATE UNIQUE INDEX one ON t (b); CREATE INDEX two ON t (a)",
            {"id", "b"},
        ),
        (
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);"
            "CREATE UNIQUE INDEX one ON t (a) WHERE b IS NOT NULL",
            {"id", "a"},
        ),
    ],
)
def test_a_column_that_is_unique_alone_or_with_others_is_told(
    tmp_path: Path, script: str, unique: set[str]
) -> None:
    columns = reflected(tmp_path, script).tables["t"].columns
    assert {name for name, column in columns.items() if column.unique} == unique


PARENT = "CREATE TABLE people (id INTEGER PRIMARY KEY, number TEXT UNIQUE);"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("p INTEGER REFERENCES people (id)", ForeignKey(("p",), "people", ("id",))),
        ("p INTEGER REFERENCES people", ForeignKey(("p",), "people", ("id",))),
        ("p INTEGER REFERENCES People (ID)", ForeignKey(("p",), "people", ("id",))),
        ("P INTEGER REFERENCES PEOPLE", ForeignKey(("P",), "people", ("id",))),
        ("p TEXT REFERENCES people (number)", ForeignKey(("p",), "people", ("number",))),
        (
            "p INTEGER, FOREIGN KEY (p) REFERENCES people (id)",
            ForeignKey(("p",), "people", ("id",)),
        ),
        ("p INTEGER CONSTRAINT c REFERENCES people", ForeignKey(("p",), "people", ("id",))),
    ],
)
def test_a_foreign_key_is_told_however_it_is_written(
    tmp_path: Path, written: str, key: ForeignKey
) -> None:
    script = f"{PARENT} CREATE TABLE notes (id INTEGER PRIMARY KEY, {written})"
    assert reflected(tmp_path, script).tables["notes"].foreign_keys == (key,)


@pytest.mark.parametrize("written", ["REFERENCES nowhere (id)", "REFERENCES nowhere"])
def test_a_foreign_key_to_a_table_that_is_not_there_leads_nowhere(
    tmp_path: Path, written: str
) -> None:
    script = f"CREATE TABLE notes (id INTEGER PRIMARY KEY, p INTEGER {written})"
    assert reflected(tmp_path, script).tables["notes"].foreign_keys == ()


def test_a_foreign_key_of_several_columns_keeps_their_order(tmp_path: Path) -> None:
    script = """
        CREATE TABLE boxes (a INTEGER, b TEXT, PRIMARY KEY (b, a));
        CREATE TABLE things (id INTEGER PRIMARY KEY, x INTEGER, y TEXT,
            FOREIGN KEY (x, y) REFERENCES boxes (a, b));
    """
    tables = reflected(tmp_path, script).tables
    assert tables["boxes"].key == ("b", "a")
    assert tables["things"].foreign_keys == (ForeignKey(("x", "y"), "boxes", ("a", "b")),)


@pytest.mark.parametrize(
    ("declared", "alike"),
    [
        ("TEXT", ""),
        ("TEXT COLLATE BINARY", ""),
        ("TEXT COLLATE NOCASE", "its case"),
        ("TEXT COLLATE RTRIM", "spaces behind it"),
        ("TEXT /* they collate it by hand */", ""),
    ],
)
def test_what_a_column_takes_for_the_same_is_told(
    tmp_path: Path, declared: str, alike: str
) -> None:
    script = f"CREATE TABLE t (id INTEGER PRIMARY KEY, c {declared}); CREATE TABLE o (c TEXT)"
    tables = reflected(tmp_path, script).tables
    assert tables["t"].columns["c"].alike == alike
    assert tables["o"].columns["c"].alike == ""


def test_odd_names_come_through(tmp_path: Path) -> None:
    script = 'CREATE TABLE "order" (id INTEGER PRIMARY KEY, "zip code" TEXT, "Ümlaut" TEXT)'
    assert list(reflected(tmp_path, script).tables["order"].columns) == ["id", "zip code", "Ümlaut"]


def test_what_is_no_table_of_the_company_is_left_out(tmp_path: Path) -> None:
    counted = "CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT)"
    script = f"{PARENT} CREATE VIEW seen AS SELECT * FROM people; {counted}"
    assert set(reflected(tmp_path, script).tables) == {"people", "counted"}


@pytest.mark.parametrize(
    "content", [b"not a database at all" * 50, b"SQLite format 3\x00" + b"\xff" * 500]
)
def test_what_is_no_database_is_told_plainly(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "store.db").write_bytes(content)
    store = SqlStore.at("db", f"sqlite:///{tmp_path / 'store.db'}", "UTC")
    with pytest.raises(CannotRun, match="^store `db`: (file is not a database|.*malformed)"):
        store.reflect()


@pytest.mark.parametrize("url", ["", "what", "nonsense://x", "postgresql+none://x/y", "sqlite:/x"])
def test_an_odd_url_is_told_without_showing_it(url: str) -> None:
    with pytest.raises(CannotRun, match=r"^store `db`: the url cannot be used: \w+$"):
        SqlStore.at("db", url, "UTC")


_ALL = "a INTEGER NOT NULL, b INTEGER NOT NULL, c TEXT NOT NULL, d INTEGER"


@pytest.mark.parametrize(
    ("script", "key"),
    [
        (f"CREATE TABLE t ({_ALL}, UNIQUE (a, b))", ("a", "b")),
        (f"CREATE TABLE t ({_ALL}, UNIQUE (b, a), UNIQUE (c))", ("c",)),
        (f"CREATE TABLE t ({_ALL}, UNIQUE (c), UNIQUE (b))", ("b",)),
        (f"CREATE TABLE t ({_ALL}); CREATE UNIQUE INDEX one ON t (b, a)", ("b", "a")),
        (f"CREATE TABLE t ({_ALL}, UNIQUE (d))", ()),
        (f"CREATE TABLE t ({_ALL}, UNIQUE (a, d))", ()),
        (f"CREATE TABLE t ({_ALL}); CREATE UNIQUE INDEX one ON t (a) WHERE d IS NULL", ()),
        (f"CREATE TABLE t ({_ALL}); CREATE UNIQUE INDEX one ON t (a + 1)", ()),
        (f"CREATE TABLE t ({_ALL}, e INTEGER NOT NULL AS (a + 1) UNIQUE)", ()),
        (f"CREATE TABLE t ({_ALL}, id INTEGER PRIMARY KEY, UNIQUE (a))", ("id",)),
    ],
)
def test_what_is_unique_and_never_null_is_a_key_where_there_is_no_other(
    tmp_path: Path, script: str, key: tuple[str, ...]
) -> None:
    assert reflected(tmp_path, script).tables["t"].key == key
