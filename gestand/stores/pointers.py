"""Empty pointers at rows that go, in the caller's transaction and just before these go.

INVARIANT: a pointer is emptied with the row at which it points, or not at all. The rows are locked
before it is asked once more which of them go, and none of these may be there in the end: else the
whole transaction is tried again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any as AnyValue

import sqlalchemy as sa

from gestand.core.datamap.holdings import Edge
from gestand.core.datamap.schema import Column
from gestand.core.plan.pins import still_goes
from gestand.core.plan.steps import Erase, Redact
from gestand.core.predicate import Differs
from gestand.core.reach import ROW
from gestand.errors import StoreBusy
from gestand.stores.again import Asked
from gestand.stores.expressions import one_or_many
from gestand.stores.keysets import KeySets
from gestand.stores.marks import Windows
from gestand.stores.run import Connected

Expression = sa.ColumnElement[AnyValue]
Bounds = Mapping[str, AnyValue]

_CHANGED = "another program changed the same rows"


def pointing_of(step: Redact) -> str:
    """Return the name of the key set with the rows that point at those of a window."""
    return f"pointing:{step.id}"


def noted_pointers(sets: KeySets, step: Redact) -> sa.Select[AnyValue]:
    """Return the keys of these rows."""
    found = sets.noted(pointing_of(step))
    return sa.select(*(found.c[f"k{n}"] for n in range(len(step.key))))


@dataclass(frozen=True)
class Pointers:
    """The pointers that `steps` empty at the rows that `erase` removes, a window at a time."""

    run: Connected
    windows: Windows
    erase: Erase
    steps: Sequence[Redact]

    def note(self, bounds: Bounds, *, unchanged: bool) -> dict[str, int]:
        """Note which rows point at those of a window; return, by step, how many.

        Unless nobody else has written since the plan, it is asked again which of these rows go.
        """
        if not unchanged:
            self._lock(bounds)
            self._note_leaving(bounds)
        leaving = self.windows.keys(self.erase) if unchanged else self._leaving()
        for step in self.steps:
            wanted = self._pointing(step, leaving, unchanged=unchanged)
            like = self.run.key_columns(step.table)
            self._note(pointing_of(step), like, wanted.params(**bounds))
        return {step.id: self.run.sets.sizes[pointing_of(step)] for step in self.steps}

    def refuse_what_stayed(self) -> None:
        """Raise StoreBusy where a row did not go for whose removal pointers were emptied."""
        row, own = self._rows()
        still = one_or_many(own).in_(self._leaving())
        if self.run.connection.execute(sa.select(*own).where(still).limit(1)).all():
            message = f"store `{self.run.store}` is busy: {_CHANGED}; try again"
            raise StoreBusy(message, self.run.store, _CHANGED)

    def _rows(self) -> tuple[sa.TableClause, list[Expression]]:
        row = self.run.renderer.row(self.erase.table)
        return row, [row.c[name] for name in self.erase.key]

    def _lock(self, bounds: Bounds) -> None:
        row, own = self._rows()
        within = one_or_many(own).in_(self.windows.keys(self.erase))
        locked = sa.select(own[0]).where(within).with_for_update()
        self.run.connection.execute(locked, bounds).all()

    def _note_leaving(self, bounds: Bounds) -> None:
        """Note which rows of a window go as everything is now."""
        row, own = self._rows()
        still = still_goes(self.erase, {self._edge(step): step for step in self.steps})
        within = one_or_many(own).in_(self.windows.keys(self.erase))
        wanted = sa.select(*own).where(within, self.run.renderer.condition(still, row))
        like = self.run.key_columns(self.erase.table)
        self._note(self._name, like, wanted.params(**bounds))

    def _note(self, name: str, like: Sequence[Column], wanted: sa.Select[AnyValue]) -> None:
        # Made anew each time: the sets are, where a transaction was undone.
        self.run.sets.note(name, like, (), Asked(lambda: wanted))

    @property
    def _name(self) -> str:
        return f"leaving:{self.erase.table}"

    def _leaving(self) -> sa.Select[AnyValue]:
        noted = self.run.sets.noted(self._name)
        return sa.select(*(noted.c[f"k{n}"] for n in range(len(self.erase.key))))

    def _pointing(
        self, step: Redact, leaving: sa.Select[AnyValue], *, unchanged: bool
    ) -> sa.Select[AnyValue]:
        """Return the keys of rows that the plan has seen and that point at one that leaves."""
        row, edge = self.run.renderer.row(step.table), self._edge(step)
        parent = self.run.renderer.row(self.erase.table).alias("g")
        ends = leaving
        if edge.parent_columns != self.erase.key:
            going = one_or_many([parent.c[name] for name in self.erase.key]).in_(leaving)
            ends = sa.select(*(parent.c[name] for name in edge.parent_columns)).where(going)
        own = [row.c[name] for name in step.key]
        where = [
            self.run.sets.within(step.id, own),
            one_or_many([row.c[name] for name in edge.columns]).in_(ends),
        ]
        if not unchanged:
            render, differs = self.run.renderer.condition, Differs(ROW, step.key, step.changes)
            where += [render(step.where, row), render(differs, row)]
        return sa.select(*own).where(*where)

    def _edge(self, step: Redact) -> Edge:
        """Return the edge that a step empties."""
        return next(
            forgets.edge
            for forgets in self.run.holdings.forgets
            if (forgets.edge.child, forgets.edge.parent) == (step.table, step.forgets)
            and forgets.columns == step.columns[: len(forgets.columns)]
        )
