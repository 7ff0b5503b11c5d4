"""Databases for tests: an empty one of each kind, at a URL as a data map would write it.

A test says `database: Database` and runs on all three; `@on("sqlite")` narrows that.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pymysql
import pytest
from psycopg.types.string import TextLoader
from pymysql.constants import CLIENT, FIELD_TYPE
from pymysql.converters import conversions

from tests.servers import started

KINDS = ("sqlite", "postgresql")
Row = tuple[Any, ...]
_numbers = count(1)


@dataclass(frozen=True)
class Database:
    """One empty database; `connect` opens it as a program of the company would."""

    kind: str
    url: str
    connect: Callable[[], Any]

    def run(self, script: str) -> None:
        """Run statements; rows may point nowhere, as in databases that have been through much."""
        with closing(self.connect()) as connection:
            _UNCHECKED[self.kind](connection, script)
            connection.commit()

    def rows(self, query: str) -> list[Row]:
        """Return what a query finds; moments as text."""
        with closing(self.connect()) as connection:
            cursor = connection.cursor()
            cursor.execute(query)
            return [tuple(row) for row in cursor.fetchall()]

    def tables(self) -> list[str]:
        """Return the names of the tables."""
        return sorted(name for (name,) in self.rows(_TABLES[self.kind]))

    def columns(self, table: str) -> list[str]:
        """Return the names of the columns of a table, in its own order."""
        with closing(self.connect()) as connection:
            cursor = connection.cursor()
            cursor.execute(f"SELECT * FROM {self.quoted(table)} WHERE 1 = 0")
            return [column[0] for column in cursor.description]

    def quoted(self, name: str) -> str:
        """Return a name as a statement writes it."""
        return f"`{name}`" if self.kind == "mariadb" else f'"{name}"'


def _on_sqlite(connection: sqlite3.Connection, script: str) -> None:
    connection.execute("PRAGMA synchronous = OFF")
    connection.executescript(script)


def _on_postgresql(connection: psycopg.Connection, script: str) -> None:
    connection.execute("SET session_replication_role = replica")
    connection.execute(script)


def _on_mariadb(connection: pymysql.Connection, script: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET foreign_key_checks = 0, sql_mode = 'ANSI_QUOTES,STRICT_TRANS_TABLES'")
        cursor.execute(script)
        while cursor.nextset():
            pass


_UNCHECKED: dict[str, Callable[[Any, str], None]] = {
    "sqlite": _on_sqlite,
    "postgresql": _on_postgresql,
    "mariadb": _on_mariadb,
}
_TABLES = {
    "sqlite": "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
    "mariadb": "SELECT table_name FROM information_schema.tables WHERE table_schema = database()",
}
_MOMENTS = {FIELD_TYPE.DATE, FIELD_TYPE.DATETIME, FIELD_TYPE.TIMESTAMP, FIELD_TYPE.NEWDATE}
_AS_TEXT = {code: read for code, read in conversions.items() if code not in _MOMENTS}


@contextmanager
def empty(kind: str, folder: Path, together: Path, name: str = "store") -> Iterator[Database]:
    """Give an empty database of a kind; `folder` is the test's own, `together` the run's."""
    if kind == "sqlite":
        path = folder / f"{name}.db"
        yield Database(kind, f"sqlite:///{path}", lambda: sqlite3.connect(path))
        return
    unique = f"{name}_{next(_numbers)}"
    opened = postgresql(together, unique) if kind == "postgresql" else mariadb(together, unique)
    with opened as database:
        yield database


@contextmanager
def postgresql(together: Path, schema: str) -> Iterator[Database]:
    """Give an empty schema in a database that this process has for itself."""
    socket = started("postgresql", together)
    name = _own_database(socket)
    begins_in = f"options=-csearch_path%3D{schema}"
    url = f"postgresql://postgres@/{name}?host={socket}&{begins_in}"

    def connect() -> psycopg.Connection:
        connection = psycopg.connect(url)
        for moment in ("date", "timestamp", "timestamptz"):
            connection.adapters.register_loader(moment, TextLoader)
        return connection

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        yield Database("postgresql", url, connect)
        connection.execute(f"DROP SCHEMA {schema} CASCADE")


@cache
def _own_database(socket: Path) -> str:
    name = f"of_{os.getpid()}"
    with psycopg.connect(f"postgresql://postgres@/?host={socket}", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return name


@contextmanager
def mariadb(together: Path, schema: str) -> Iterator[Database]:
    """Give an empty database of a MariaDB server."""
    socket = started("mariadb", together) / "socket"
    name = f"{schema}_of_{os.getpid()}"

    def connect(database: str | None = name) -> pymysql.Connection:
        return pymysql.connect(
            unix_socket=str(socket),
            user="root",
            database=database,
            client_flag=CLIENT.MULTI_STATEMENTS,
            conv=_AS_TEXT,
        )

    with closing(connect(None)) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        yield Database("mariadb", f"mariadb://root@/{name}?unix_socket={socket}", connect)
        cursor.execute(f"DROP DATABASE {name}")


def together(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all processes of this run of the tests share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


def kinds(*names: str) -> list[Any]:
    """Return the kinds of databases as parameters; those with a server carry its mark."""
    return [pytest.param(name, marks=marks_of(name)) for name in names or KINDS]


def marks_of(kind: str) -> list[pytest.MarkDecorator]:
    """Return the marks of a test on this kind of database."""
    return [] if kind == "sqlite" else [pytest.mark.servers]


def on(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test on these kinds of databases only."""
    return pytest.mark.parametrize("kind", kinds(*names), indirect=True)
