"""Connections that stay open from one plan to the next, while somebody keeps the store open.

A server begins a process for each connection, which has then to read its catalogs: among requests
that take a few milliseconds that is most of the time. What a plan made on a connection is gone
before another one gets it; a connection of which that is not certain is closed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

Cleared = Callable[[sa.Connection], bool]
"""Clears a connection of what one plan made on it; False where it must be closed."""

_MOST = 8
"""So many wait for the next plan: more only begin where more plans are made at the same time."""


@dataclass
class Kept:
    """The connections of one store that wait for the next plan."""

    _keepers: int = 0
    _idle: list[sa.Connection] = field(default_factory=list)
    _alone: Lock = field(default_factory=Lock)

    @contextmanager
    def open(self) -> Iterator[None]:
        """Keep connections within the block, and close them at its end, if nobody else does."""
        with self._alone:
            self._keepers += 1
        try:
            yield
        finally:
            with self._alone:
                self._keepers -= 1
                closing = [] if self._keepers else [*self._idle]
                self._idle = [] if closing else self._idle
            for connection in closing:
                connection.close()

    @contextmanager
    def one(
        self, connect: Callable[[], sa.Connection], cleared: Cleared
    ) -> Iterator[sa.Connection]:
        """Give a connection to one plan: one that waits, or a new one.

        One on which anything went wrong is closed.
        """
        connection = self._waiting() or connect()
        well = False
        try:
            yield connection
            well = True
        finally:
            if not (well and self._may_wait(connection, cleared)):
                connection.close()

    def _waiting(self) -> sa.Connection | None:
        while self._keepers:
            with self._alone:
                connection = self._idle.pop() if self._idle else None
            if connection is None or _answers(connection):
                return connection
            connection.invalidate()  # its server has gone, or ended it
            connection.close()
        return None

    def _may_wait(self, connection: sa.Connection, cleared: Cleared) -> bool:
        """Let a connection wait for the next plan; False where nobody wants it to."""
        if not self._keepers or connection.in_transaction() or connection.invalidated:
            return False
        try:
            if not cleared(connection):
                return False
        except SQLAlchemyError:  # what the plan was for is done: only the connection is no good
            return False
        with self._alone:
            wanted = self._keepers > 0 and len(self._idle) < _MOST
            if wanted:
                self._idle.append(connection)
        return wanted


def _answers(connection: sa.Connection) -> bool:
    """Tell whether a connection is still one."""
    driver = connection.connection.dbapi_connection
    try:
        return driver is not None and connection.dialect.do_ping(driver)
    except connection.dialect.loaded_dbapi.Error:
        return False
