"""How a connection to PostgreSQL begins: in UTC, patient for a while, and with texts."""

from __future__ import annotations

from sys import maxsize
from typing import Any as AnyValue

import sqlalchemy as sa

from gestand import settings

_SETTINGS = {
    "timezone": "UTC",  # what has a zone of its own is read and compared in UTC
    "datestyle": "ISO",
    # Rows that a policy of the database hides would be a silent gap: then rather an error.
    "row_security": "off",
    "jit": "off",  # many statements, each asked a few times
    "work_mem": "64MB",  # some questions look at each row of a table
    "temp_buffers": "64MB",  # key sets and marks: with the usual 8 they are written to disk
    # What is looked up is mostly in memory, and no disk has a head that must be moved.
    "seq_page_cost": "0.2",
    "random_page_cost": "0.25",
    # Of conditions that hardly any row meets it supposes that half of them do: it reads a whole
    # index, in step with a few keys, for the first row that would let it stop.
    "enable_mergejoin": "off",
    "default_statistics_target": "10",  # of a key set it is enough to know how large it is
    "client_min_messages": "error",
}
_AS_TEXT = ("date", "timestamp", "timestamptz", "time", "timetz", "interval", "uuid", "inet")
_TEXT, _WRITTEN = 25, 0  # the type `text`, and the format that is not binary
_PREPARED = 500
"""So many statements a server keeps planned for a connection: those of a few programs."""


def connect_well(engine: sa.Engine) -> None:
    """See to it that every connection of `engine` begins so; transactions are our own."""

    def connect(connection: AnyValue, _record: AnyValue) -> None:
        connection.autocommit = True
        # Only what is asked to be: the plan of one window is not that of another.
        connection.prepare_threshold, connection.prepared_max = maxsize, _PREPARED
        text = connection.adapters.get_loader(_TEXT, _WRITTEN)
        for name in _AS_TEXT:
            connection.adapters.register_loader(name, text)
        told = {**_SETTINGS, "lock_timeout": f"{settings.lock_wait()}s"}
        connection.execute("; ".join(f"SET {k} = '{v}'" for k, v in told.items()))

    sa.event.listen(engine, "connect", connect)
