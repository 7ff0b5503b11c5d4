"""What is left of removed values below the tables: in files, in dead rows, in logs, in backups.

A database tells little about that. What is said here is what it does tell, and what nobody can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from gestand.core.calendar import Period, add


@dataclass(frozen=True)
class Bytes:
    """The files of an SQLite database: those in which the bytes of an identifier stand.

    `looked` is False where nothing was looked for in bytes. `overwritten` tells whether what a
    run removed was written over; None where it is not about a run.
    """

    files: tuple[str, ...] = ()
    looked: bool = True
    overwritten: bool | None = None


@dataclass(frozen=True)
class Dead:
    """How many rows were removed from the tables of PostgreSQL and stand there still.

    And by table when it was last vacuumed. `counts` is False where it does not count; with
    `logs_kept` its log is kept somewhere, or read by others. In the statistics of the columns
    `sampled` an identifier stands: they keep a few values of each column.
    """

    rows: Mapping[str, int] = field(default_factory=dict)
    vacuumed: Mapping[str, datetime] = field(default_factory=dict)
    counts: bool = True
    logs_kept: bool = False
    sampled: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unpurged:
    """How many transactions of MariaDB wait for the purge; None where it does not tell.

    `log_for` is how long its binary log is kept, None where there is no such log; no time at
    all stands for a log that is kept without an end.
    """

    waiting: int | None = None
    log_for: timedelta | None = None


Below = Bytes | Dead | Unpurged


@dataclass(frozen=True)
class Removed:
    """When rows were last removed or changed: in a store, and in each of its tables."""

    last: datetime | None = None
    tables: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Grade:
    """What is left below the tables of a store: in a word, in words, and whether it is residue."""

    store: str
    word: str
    said: tuple[str, ...] = ()
    residue: bool = False


HELD, GONE, PURGED = "rows hold it", "logically gone", "purged from the file"
VACUUMED, PURGED_ROWS = "vacuumed", "purged from the tables"

_FREE = "free space keeps old bytes until it is used again"


def grade(
    store: str, below: Below, removed: Removed, backups: Period | None, *, held: bool
) -> Grade:
    """Return what is left below the tables of a store.

    `held` says that some row still holds what is looked for, so that its bytes must be there.
    """
    found = _grade_of(store, below, removed)
    said = (*found.said, _in_backups(removed, backups))
    if held:
        return Grade(store, HELD, said if isinstance(below, Unpurged) else said[-1:])
    return Grade(store, found.word, said, found.residue)


def _grade_of(store: str, below: Below, removed: Removed) -> Grade:
    if isinstance(below, Bytes):
        return _in_file(store, below)
    if isinstance(below, Dead):
        found = _in_dead_rows(store, below, removed)
        return _in_statistics(found, below.sampled) if below.sampled else found
    return _unpurged(store, below, removed)


def _in_file(store: str, below: Bytes) -> Grade:
    if below.overwritten is False:
        said = "somebody has what was there open still: apply again, or close it"
        return Grade(store, GONE, (said,))
    if below.overwritten:
        return Grade(store, PURGED, ("what went was written over",))
    if not below.looked:
        return Grade(store, GONE, ("its bytes were not looked through",))
    if not below.files:
        return Grade(store, PURGED)
    said = f"its bytes still stand in {' and '.join(below.files)}"
    return Grade(store, GONE, (said, "stop what has it open, and `VACUUM` it"), residue=True)


def _in_dead_rows(store: str, below: Dead, removed: Removed) -> Grade:
    logs = ("its log is archived, or read by others: look there",) if below.logs_kept else ()
    if not below.counts:
        return Grade(store, GONE, ("it does not count dead rows (`track_counts`)", *logs))
    since = {t: at for t, at in removed.tables.items() if _before(below.vacuumed.get(t), at)}
    waiting = sorted({*since, *(t for t, n in below.rows.items() if n)})
    if waiting:
        dead = sum(below.rows.values())
        said = f"about {dead} dead rows wait for a `VACUUM` of {', '.join(waiting)}"
        return Grade(store, GONE, (said, *logs))
    return Grade(store, VACUUMED, (f"as far as it counts; {_FREE}", *logs))


def _in_statistics(found: Grade, columns: tuple[str, ...]) -> Grade:
    said = f"the statistics of {', '.join(columns)} still show it until an `ANALYZE`"
    return Grade(found.store, found.word, (said, *found.said), residue=True)


def _before(vacuumed: datetime | None, removed: datetime) -> bool:
    return vacuumed is None or vacuumed < removed


def _unpurged(store: str, below: Unpurged, removed: Removed) -> Grade:
    log = tuple(_binary_log(below, removed))
    if below.waiting is None:
        return Grade(store, GONE, ("it does not tell how far its purge is", *log))
    if below.waiting:
        waiting = f"{below.waiting} transactions of its server wait for the purge"
        return Grade(store, GONE, (waiting, *log))
    return Grade(store, PURGED_ROWS, (f"as far as it counts; {_FREE}", *log))


def _binary_log(below: Unpurged, removed: Removed) -> Iterator[str]:
    if below.log_for is None:
        return
    if not below.log_for:
        yield "in its binary log, which it keeps without an end"
    elif removed.last is not None:
        yield f"in its binary log until {(removed.last + below.log_for).date()}"
    else:
        yield f"in its binary log for {below.log_for.days} days after it went"


def _in_backups(removed: Removed, backups: Period | None) -> str:
    if backups is None:
        return "how long its backups live is not declared (`backups:` of the store)"
    if removed.last is None:
        return f"in backups for {backups} after it went: no receipt tells when"
    return f"in backups until {add(removed.last.astimezone(UTC).date(), backups)}"
