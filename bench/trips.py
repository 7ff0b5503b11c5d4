"""Count how often a program waits for its database, as a listener in between sees it.

On a server a trip is that something was sent after an answer had come; SQLite has no trips, and
its statements are counted.
"""

from __future__ import annotations

import select
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import sqlalchemy as sa

from bench.twins import Twins

_SOCKETS = {"postgresql": ".s.PGSQL.5432", "mariadb": "socket"}
_WHOLE = {"postgresql": b"Z\x00\x00\x00\x05"}
"""With what, and one byte more, a whole answer ends, where that can be seen."""
_BLOCK = 65_536


@dataclass
class Trips:
    """How many trips were made since the beginning, over all connections."""

    made: int = 0
    _last: dict[int, bool] = field(default_factory=dict)

    def statement(self, _text: str) -> None:
        """Count a statement."""
        self.made += 1

    def sent(self, connection: int) -> None:
        """Note that something was asked on a connection."""
        self.made += not self._last.get(connection, False)
        self._last[connection] = True

    def answered(self, connection: int) -> None:
        """Note that what was asked on a connection has been answered, to the end."""
        self._last[connection] = False


@contextmanager
def counted(twins: Twins) -> Iterator[tuple[Twins, Trips]]:
    """Give the same copies behind somebody who counts, for a block."""
    trips = Trips()
    if twins.kind == "sqlite":
        with _traced(trips):
            yield twins, trips
        return
    assert twins.server is not None
    name = _SOCKETS[twins.kind]
    with TemporaryDirectory(prefix="gestand-trips-") as folder:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(Path(folder) / name))
        listener.listen()
        told = (listener, twins.server / name, trips, _WHOLE.get(twins.kind))
        Thread(target=_accept, args=told, daemon=True).start()
        try:
            yield replace(twins, server=Path(folder)), trips
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()


@contextmanager
def _traced(trips: Trips) -> Iterator[None]:
    def trace(connection: sqlite3.Connection, _record: object) -> None:
        connection.set_trace_callback(trips.statement)

    sa.event.listen(sa.Engine, "connect", trace)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "connect", trace)


def _accept(
    listener: socket.socket, there: Path, trips: Trips, whole: bytes | None
) -> None:
    while True:
        try:
            asking, _ = listener.accept()
        except OSError:
            return
        server = socket.socket(socket.AF_UNIX)
        server.connect(str(there))
        Thread(target=_pass_on, args=(asking, server, trips, whole), daemon=True).start()


def _pass_on(
    asking: socket.socket, server: socket.socket, trips: Trips, whole: bytes | None
) -> None:
    with asking, server:
        while True:
            ready, _, _ = select.select([asking, server], [], [])
            for one in ready:
                block = one.recv(_BLOCK)
                if not block:
                    return
                if one is asking:
                    trips.sent(asking.fileno())
                elif whole is None or block.endswith(whole, 0, len(block) - 1):
                    trips.answered(asking.fileno())
                (server if one is asking else asking).sendall(block)
