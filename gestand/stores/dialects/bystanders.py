"""What MariaDB tells of others: has anybody but us run a statement, on the whole server?

It numbers every statement before it runs, and counts those of each connection. When the numbers
given out are all our own, and nothing of others was running at first, then nobody else can have
changed a row (decision 005). Whatever else there may be, a cluster, a replica, a table of another
engine, makes us say that we do not know.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from threading import get_ident
from typing import Any as AnyValue
from typing import NamedTuple
from weakref import WeakSet

import pymysql
import sqlalchemy as sa

from gestand.stores.dialect import like_other_errors

_SEEN = (
    "SELECT concat_ws(' ', @@hostname, @@port, @@server_id, @@datadir),"
    " max(IF(variable_name = 'QUERIES', variable_value, NULL)),"
    " max(IF(variable_name = 'QUESTIONS', variable_value, NULL))"
    " FROM information_schema.session_status WHERE variable_name IN ('QUERIES', 'QUESTIONS')"
)
_RUNNING = (
    "SELECT variable_value FROM information_schema.global_status"
    " WHERE variable_name = 'THREADS_RUNNING'"
)
_OF_A_CLUSTER = (
    "SELECT count(*) FROM information_schema.global_variables"
    " WHERE variable_name = 'WSREP_ON' AND variable_value <> 'OFF'"
)
_BESIDE_STATEMENTS = (
    "SELECT count(*) FROM information_schema.plugins"
    " WHERE plugin_name = 'handlersocket' AND plugin_status = 'ACTIVE'"
)
_OF_OTHER_ENGINES = (
    "SELECT count(*) FROM information_schema.tables WHERE table_schema = database()"
    " AND table_type NOT IN ('VIEW', 'TEMPORARY') AND coalesce(engine, '') <> 'InnoDB'"
)

_DOUBTS = (_OF_A_CLUSTER, _BESIDE_STATEMENTS, _OF_OTHER_ENGINES)

_TIMES = 100


class Seen(NamedTuple):
    """A server at one moment: which it is, and how many statements of others were begun there.

    `running` says that one of them had not ended.
    """

    server: str
    begun: int
    running: bool


@dataclass
class Watch:
    """What one connection has seen of the others on its server."""

    seen: Seen | None = None
    times: int = 0
    since: int | None = None
    """How often others had been at work when the transaction began."""

    def look(self, now: Seen) -> int:
        """Return how often others may have been at work, now that the server is as it is."""
        if self.seen is None or self.seen.running or now[:2] != self.seen[:2]:
            self.times += 1
        self.seen = now
        return self.times


@dataclass
class Ours:
    """Our own connections at one address, of one thread."""

    connections: WeakSet[AnyValue] = field(default_factory=WeakSet)

    def look(self, connection: AnyValue) -> Seen:
        """Return what `connection` sees.

        INVARIANT: the others of ours are counted before the number of a statement is read, and
        whether one of others is running is asked after it: a statement that began in between
        would be missed the other way around.
        """
        others = [each for each in self.connections if each is not connection and each.open]
        own = sum(map(_counted, others))
        server, numbered, counted = _asked(connection, _SEEN)
        # A statement of ours has been answered a moment before it has ended, so it is asked again.
        running = all(int(_asked(connection, _RUNNING)[0]) > 1 for _ in range(_TIMES))
        return Seen(str(server), int(numbered) - int(counted) - own, running)


@cache
def ours_at(address: str, thread: int) -> Ours:
    """Return the connections of a thread to what a URL names by `address`."""
    return Ours()


def joined(connection: AnyValue) -> Ours:
    """Count a connection of the driver among those of this thread, and return these.

    What another thread does is somebody else's work, and its connections are not to be used here.
    """
    address = f"{connection.host}:{connection.port}:{connection.unix_socket}"
    ours = ours_at(address, get_ident())
    ours.connections.add(connection)
    return ours


def watch_of(connection: sa.Connection) -> Watch | None:
    """Return what a connection has seen of others.

    None where more than statements may change what stands in its database.
    """
    if "watch" not in connection.info:
        with driver_of(connection) as driver:
            doubtful = any(int(_asked(driver, doubt)[0]) for doubt in _DOUBTS)
        connection.info["watch"] = None if doubtful else Watch()
    found: Watch | None = connection.info["watch"]
    return found


def look(connection: sa.Connection, watch: Watch) -> int:
    """Look what others do now; return how often they may have been at work by now."""
    with driver_of(connection) as driver:
        return watch.look(joined(driver).look(driver))


@contextmanager
def driver_of(connection: sa.Connection) -> Iterator[AnyValue]:
    """Give the driver's own connection; what goes wrong there is an error like any other."""
    with like_other_errors("a look at the server", pymysql.err.Error):
        yield connection.connection.dbapi_connection


def _counted(other: AnyValue) -> int:
    """Return how many statements another connection of ours began; 0 where it was lost.

    Then it seems that others were at work, which is the side to err on.
    """
    try:
        return int(_asked(other, _SEEN)[2])
    except pymysql.err.Error:
        return 0


def _asked(connection: AnyValue, question: str) -> tuple[AnyValue, ...]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return tuple(cursor.fetchone())
