"""Databases for tests: an empty one of each kind, at a URL as a data map would write it.

A test says `database: Database` and runs on all three; `@on("sqlite")` narrows that.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pymysql
import pytest
from psycopg.types.string import TextLoader
from pymysql.constants import CLIENT, FIELD_TYPE
from pymysql.converters import conversions

from bench.servers import started

KINDS = ("sqlite", "postgresql", "mariadb")
Row = tuple[Any, ...]
_taken: set[tuple[str, int]] = set()
"""Which names of databases of this process are in use: one that is free is taken again."""
_dropped = count(1)
_OFTEN = 20
_CATALOGS = (
    *("pg_class", "pg_attribute", "pg_attrdef", "pg_constraint", "pg_depend", "pg_description"),
    *("pg_index", "pg_namespace", "pg_rewrite", "pg_sequence", "pg_shdepend", "pg_statistic"),
    *("pg_trigger", "pg_type"),
)


@dataclass(frozen=True)
class Database:
    """One database; `connect` opens it once more, as a program of the company would."""

    kind: str
    url: str
    connect: Callable[[], Any]
    stack: ExitStack
    """What closes with the database."""

    @cached_property
    def own(self) -> Any:
        """The connection through which the test itself looks and changes."""
        return self.stack.enter_context(closing(self.connect()))

    def run(self, script: str) -> None:
        """Run statements; rows may point nowhere, as in databases that have been through much."""
        _RUN[self.kind](self.own, script)
        self.own.commit()

    def rows(self, query: str) -> list[Row]:
        """Return what a query finds; moments as text."""
        return [tuple(row) for row in self._found(query)[1]]

    def whole(self, table: str) -> list[dict[str, object]]:
        """Return the rows of a table, each by the names of its columns."""
        names, found = self._found(f"SELECT * FROM {self.quoted(table)} ORDER BY 1")
        return [dict(zip(names, row, strict=True)) for row in found]

    def tables(self) -> list[str]:
        """Return the names of the tables."""
        return sorted(name for (name,) in self.rows(_TABLES[self.kind]))

    def quoted(self, name: str) -> str:
        """Return a name as a statement writes it."""
        return f"`{name}`" if self.kind == "mariadb" else f'"{name}"'

    def _found(self, query: str) -> tuple[list[str], list[Row]]:
        cursor = self.own.cursor()
        cursor.execute(query)
        found = [column[0] for column in cursor.description], cursor.fetchall()
        self.own.rollback()  # else it would go on seeing what it saw
        return found


def _on_sqlite(connection: sqlite3.Connection, script: str) -> None:
    connection.executescript(f"PRAGMA synchronous = OFF; {script}")


def _on_postgresql(connection: psycopg.Connection, script: str) -> None:
    connection.execute("SET session_replication_role = replica")
    connection.execute(script)


def _on_mariadb(connection: pymysql.Connection, script: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET foreign_key_checks = 0, sql_mode = '{_LIKE_THE_OTHERS}'")
        cursor.execute(script)
        while cursor.nextset():
            pass


_LIKE_THE_OTHERS = "ANSI_QUOTES,PIPES_AS_CONCAT,STRICT_ALL_TABLES"
_RUN: dict[str, Callable[[Any, str], None]] = {
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
    with ExitStack() as stack:
        if kind == "sqlite":
            path = folder / f"{name}.db"
            yield Database(kind, f"sqlite:///{path}", lambda: sqlite3.connect(path), stack)
            return
        number = next(one for one in count() if (name, one) not in _taken)
        _taken.add((name, number))
        stack.callback(_taken.discard, (name, number))
        unique = f"{name}_{os.getpid()}_{number}"
        made = _postgresql if kind == "postgresql" else _mariadb
        yield made(started(kind, together), unique, stack)


def _postgresql(socket: Path, schema: str, stack: ExitStack) -> Database:
    """Make an empty schema in the one database of the server."""
    url = f"postgresql://postgres@/?host={socket}&options=-csearch_path%3D{schema}"

    def connect() -> psycopg.Connection:
        connection = psycopg.connect(url)
        for moment in ("date", "timestamp", "timestamptz"):
            connection.adapters.register_loader(moment, TextLoader)
        return connection

    made = Database("postgresql", url, connect, stack)
    made.run(f"CREATE SCHEMA {schema}")
    stack.callback(_drop, made, schema)
    return made


def _drop(made: Database, schema: str) -> None:
    """Drop a schema, and now and then what the catalogs still hold of those that are gone.

    The server of the tests vacuums nothing by itself: after a thousand tests each question about
    its tables would read the traces of all of them, and a test take ten times as long.
    """
    made.run(f"DROP SCHEMA {schema} CASCADE")
    if next(_dropped) % _OFTEN == 0:
        made.own.autocommit = True
        # Never in the way of another test, and no test waits for it.
        made.own.execute(f"VACUUM (SKIP_LOCKED, TRUNCATE FALSE) {', '.join(_CATALOGS)}")


def _mariadb(folder: Path, name: str, stack: ExitStack) -> Database:
    """Make an empty database of the server."""
    socket = str(folder / "socket")

    def connect() -> pymysql.Connection:
        return pymysql.connect(
            unix_socket=socket,
            user="root",
            database=name,
            client_flag=CLIENT.MULTI_STATEMENTS,
            conv=_AS_TEXT,
            ssl_disabled=True,
        )

    with closing(pymysql.connect(unix_socket=socket, user="root", ssl_disabled=True)) as first:
        first.cursor().execute(f"CREATE DATABASE {name}")
    made = Database("mariadb", f"mariadb://root@/{name}?unix_socket={socket}", connect, stack)
    made.rows("SELECT 1")  # opens the connection, which is to close after what follows
    stack.callback(made.run, f"DROP DATABASE {name}")
    return made


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
