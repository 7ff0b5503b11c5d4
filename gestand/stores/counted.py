"""Let counters follow rows that go, in the caller's transaction.

INVARIANT: the rows with the counters are locked before anything is counted. Who adds a row and
its count in one transaction waits, or was seen whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any as AnyValue

import sqlalchemy as sa

from gestand.core.datamap.schema import Column
from gestand.core.names import bare
from gestand.core.owners import meets
from gestand.core.plan.pins import edge_step
from gestand.core.plan.steps import Recount
from gestand.stores.expressions import one_or_many
from gestand.stores.keysets import NUMBER
from gestand.stores.marks import gone_of
from gestand.stores.render import Renderer
from gestand.stores.run import Connected

_CHILD = "n"


@dataclass(frozen=True)
class Counting:
    """Counts rows on one connection."""

    run: Connected

    def measured(self, step: Recount, renderer: Renderer) -> int:
        """Return in how many rows a counter follows, once it is known which rows go."""
        edge, row = step.counter.edge, renderer.row(step.table)
        child = renderer.row(edge.child).alias(_CHILD)
        key = [child.c[name] for name in self.run.schema.tables[bare(edge.child)].key]
        held = self.run.holdings.tables[edge.child]
        names = [gone_of(edge.child)]
        names += [edge_step(held, e) for e in held.loose if (e.column,) == edge.columns]
        going = sa.or_(*(self.run.sets.within(name, key) for name in names))
        points = sa.select(*(child.c[name] for name in edge.columns)).where(
            going, *self._counts(step, child, renderer)
        )
        own = [row.c[name] for name in step.key]
        gone = self.run.sets.within(gone_of(step.table), own)
        wanted = sa.select(sa.func.count()).select_from(row)
        return int(
            self.run.execute(wanted.where(one_or_many(own).in_(points), sa.not_(gone))).scalar_one()
        )

    def before(
        self,
        step: Recount,
        within: Sequence[sa.Select[AnyValue]],
        bounds: Mapping[str, AnyValue],
        *,
        compared: bool,
    ) -> int:
        """Lock and note the rows at which counted rows point that are found `within`.

        With `compared` it is noted as well how many there are, to see later which of them went.
        """
        edge, renderer = step.counter.edge, self.run.renderer
        row, child = renderer.row(step.table), renderer.row(edge.child).alias(_CHILD)
        key = [child.c[name] for name in self.run.schema.tables[bare(edge.child)].key]
        going = sa.or_(*(one_or_many(key).in_(keys) for keys in within))
        points = sa.select(*(child.c[name] for name in edge.columns)).where(
            going, *self._counts(step, child, renderer)
        )
        own = [row.c[name] for name in step.key]
        wanted = sa.select(*own).where(one_or_many(own).in_(points)).order_by(*own)
        found = self.run.connection.execute(wanted.with_for_update(), dict(bounds))
        keys = [tuple(values) for values in found]
        self.run.sets.fill(_noted(step), keys, self._like(step))
        if keys and (compared or step.counter.lowers):
            self._count(step, _then(step))
        return len(keys)

    def noted(self, step: Recount, row: sa.TableClause) -> sa.ColumnElement[bool]:
        """Return where a row is one of those that were noted."""
        return self.run.sets.within(_noted(step), [row.c[name] for name in step.key])

    def follow(self, step: Recount, *, compared: bool) -> int:
        """Let the counter follow in the rows that were noted.

        With `compared` only where a row that was counted is there no more: another program may
        have given it to somebody of whom nothing goes, and their number is left alone.
        """
        row, column = self.run.renderer.row(step.table), step.counter.column
        now, sums = self._count(step, _now(step)), step.counter.sums is not None
        value: sa.ColumnElement[AnyValue] = self._total(step, now, row, sums=sums)
        if step.counter.lowers:
            then = self.run.sets.table(_then(step), _width(step))
            value = row.c[column] - (self._total(step, then, row, sums=sums) - value)
        noted = self.run.sets.table(_noted(step), len(step.key))
        wanted = sa.select(*(noted.c[f"k{n}"] for n in range(len(step.key))))
        if compared:
            then = self.run.sets.table(_then(step), _width(step))
            wanted = wanted.where(self._total(step, then, noted) != self._total(step, now, noted))
        change = self.run.dialect.update(row, step.key, wanted, [])
        return int(self.run.connection.execute(change.values({column: value})).rowcount)

    def _count(self, step: Recount, name: str) -> sa.FromClause:
        """Note how many rows are counted now for each of the rows that were noted.

        And what they come to, where that is asked.
        """
        child = self.run.renderer.row(step.counter.edge.child).alias(_CHILD)
        noted, width = self.run.sets.table(_noted(step), len(step.key)), len(step.key)
        keys = [noted.c[f"k{n}"] for n in range(width)]
        points = (child.c[name] for name in step.counter.edge.columns)
        same = [own == there for own, there in zip(keys, points, strict=True)]
        on = sa.and_(*same, *self._counts(step, child, self.run.renderer))
        told: list[sa.ColumnElement[AnyValue]] = [
            sa.func.count(child.c[step.counter.edge.columns[0]])
        ]
        if step.counter.sums is not None:
            told.append(sa.func.coalesce(sa.func.sum(child.c[step.counter.sums]), 0))
        wanted = sa.select(*keys, *told).select_from(noted.outerjoin(child, on)).group_by(*keys)
        # A sum of whole numbers comes as another kind of number from some databases.
        found = [
            (*values[:width], *map(int, values[width:]))
            for values in self.run.connection.execute(wanted)
        ]
        self.run.sets.fill(name, found, (*self._like(step), *[NUMBER] * len(told)))
        return self.run.sets.table(name, _width(step))

    def _total(
        self, step: Recount, counted: sa.FromClause, row: sa.FromClause, *, sums: bool = False
    ) -> sa.ScalarSelect[AnyValue]:
        """Return how many were counted for a row of the table, or of the rows that were noted.

        With `sums` what they come to.
        """
        own = [row.c[name] if name in row.c else row.c[f"k{n}"] for n, name in enumerate(step.key)]
        same = [counted.c[f"k{n}"] == column for n, column in enumerate(own)]
        total = sa.select(counted.c[f"k{len(own) + sums}"]).where(*same)
        return total.correlate(row).scalar_subquery()

    def _counts(
        self, step: Recount, child: sa.FromClause, renderer: Renderer
    ) -> list[sa.ColumnElement[bool]]:
        if not step.counter.when:
            return []
        return [renderer.render(meets(step.counter.when, _CHILD), {_CHILD: child})]

    def _like(self, step: Recount) -> list[Column]:
        return self.run.key_columns(step.table)


def _width(step: Recount) -> int:
    """Return how many columns stand where it is noted what was counted."""
    return len(step.key) + (1 if step.counter.sums is None else 2)


def _noted(step: Recount) -> str:
    return f"counting:{step.id}"


def _then(step: Recount) -> str:
    return f"counted then:{step.id}"


def _now(step: Recount) -> str:
    return f"counted now:{step.id}"
