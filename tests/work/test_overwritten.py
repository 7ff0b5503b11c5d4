"""What is removed from a file of SQLite is gone from its bytes, and from the log beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from gestand.wiring import open_company
from gestand.work.state import State
from tests.linde import build, run, sweep

NAME = "Annabel Vandersteen-Oldemarkt"
ROWS = "".join(
    f"INSERT INTO customers VALUES ({n}, 'K{n}', '{NAME} {n}', NULL, NULL, NULL, '2019-01-10');\n"
    for n in range(1, 200)
)
"""People of nine years ago without a contract: all of them go."""


def made(folder: Path, journal: str) -> Path:
    """Give a company whose database keeps its journal in a way."""
    build(folder / "linde")
    run(folder / "linde", f"PRAGMA journal_mode = {journal};\n{ROWS}")
    return folder / "linde"


@contextmanager
def reader(folder: Path) -> Iterator[sqlite3.Connection]:
    """Give a program of the company that has the file open."""
    with closing(sqlite3.connect(folder / "db.db")) as connection:
        read(connection)
        yield connection


def read(connection: sqlite3.Connection) -> None:
    connection.execute("SELECT count(*) FROM customers").fetchone()


def holds(folder: Path) -> bool:
    """Tell whether the name stands in any byte of the database."""
    return any(NAME.encode() in path.read_bytes() for path in folder.glob("db.db*"))


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_no_byte_of_a_person_who_was_removed_is_left(tmp_path: Path, journal: str) -> None:
    folder = made(tmp_path, journal)
    with reader(folder):
        assert holds(folder)
        sweep(open_company(folder))
        assert not holds(folder)
    assert State.beside(folder).receipts()[-1]["overwritten"] == {"db": True}


def test_where_somebody_still_reads_what_was_there_it_is_told(tmp_path: Path) -> None:
    folder = made(tmp_path, "wal")
    with reader(folder) as somebody:
        somebody.execute("BEGIN")
        read(somebody)
        sweep(open_company(folder))
        assert holds(folder)
        somebody.rollback()
    assert State.beside(folder).receipts()[-1]["overwritten"] == {"db": False}
