"""Read own records without Django: for commands that write nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from gestand.errors import CannotRun
from gestand.records.kept import LATER, RECEIPTS, Kept, Value

OWN_DATABASE = "the database of own records"
"""How messages call a PostgreSQL database, since its URL would show the password."""

OWN = (RECEIPTS, *sorted(LATER))
_PLACES = ", ".join(["%s"] * len(OWN))
OWN_SQLITE = f"SELECT name FROM sqlite_schema WHERE name IN ({_PLACES})"  # noqa: S608  # places only
OWN_POSTGRESQL = (
    f"SELECT name FROM unnest(ARRAY[{_PLACES}]) AS name "  # noqa: S608  # places only
    "WHERE to_regclass(name) IS NOT NULL"
)
"""Ask which of these tables and indexes there are."""


@contextmanager
def kept_in(path: Path, url: str) -> Iterator[Kept]:
    """Open what is kept at a PostgreSQL URL, or in the SQLite file `path` where `url` is empty.

    It can be read only. Raises CannotRun where it cannot be.
    """
    try:
        with _postgresql(url) if url else _sqlite(path) as kept:
            yield kept
    except (sqlite3.Error, SQLAlchemyError) as error:
        message = f"{OWN_DATABASE if url else path} cannot be read: {type(error).__name__}"
        raise CannotRun(message) from error


def postgresql_url(url: str) -> sa.URL:
    """Return the parts of the URL of own records; CannotRun where it is none of PostgreSQL."""
    try:
        told = sa.make_url(url)
        if "[" in (told.host or ""):
            raise ValueError  # an address whose bracket is not closed
    except (ArgumentError, ValueError) as error:
        # What it says would show the password.
        message = "the URL of own records cannot be read: `postgresql://user:password@host/name`"
        raise CannotRun(message) from error
    if told.get_backend_name() not in ("postgresql", "postgres"):
        message = "own records stand in SQLite, or in PostgreSQL: give a `postgresql://` URL"
        raise CannotRun(message)
    return told


@contextmanager
def _sqlite(path: Path) -> Iterator[Kept]:
    if not path.exists():
        yield Kept.nothing(str(path))
        return
    # Not `mode=ro`: who reads a log that a killed program left must bring the file up to date.
    address = f"{path.resolve().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=30)) as connection:

        def execute(statement: str, values: Sequence[Value]) -> list[Any]:
            return connection.execute(statement.replace("%s", "?"), values).fetchall()

        connection.execute("PRAGMA query_only = ON")
        made = {name for (name,) in execute(OWN_SQLITE, OWN)}
        there = Kept(str(path), execute, made=LATER.intersection(made))
        yield there if RECEIPTS in made else Kept.nothing(str(path))


@contextmanager
def _postgresql(url: str) -> Iterator[Kept]:
    address = postgresql_url(url).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(address, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:

        def execute(statement: str, values: Sequence[Value]) -> list[Any]:
            return list(connection.exec_driver_sql(statement, tuple(values)))

        made = {name for (name,) in execute(OWN_POSTGRESQL, OWN)}
        there = Kept(OWN_DATABASE, execute, made=LATER.intersection(made))
        yield there if RECEIPTS in made else Kept.nothing(OWN_DATABASE)
