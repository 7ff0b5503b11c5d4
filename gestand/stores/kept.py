"""Connections that stay open from one plan to the next, while somebody keeps the store open.

A server begins a process for each connection, which has then to read its catalogs: among requests
that take a few milliseconds that is most of the time. What a plan made on a connection is gone
before another one gets it; a connection of which that is not certain is closed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from select import POLLERR, POLLHUP, POLLIN, poll
from threading import Lock
from typing import Any as AnyValue

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from gestand.settings import clock

Cleared = Callable[[sa.Connection], bool]
"""Clears a connection of what one plan made on it; False where it must be closed."""

_MOST = 8
"""So many wait for the next plan: more only begin where more plans are made at the same time."""

_SHORT = 5.0
"""For so many seconds a connection is believed that heard nothing: a server that ends one says so.

One that waited longer is asked whether it is still there, since whatever stands between it and a
server may have forgotten it.
"""


@dataclass
class Kept:
    """The connections of one store that wait for the next plan."""

    _keepers: int = 0
    _idle: list[tuple[sa.Connection, float]] = field(default_factory=list)
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
            for connection, _ in closing:
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
                connection, since = self._idle.pop() if self._idle else (None, 0.0)
            if connection is None or _is_there(connection, clock() - since):
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
                self._idle.append((connection, clock()))
        return wanted


def _is_there(connection: sa.Connection, waited: float) -> bool:
    """Tell whether a connection is still one, which has waited for some seconds."""
    driver = connection.connection.dbapi_connection
    try:
        if driver is None:
            return False
        return (waited < _SHORT and _is_quiet(driver)) or connection.dialect.do_ping(driver)
    except connection.dialect.loaded_dbapi.Error:
        return False


def _is_quiet(driver: AnyValue) -> bool:
    """Tell whether nothing came from the server since; False where the driver cannot tell."""
    if not hasattr(driver, "fileno"):
        return False
    heard = poll()
    heard.register(driver.fileno(), POLLIN | POLLHUP | POLLERR)
    return not heard.poll(0)
