"""The mark that a transaction of Gestand leaves in a store, where the store has a table for it.

Whether a store kept a transaction cannot be told from outside it. A mark is kept or lost with
what the transaction did, and says nothing of anybody.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable

NAME = "gestand_erasure_mark"
LENGTH = 32

_TABLE = sa.Table(
    NAME,
    sa.MetaData(),
    sa.Column("mark", sa.String(LENGTH), primary_key=True),
)


def made_by(dialect: sa.Dialect) -> str:
    """Return the statement that makes the table."""
    return " ".join(str(CreateTable(_TABLE).compile(dialect=dialect)).split())


_COMPILED: dict[Any, Any] = {}
"""These statements as they were compiled for each kind of database: each run comes back to them."""

_LEAVE = sa.insert(_TABLE)
_FORGET = sa.delete(_TABLE).where(_TABLE.c.mark == sa.bindparam("served"))
_EVERY = sa.select(_TABLE.c.mark)


def _run(
    connection: sa.Connection, statement: sa.Executable, **values: str
) -> sa.CursorResult[Any]:
    options = {"compiled_cache": _COMPILED}
    return connection.execute(statement, values, execution_options=options)


def leave(connection: sa.Connection, mark: str, instead_of: str) -> None:
    """Leave a mark in the transaction that is open; the one before it has served."""
    _run(connection, _LEAVE, mark=mark)
    if instead_of:
        _run(connection, _FORGET, served=instead_of)


def every(connection: sa.Connection) -> frozenset[str]:
    """Return every mark that is there: one of each run that changed the store."""
    return frozenset(_run(connection, _EVERY).scalars())


def is_there(connection: sa.Connection, mark: str) -> bool:
    """Tell whether a mark was kept; the caller's transaction is to be rolled back.

    To write the same mark waits for a transaction that the server has not ended yet, though its
    program was killed: to look for it would not.
    """
    try:
        _run(connection, _LEAVE, mark=mark)
    except IntegrityError:
        return True
    return False
