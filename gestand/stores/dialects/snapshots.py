"""What PostgreSQL tells of who has written: between two snapshots, did anybody but us?

Each transaction that writes has a number. A snapshot says which of them had not ended yet: all
from its end on, and the few that were open. So the numbers that ended between two snapshots are
known, and when all of them are ours, nobody else has changed a row (decision 005).
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from functools import cache
from typing import Any as AnyValue

import sqlalchemy as sa

from gestand.stores.dialects.driven import driver_of

OWN = "SELECT pg_current_xact_id_if_assigned()::text"
SNAPSHOT = "SELECT pg_current_xact_id_if_assigned()::text, pg_current_snapshot()::text"
_SERVER = "SELECT concat(pg_postmaster_start_time(), inet_server_addr(), inet_server_port())"
_TELLS = (13,)
"""The first version that tells snapshots by numbers that never come again."""


@dataclass(frozen=True)
class Snapshot:
    """A state of a server: from number `end` on nothing had ended yet, nor those that were open."""

    end: int
    open: frozenset[int]

    @classmethod
    def read(cls, text: str) -> Snapshot:
        """Return the snapshot that the server writes as `begin:end:open,open,...`."""
        _, end, still = text.split(":")
        return cls(int(end), frozenset(map(int, filter(None, still.split(",")))))


def others_ended(before: Snapshot, now: Snapshot, ours: Set[int]) -> bool:
    """Tell whether a transaction that is none of `ours` ended between two snapshots."""
    begun = range(before.end, now.end)
    if len(begun) > len(now.open) + len(ours):
        return True  # so many cannot all be ours; nor need they be looked at one by one
    return any(
        number not in now.open and number not in ours for number in (*before.open, *begun)
    )


@dataclass
class Watch:
    """What one connection has seen of the others on its server.

    `ours` are the numbers of our own transactions there, on whatever connection. `within` is the
    transaction in which it has looked, where that one sees a single snapshot.
    """

    ours: set[int]
    seen: Snapshot | None = None
    times: int = 0
    within: sa.Transaction | None = None

    def look(self, now: Snapshot, own: int | None) -> int:
        """Return how often others were found to have written, now that the server is at `now`.

        `own` is the number of the transaction that looks, once it has one.
        """
        self.ours |= set() if own is None else {own}
        if self.seen is not None and others_ended(self.seen, now, self.ours):
            self.times += 1
        self.seen = now
        return self.times


@cache
def ours_on(server: str) -> set[int]:
    """Return the set of the numbers of our own transactions on a server, by what it is called."""
    return set()


def asked(connection: sa.Connection, question: str) -> tuple[AnyValue, ...]:
    """Return the one row that answers a question, without a transaction where there is none."""
    with driver_of(connection, question) as driver:
        found = driver.execute(question).fetchone()
    assert found is not None
    return tuple(found)


def watch_of(connection: sa.Connection) -> Watch | None:
    """Return what a connection has seen of others; None where the server cannot tell."""
    if "watch" not in connection.info:
        able = (connection.dialect.server_version_info or (0,)) >= _TELLS
        connection.info["watch"] = Watch(ours_on(*asked(connection, _SERVER))) if able else None
    found: Watch | None = connection.info["watch"]
    return found
