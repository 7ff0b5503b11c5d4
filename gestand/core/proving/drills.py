"""Whether a backup that was put back somewhere holds what it must: a drill, and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from gestand.core.proving.verdict import Evidence, Problem, Weight

PROBE = "drilled"

LOST_TABLE, LOST_COLUMN, EMPTY, UNREAD = (
    "table not in the backup", "column not in the backup", "empty in the backup",
    "backup cannot be read",
)  # fmt: skip
NOT_MARKED, OF_OTHERS, AGAIN = "backup without a mark", "backup of others", "to do again"

PROMISES = ("security.measures", "security.review")
"""The promises that a drill is about."""

LASTS = timedelta(days=92)
"""How long a drill counts: a quarter. No law gives a number; it is ours."""


@dataclass(frozen=True)
class Copied:
    """What a copy of one store holds, beside what the store holds now.

    `lacks` are declared tables and columns that the copy has not, `empty` tables without a row that
    have rows in the store. `again` is how many runs changed the store since, None where its marks
    do not tell; `ahead` tells of a mark that own records do not know. One that is `unread` tells
    nothing.
    """

    store: str
    rows: int = 0
    lacks: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    again: int | None = None
    ahead: bool = False
    unread: bool = False


@dataclass(frozen=True)
class Drill:
    """What was found at the moment `at`, which is aware, of the copies that somebody put back."""

    at: datetime
    copies: tuple[Copied, ...]


def evidence(drill: Drill, stores: frozenset[str]) -> Iterator[Evidence]:
    """Yield what a drill says; of all `stores`, those without a copy count as places."""
    tried = frozenset(one.store for one in drill.copies)
    found = tuple(problem for one in drill.copies for problem in problems_of(one))
    rows = sum(one.rows for one in drill.copies)
    others = stores - tried
    for promise in PROMISES:
        yield Evidence(
            PROBE, promise, drill.at, rows, found, tried, places=others, needs=1, lasts=LASTS
        )


def problems_of(copied: Copied) -> Iterator[Problem]:
    """Yield what is wrong with a copy, and what only stands by it."""
    store = copied.store
    if copied.unread:
        yield Problem(UNREAD, store)
        return
    for name in copied.lacks:
        yield Problem(LOST_COLUMN if name.count(".") > 1 else LOST_TABLE, name)
    yield from (Problem(EMPTY, name) for name in copied.empty)
    if copied.ahead:
        yield Problem(OF_OTHERS, store)
    elif copied.again is None:
        yield Problem(NOT_MARKED, store, 1, Weight.DOUBT)
    elif copied.again:
        yield Problem(AGAIN, store, copied.again, Weight.NOTE)
