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

    `tables` and `columns` with personal data are not in it, `empty` tables have no row in it and
    some in the store. `again` is how many runs changed the store since, None where its marks
    do not tell; `ahead` tells of a mark that own records do not know. One that is `unread` tells
    nothing.
    """

    store: str
    rows: int = 0
    tables: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    again: int | None = None
    ahead: bool = False
    unread: bool = False


@dataclass(frozen=True)
class Drill:
    """What was found at the moment `at`, which is aware, of the copies that somebody put back."""

    at: datetime
    copies: tuple[Copied, ...]


@dataclass(frozen=True)
class Drills:
    """What was found last of each store, by when it was: the newest comes last."""

    rounds: tuple[Drill, ...] = ()

    @property
    def at(self) -> datetime:
        """When somebody drilled last."""
        return self.rounds[-1].at

    def after(self, new: Drill) -> Drills:
        """Return what is known after another drill: of other stores, what was known before."""
        again = {one.store for one in new.copies}
        left = (
            (one.at, tuple(each for each in one.copies if each.store not in again))
            for one in self.rounds
        )
        return Drills((*(Drill(at, copies) for at, copies in left if copies), new))


def evidence(drills: Drills, stores: frozenset[str]) -> Iterator[Evidence]:
    """Yield what drills say; of all `stores`, those without a copy count as places."""
    tried = {one.store for drill in drills.rounds for one in drill.copies}
    for drill in drills.rounds:
        own = frozenset(one.store for one in drill.copies)
        found = tuple(problem for one in drill.copies for problem in problems_of(one))
        told = (sum(one.rows for one in drill.copies), found, own)
        for promise in PROMISES:
            yield Evidence(
                PROBE, promise, drill.at, *told, places=stores - tried, needs=1, lasts=LASTS
            )


def problems_of(copied: Copied) -> Iterator[Problem]:
    """Yield what is wrong with a copy, and what only stands by it."""
    store = copied.store
    if copied.unread:
        yield Problem(UNREAD, store)
        return
    yield from (Problem(LOST_TABLE, name) for name in copied.tables)
    yield from (Problem(LOST_COLUMN, name) for name in copied.columns)
    yield from (Problem(EMPTY, name) for name in copied.empty)
    if copied.ahead:
        yield Problem(OF_OTHERS, store)
    elif copied.again is None:
        yield Problem(NOT_MARKED, store, 1, Weight.DOUBT)
    elif copied.again:
        yield Problem(AGAIN, store, copied.again, Weight.NOTE)
