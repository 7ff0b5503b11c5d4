"""Read what is told to a person: per table one statement for the rows, one for the grounds.

Both come in the order of the key and are joined while they stream by, so that memory stays
small however much there is to tell. The statements are made beforehand: the transaction in
which they run holds one state of the store, and lasts no longer than the reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any as AnyValue

import sqlalchemy as sa
from sqlalchemy.engine import Compiled

from gestand.core.plan.steps import End, Read
from gestand.stores.base import Key, Lasts, RowTold
from gestand.stores.lasting import Lasting
from gestand.stores.run import Connected

BUFFERED = ("mysql", "mariadb")
"""Databases whose driver can stream only one answer at a time: the grounds are fetched first."""


@dataclass(frozen=True)
class _Ready:
    """The statements of one step; `ends` tells by number which purpose and end a line is of."""

    rows: Compiled
    grounds: Compiled | None
    ends: tuple[tuple[int, End], ...]


@dataclass(frozen=True)
class _Ground:
    key: Key
    keep: int
    lasts: Lasts


class SqlTold:
    """The rows of a few people in one store, each with what holds it."""

    def __init__(self, run: Connected, steps: Sequence[Read]) -> None:
        self.run = run
        self.lasting = Lasting(run, run.renderer)
        self.ready = {step.id: self._ready(step) for step in steps}

    def rows(self, step: Read) -> Iterator[RowTold]:
        """Yield the rows of a step, by key, with what holds each."""
        ready, width, many = self.ready[step.id], len(step.key), len(step.keeps)
        end = width + len(step.columns)
        grounds = self._grounds(step, ready)
        ahead = next(grounds, None)
        for found in map(tuple, self._streamed(ready.rows, whole=False)):
            let_go, doubts, rest = found[0], found[1 : 1 + many], found[1 + many :]
            key, values, marks = rest[:width], rest[width:end], rest[end:]
            held: list[Lasts | None] = [None] * many
            while ahead is not None and ahead.key == key:
                if not let_go:
                    held[ahead.keep] = _longest(held[ahead.keep], ahead.lasts)
                ahead = next(grounds, None)
            masked = frozenset(n for n, mark in zip(step.only_where, marks, strict=True) if mark)
            yield RowTold(key, values, tuple(held), tuple(map(bool, doubts)), masked)

    def _ready(self, step: Read) -> _Ready:
        ends = tuple((number, end) for number, keep in enumerate(step.keeps) for end in keep.ends)
        rows, grounds = self._rows_of(step), self._grounds_of(step, ends)
        self.run.statements += [s for s in (rows, grounds) if s is not None]
        dialect = self.run.connection.dialect
        compiled = None if grounds is None else grounds.compile(dialect=dialect)
        return _Ready(rows.compile(dialect=dialect), compiled, ends)

    def _rows_of(self, step: Read) -> sa.Select[AnyValue]:
        renderer = self.run.renderer
        row = renderer.row(step.table)
        flags = [_flag(renderer.condition(where, row)) for where in (step.let_go, *step.doubts)]
        keys = [row.c[name] for name in step.key]
        limits = {n: renderer.condition(where, row) for n, where in step.only_where.items()}
        told = [
            (sa.case((limits[name], row.c[name])) if name in limits else row.c[name]).label(f"v{n}")
            for n, name in enumerate(step.columns)
        ]
        marks = [
            sa.case((sa.or_(limit, row.c[name].is_(None)), 0), else_=1)
            for name, limit in limits.items()
        ]
        columns: list[AnyValue] = [*flags, *keys, *told, *marks]
        wanted: sa.Select[AnyValue] = sa.select(*columns)
        return wanted.where(renderer.condition(step.scope, row)).order_by(*keys)

    def _grounds_of(
        self, step: Read, ends: Sequence[tuple[int, End]]
    ) -> sa.Select[AnyValue] | sa.CompoundSelect[AnyValue] | None:
        """Return one statement for every occasion that holds a row: its number, key, moments."""
        if not ends:
            return None
        wide = max(len(end.terms) + len(end.reach.until) for _, end in ends)
        parts = [
            self._padded(self.lasting.select(step.keeps[keep], end), number, len(step.key), wide)
            for number, (keep, end) in enumerate(ends)
        ]
        whole = parts[0] if len(parts) == 1 else sa.union_all(*parts)
        return whole.order_by(*(sa.text(f"k{n}") for n in range(len(step.key))))

    def _padded(
        self, select: sa.Select[AnyValue], number: int, keys: int, wide: int
    ) -> sa.Select[AnyValue]:
        """Give each part the same columns: databases join only what looks the same."""
        columns = list(select.selected_columns)
        own = [column.label(f"k{n}") for n, column in enumerate(columns[:keys])]
        moments = [sa.cast(column, sa.Text()) for column in columns[keys:]]
        moments += [sa.cast(sa.null(), sa.Text())] * (wide - len(moments))
        labelled = [moment.label(f"m{n}") for n, moment in enumerate(moments)]
        return select.with_only_columns(
            sa.literal_column(str(number)).label("e"), *own, *labelled, maintain_column_froms=True
        )

    def _grounds(self, step: Read, ready: _Ready) -> Iterator[_Ground]:
        if ready.grounds is None:
            return
        width = len(step.key)
        whole = self.run.connection.dialect.name in BUFFERED
        for found in self._streamed(ready.grounds, whole=whole):
            keep, end = ready.ends[found[0]]
            count = len(end.terms) + len(end.reach.until)
            moments = found[1 + width : 1 + width + count]
            until = self.lasting.last_day(end, moments)
            yield _Ground(tuple(found[1 : 1 + width]), keep, Lasts(end.reach.occasion.name, until))

    def _streamed(self, statement: Compiled, *, whole: bool) -> sa.CursorResult[AnyValue]:
        values = statement.construct_params()
        places: list[str] | None = getattr(statement, "positiontup", None)
        given = values if places is None else tuple((values or {})[name] for name in places)
        return self.run.connection.exec_driver_sql(
            str(statement), given, execution_options={"stream_results": not whole}
        )


def _flag(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """Return a condition as a number; one that is known beforehand is not asked of any row."""
    if isinstance(condition, sa.False_):
        return sa.literal_column("0")
    return sa.case((condition, 1), else_=0)


def _longest(one: Lasts | None, other: Lasts) -> Lasts:
    if one is None or one.until is None:
        return one or other
    return other if other.until is None or other.until > one.until else one
