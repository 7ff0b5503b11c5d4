"""`init`: how long a stranger waits for a first draft of a large database, over looking at it."""

from __future__ import annotations

import random
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.clock import gestand, interleaved
from bench.figures import Figure, Outcome, tell
from bench.start import timed

ROUNDS = 3
LIMIT_MS = 60_000
TABLES = 150
SAMPLES = 50
FLOOR = """
import sqlalchemy as sa, sys
engine = sa.create_engine("sqlite:///" + sys.argv[1])
known = sa.MetaData()
known.reflect(engine)
with engine.connect() as connection:
    for table in known.sorted_tables:
        connection.execute(sa.select(table).limit(int(sys.argv[2]))).all()
"""
"""What somebody would write who only wants to see the database: its schema, and some rows."""

_TEXTS = {
    "email": "p{n}@example.org", "first_name": "Anna", "last_name": "de Vries{n}",
    "phone": "06-{n:08}", "street": "Kade {n}", "postcode": "{n} AB", "city": "Delft",
    "body": "she called in the evening about the number {n}", "title": "Order {n}",
    "note": "paid in two parts, as agreed with {n}", "ip_address": "192.0.2.{n}",
    "password_hash": "$2y$10$abcdefghijklmnopqrst{n}", "status": "open", "kind": "a",
    "payload": '{{"email": "p{n}@example.org", "lines": [{n}]}}', "reference": "REF-{n}",
    "code": "C{n}", "description": "a plain thing", "username": "anna{n}", "remark": "",
}  # fmt: skip
_TOPICS = ("order", "invoice", "ticket", "visit", "product", "note", "message", "event", "file")


def measure_init(rounds: int = ROUNDS) -> Outcome:
    """Measure `gestand init` on 150 tables with samples: at most 60 s."""
    with TemporaryDirectory(prefix="gestand-bench-") as folder:
        path = Path(folder) / "made.db"
        columns = make(path)
        number = count()

        def ours() -> float:
            into = f"{folder}/{next(number)}"
            url = f"sqlite:///{path}"
            return timed(gestand("init", "--url", url, "--into", into, "--samples", str(SAMPLES)))()

        floor = timed((sys.executable, "-c", FLOOR, str(path), str(SAMPLES)))
        ours_ms, floor_ms = interleaved(rounds, ours, floor)
    tell(f"init: {TABLES} tables, {columns} columns: {ours_ms:.0f} ms, at most {LIMIT_MS} ms")
    return Outcome((Figure("init", "sqlite", ours_ms, floor_ms, LIMIT_MS / floor_ms),))


def make(path: Path, tables: int = TABLES) -> int:
    """Make a database with so many tables, 200 to 500 rows in each; return how many columns."""
    chance, columns = random.Random(7), 0
    with closing(sqlite3.connect(path)) as connection, connection:
        for number in range(tables):
            declared = dict(_columns(number, chance))
            columns += len(declared)
            name = f"{'users' if number % 15 == 0 else _TOPICS[number % len(_TOPICS)]}_{number}"
            said = ", ".join(f"{column} {kind}" for column, kind in declared.items())
            connection.execute(f"CREATE TABLE {name} ({said})")
            marks = ", ".join("?" for _ in declared)
            rows = ([_value(c, n) for c in declared] for n in range(1, chance.randint(201, 501)))
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608  # names of ours
    return columns


def _columns(number: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield the columns of a table with their types; every fifteenth is of people."""
    yield "id", "INTEGER PRIMARY KEY"
    if number % 15 == 0:
        wanted = ["email", "first_name", "last_name", "phone", "password_hash", "username"]
    else:
        yield "user_id", f"INTEGER NOT NULL REFERENCES users_{number // 15 * 15} (id)"
        wanted = chance.sample(sorted(_TEXTS), 5)
    for column in wanted:
        yield column, "TEXT"
    yield "created_at", "TIMESTAMP NOT NULL"
    yield from ((f"amount_{n}", "INTEGER") for n in range(2))


def _value(column: str, n: int) -> str | int:
    if column == "created_at":
        return f"2026-{n % 12 + 1:02}-{n % 28 + 1:02} 10:00:00"
    if column == "user_id":
        return n % 200 + 1
    return _TEXTS[column].format(n=n) if column in _TEXTS else n
