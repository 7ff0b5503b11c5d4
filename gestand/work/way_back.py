"""What an apply writes so that it can be undone: rows as they were, encrypted, for a while.

INVARIANT: what a transaction takes away is on disk before it can be kept, and the intent after
it: so no crash loses the way back, and a file without a kept transaction is known for one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Protocol

from gestand.core.calendar import Period, add
from gestand.core.datamap.holdings import Edge
from gestand.core.names import store_of
from gestand.core.plan.steps import Erase, Recount, Redact, Write
from gestand.errors import InDoubt, StoreBusy
from gestand.settings import now
from gestand.stores.base import Image, Images
from gestand.work.company import Company
from gestand.work.keyring import Keyring
from gestand.work.past_runs import undone
from gestand.work.state import State
from gestand.work.sweep import in_force
from gestand.work.undo_files import (
    AFTER,
    BEFORE,
    STAYED,
    PartWriter,
    UndoRecord,
    name_of,
    records,
)

ROWS = 10_000
"""Positions that share a transaction where it can be undone: its rows are read once more."""

Change = Callable[[], int]
"""Changes rows, and returns how many there were."""


class Noted(Protocol):
    """What notes the rows of one transaction before they change."""

    def window(
        self, images: Images, step: Erase | Redact, window: tuple[int, int], change: Change
    ) -> int:
        """Note the rows of a window, change them, and return how many changed."""

    def write(self, images: Images, step: Write | Recount | Redact, change: Change) -> int:
        """Note the rows of a correction, a counter or pointers; return how many changed."""

    def close(self) -> None:
        """See to it that all of it is on disk, before the transaction can be kept."""


class NoWayBack:
    """Notes nothing: what is done cannot be undone."""

    until: str | None = None
    rows: int | None = None

    def begin(self, receipt: int) -> None:
        """Do nothing."""

    @contextmanager
    def transaction(self, _number: int) -> Iterator[Noted]:
        """Note nothing."""
        yield self

    def window(
        self, _images: Images, _step: Erase | Redact, _window: tuple[int, int], change: Change
    ) -> int:
        """Change the rows."""
        return change()

    def write(self, _images: Images, _step: Write | Recount | Redact, change: Change) -> int:
        """Change the rows."""
        return change()

    def close(self) -> None:
        """Do nothing."""


NO_WAY_BACK = NoWayBack()


@dataclass
class WayBack:
    """Notes everything that a run takes away; `until` is when its key is destroyed."""

    keyring: Keyring
    period: Period
    rows: int | None = ROWS
    until: str | None = None
    _record: UndoRecord | None = field(default=None, repr=False)
    _key: bytes | None = field(default=None, repr=False)

    def begin(self, receipt: int) -> None:
        """Make ready for a run; CannotRun where there is no master key, before anything goes."""
        self.keyring.ready()
        self._record = UndoRecord(self.keyring.journal.state, receipt)
        self.until = until(now(), self.period)

    @contextmanager
    def transaction(self, number: int) -> Iterator[Noted]:
        """Note what one transaction takes away; forget it where that is not kept."""
        if self._record is None or self.until is None:
            message = "nothing can be noted of a run that has not begun"
            raise AssertionError(message)
        writer = PartWriter(self._record, number, self._own_key(), self.keyring.cipher)
        kept = False
        try:
            yield _Noting(writer)
            kept = True
        except InDoubt:
            kept = True  # perhaps: the store will tell, and then it may be needed
            raise
        finally:
            if not kept:
                writer.discard()

    def _own_key(self) -> bytes:
        """Return the key of this run: it is kept before anything is encrypted with it."""
        assert self._record is not None and self.until is not None
        if self._key is None:
            self._key = self.keyring.new(name_of(self._record.receipt), self.until)
            self._record.begin(self.until)
        return self._key


def way_back(company: Company, day: date, keyring: Keyring) -> WayBack | NoWayBack:
    """Return what notes a run as of `day`, where the policy of that day lets it be undone."""
    period = undo_period(company, day)
    return NO_WAY_BACK if period is None else WayBack(keyring, period)


def undo_period(company: Company, day: date) -> Period | None:
    """Return for how long a run as of `day` can be undone; None where it cannot be."""
    return in_force(company.versions, day)[-1].undo


@dataclass
class _Noting:
    writer: PartWriter

    def window(
        self, images: Images, step: Erase | Redact, window: tuple[int, int], change: Change
    ) -> int:
        """Note the rows of a window, change them, and return how many changed."""
        edges = self._head(images, step)
        before = self.writer.rows(BEFORE, images.of_window(step, *window, edges))
        rows = change()
        if isinstance(step, Redact):
            after = self.writer.rows(AFTER, images.of_window(step, *window))
            self._refuse_others(before == after and rows <= before)
            return rows
        if rows != before:
            # Somebody gave a row a ground since the plan was made: these did not go.
            stayed = self.writer.rows(STAYED, images.of_window(step, *window))
            self._refuse_others(before - stayed == rows)
        return rows

    def write(self, images: Images, step: Write | Recount | Redact, change: Change) -> int:
        """Note the rows of a correction, a counter or pointers; return how many changed."""
        edges = self._head(images, step)
        columns = images.columns(step.table)
        found = list(images.of_write(step, edges))
        self.writer.rows(BEFORE, iter(found))
        rows = change()
        keys = [_key(columns, step.key, image) for image in found]
        after = images.at(step.table, step.key, keys)
        self.writer.rows(AFTER, (after[key] for key in keys if key in after))
        self._refuse_others(rows == len(after) == len(found))
        return rows

    def close(self) -> None:
        """See to it that all of it is on disk, before the transaction can be kept."""
        self.writer.close()

    def _head(self, images: Images, step: Erase | Redact | Write | Recount) -> list[Edge]:
        """Begin a step; return the edges of which each row tells whether it leads anywhere.

        Some rows point nowhere before they go, and may do so again. Those of declared edges may
        not: the database would not let them.
        """
        here = store_of(step.table)
        edges = [
            edge
            for edge in images.edges(step.table)
            if store_of(edge.parent) == here and not images.declared(edge)
        ]
        self.writer.head(
            {
                "step": step.id,
                "table": step.table,
                "did": "erase" if isinstance(step, Erase) else "change",
                "columns": images.columns(step.table),
                "key": step.key,
                "edges": [(e.columns, e.parent, e.parent_columns) for e in edges],
            }
        )
        return edges

    def _refuse_others(self, noted: bool) -> None:
        """Refuse a change of rows that were not noted: it could not be undone."""
        if not noted:
            message = "another program changed the same rows while they were noted; try again"
            raise StoreBusy(message)


def until(moment: datetime, period: Period) -> str:
    """Return when a record of this moment is to be destroyed, as own records write moments."""
    last = add(moment.date(), period)
    at = time(moment.hour, moment.minute, moment.second)
    return datetime.combine(last, at, moment.tzinfo).isoformat(timespec="seconds")


def _key(columns: tuple[str, ...], key: tuple[str, ...], image: Image) -> Image:
    return tuple(image[columns.index(part)] for part in key)


def lapse(keyring: Keyring) -> None:
    """Destroy the keys of undo records whose time is over, and remove what has served.

    A record may stand there although it was undone, or without its key, where a run was killed.
    Own records that are an older copy may lack a key that exists: then nothing is removed.
    """
    keyring.lapse()
    state = keyring.journal.state
    found = list(records(state))
    if not found or any(True for _ in keyring.journal.doubts()):
        return
    gone_back = undone(state)
    for record in found:
        if record.receipt in gone_back and keyring.has(name_of(record.receipt)):
            destroy(keyring, state, record.receipt, "undone")
        elif not keyring.has(name_of(record.receipt)):
            record.remove()


def destroy(keyring: Keyring, state: State, receipt: int, why: str) -> None:
    """Destroy the undo record of a receipt before its time: nothing brings it back then."""
    keyring.destroy(name_of(receipt), why, {"receipt": receipt})
    UndoRecord(state, receipt).remove()
