"""The floor of `ledger`: the same chain, by hand, on the driver of each database."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

Row = tuple[int, str, str, str, str]

MAKE = """CREATE TABLE by_hand (number BIGINT PRIMARY KEY, moment TEXT NOT NULL, kind TEXT NOT NULL,
    told TEXT NOT NULL, link TEXT NOT NULL)"""
ADD = {
    "sqlite": "INSERT INTO by_hand VALUES (?, ?, ?, ?, ?)",
    "postgresql": "INSERT INTO by_hand VALUES (%s, %s, %s, %s, %s)",
}
READ = "SELECT number, moment, kind, told, link FROM by_hand ORDER BY number"


def after(row: Row | None, moment: str, kind: str, told: object) -> Row:
    """Return the row that comes after another."""
    number, link = (row[0] + 1, row[4]) if row else (1, "")
    text = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return (number, moment, kind, text, _sealed(link, number, moment, kind, text))


def holds(rows: Iterable[Row]) -> int:
    """Return how many rows there are; one that does not hold raises ValueError."""
    link, count = "", 0
    for number, moment, kind, told, sealed in rows:
        if number != count + 1 or _sealed(link, number, moment, kind, told) != sealed:
            message = f"row {number} does not hold"
            raise ValueError(message)
        link, count = sealed, number
    return count


@contextmanager
def opened(backend: str, where: str) -> Iterator[Any]:
    """Open the database: a file, or the URL of a server; each statement is kept at once."""
    if backend == "sqlite":
        with closing(sqlite3.connect(Path(where), isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            yield connection
        return
    with closing(psycopg.connect(where, autocommit=True)) as connection:
        yield connection


def read(backend: str, connection: Any) -> Iterator[Row]:
    """Yield every row, as a stream."""
    if backend == "sqlite":
        yield from connection.execute(READ)
        return
    with connection.transaction(), connection.cursor("rows") as cursor:
        cursor.itersize = 10_000
        yield from cursor.execute(READ)


def _sealed(link: str, number: int, moment: str, kind: str, told: str) -> str:
    text = f"{number} {len(moment)} {len(kind)} {len(told)}\n{link}{moment}{kind}{told}"
    return hashlib.sha256(text.encode()).hexdigest()
