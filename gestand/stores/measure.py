"""Find what a plan's steps are about: which rows, how many, and until when.

Each table is surveyed once: every row that some purpose does not hold is noted with a
mark per purpose. All that follows (what goes, what is emptied, what stays) is read from
those marks, so that the work grows with the rows that are not held, not with the steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any as AnyValue

import sqlalchemy as sa

from gestand.core.datamap.holdings import Moment
from gestand.core.plan.compile import still_pointed_at
from gestand.core.plan.steps import AskHuman, End, Erase, Keep, KeepKey, Redact, Step, Survey, Write
from gestand.core.predicate import Differs
from gestand.core.reach import ROW
from gestand.stores.base import Earliest, Key
from gestand.stores.dialect import calendar_day
from gestand.stores.render import Renderer
from gestand.stores.run import Connected

LIVE, NOT_HELD, UNCLEAR = 1, 0, 2


@dataclass(frozen=True)
class SqlMeasure:
    """Measures the steps of one plan in one store, in the order of the program."""

    run: Connected

    def survey(self, survey: Survey) -> int:
        """Mark the rows that some purpose does not hold; return how many rows are in question."""
        row = self.run.renderer.row(survey.table)
        keyed = self._renderer(survey)
        scope = keyed.condition(survey.scope, row)
        live = [keyed.condition(held.live, row) for held in survey.claims]
        marks = [
            sa.case((here, LIVE), (keyed.condition(held.unclear, row), UNCLEAR), else_=NOT_HELD)
            for here, held in zip(live, survey.claims, strict=True)
        ]
        names = [f"s{n}" for n in range(len(marks))]
        name = f"marks:{survey.table}"
        table = self.run.sets.new(name, self.run.key_kinds(survey.table), *names)
        keys = [row.c[part] for part in survey.key]
        loose = sa.select(*keys, *marks).where(scope, sa.not_(sa.and_(sa.true(), *live)))
        columns = [f"k{n}" for n in range(len(keys))] + names
        self.run.sets.sizes[name] = self._insert(table, columns, loose)
        counted = sa.select(sa.func.count()).select_from(row).where(scope)
        return int(self.run.execute(counted).scalar_one())

    def rows(self, step: Step, in_question: int) -> int:
        """Find the rows of a step: fill its key set, and return how many there are."""
        if isinstance(step, Keep):
            return in_question - self._not_held_by(step)
        if isinstance(step, Erase):
            return self._erase(step)
        if isinstance(step, Redact):
            return self._redact(step)
        if isinstance(step, KeepKey):
            sizes = self.run.sets.sizes
            return sizes[f"idle:{step.table}"] - sizes[f"gone:{step.table}"]
        return self._count(step)

    def first_days(self, keeps: Sequence[Keep]) -> Earliest:
        """Return, by purpose, occasion and table, when the first row loses that ground.

        Only for occasions that stand in the table itself: the others are met in their own.
        """
        own = [
            (keep, end, moment, term)
            for keep in keeps
            for end in keep.ends
            if not end.reach.edges and end.reach.sibling is None
            for moment, term in end.terms
        ]
        if not own:
            return {}
        row = self.run.renderer.row(keeps[0].table)
        firsts = [
            sa.func.min(
                sa.case((self.run.renderer.condition(end.condition, row), self._moment(m, row)))
            )
            for _, end, m, _ in own
        ]
        found = self.run.execute(sa.select(*firsts).select_from(row)).one()
        earliest: Earliest = {}
        for (keep, end, moment, term), text in zip(own, found, strict=True):
            day = self._day(text, moment)
            name = (keep.purpose, end.reach.occasion.name, keep.table)
            last = term.last_day(day) if day else None
            earliest[name] = min(filter(None, (earliest.get(name), last)), default=None)
        return earliest

    def last_days(self, keep: Keep) -> dict[Key, date | None]:
        """Return the last day of each row that a purpose holds; None while it is active.

        Reads the rows: for the rows of a few people only.
        """
        days: dict[Key, date | None] = {}
        for end in keep.ends:
            for found in self.run.execute(self._ends(keep, end)):
                key = tuple(found[: len(keep.key)])
                last = self._last_day(end, found[len(keep.key) :])
                known = days.get(key, date.min)
                days[key] = None if last is None or known is None else max(known, last)
        return days

    def _renderer(self, survey: Survey) -> Renderer:
        plain = self.run.renderer
        return plain.keyed(self.run.sets, self.run.schema) if survey.whole else plain

    def _count(self, step: AskHuman | Write) -> int:
        row = self.run.renderer.row(step.table)
        where = self.run.renderer.condition(step.where, row)
        if isinstance(step, AskHuman) and step.unheld:
            where = sa.and_(self._marked(step.table, step.key, row, ()), where)
        return int(
            self.run.execute(sa.select(sa.func.count()).select_from(row).where(where)).scalar_one()
        )

    def _not_held_by(self, step: Keep) -> int:
        marks = self.run.sets.table(f"marks:{step.table}")
        missing = sa.select(sa.func.count()).select_from(marks)
        return int(self.run.execute(missing.where(marks.c[f"s{step.claim}"] != LIVE)).scalar_one())

    def _erase(self, step: Erase) -> int:
        row = self.run.renderer.row(step.table)
        idle = self._marked(step.table, step.key, row, step.claims)
        # What is idle is read from the marks alone; the table itself is not needed for it.
        found = self._collect(f"idle:{step.table}", step.table, step.key, row, idle)
        pointed = still_pointed_at(step, self.run.holdings, planned=True)
        stays = sa.or_(
            self.run.renderer.condition(step.pinned, row),
            self.run.renderer.condition(pointed, row),
        )
        going = sa.and_(self._within(f"idle:{step.table}", step.key, row), sa.not_(stays))
        if not found:
            going = sa.false()
        return self._collect(f"gone:{step.table}", step.table, step.key, row, going)

    def _redact(self, step: Redact) -> int:
        row = self.run.renderer.row(step.table)
        differs = self.run.renderer.condition(Differs(ROW, step.key, step.changes), row)
        if step.first:
            where = self.run.renderer.condition(step.where, row)
        else:
            going = self._within(f"gone:{step.table}", step.key, row)
            unheld = self._marked(step.table, step.key, row, step.claims)
            where = sa.and_(unheld, sa.not_(going))
        return self._collect(step.id, step.table, step.key, row, sa.and_(where, differs))

    def _marked(
        self, table: str, key: tuple[str, ...], row: sa.FromClause, claims: Sequence[int]
    ) -> sa.ColumnElement[bool]:
        """Return where the row is marked, and as not held by each of `claims`."""
        name = f"marks:{table}"
        marks = self.run.sets.table(name)
        own = [row.c[part] for part in key]
        return self.run.sets.within(name, own, *(marks.c[f"s{n}"] == NOT_HELD for n in claims))

    def _within(
        self, name: str, key: tuple[str, ...], row: sa.FromClause
    ) -> sa.ColumnElement[bool]:
        return self.run.sets.within(name, [row.c[part] for part in key])

    def _collect(
        self,
        name: str,
        table: str,
        key: tuple[str, ...],
        row: sa.FromClause,
        where: sa.ColumnElement[bool],
    ) -> int:
        into = self.run.sets.new(name, self.run.key_kinds(table))
        wanted = sa.select(*(row.c[part] for part in key)).where(where)
        self.run.sets.sizes[name] = self._insert(into, [f"k{n}" for n in range(len(key))], wanted)
        return self.run.sets.sizes[name]

    def _insert(self, into: sa.Table, columns: list[str], wanted: sa.Select[AnyValue]) -> int:
        return int(self.run.execute(sa.insert(into).from_select(columns, wanted)).rowcount)

    def _ends(self, keep: Keep, end: End) -> sa.Select[AnyValue]:
        renderer = self.run.renderer
        row = renderer.row(keep.table)
        scope: dict[str, sa.FromClause] = {ROW: row}
        joined = [renderer.condition(keep.scope, row)]
        for alias, table, pairs in end.reach.joins():
            inner = renderer.row(table).alias(f"j_{alias}")
            joined += [inner.c[name] == renderer.column(outer, scope) for outer, name in pairs]
            scope[alias] = inner
        joined.append(renderer.render(end.condition, scope))
        occasion = scope[end.reach.alias]
        moments = [self._moment(moment, occasion) for moment, _ in end.terms]
        moments += [row.c[moment.column] for moment in end.reach.until]
        keys = [row.c[name] for name in keep.key]
        return sa.select(*keys, *moments).select_from(*scope.values()).where(*joined)

    def _last_day(self, end: End, texts: Sequence[AnyValue]) -> date | None:
        until = [(m, end.terms[0][1]) for m in end.reach.until] if end.terms else []
        days = [
            term.last_day(day)
            for (moment, term), text in zip((*end.terms, *until), texts, strict=True)
            if (day := self._day(text, moment)) is not None
        ]
        return min(days, default=None)

    def _moment(self, moment: Moment, row: sa.FromClause) -> sa.ColumnElement[AnyValue]:
        edge = moment.edge
        if edge is None:
            return row.c[moment.column]
        there = edge.child if moment.reverse else edge.parent
        other = self.run.renderer.row(there).alias(f"m_{moment.column}")
        own, theirs = edge.columns, edge.parent_columns
        if moment.reverse:
            own, theirs = theirs, own
        same = [other.c[t] == row.c[o] for o, t in zip(own, theirs, strict=True)]
        first = sa.select(sa.func.min(other.c[moment.column])).where(*same)
        return first.correlate_except(other).scalar_subquery()

    def _day(self, text: AnyValue, moment: Moment) -> date | None:
        if text is None:
            return None
        return calendar_day(str(text), moment.kind, moment.zone, self.run.home)
