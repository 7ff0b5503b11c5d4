"""Carry the databases of the example company over to another kind of database."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from gestand.demo.noorderlicht.generate import HERE, statements

ROWS = 5_000
_FOLDED = re.compile(r"\(lower\(trim\((\w+)\)\)\)")
_ON_COLUMNS = re.compile(r"CREATE INDEX \w+ ON \w+ \([\w, ]+\)")


def load(file: Path, url: sa.URL) -> None:
    """Copy a store of the company, as `generate` made it, into the empty database at `url`.

    Raises what the database raises: an URL that is wrong is a mistake of the program.
    """
    source = sa.create_engine(f"sqlite:///{file}", poolclass=NullPool)
    target = sa.create_engine(url, poolclass=NullPool)
    tables = sa.MetaData()
    with source.connect() as reading, target.begin() as writing:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression-based")
            tables.reflect(reading)
        for statement in schema(file.stem, target.dialect.name):
            writing.exec_driver_sql(statement)
        for table in tables.sorted_tables:
            _copy(reading, writing, table)


def schema(store: str, dialect: str) -> Iterator[str]:
    """Yield the statements that make the tables of a store in a kind of database.

    MariaDB indexes columns only; PostgreSQL uses an index on texts that lost their case where it
    names the same order of letters as the question.
    """
    for statement in statements(HERE / "schema" / f"{store}.sql"):
        index = statement.startswith("CREATE INDEX")
        if index and dialect == "postgresql":
            yield _FOLDED.sub(r'(lower(trim(\1) COLLATE "C"))', statement)
        elif not index or dialect != "mariadb" or _ON_COLUMNS.fullmatch(statement):
            yield statement


def _copy(reading: sa.Connection, writing: sa.Connection, table: sa.Table) -> None:
    found = reading.execute(sa.select(table)).mappings()
    for rows in iter(lambda: found.fetchmany(ROWS), []):
        writing.execute(sa.insert(table), [dict(row) for row in rows])
