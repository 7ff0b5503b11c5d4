"""Find what a plan's steps are about: which rows, how many, and until when.

Each table is surveyed once: every row that some purpose does not hold is noted with a
mark per purpose. All that follows (what goes, what is emptied, what stays) is read from
those marks, so that the work grows with the rows that are not held, not with the steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any as AnyValue

import sqlalchemy as sa

from gestand.core.datamap.holdings import moment_columns
from gestand.core.plan.compile import still_pointed_at
from gestand.core.plan.steps import (
    AskHuman,
    End,
    Erase,
    Keep,
    KeepKey,
    Read,
    Redact,
    Step,
    Survey,
    Write,
)
from gestand.core.predicate import Differs
from gestand.core.reach import ROW
from gestand.stores.base import Earliest, Key
from gestand.stores.dialect import Readable
from gestand.stores.lasting import Lasting
from gestand.stores.render import Renderer, either
from gestand.stores.run import Connected

LIVE, NOT_HELD, UNCLEAR = 1, 0, 2
EVERY = 2**63 - 1


@dataclass(frozen=True)
class _Found:
    """What the survey of a table found: rows that nothing holds, rows with something unclear,
    and per claim the rows that it does not hold."""

    idle: int
    unclear: int
    not_live: tuple[int, ...]


@dataclass
class SqlMeasure:
    """Measures the steps of one plan in one store, in the order of the program."""

    run: Connected

    found: dict[str, _Found] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.renderer = self.run.renderer

    @property
    def lasting(self) -> Lasting:
        """What finds last days, with what is known of the moments by now."""
        return Lasting(self.run, self.renderer)

    def trust_dates(self) -> None:
        """Find out which moments hold nothing but dates, to ask no row again; reads all rows."""
        dates: set[tuple[str, str]] = set()
        for table, columns in moment_columns(self.run.holdings, self.run.store).items():
            row = self.renderer.row(table)
            odd = [sa.func.sum(sa.case((_fine(row.c[name]), 0), else_=1)) for name in columns]
            found = self.run.execute(sa.select(*odd).select_from(row)).one()
            bare = table.partition(".")[2]
            dates |= {(bare, name) for name, n in zip(columns, found, strict=True) if not n}
        self.renderer = self.run.renderer.trusting(frozenset(dates))

    def survey(self, survey: Survey) -> int:
        """Mark the rows that some purpose does not hold; return how many rows are in question."""
        row = self.renderer.row(survey.table)
        keyed = self._renderer(survey)
        scope = keyed.condition(survey.scope, row)
        marks = [
            sa.case(
                (keyed.condition(held.live, row), LIVE),
                (keyed.condition(held.unclear, row), UNCLEAR),
                else_=NOT_HELD,
            ).label(f"s{number}")
            for number, held in enumerate(survey.claims)
        ]
        name = f"marks:{survey.table}"
        into = self.run.sets.new(
            name, self.run.key_kinds(survey.table), *(mark.name for mark in marks)
        )
        keys = [row.c[part].label(f"k{number}") for number, part in enumerate(survey.key)]
        # The limit keeps the database from asking twice: to filter, and to note.
        every = sa.select(*keys, *marks).where(scope).limit(EVERY).subquery()
        loose = sa.or_(sa.false(), *(every.c[mark.name] != LIVE for mark in marks))
        columns = [column.name for column in every.c]
        self._insert(into, columns, sa.select(every).where(loose))
        self.found[survey.table] = self._sum_up(into, [into.c[mark.name] for mark in marks])
        counted = sa.select(sa.func.count()).select_from(row).where(scope)
        return int(self.run.execute(counted).scalar_one())

    def _sum_up(self, marks: sa.Table, each: Sequence[sa.ColumnElement[AnyValue]]) -> _Found:
        """Count, in one pass over the marks, what the steps of a table will ask."""

        def count(where: sa.ColumnElement[bool]) -> sa.ColumnElement[AnyValue]:
            return sa.func.coalesce(sa.func.sum(sa.case((where, 1), else_=0)), 0)

        not_live = [count(mark != LIVE) for mark in each]
        idle = count(sa.and_(sa.true(), *(mark == NOT_HELD for mark in each)))
        unclear = count(sa.or_(sa.false(), *(mark == UNCLEAR for mark in each)))
        wanted = sa.select(idle, unclear, *not_live).select_from(marks)
        numbers = [int(number) for number in self.run.execute(wanted).one()]
        return _Found(numbers[0], numbers[1], tuple(numbers[2:]))

    def rows(self, step: Step, in_question: int) -> int:
        """Find the rows of a step: fill its key set, and return how many there are."""
        if isinstance(step, Keep):
            return in_question - self.found[step.table].not_live[step.claim]
        if isinstance(step, Erase):
            return self._erase(step)
        if isinstance(step, Redact):
            return self._redact(step)
        if isinstance(step, KeepKey):
            return self.found[step.table].idle - self.run.sets.sizes[f"gone:{step.table}"]
        return in_question if isinstance(step, Read) else self._count(step)

    def first_days(self, table: str, endings: Sequence[tuple[str, End]]) -> Earliest:
        """Return, by purpose, occasion and table, when the first row loses that ground."""
        dated = [
            (purpose, end, moment, term) for purpose, end in endings for moment, term in end.terms
        ]
        if not dated:
            return {}
        row = self.renderer.row(table)
        firsts = [
            sa.func.min(
                sa.case(
                    (self.renderer.condition(end.condition, row), self.lasting.moment(moment, row))
                )
            )
            for _, end, moment, _ in dated
        ]
        found = self.run.execute(sa.select(*firsts).select_from(row)).one()
        earliest: Earliest = {}
        for (purpose, end, moment, term), text in zip(dated, found, strict=True):
            day = self.lasting.day(text, moment)
            name = (purpose, end.reach.occasion.name, table)
            last = term.last_day(day) if day else None
            earliest[name] = min(filter(None, (earliest.get(name), last)), default=None)
        return earliest

    def last_days(self, keep: Keep) -> dict[Key, date | None]:
        """Return the last day of each row that a purpose holds; None while it is active.

        Reads the rows: for the rows of a few people only.
        """
        days: dict[Key, date | None] = {}
        for end in keep.ends:
            for found in self.run.execute(self.lasting.select(keep, end)):
                key = tuple(found[: len(keep.key)])
                last = self.lasting.last_day(end, found[len(keep.key) :])
                known = days.get(key, date.min)
                days[key] = None if last is None or known is None else max(known, last)
        return days

    def _renderer(self, survey: Survey) -> Renderer:
        if not survey.whole:
            return self.renderer
        return self.renderer.keyed(self.run.sets, self.run.schema)

    def _count(self, step: AskHuman | Write) -> int:
        row = self.renderer.row(step.table)
        where = self.renderer.condition(step.where, row)
        if isinstance(where, sa.False_):
            return 0
        if isinstance(step, AskHuman) and step.unheld:
            if not self.found[step.table].unclear:
                return 0
            where = sa.and_(self._within(f"marks:{step.table}", step.key, row), where)
        counted = sa.select(sa.func.count()).select_from(row).where(where)
        return int(self.run.execute(counted).scalar_one())

    def _erase(self, step: Erase) -> int:
        row = self.renderer.row(step.table)
        pointed = still_pointed_at(step, self.run.holdings, planned=True)
        stays = either(
            self.renderer.condition(step.pinned, row), self.renderer.condition(pointed, row)
        )
        goes = sa.not_(stays) if self.found[step.table].idle else sa.false()
        return self._collect(step, f"gone:{step.table}", row, goes)

    def _redact(self, step: Redact) -> int:
        row = self.renderer.row(step.table)
        where = self.renderer.condition(Differs(ROW, step.key, step.changes), row)
        if not step.claims:
            # Cells that nothing may ever hold have no claims, and no survey asked about them.
            where = sa.and_(self.renderer.condition(step.where, row), where)
        if not step.first:
            where = sa.and_(where, sa.not_(self._within(f"gone:{step.table}", step.key, row)))
        return self._collect(step, step.id, row, where)

    def _collect(
        self, step: Erase | Redact, name: str, row: sa.FromClause, where: sa.ColumnElement[bool]
    ) -> int:
        """Fill a key set with the rows that no claim of the step holds and that meet `where`."""
        into = self.run.sets.new(name, self.run.key_kinds(step.table))
        wanted = sa.select(*(row.c[part] for part in step.key)).where(where)
        if step.claims:
            # From the marks to the rows: there are fewer of them, and in the rows' order.
            marks = self.run.sets.table(f"marks:{step.table}")
            same = [row.c[part] == marks.c[f"k{n}"] for n, part in enumerate(step.key)]
            not_held = [marks.c[f"s{n}"] == NOT_HELD for n in step.claims]
            wanted = wanted.select_from(marks.join(row, sa.and_(*same))).where(*not_held)
        self.run.sets.sizes[name] = self._insert(
            into, [f"k{n}" for n in range(len(step.key))], wanted
        )
        return self.run.sets.sizes[name]

    def _within(
        self, name: str, key: tuple[str, ...], row: sa.FromClause
    ) -> sa.ColumnElement[bool]:
        return self.run.sets.within(name, [row.c[part] for part in key])

    def _insert(self, into: sa.Table, columns: list[str], wanted: sa.Select[AnyValue]) -> int:
        return int(self.run.execute(sa.insert(into).from_select(columns, wanted)).rowcount)


def _fine(column: sa.ColumnElement[AnyValue]) -> sa.ColumnElement[bool]:
    return sa.or_(column.is_(None), Readable(column))
