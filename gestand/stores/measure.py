"""Find what a plan's steps are about: which rows, how many, and until when.

Each table is surveyed once: every row that some purpose does not hold is noted with a
mark per purpose. All that follows (what goes, what is emptied, what stays) is read from
those marks, so that the work grows with the rows that are not held, not with the steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any as AnyValue
from typing import TypeGuard

import sqlalchemy as sa

from gestand.core import predicate as p
from gestand.core.datamap.holdings import moment_columns
from gestand.core.names import bare
from gestand.core.plan.pins import still_pointed_at
from gestand.core.plan.steps import (
    AskHuman,
    Erase,
    Keep,
    KeepKey,
    MayUse,
    Read,
    Recount,
    Redact,
    SetApart,
    Step,
    Survey,
    Write,
)
from gestand.core.plan.unfinished import MEASURED
from gestand.core.predicate import Differs, all_of
from gestand.core.reach import ROW
from gestand.stores.again import Asked
from gestand.stores.base import Earliest, Key, Looked
from gestand.stores.counted import Counting
from gestand.stores.expressions import day_or_none
from gestand.stores.lasting import Ending, Lasting
from gestand.stores.marks import (
    GOES,
    LIVE,
    NOT_HELD,
    UNCLEAR,
    cells_mark,
    claim_mark,
    counted,
    goes,
    gone_of,
    loses,
    loses_any,
    marks_of,
    not_held,
)
from gestand.stores.render import Renderer
from gestand.stores.run import Connected

EVERY = 2**63 - 1
_AS_MARK = "gestand_"
"""How the columns of an answer begin that are marks; no column of an organisation does."""


_Counted = AskHuman | SetApart | MayUse | Write
"""Steps of which it is asked how many rows meet their condition."""


def _may_be_asked_along(step: Step) -> TypeGuard[_Counted]:
    """Tell whether a step asks nothing that is known only once its table was measured."""
    if not isinstance(step, _Counted) or (isinstance(step, AskHuman) and step.unheld):
        return False
    return not any(name.startswith(MEASURED) for name in p.names_listed(step.where))


@dataclass(frozen=True)
class _Found:
    """What the survey of a table found: rows that nothing holds, those of them that go, rows with
    something unclear, per claim the rows that it does not hold, and the rows that stay and lose
    each group of cells, with those that lose any at the end."""

    idle: int
    going: int
    unclear: int
    not_live: tuple[int, ...]
    losing: tuple[int, ...]


@dataclass
class SqlMeasure:
    """Measures the steps of one plan in one store, in the order of the program."""

    run: Connected
    found: dict[str, _Found] = field(default_factory=dict)
    _told: dict[str, int] = field(default_factory=dict)
    """How many rows steps are about that were asked about along with a survey."""
    _redacts: dict[str, Sequence[Redact]] = field(default_factory=dict)
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
        written = {(bare(t), name) for t, names in moments.items() for name in names}
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
            odd_ones = (counted(sa.not_(day_or_none(row.c[name]))) for name in columns)
            asked = [sa.func.count(), *odd_ones]
            firsts = lasting.firsts(own, row)
            source = joining.source(row)
            found = self.run.execute(sa.select(*asked, *firsts).select_from(source)).one()
            self.run.counted[table] = int(found[0])
            split = 1 + len(columns)
            known = bare(table)
            odd |= {(known, name) for name, n in zip(columns, found[1:split], strict=True) if n}
            earliest |= lasting.earliest(own, found[split:])
        if not odd:
            self.renderer = hopeful
            return earliest
        self.renderer = self.run.renderer.trusting(frozenset(written - odd))
        return self._first_days(tables, endings)

    def survey(self, survey: Survey, steps: Sequence[Step]) -> int:
        """Mark the rows that some purpose does not hold; return how many rows are in question."""
        redacts = [step for step in steps if isinstance(step, Redact) and not step.alone]
        erase = next((step for step in steps if isinstance(step, Erase)), None)
        marks = [*map(claim_mark, range(len(survey.claims))), *_cell_marks_of(redacts), GOES]
        like, rows = self.run.key_columns(survey.table), self._at_most(survey.table)
        surveying = partial(self._surveying, survey, erase, redacts)
        nothing = self._is_empty(survey.table)
        wanted = None if nothing else self._asked(surveying, survey, erase, *redacts)
        into = self.run.sets.note(marks_of(survey.table), like, marks, wanted, rows)

        def gone() -> sa.Select[AnyValue]:
            return sa.select(*(into.c[f"k{n}"] for n in range(len(like)))).where(goes(into))

        self.run.sets.part(gone_of(survey.table), like, into, Asked(gone, (into,)), different=True)
        self._redacts[survey.table] = redacts
        if nothing:
            zeros = (0,) * len(survey.claims), (0,) * (len(redacts) + 1)
            self.found[survey.table] = _Found(0, 0, 0, *zeros)
            return 0
        if survey.table in self.run.counted:
            self._sum_up(survey, into, redacts, ())
            if survey.whole:
                return self.run.counted[survey.table]
            asked = self._asked(partial(self._every_row, survey), survey)
            return int(self.run.again("every row", asked).scalar_one())
        along = [step for step in steps if _may_be_asked_along(step)]
        every, *told = self._sum_up(survey, into, redacts, along)
        self._told |= {step.id: n for step, n in zip(along, told, strict=True)}
        return every

    def _is_empty(self, table: str) -> bool:
        """Tell whether a table is known to have no rows: it was counted in the same snapshot."""
        return self.run.counted.get(table) == 0

    def _asked(self, make: Callable[[], sa.Select[AnyValue]], *of: object) -> Asked:
        """Return a question that comes again, unless it depends on what was found by the way."""
        plain = not self.run.counted and self.renderer is self.run.renderer
        return Asked(make, of if plain else ())

    def _every_row(self, survey: Survey) -> sa.Select[AnyValue]:
        row = self.renderer.row(survey.table)
        scope = self._renderer(survey, row).condition(survey.scope, row)
        return sa.select(sa.func.count()).select_from(row).where(scope)

    def _surveying(
        self, survey: Survey, erase: Erase | None, redacts: Sequence[Redact]
    ) -> sa.Select[AnyValue]:
        """Return the rows that some purpose does not hold, each with its marks."""
        row = self.renderer.row(survey.table)
        keyed = self._renderer(survey, row)
        scope = keyed.condition(survey.scope, row)
        marks = [*self._claim_marks(keyed, survey, row), *self._cell_marks(redacts, row)]
        stays = self._stays(erase) if erase else p.ALWAYS
        looked = {c.name for c in p.free_columns(stays) if c.alias == ROW}.union(survey.key)
        columns = [row.c[name] for name in sorted(looked)]
        labelled = [mark.element.label(_AS_MARK + mark.name) for mark in marks]
        every = sa.select(*columns, *labelled).select_from(keyed.source(row)).where(scope)
        early = self.run.dialect.filters_answers
        if early:
            every = every.having(_loose(survey, redacts, _answered(marks)))
        # The limit keeps the database from asking twice: to filter, and to note.
        each = self.renderer.selected(every.limit(EVERY), survey.table)
        asked = {mark.name: each.c[_AS_MARK + mark.name].label(mark.name) for mark in marks}
        going = self._goes(erase, each, stays, asked) if erase else sa.literal_column("0")
        keys = [each.c[part].label(f"k{number}") for number, part in enumerate(survey.key)]
        wanted = sa.select(*keys, *asked.values(), going.label(GOES))
        return wanted if early else wanted.where(_loose(survey, redacts, asked))

    def _at_most(self, table: str) -> int:
        """Return how many rows with a key of their own a table has; 0 when that is not known."""
        return 0 if self.run.tables[table].loose_key else self.run.counted.get(table, 0)

    def _stays(self, erase: Erase) -> p.Predicate:
        """Return where a row that nothing holds stays all the same."""
        return p.any_of(erase.pinned, still_pointed_at(erase, self.run.holdings, planned=True))

    def _goes(
        self,
        erase: Erase,
        each: sa.FromClause,
        stays: p.Predicate,
        marks: Mapping[str, sa.ColumnElement[AnyValue]],
    ) -> sa.ColumnElement[AnyValue]:
        """Return 1 for a row that goes: asked only where nothing holds the row."""
        idle = [marks[claim_mark(number)] == NOT_HELD for number in erase.claims]
        if self.run.tables[erase.table].loose_key:
            # A row whose key is NULL cannot be told apart, and is never found by it again.
            idle += [each.c[part].is_not(None) for part in erase.key]
        staying = self.renderer.condition(stays, each)
        going = 1 if isinstance(staying, sa.False_) else sa.case((staying, 0), else_=1)
        return sa.case((sa.and_(sa.true(), *idle), going), else_=0)

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

    def _sum_up(
        self,
        survey: Survey,
        marks: sa.Table,
        redacts: Sequence[Redact],
        along: Sequence[_Counted],
    ) -> list[int]:
        """Count, in one pass over the marks, what the steps of a table will ask.

        Returns how many rows are in question, and how many meet what is asked along, unless
        the rows of the table are counted already.
        """
        claims, of = len(survey.claims), (marks, survey, *redacts, *along)
        asked = self._asked(partial(self._summing, marks, survey, redacts, along), *of)
        found = self.run.again("sum up", asked).one()
        idle, going, unclear, *others = map(int, found)
        losing = claims + len(redacts) + 1
        live, lost = tuple(others[:claims]), tuple(others[claims:losing])
        self.found[survey.table] = _Found(idle, going, unclear, live, lost)
        return others[losing:]

    def _summing(
        self,
        marks: sa.Table,
        survey: Survey,
        redacts: Sequence[Redact],
        along: Sequence[_Counted],
    ) -> sa.Select[AnyValue]:
        claims = len(survey.claims)
        each = [marks.c[claim_mark(number)] for number in range(claims)]
        stays = sa.not_(goes(marks))
        wanted = [
            not_held(marks, range(claims)),
            goes(marks),
            sa.or_(sa.false(), *(mark == UNCLEAR for mark in each)),
            *(mark != LIVE for mark in each),
            *(sa.and_(stays, loses(marks, step)) for step in redacts),
            sa.and_(stays, loses_any(marks, redacts)),
        ]
        sums = list(map(counted, wanted))
        if survey.table not in self.run.counted:
            beside = (self._every_row(survey), *map(self._counting, along))
            sums += [question.scalar_subquery() for question in beside]
        return sa.select(*sums).select_from(marks)

    def rows(self, step: Step, in_question: int) -> int:
        """Find the rows of a step: fill its key set, and return how many there are."""
        if isinstance(step, Keep):
            return in_question - self.found[step.table].not_live[step.claim]
        if isinstance(step, Erase):
            return self.found[step.table].going
        if isinstance(step, Redact):
            return self._redact(step)
        if isinstance(step, Recount):
            if self._is_empty(step.table):
                return 0
            return Counting(self.run).measured(step, self.renderer)
        if isinstance(step, KeepKey):
            return self.found[step.table].idle - self.found[step.table].going
        return in_question if isinstance(step, Read) else self._count(step)

    def emptied(self, table: str) -> int:
        """Return how many rows stay and lose cells, once all steps of a table are measured."""
        found = self.found.get(table)
        marked = found.losing[-1] if found else 0
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
            asked = self._asked(partial(self.lasting.select, keep, end), keep, end)
            known: dict[Key, date | None] = {}
            for found in self.run.again("last days", asked):
                key, moments = tuple(found[: len(keep.key)]), tuple(found[len(keep.key) :])
                if moments not in known:
                    known[moments] = self.lasting.last_day(end, moments)
                last, before = known[moments], days.get(key, date.min)
                days[key] = None if last is None or before is None else max(before, last)
        return days

    def _renderer(self, survey: Survey, row: sa.FromClause) -> Renderer:
        if not survey.whole:
            return self.renderer
        keyed = self.renderer.keyed(self.run.sets, self.run.tables)
        return keyed.joining(row, self.run.tables)

    def _count(self, step: _Counted) -> int:
        if step.id in self._told:
            return self._told[step.id]
        if isinstance(step, AskHuman) and step.unheld and not self.found[step.table].unclear:
            return 0
        if self._is_empty(step.table):
            return 0
        asked = self._asked(partial(self._counting, step), step)
        return int(self.run.again("count", asked).scalar_one())

    def _counting(self, step: _Counted) -> sa.Select[AnyValue]:
        row = self.renderer.row(step.table)
        renderer = self.renderer
        if step.table in self.run.counted:
            renderer = renderer.joining(row, self.run.tables)
        where = renderer.condition(step.where, row)
        if isinstance(where, sa.False_):
            return sa.select(sa.literal_column("0"))
        if isinstance(step, AskHuman) and step.unheld:
            where = sa.and_(self._within(marks_of(step.table), step.key, row), where)
        return sa.select(sa.func.count()).select_from(renderer.source(row)).where(where)

    def _redact(self, step: Redact) -> int:
        if step.group is not None:
            return self.found[step.table].losing[step.group]
        like, rows = self.run.key_columns(step.table), self._at_most(step.table)
        nothing = self._is_empty(step.table)
        wanted = None if nothing else self._asked(partial(self._redacting, step), step)
        into = self.run.sets.note(step.id, like, (), wanted, rows)
        if nothing:
            return 0
        only = self.run.execute(self._only_in(into, step))
        self._beside[step.table] = self._beside.get(step.table, 0) + int(only.scalar_one())
        return self.run.sets.sizes[step.id]

    def _redacting(self, step: Redact) -> sa.Select[AnyValue]:
        row = self.renderer.row(step.table)
        differs = self.renderer.condition(Differs(ROW, step.key, step.changes), row)
        where = sa.and_(self.renderer.condition(step.where, row), differs)
        return sa.select(*(row.c[part] for part in step.key)).where(where)

    def _only_in(self, into: sa.Table, step: Redact) -> sa.Select[AnyValue]:
        """Count the rows of a step without marks that stay and lose nothing else."""
        own = [into.c[f"k{n}"] for n in range(len(step.key))]
        there = [self.run.sets.within(gone_of(step.table), own)]
        if step.table in self.found:
            marks = self.run.sets.noted(marks_of(step.table))
            like = self.run.key_columns(step.table)
            keys = sa.select(*(marks.c[f"k{n}"] for n in range(len(like))))
            losing, lost = f"losing:{step.table}", loses_any(marks, self._redacts[step.table])
            self.run.sets.part(losing, like, marks, Asked(lambda: keys.where(lost)))
            there.append(self.run.sets.within(losing, own))
        return sa.select(sa.func.count()).select_from(into).where(sa.not_(sa.or_(*there)))

    def _within(
        self, name: str, key: tuple[str, ...], row: sa.FromClause
    ) -> sa.ColumnElement[bool]:
        return self.run.sets.within(name, [row.c[part] for part in key])


def _cell_marks_of(redacts: Sequence[Redact]) -> list[str]:
    return [cells_mark(step.group) for step in redacts]


def _loose(
    survey: Survey, redacts: Sequence[Redact], marks: Mapping[str, sa.ColumnElement[AnyValue]]
) -> sa.ColumnElement[bool]:
    """Return where some purpose does not hold a row, or some cell of it."""
    loose = [marks[claim_mark(number)] != LIVE for number in range(len(survey.claims))]
    # Cells that nothing may ever hold may stand in rows that all purposes hold.
    loose += [marks[cells_mark(step.group)] == 1 for step in redacts if not step.claims]
    return sa.or_(sa.false(), *loose)


def _answered(marks: Sequence[sa.Label[AnyValue]]) -> dict[str, sa.ColumnElement[AnyValue]]:
    """Return the marks of a row by the names that they have in its answer."""
    return {mark.name: sa.literal_column(_AS_MARK + mark.name) for mark in marks}
