"""How a connection to MariaDB begins: in UTC, strict, patient for a while, and with texts."""

from __future__ import annotations

from typing import Any as AnyValue

import sqlalchemy as sa

from gestand import settings
from gestand.stores.dialects.bystanders import joined

_SETTINGS = (
    "SESSION time_zone = '+00:00'",  # what has a zone of its own is read and compared in UTC
    # Strict, so that nothing is cut off to fit; but a date of zeros can be looked at.
    "SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
    "SESSION group_concat_max_len = 1073741824",
    "SESSION tmp_table_size = 67108864",  # or what is found first goes by way of the disk
    "SESSION max_heap_table_size = 67108864",
    "SESSION auto_increment_increment = 1",
    "SESSION auto_increment_offset = 1",
)
_ISOLATION = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"
_MOMENTS = {7, 10, 12, 14}
"""The codes of the driver for TIMESTAMP, DATE, DATETIME and the newer DATE."""


def begin_well(engine: sa.Engine) -> None:
    """See to it that every connection of `engine` begins so."""

    def begin(dialect: AnyValue, _record: AnyValue, _args: AnyValue, given: AnyValue) -> None:
        reading = dialect.loaded_dbapi.converters.conversions
        given["conv"] = {code: how for code, how in reading.items() if code not in _MOMENTS}
        if "unix_socket" in given:
            # Nobody listens there; to be ready for TLS the driver reads all certificates of the
            # machine, at each connection, which takes longer than most of what is asked.
            given.setdefault("ssl_disabled", True)

    def connect(connection: AnyValue, _record: AnyValue) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET {', '.join((*_SETTINGS, *_waits()))}")
            cursor.execute(_ISOLATION)
        joined(connection)

    sa.event.listen(engine, "do_connect", begin)
    sa.event.listen(engine, "connect", connect)


def _waits() -> tuple[str, str]:
    """Return how long to wait for rows, and for a table of which somebody changes the shape."""
    seconds = settings.lock_wait()
    return f"SESSION innodb_lock_wait_timeout = {seconds}", f"SESSION lock_wait_timeout = {seconds}"
