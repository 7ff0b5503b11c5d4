"""Find until when a purpose holds rows: the moments of each occasion that reaches them.

The moments are read as they stand; the days are counted by the calendar of the core.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any as AnyValue

import sqlalchemy as sa

from gestand.core.datamap.holdings import Moment
from gestand.core.datamap.schema import Kind, plain_text
from gestand.core.owners import outward
from gestand.core.plan.steps import End, Keep
from gestand.core.reach import ROW, Reach
from gestand.stores.base import Earliest
from gestand.stores.dialect import calendar_day
from gestand.stores.expressions import Readable, both
from gestand.stores.render import Expression, Renderer
from gestand.stores.run import Connected
from gestand.stores.writings import or_null, readable

Ending = tuple[str, End]
"""A purpose, and what ends its ground for the rows of one occasion."""


@dataclass(frozen=True)
class Lasting:
    """Writes the questions about last days on one connection, and reads their answers."""

    run: Connected
    renderer: Renderer

    def select(self, keep: Keep, end: End, *before: AnyValue) -> sa.Select[AnyValue]:
        """Return for each row and each occasion that reaches it: `before`, the key, the moments."""
        row = self.renderer.row(keep.table)
        scope, joined = self.along(end.reach, row)
        # Joined one by one: a condition that nothing meets would take those of the joins along.
        source: sa.FromClause = row
        for inner, on in joined:
            source = source.join(inner, on)
        wanted = (
            self.renderer.condition(keep.scope, row),
            self.renderer.render(end.condition, scope),
        )
        occasion = scope[end.reach.alias]
        moments = [self.moment(moment, occasion) for moment, _ in end.terms]
        moments += [row.c[moment.column] for moment in end.reach.until]
        keys = [row.c[name] for name in keep.key]
        selected = sa.select(*before, *keys, *moments)
        return selected.select_from(source).where(*wanted)

    def along(
        self, reach: Reach, row: sa.FromClause
    ) -> tuple[dict[str, sa.FromClause], list[tuple[sa.FromClause, sa.ColumnElement[bool]]]]:
        """Return the rows from `row` to an occasion, by alias, and how each joins those before."""
        scope: dict[str, sa.FromClause] = {ROW: row}
        joined: list[tuple[sa.FromClause, sa.ColumnElement[bool]]] = []
        for alias, table, pairs in reach.joins():
            inner = self.renderer.row(table).alias(f"j_{alias}")
            equal = (inner.c[name] == self.renderer.column(outer, scope) for outer, name in pairs)
            joined.append((inner, sa.and_(*equal)))
            scope[alias] = inner
        return scope, joined

    def last_day(self, end: End, texts: Sequence[AnyValue]) -> date | None:
        """Return the last day by the moments that were read; None while it is active."""
        until = [(m, end.terms[0][1]) for m in end.reach.until] if end.terms else []
        days = [
            term.last_day(day)
            for (moment, term), text in zip((*end.terms, *until), texts, strict=True)
            if (day := self.day(text, moment)) is not None
        ]
        return min(days, default=None)

    def firsts(
        self, endings: Sequence[Ending], row: sa.FromClause
    ) -> list[sa.ColumnElement[AnyValue]]:
        """Return, per ending and moment, the first moment among the rows that still have it."""
        found: list[sa.ColumnElement[AnyValue]] = []
        for _, end in endings:
            still = self.renderer.condition(end.condition, row)
            for moment, _ in end.terms:
                read = self.moment(moment, row)
                wanted = both(still, self._readable(end, moment, read))
                found.append(sa.func.min(sa.case((wanted, or_null(read, moment.kind)))))
        return found

    def _readable(self, end: End, moment: Moment, read: sa.ColumnElement[AnyValue]) -> Expression:
        """Return where a moment can be read: what is no date may come before every other."""
        table = end.reach.occasion.stands_in(moment).partition(".")[2]
        trusted = (table, moment.column) in self.renderer.dates
        if not isinstance(moment.kind, Kind):
            return readable(read, moment.kind)
        return sa.true() if trusted else Readable(read)

    def earliest(self, endings: Sequence[Ending], found: Sequence[AnyValue]) -> Earliest:
        """Return the first day by purpose, occasion and table, from what `firsts` found."""
        dated = [(purpose, end, *dates) for purpose, end in endings for dates in end.terms]
        earliest: Earliest = {}
        for (purpose, end, moment, term), text in zip(dated, found, strict=True):
            day = self.day(text, moment)
            occasion = end.reach.occasion
            name = (purpose, occasion.name, occasion.table)
            last = term.last_day(day) if day else None
            earliest[name] = min(filter(None, (earliest.get(name), last)), default=None)
        return earliest

    def moment(self, moment: Moment, row: sa.FromClause) -> sa.ColumnElement[AnyValue]:
        """Return a moment of an occasion's row, wherever it stands."""
        edge = moment.edge
        if edge is None:
            return row.c[moment.column]
        joins = self.renderer.joins
        if joins is not None and not moment.reverse:
            pairs = outward(edge, ROW)
            joined = joins.led_to(edge.parent, "m", pairs, {ROW: row})
            if joined is not None:
                return joined.c[moment.column]
        there = edge.child if moment.reverse else edge.parent
        other = self.renderer.row(there).alias(f"m_{moment.column}")
        own, theirs = edge.columns, edge.parent_columns
        if moment.reverse:
            own, theirs = theirs, own
        same = [other.c[t] == row.c[o] for o, t in zip(own, theirs, strict=True)]
        first = sa.select(sa.func.min(or_null(other.c[moment.column], moment.kind))).where(*same)
        return first.correlate_except(other).scalar_subquery()

    def day(self, text: AnyValue, moment: Moment) -> date | None:
        """Return the day on which a moment falls for the controller."""
        if text is None:
            return None
        return calendar_day(plain_text(text), moment.kind, moment.zone, self.run.home)
