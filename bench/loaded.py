"""The company in the databases of a server: loaded in bulk once, then kept as a folder of data."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pymysql

from bench.companies import digest
from bench.figures import tell
from bench.servers import serving, stop
from gestand.core.names import bare, store_of
from gestand.demo.noorderlicht import load
from gestand.demo.noorderlicht.generate import STORES
from gestand.wiring import open_company
from gestand.work.doctor import look_over

KINDS = ("postgresql", "mariadb")
_MEGABYTE = 2**20


def settings(kind: str, company: Path) -> tuple[str, ...]:
    """Return the words for a server of an ordinary size: the same for the floor and for Gestand.

    MariaDB keeps a file for its log that is as long from the first day on; a small company
    has a shorter one, so that a test of it does not write and copy a gigabyte of zeros.
    """
    if kind == "postgresql":
        sizes = ("shared_buffers=1GB", "max_wal_size=8GB", "checkpoint_timeout=1h")
        return tuple(word for size in sizes for word in ("-c", size))
    rows = sum((company / f"{store}.db").stat().st_size for store in STORES)
    log = 1024 if rows > 64 * _MEGABYTE else 64
    return ("--innodb-buffer-pool-size=1G", f"--innodb-log-file-size={log}M")


_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def data_of(kind: str, company: Path) -> Path:
    """Return the folder of data of a server that holds `company`, made when it is not there yet."""
    made = company / f"{kind}-{digest(kind, Path(__file__), Path(load.__file__))}"
    if not made.exists():
        tell(f"loading the company into {kind}")
        for outdated in company.glob(f"{kind}-*"):
            shutil.rmtree(outdated)
        with (
            serving(kind, settings=settings(kind, company)) as server,
            TemporaryDirectory(dir=company) as building,
        ):
            for store in STORES:
                _LOAD[kind](server, company / f"{store}.db", store)
            stop(kind, server)
            shutil.copytree(server / "data", Path(building) / "data")
            (Path(building) / "data").rename(made)
    return made


def url(kind: str, server: Path, store: str) -> str:
    """Return the URL of a store, as a data map writes it."""
    if kind == "postgresql":
        return f"postgresql://postgres@/?host={server}&options=-csearch_path%3D{store}"
    return f"mariadb://root@/{store}?unix_socket={server / 'socket'}"


def connect(kind: str, server: Path, store: str) -> Any:
    """Connect to a store as a program does that begins and ends its transactions itself."""
    if kind == "postgresql":
        return psycopg.connect(
            url(kind, server, store), autocommit=True, cursor_factory=psycopg.ClientCursor
        )
    socket = str(server / "socket")
    return pymysql.connect(
        unix_socket=socket, user="root", database=store, autocommit=True, ssl_disabled=True
    )


def keep_well(kind: str, server: Path, folder: Path) -> None:
    """Make the indexes that `gestand doctor` proposes for an organisation with these stores."""
    look = "ANALYZE" if kind == "postgresql" else "ANALYZE TABLE"
    for scan in look_over(open_company(folder)).scans:
        with closing(connect(kind, server, store_of(scan.table))) as connection:
            cursor = connection.cursor()
            cursor.execute(scan.make)
            cursor.execute(f"{look} {bare(scan.table)}")  # as the database itself does later


def write_out(kind: str, server: Path, folder: Path) -> None:
    """Write every row of every table to `folder`, a line each in the order of their keys."""
    for store in STORES:
        with closing(connect(kind, server, store)) as connection, connection.cursor() as cursor:
            cursor.execute(_TABLES[kind])
            for (table,) in cursor.fetchall():
                _WRITE_OUT[kind](cursor, table, folder / f"{store}.{table}.txt")


def _out_of_postgresql(cursor: Any, table: str, to: Path) -> None:
    query = f"COPY (SELECT * FROM {table} ORDER BY id) TO STDOUT"  # noqa: S608
    with to.open("wb") as stream, cursor.copy(query) as rows:
        for block in rows:
            stream.write(block)


def _out_of_mariadb(cursor: Any, table: str, to: Path) -> None:
    to.unlink(missing_ok=True)
    cursor.execute(f"SELECT * FROM {table} ORDER BY id INTO OUTFILE '{to}'")  # noqa: S608


_WRITE_OUT: dict[str, Callable[[Any, str, Path], None]] = {
    "postgresql": _out_of_postgresql,
    "mariadb": _out_of_mariadb,
}
_TABLES = {
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
    "mariadb": "SELECT table_name FROM information_schema.tables WHERE table_schema = database()",
}


def _into_postgresql(server: Path, file: Path, store: str) -> None:
    with closing(connect("postgresql", server, store)) as connection:
        connection.execute(f"CREATE SCHEMA {store}")
        connection.execute("SET session_replication_role = replica")
        schema = list(load.schema(store, "postgresql"))
        for statement in schema:
            if "CREATE INDEX" not in statement:
                connection.execute(statement)
        for table, rows in _tables(file):
            with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as into:
                for row in rows:
                    into.write_row(row)
        for statement in schema:
            if "CREATE INDEX" in statement:
                connection.execute(statement)
        # As the database itself does with tables that have been there for a while.
        connection.execute("VACUUM (ANALYZE)")


def _into_mariadb(server: Path, file: Path, store: str) -> None:
    with closing(connect("mariadb", server, "mysql")) as connection, connection.cursor() as run:
        run.execute(f"CREATE DATABASE {store}")
        run.execute(f"USE {store}")
        run.execute("SET foreign_key_checks = 0, unique_checks = 0")
        for statement in load.schema(store, "mariadb"):
            run.execute(statement)
        for table, rows in _tables(file):
            written = server / f"{table}.txt"
            with written.open("w", encoding="utf-8") as stream:
                stream.writelines(map(_line, rows))
            run.execute(f"LOAD DATA INFILE '{written}' INTO TABLE {table}")
            written.unlink()
            run.execute(f"ANALYZE TABLE {table}")


_LOAD: dict[str, Callable[[Path, Path, str], None]] = {
    "postgresql": _into_postgresql,
    "mariadb": _into_mariadb,
}


def _tables(file: Path) -> Iterator[tuple[str, Iterator[tuple[Any, ...]]]]:
    """Yield the tables of a store with their rows, by key."""
    with closing(sqlite3.connect(file)) as connection:
        query = "SELECT name FROM sqlite_schema WHERE type = 'table'"
        for (table,) in connection.execute(query).fetchall():
            yield table, connection.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608


def _line(row: tuple[Any, ...]) -> str:
    cells = (r"\N" if cell is None else str(cell).translate(_ESCAPED) for cell in row)
    return "\t".join(cells) + "\n"
