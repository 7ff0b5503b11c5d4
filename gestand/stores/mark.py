"""The mark that a transaction of Gestand leaves in a store, where the store has a table for it.

Whether a store kept a transaction cannot be told from outside it. A mark is kept or lost with
what the transaction did, and says nothing of anybody.
"""

from __future__ import annotations

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


def leave(connection: sa.Connection, mark: str, instead_of: str) -> None:
    """Leave a mark in the transaction that is open; the one before it has served."""
    connection.execute(sa.insert(_TABLE).values(mark=mark))
    if instead_of:
        connection.execute(sa.delete(_TABLE).where(_TABLE.c.mark == instead_of))


def every(connection: sa.Connection) -> frozenset[str]:
    """Return every mark that is there: one of each run that changed the store."""
    return frozenset(connection.execute(sa.select(_TABLE.c.mark)).scalars())


def is_there(connection: sa.Connection, mark: str) -> bool:
    """Tell whether a mark was kept; the caller's transaction is to be rolled back.

    To write the same mark waits for a transaction that the server has not ended yet, though its
    program was killed: to look for it would not.
    """
    try:
        connection.execute(sa.insert(_TABLE).values(mark=mark))
    except IntegrityError:
        return True
    return False
