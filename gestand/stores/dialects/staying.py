"""Key sets of PostgreSQL that stay, empty, from one plan to the next on a connection that waits.

To make a temporary table is to write to half a dozen catalogs, and to drop it as well: of an
erasure that was a third of what its server did. So a table that held few rows is emptied, and the
next plan that wants one made by the very same words finds it (decision 103).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import sqlalchemy as sa

from gestand.stores.base import FEW
from gestand.stores.dialect import MadeSet, create_text
from gestand.stores.dialects.driven import driver_of
from gestand.stores.dialects.snapshots import OWN, watch_of

_ROWS = 5_000
"""After so many rows all is dropped: an emptied table keeps a little for each that it ever had, and
no server looks after temporary tables that grow old."""
_TABLES = 300
"""More tables than so many are dropped: to drop one a server has to lock it, and what it keeps
beside it, and for some thousands of locks at once it has no room."""
_WAITS = "SET idle_session_timeout = '1d'"
_ENDS_IDLE = (14,)
"""The first version that ends a connection on which nobody has asked anything for so long."""
_MORE = 4
"""How many times as many rows as were counted a set may have before it is counted again."""


@dataclass
class Staying:
    """What stays on one connection: by name the words of each table, and rows that were counted.

    Those `indexed` got an index, and do not stay. `rows` is how many all had since all was dropped;
    `ends_idle` says that the server ends the connection where nobody asks anything for a day.
    """

    words: dict[str, str] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)
    indexed: set[str] = field(default_factory=set)
    rows: int = 0
    ends_idle: bool = False


def staying_on(connection: sa.Connection) -> Staying:
    """Return what stays on a connection."""
    found: Staying = connection.info.setdefault("staying", Staying())
    return found


def is_kept(connection: sa.Connection) -> bool:
    """Tell whether a connection has waited for a plan, so that it may wait for others."""
    return staying_on(connection).ends_idle


def make(connection: sa.Connection, table: sa.Table) -> None:
    """Make the table of a key set, or take the one that stayed."""
    words, staying = create_text(table, connection.dialect), staying_on(connection)
    stayed = staying.words.pop(table.name, None)
    if stayed == words:
        # INVARIANT: whatever a plan left in it, nobody else's key is in a set that a plan takes.
        connection.exec_driver_sql(f"DELETE FROM {table.name}")  # noqa: S608  # a name of ours
        return
    staying.counted.pop(table.name, None)
    if stayed is not None:
        connection.exec_driver_sql(f"DROP TABLE {table.name}")
    connection.exec_driver_sql(words)


def count(connection: sa.Connection, table: sa.Table, rows: int, *, indexed: bool) -> None:
    """Count a key set, unless it was counted when it had about as few; or index it and count it.

    Of one that was never counted the server supposes that it has some thousands of rows, and
    for so many it reads a whole table instead of looking a few rows up. Both are one trip.
    """
    staying = staying_on(connection)
    before = staying.counted.get(table.name, -1)
    if rows <= _MORE * before <= _MORE * FEW and not indexed:
        return
    first = f"CREATE INDEX IF NOT EXISTS {table.name}_k0 ON {table.name} (k0); " if indexed else ""
    connection.exec_driver_sql(f"{first}ANALYZE {table.name}")
    staying.indexed |= {table.name} if indexed else set()
    staying.counted[table.name] = rows


def empty(connection: sa.Connection, table: sa.Table) -> None:
    """Empty a key set within a plan, so that its positions count from 1 again."""
    staying_on(connection).counted.pop(table.name, None)
    connection.exec_driver_sql(f"TRUNCATE {table.name} RESTART IDENTITY")


def clear(connection: sa.Connection, made: Collection[MadeSet]) -> None:
    """Empty what a plan made on a connection, or drop everything temporary there."""
    if not made:
        return
    staying = staying_on(connection)
    staying.rows += sum(one.rows for one in made)
    able = (connection.dialect.server_version_info or (0,)) >= _ENDS_IDLE
    every = {*staying.words, *(one.table.name for one in made)}
    many = staying.rows > _ROWS or len(every) > _TABLES
    if not able or many or any(map(_goes, made)) or staying.indexed:
        with driver_of(connection, "DISCARD TEMP") as driver:
            driver.execute("DISCARD TEMP")
        connection.info["staying"] = Staying(ends_idle=staying.ends_idle)
        return
    emptied = [f"DELETE FROM {one.table.name}" for one in made]  # noqa: S608  # ours
    waits = [] if staying.ends_idle else [_WAITS]
    with driver_of(connection, "DELETE") as driver:
        cursor = driver.execute("; ".join((*waits, *emptied, OWN)))
        while cursor.nextset():
            pass
        number = cursor.fetchone()
    if (watch := watch_of(connection)) and number and number[0] is not None:
        watch.ours.add(int(number[0]))
    staying.ends_idle = True
    staying.words |= {one.table.name: create_text(one.table, connection.dialect) for one in made}


def _goes(one: MadeSet) -> bool:
    """Tell whether a key set is dropped: it had many rows, or numbers of its own."""
    return one.rows > FEW or one.undone or bool(one.table.primary_key.columns)
