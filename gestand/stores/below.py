"""What a database tells of removed values below its tables: bytes, dead rows, logs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from gestand.core.residue.blocks import form_in_blocks
from gestand.core.residue.forms import Sought
from gestand.core.residue.physical import Below, Bytes, Dead, Unpurged
from gestand.errors import CannotRun
from gestand.stores.dialect import Dialect
from gestand.stores.run import plainly

BLOCK = 1 << 20

_DEAD = sa.text(
    "SELECT s.relname, s.n_dead_tup,"
    " extract(epoch FROM greatest(s.last_vacuum, s.last_autovacuum))::float8"
    " FROM pg_stat_user_tables s WHERE s.schemaname = current_schema()"
)
_SAMPLED = sa.text(
    "SELECT tablename || '.' || attname, concat_ws(' ', most_common_vals::text,"
    " histogram_bounds::text, most_common_elems::text)"
    " FROM pg_stats WHERE schemaname = current_schema() ORDER BY 1"
)
_COUNTS = "SHOW track_counts"
_LOGS_KEPT = sa.text(
    "SELECT current_setting('archive_mode') <> 'off'"
    " OR EXISTS (SELECT 1 FROM pg_replication_slots)"
)
_WAITING = "SHOW GLOBAL STATUS LIKE 'innodb_history_list_length'"
_LOG = "SELECT @@log_bin, @@expire_logs_days"


def below(
    store: str,
    connected: AbstractContextManager[sa.Connection],
    dialect: Dialect,
    sought: Sequence[Sought],
) -> Below:
    """Return what is known below the tables; with `sought` the bytes of a file are looked through.

    Raises CannotRun where the database or one of its files cannot be read.
    """
    with plainly(store, dialect), connected as connection:
        found = _BY_KIND[dialect.name](store, connection, sought)
        connection.commit()  # it may wait for the next who asks
        return found


def _bytes(store: str, connection: sa.Connection, sought: Sequence[Sought]) -> Bytes:
    path = Path(str(connection.engine.url.database))
    beside = (path, *(path.with_name(f"{path.name}{end}") for end in ("-wal", "-journal")))
    if not any(not one.whole for one in sought):
        return Bytes(looked=False)
    try:
        found = [file.name for file in beside if file.exists() and _stands_in(sought, file)]
    except OSError as error:
        message = f"store `{store}`: its file cannot be read: {(error.strerror or '').lower()}"
        raise CannotRun(message) from error
    return Bytes(tuple(found))


def _stands_in(sought: Sequence[Sought], file: Path) -> bool:
    return form_in_blocks(sought, blocks_of(file)) is not None


def blocks_of(file: Path) -> Iterator[bytes]:
    """Yield a file block by block."""
    with file.open("rb") as stream:
        while block := stream.read(BLOCK):
            yield block


def _dead(_store: str, connection: sa.Connection, sought: Sequence[Sought]) -> Dead:
    rows: dict[str, int] = {}
    vacuumed: dict[str, datetime] = {}
    for table, dead, at in connection.execute(_DEAD):
        rows[table] = int(dead)
        if at is not None:
            vacuumed[table] = datetime.fromtimestamp(at, UTC)
    counts = connection.exec_driver_sql(_COUNTS).scalar_one() == "on"
    kept = bool(connection.execute(_LOGS_KEPT).scalar_one())
    return Dead(rows, vacuumed, counts, kept, tuple(_sampled(connection, sought)))


def _sampled(connection: sa.Connection, sought: Sequence[Sought]) -> Iterator[str]:
    within = [one for one in sought if not one.whole]
    for column, values in connection.execute(_SAMPLED) if within else ():
        if any(one.form_in(values) for one in within):
            yield column


def _unpurged(_store: str, connection: sa.Connection, _sought: Sequence[Sought]) -> Unpurged:
    told = connection.exec_driver_sql(_WAITING).first()
    logs, days = connection.exec_driver_sql(_LOG).one()
    return Unpurged(
        None if told is None else int(told[1]),
        timedelta(days=float(days)) if int(logs) else None,
    )


_BY_KIND: dict[str, Callable[[str, sa.Connection, Sequence[Sought]], Below]] = {
    "sqlite": _bytes,
    "postgresql": _dead,
    "mariadb": _unpurged,
}
