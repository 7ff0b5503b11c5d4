"""Find what a plan's steps are about: which rows, how many, and until when.

Each table is surveyed once: every row that some purpose does not hold is noted with a
mark per purpose. All that follows (what goes, what is emptied, what stays) is read from
those marks, so that the work grows with the rows that are not held, not with the steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any as AnyValue

import sqlalchemy as sa

from gestand.core.datamap.holdings import moment_columns
from gestand.core.plan.pins import still_pointed_at
from gestand.core.plan.steps import (
    AskHuman,
    Erase,
    Keep,
    KeepKey,
    MayUse,
    Read,
    Redact,
    SetApart,
    Step,
    Survey,
    Write,
)
from gestand.core.predicate import Differs, all_of
from gestand.core.reach import ROW
from gestand.stores.base import Earliest, Key, Looked
from gestand.stores.dialect import Readable
from gestand.stores.lasting import Ending, Lasting
from gestand.stores.marks import (
    LIVE,
    NOT_HELD,
    UNCLEAR,
    cells_mark,
    claim_mark,
    counted,
    gone_of,
    loses,
    loses_any,
    marks_of,
    not_held,
)
from gestand.stores.render import Renderer, either
from gestand.stores.run import Connected

EVERY = 2**63 - 1


@dataclass(frozen=True)
class _Found:
    """What the survey of a table found: rows that nothing holds, rows with something unclear,
    per claim the rows that it does not hold, and the rows that lose each group of cells,
    with those that lose any at the end."""

    idle: int
    unclear: int
    not_live: tuple[int, ...]
    losing: tuple[int, ...]


@dataclass
class SqlMeasure:
    """Measures the steps of one plan in one store, in the order of the program."""

    run: Connected
    found: dict[str, _Found] = field(default_factory=dict)
    _in_all: dict[str, int] = field(default_factory=dict)
    _redacts: dict[str, Sequence[Redact]] = field(default_factory=dict)
    _going: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _beside: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.renderer = self.run.renderer

    @property
    def lasting(self) -> Lasting:
        """What finds last days, with what is known of the moments by now."""
        return Lasting(self.run, self.renderer)

    def look_over(
        self, tables: Sequence[str], endings: Sequence[Ending], progress: Looked
    ) -> Earliest:
        """Read all rows once; return, by purpose, occasion and table, the first day one is over.

        Finds out on the way how many rows there are, and which moments hold nothing but
        dates, so that no row is asked for that again.
        """
        moments = moment_columns(self.run.holdings, self.run.store)
        written = {(t.partition(".")[2], name) for t, names in moments.items() for name in names}
        hopeful = self.run.renderer.trusting(frozenset(written))
        earliest: Earliest = {}
        odd: set[tuple[str, str]] = set()
        for table in dict.fromkeys((*tables, *moments)):
            progress(table)
            row = hopeful.row(table)
            joining = hopeful.joining(row, self.run.tables)
            lasting = Lasting(self.run, joining)
            columns = moments.get(table, ())
            own = [end for end in endings if end[1].reach.occasion.table == table]
            asked = [sa.func.count(), *(counted(sa.not_(_fine(row.c[name]))) for name in columns)]
            firsts = lasting.firsts(own, row)
            source = joining.source(row)
            found = self.run.execute(sa.select(*asked, *firsts).select_from(source)).one()
            self._in_all[table] = int(found[0])
            split = 1 + len(columns)
            bare = table.partition(".")[2]
            odd |= {(bare, name) for name, n in zip(columns, found[1:split], strict=True) if n}
            earliest |= lasting.earliest(own, found[split:])
        if not odd:
            self.renderer = hopeful
            return earliest
        self.renderer = self.run.renderer.trusting(frozenset(written - odd))
        return self._first_days(tables, endings)

    def survey(self, survey: Survey, redacts: Sequence[Redact]) -> int:
        """Mark the rows that some purpose does not hold; return how many rows are in question."""
        row = self.renderer.row(survey.table)
        keyed = self._renderer(survey, row)
        scope = keyed.condition(survey.scope, row)
        marks = [*self._claim_marks(keyed, survey, row), *self._cell_marks(redacts, row)]
        into = self.run.sets.new(
            marks_of(survey.table), self.run.key_columns(survey.table), *(m.name for m in marks)
        )
        keys = [row.c[part].label(f"k{number}") for number, part in enumerate(survey.key)]
        # The limit keeps the database from asking twice: to filter, and to note.
        source = keyed.source(row)
        every = sa.select(*keys, *marks).select_from(source).where(scope).limit(EVERY).subquery()
        loose = [every.c[claim_mark(number)] != LIVE for number in range(len(survey.claims))]
        # Cells that nothing may ever hold may stand in rows that all purposes hold.
        loose += [every.c[cells_mark(r.group)] == 1 for r in redacts if not r.claims]
        wanted = sa.select(every).where(sa.or_(sa.false(), *loose))
        size = self._insert(into, [column.name for column in every.c], wanted)
        self.run.sets.sizes[marks_of(survey.table)] = size
        self._redacts[survey.table] = redacts
        self.found[survey.table] = self._sum_up(into, len(survey.claims), redacts)
        if survey.whole and survey.table in self._in_all:
            return self._in_all[survey.table]
        rows = sa.select(sa.func.count()).select_from(row).where(scope)
        return int(self.run.execute(rows).scalar_one())

    def _claim_marks(
        self, keyed: Renderer, survey: Survey, row: sa.FromClause
    ) -> Iterator[sa.Label[AnyValue]]:
        for number, held in enumerate(survey.claims):
            live, unclear = keyed.condition(held.live, row), keyed.condition(held.unclear, row)
            mark = sa.case((live, LIVE), (unclear, UNCLEAR), else_=NOT_HELD)
            yield mark.label(claim_mark(number))

    def _cell_marks(
        self, redacts: Sequence[Redact], row: sa.FromClause
    ) -> Iterator[sa.Label[AnyValue]]:
        for step in redacts:
            left = all_of(step.scope, Differs(ROW, step.key, step.changes))
            differs = self.renderer.condition(left, row)
            yield sa.case((differs, 1), else_=0).label(cells_mark(step.group))

    def _sum_up(self, marks: sa.Table, claims: int, redacts: Sequence[Redact]) -> _Found:
        """Count, in one pass over the marks, what the steps of a table will ask."""
        each = [marks.c[claim_mark(number)] for number in range(claims)]
        wanted = [
            not_held(marks, range(claims)),
            sa.or_(sa.false(), *(mark == UNCLEAR for mark in each)),
            *(mark != LIVE for mark in each),
            *(loses(marks, step) for step in redacts),
            loses_any(marks, redacts),
        ]
        found = self.run.execute(sa.select(*map(counted, wanted)).select_from(marks)).one()
        numbers = [int(number) for number in found]
        split = 2 + claims
        return _Found(numbers[0], numbers[1], tuple(numbers[2:split]), tuple(numbers[split:]))

    def rows(self, step: Step, in_question: int) -> int:
        """Find the rows of a step: fill its key set, and return how many there are."""
        if isinstance(step, Keep):
            return in_question - self.found[step.table].not_live[step.claim]
        if isinstance(step, Erase):
            return self._erase(step)
        if isinstance(step, Redact):
            return self._redact(step)
        if isinstance(step, KeepKey):
            return self.found[step.table].idle - self.run.sets.sizes[gone_of(step.table)]
        return in_question if isinstance(step, Read) else self._count(step)

    def emptied(self, table: str) -> int:
        """Return how many rows stay and lose cells, once all steps of a table are measured."""
        if table not in self._going:
            return self._beside.get(table, 0)
        marked = self.found[table].losing[-1] - self._going[table][-1]
        return marked + self._beside.get(table, 0)

    def _first_days(self, tables: Sequence[str], endings: Sequence[Ending]) -> Earliest:
        earliest: Earliest = {}
        for table in tables:
            own = [end for end in endings if end[1].reach.occasion.table == table]
            row = self.renderer.row(table)
            firsts = self.lasting.firsts(own, row)
            if firsts:
                found = self.run.execute(sa.select(*firsts).select_from(row)).one()
                earliest |= self.lasting.earliest(own, found)
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

    def _renderer(self, survey: Survey, row: sa.FromClause) -> Renderer:
        if not survey.whole:
            return self.renderer
        keyed = self.renderer.keyed(self.run.sets, self.run.tables)
        return keyed.joining(row, self.run.tables)

    def _count(self, step: AskHuman | SetApart | MayUse | Write) -> int:
        row = self.renderer.row(step.table)
        renderer = self.renderer
        if step.table in self._in_all:
            renderer = renderer.joining(row, self.run.tables)
        where = renderer.condition(step.where, row)
        if isinstance(where, sa.False_):
            return 0
        if isinstance(step, AskHuman) and step.unheld:
            if not self.found[step.table].unclear:
                return 0
            where = sa.and_(self._within(marks_of(step.table), step.key, row), where)
        asked = sa.select(sa.func.count()).select_from(renderer.source(row)).where(where)
        return int(self.run.execute(asked).scalar_one())

    def _erase(self, step: Erase) -> int:
        """Note the rows that go at the position of their marks, and what they would lose."""
        redacts, found = self._redacts[step.table], self.found[step.table]
        marks = self.run.sets.table(marks_of(step.table), len(step.key))
        row = self.renderer.row(step.table)
        pointed = still_pointed_at(step, self.run.holdings, planned=True)
        stays = either(
            self.renderer.condition(step.pinned, row), self.renderer.condition(pointed, row)
        )
        # A row whose key is NULL cannot be told apart, and is never found by it again.
        free = isinstance(stays, sa.False_) and not self.run.tables[step.table].loose_key
        if free and found.idle == self.run.sets.sizes[marks_of(step.table)]:
            # Every row that was noted goes.
            self.run.sets.borrow(gone_of(step.table), marks_of(step.table))
            self._going[step.table] = found.losing
            return found.idle
        cells = [cells_mark(redact.group) for redact in redacts]
        into = self.run.sets.new(gone_of(step.table), self.run.key_columns(step.table), *cells)
        names = ["n", *(f"k{n}" for n in range(len(step.key))), *cells]
        wanted = sa.select(*(marks.c[name] for name in names))
        going = wanted.where(not_held(marks, step.claims))
        if not free:
            # From the marks to the rows: there are fewer of them, and in the rows' order.
            same = [row.c[part] == marks.c[f"k{n}"] for n, part in enumerate(step.key)]
            going = going.select_from(marks.join(row, sa.and_(*same))).where(sa.not_(stays))
        size = self.run.sets.sizes[gone_of(step.table)] = self._insert(into, names, going)
        losing = [into.c[name] == 1 for name in cells]
        each = [*losing, sa.or_(sa.false(), *losing)]
        told = self.run.execute(sa.select(*map(counted, each)).select_from(into)).one()
        self._going[step.table] = tuple(map(int, told))
        return size

    def _redact(self, step: Redact) -> int:
        if step.group is not None:
            found, going = self.found[step.table], self._going[step.table]
            return found.losing[step.group] - going[step.group]
        row = self.renderer.row(step.table)
        differs = self.renderer.condition(Differs(ROW, step.key, step.changes), row)
        where = sa.and_(self.renderer.condition(step.where, row), differs)
        into = self.run.sets.new(step.id, self.run.key_columns(step.table))
        wanted = sa.select(*(row.c[part] for part in step.key)).where(where)
        names = [f"k{n}" for n in range(len(step.key))]
        self.run.sets.sizes[step.id] = self._insert(into, names, wanted)
        self._beside[step.table] = self._beside.get(step.table, 0) + self._only_in(into, step)
        return self.run.sets.sizes[step.id]

    def _only_in(self, into: sa.Table, step: Redact) -> int:
        """Count the rows of a step without marks that stay and lose nothing else."""
        marks = self.run.sets.table(marks_of(step.table), len(step.key))
        losing = loses_any(marks, self._redacts.get(step.table, ()))
        own = [into.c[f"k{n}"] for n in range(len(step.key))]
        there = [
            self.run.sets.within(gone_of(step.table), own),
            self.run.sets.within(marks_of(step.table), own, losing),
        ]
        only = sa.select(sa.func.count()).select_from(into).where(sa.not_(sa.or_(*there)))
        return int(self.run.execute(only).scalar_one())

    def _within(
        self, name: str, key: tuple[str, ...], row: sa.FromClause
    ) -> sa.ColumnElement[bool]:
        return self.run.sets.within(name, [row.c[part] for part in key])

    def _insert(self, into: sa.Table, columns: list[str], wanted: sa.Select[AnyValue]) -> int:
        found = int(self.run.execute(sa.insert(into).from_select(columns, wanted)).rowcount)
        self.run.dialect.filled(self.run.connection, into, found)
        return found


def _fine(column: sa.ColumnElement[AnyValue]) -> sa.ColumnElement[bool]:
    return sa.or_(column.is_(None), Readable(column))
