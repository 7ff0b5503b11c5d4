"""The driver of PostgreSQL, asked directly: whoever listens to statements and errors hears of it.

SQLAlchemy describes each statement and its answer, which takes as long as many of them themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any as AnyValue

import psycopg
import sqlalchemy as sa

from gestand.stores.dialect import like_other_errors


@contextmanager
def driver_of(connection: sa.Connection, doing: str) -> Iterator[psycopg.Connection]:
    """Give the driver's own connection; what goes wrong there is an error like any other."""
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, psycopg.Connection)
    with like_other_errors(doing, psycopg.Error):
        try:
            yield driver
        except psycopg.Error as error:
            for hear in connection.dialect.dispatch.handle_error:
                hear(_Failed(connection, doing, error))
            raise


class _Failed(sa.engine.ExceptionContext):
    """What whoever listens to errors hears of one."""

    def __init__(self, connection: sa.Connection, statement: str, error: psycopg.Error) -> None:
        self.connection, self.statement = connection, statement
        self.engine, self.dialect = connection.engine, connection.dialect
        self.original_exception = error


def directly(
    connection: sa.Connection, statement: str, values: AnyValue, *, prepare: bool = False
) -> psycopg.Cursor[tuple[AnyValue, ...]]:
    """Run a statement by the driver alone; whoever listens to statements hears of it as ever."""
    with driver_of(connection, statement) as driver:
        heard = connection, None, statement, values, None, False
        for hear in connection.dispatch.before_cursor_execute:
            hear(*heard)
        cursor = driver.execute(statement, values, prepare=prepare)
        for hear in connection.dispatch.after_cursor_execute:
            hear(*heard)
        return cursor


@dataclass(frozen=True)
class Answered:
    """What came of a statement that the driver was asked directly."""

    cursor: psycopg.Cursor[tuple[AnyValue, ...]]

    @property
    def rowcount(self) -> int:
        """Return how many rows it was about."""
        return self.cursor.rowcount

    def __iter__(self) -> Iterator[tuple[AnyValue, ...]]:
        """Yield the rows."""
        return iter(self.all())

    def all(self) -> list[tuple[AnyValue, ...]]:
        """Return all rows."""
        return self.cursor.fetchall()

    def one(self) -> tuple[AnyValue, ...]:
        """Return the only row."""
        (row,) = self.all()
        return row

    def scalar(self) -> AnyValue:
        """Return the first value of the first row; None where there is none."""
        return next((row[0] for row in self.all()), None)

    def scalar_one(self) -> AnyValue:
        """Return the only value of the only row."""
        return self.one()[0]
