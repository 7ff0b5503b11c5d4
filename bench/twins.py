"""One made-up organisation twice in one database: one copy for the floor, one for Gestand.

Both are read over one connection each, which stay open; nothing is kept before it is on disk.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
import pymysql

from bench.figures import tell
from bench.servers import serving
from bench.worlds.world import Rows, World

FLOOR, OURS = "floor", "ours"
_BATCH = 50_000
_LASTING = {
    "postgresql": (
        "fsync=on", "synchronous_commit=on", "full_page_writes=on", "autovacuum=on",
        "shared_buffers=1GB", "max_wal_size=8GB", "checkpoint_timeout=1h",
    ),
    "mariadb": (
        "--innodb-flush-log-at-trx-commit=1", "--innodb-flush-method=fsync",
        "--innodb-doublewrite=1", "--innodb-buffer-pool-size=1G",
        "--innodb-log-file-size=512M",
    ),
}  # fmt: skip
"""What a server is told that keeps what it says it kept, and has the memory of an ordinary one."""


@dataclass(frozen=True)
class Twins:
    """Where both copies stand: `folder` holds the declaration of ours, and the files of SQLite."""

    world: World
    kind: str
    folder: Path
    server: Path | None = None

    def url(self, copy: str) -> str:
        """Return the URL of a copy, as a data map writes it."""
        if self.kind == "postgresql":
            return f"postgresql://postgres@/?host={self.server}&options=-csearch_path%3D{copy}"
        if self.kind == "mariadb":
            return f"mariadb://root@/{copy}?unix_socket={self._socket}"
        return f"sqlite:///{copy}.db"

    def connect(self, copy: str) -> Any:
        """Connect to a copy as a program does that begins and ends its transactions itself."""
        if self.kind == "postgresql":
            return psycopg.connect(self.url(copy), autocommit=True)
        if self.kind == "mariadb":
            return pymysql.connect(
                unix_socket=self._socket, user="root", database=copy, autocommit=True,
                ssl_disabled=True, local_infile=False,
            )  # fmt: skip
        connection = sqlite3.connect(self.folder / f"{copy}.db", isolation_level=None)
        for pragma in ("foreign_keys = ON", "secure_delete = ON", "cache_size = -49152"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    @property
    def _socket(self) -> str:
        return f"{self.server}/socket"

    def digests(self, copy: str) -> dict[str, str]:
        """Return a digest of each table of a copy: of every row, by key."""
        with closing(self.connect(copy)) as connection:
            return {table: self._digest(connection, table) for table in self.world.tables()}

    def _digest(self, connection: Any, table: str) -> str:
        found, cursor = hashlib.sha256(), connection.cursor()
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 - a table of ours
        while rows := cursor.fetchmany(_BATCH):
            for row in rows:
                found.update(repr(tuple(row)).encode())
        return found.hexdigest()


@contextmanager
def twins(
    world: World, kind: str, folder: Path, copies: Sequence[str] = (FLOOR, OURS)
) -> Iterator[Twins]:
    """Make the copies for a block; a server goes with it, and the folder is the caller's."""
    tell(f"{world.name} on {kind}: making the rows of {world.people} people")
    with ExitStack() as stack:
        server = stack.enter_context(_server(kind)) if kind != "sqlite" else None
        made = Twins(world, kind, folder, server)
        _MAKE[kind](made, copies)
        world.declare(folder, made.url(OURS))
        yield made


@contextmanager
def _server(kind: str) -> Iterator[Path]:
    words = _LASTING[kind]
    if kind == "postgresql":
        words = tuple(word for setting in words for word in ("-c", setting))
    with serving(kind, settings=words) as server:
        yield server


def _in_sqlite(made: Twins, copies: Sequence[str]) -> None:
    """Make one file, and copy it: in the order of the keys, as a table grows."""
    first, *others = copies
    tables, indexes = _parts(made.world)
    with closing(sqlite3.connect(made.folder / f"{first}.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")
        for statement in tables:
            connection.execute(statement)
        connection.execute("BEGIN")
        for table, rows in made.world.rows():
            for batch in _batches(rows):
                places = ", ".join("?" * len(batch[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({places})", batch)  # noqa: S608
        for statement in indexes:
            connection.execute(statement)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for copy in others:
        shutil.copy(made.folder / f"{first}.db", made.folder / f"{copy}.db")


def _in_postgresql(made: Twins, copies: Sequence[str]) -> None:
    tables, indexes = _parts(made.world)
    with closing(made.connect("public")) as connection:
        for copy in copies:
            connection.execute(f"CREATE SCHEMA {copy}")
            connection.execute(f"SET search_path = {copy}")
            for statement in tables:
                connection.execute(statement)
            connection.execute("SET session_replication_role = replica")
            for table, rows in made.world.rows():
                with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as into:
                    for row in rows:
                        into.write_row(row)
            for statement in indexes:
                connection.execute(statement)
        connection.execute("VACUUM (ANALYZE)")


def _in_mariadb(made: Twins, copies: Sequence[str]) -> None:
    tables, indexes = _parts(made.world)
    assert made.server is not None
    with closing(made.connect("mysql")) as connection, connection.cursor() as run:
        run.execute("SET foreign_key_checks = 0, unique_checks = 0")
        for copy in copies:
            run.execute(f"CREATE DATABASE {copy}")
            run.execute(f"USE {copy}")
            for statement in (*tables, *indexes):
                run.execute(statement)
            for table, rows in made.world.rows():
                written = made.server / f"{table}.txt"
                with written.open("w", encoding="utf-8") as stream:
                    stream.writelines(map(_line, rows))
                run.execute(f"LOAD DATA INFILE '{written}' INTO TABLE {table}")
                written.unlink()
                run.execute(f"ANALYZE TABLE {table}")


_MAKE = {"sqlite": _in_sqlite, "postgresql": _in_postgresql, "mariadb": _in_mariadb}


def _parts(world: World) -> tuple[list[str], list[str]]:
    """Return what makes the tables, and what makes the indexes once the rows are there."""
    schema = world.schema()
    later = [statement for statement in schema if statement.startswith("CREATE INDEX")]
    return [statement for statement in schema if statement not in later], later


def _batches(rows: Rows) -> Iterator[list[tuple[object, ...]]]:
    each = iter(rows)
    while batch := list(islice(each, _BATCH)):
        yield batch


def _line(row: tuple[object, ...]) -> str:
    return "\t".join(r"\N" if cell is None else str(cell) for cell in row) + "\n"
