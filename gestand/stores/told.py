"""Read what is told to a person: per table the rows, each with the occasions that hold it.

An occasion of which a row has one at most is read in one line with the row. Where there may be
several they have a statement of their own; all come in the order of the key and are joined while
they stream by, so that memory stays small however much there is to tell. The statements are made
beforehand: the transaction in which they run holds one state of the store, and lasts no longer
than the reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any as AnyValue

import sqlalchemy as sa

from gestand.core.datamap.holdings import Moment
from gestand.core.datamap.schema import Table
from gestand.core.plan.steps import End, Read
from gestand.core.reach import ROW, Joined
from gestand.stores.base import Key, Lasts, RowTold
from gestand.stores.dialect import Finished
from gestand.stores.lasting import Lasting
from gestand.stores.questions import Holds, Line, Places, Questions, all_hold, never, places
from gestand.stores.render import Expression, Scope
from gestand.stores.run import Connected
from gestand.stores.writings import or_null

Ends = list[tuple[int, End]]
"""Ends of grounds, each with the place of its purpose among the `keeps` of the step."""


@dataclass(frozen=True)
class _Ground:
    """What tells of a line whether an occasion holds its row for a purpose, and until when."""

    keep: int
    end: End
    live: Holds
    unclear: Holds
    moments: Places
    known: dict[AnyValue, Lasts] = field(default_factory=dict)

    def lasts(self, line: Line, lasting: Lasting) -> Lasts:
        """Return until when it holds the row; the same moments give the same day."""
        moments = self.moments(line)
        found = self.known.get(moments)
        if found is None:
            _make_room(self.known)
            last = lasting.last_day(self.end, moments)
            found = self.known[moments] = Lasts(self.end.reach.occasion.name, last)
        return found


_Verdict = tuple[tuple[Lasts | None, ...], tuple[bool, ...]]
"""By purpose of a step: its live ground, and whether a person is asked."""

_Other = tuple["_Lines", Line]
"""A line of a statement beside that of the rows."""

_REMEMBERED = 10_000
"""So many answers are remembered: most lines look like another one but for what is told."""


def _make_room(known: dict[AnyValue, AnyValue]) -> None:
    if len(known) >= _REMEMBERED:
        known.clear()



@dataclass(frozen=True)
class _Lines:
    """A statement whose lines are rows with occasions, and where in a line the key stands.

    Lines that are the same at the places `decided_by` are live and unclear alike: it is worked
    out once.
    """

    asked: sa.Select[AnyValue]
    statement: str
    values: AnyValue
    key_of: Places
    grounds: Sequence[_Ground]
    decided_by: Places
    known: dict[AnyValue, tuple[Sequence[_Ground], Sequence[int]]] = field(default_factory=dict)

    def live(self, line: Line) -> tuple[Sequence[_Ground], Sequence[int]]:
        """Return the grounds that hold the row of a line, and the purposes that wait."""
        same = self.decided_by(line)
        found = self.known.get(same)
        if found is None:
            _make_room(self.known)
            live = [ground for ground in self.grounds if ground.live(line)]
            waits = [ground.keep for ground in self.grounds if ground.unclear(line)]
            found = self.known[same] = live, waits
        return found


@dataclass(frozen=True)
class _Ready:
    """The statements of one step: of its rows, and of what may hold each of them several times.

    `values` and `marks` are the places of what is told, and of what is about somebody else; at
    `seen` stands whether the row is somebody else's, where it may be.
    """

    rows: _Lines
    others: Sequence[_Lines]
    values: Places
    marks: tuple[int, ...]
    let_go: Holds
    doubts: tuple[Holds, ...]
    doubtful: bool
    seen: int | None = None

    @property
    def lines(self) -> tuple[_Lines, ...]:
        """All statements of the step."""
        return (self.rows, *self.others)

    def verdict(self, line: Line, others: Sequence[_Other], lasting: Lasting) -> _Verdict:
        """Return what holds a row, by its line and those of `others`."""
        held: list[Lasts | None] = [None] * len(self.doubts)
        waits = [False] * len(held)
        if self.doubtful:
            waits = [bool(doubt(line)) for doubt in self.doubts]
        if self.let_go(line):
            return tuple(held), tuple(waits)
        for lines, each in ((self.rows, line), *others):
            live, waiting = lines.live(each)
            for ground in live:
                lasts, known = ground.lasts(each, lasting), held[ground.keep]
                held[ground.keep] = lasts if known is None else _longest(known, lasts)
            for keep in waiting:
                waits[keep] = True
        return tuple(held), tuple(waits)


class SqlTold:
    """The rows of a few people in one store, each with what holds it."""

    def __init__(self, run: Connected, steps: Sequence[Read]) -> None:
        self.run = run
        self.lasting = Lasting(run, run.renderer)
        # What was taken in from another store is not joined: no key keeps its rows apart.
        self.tables = {name: live for name, live in run.tables.items() if name not in run.taken}
        what = f"told {' '.join(sorted(run.taken))}"
        kept = run.sets.again.kept
        self.ready: dict[str, _Ready] = {
            step.id: kept(what, (step,), partial(self._ready, step)) for step in steps
        }
        run.statements += [each.asked for ready in self.ready.values() for each in ready.lines]

    def rows(self, step: Read) -> Iterator[RowTold]:
        """Yield the rows of a step, by key, with what holds each."""
        ready, lasting = self.ready[step.id], self.lasting
        others = [_Ahead(lines, self._found(lines, beside=True)) for lines in ready.others]
        key_of, verdict_of, values_of = ready.rows.key_of, ready.verdict, ready.values
        beside: list[_Other] = []
        masked = frozenset[str]()
        for line in self._found(ready.rows):
            key = key_of(line)
            if others:
                beside = [found for ahead in others for found in ahead.of(key)]
            held, waits = verdict_of(line, beside, lasting)
            if ready.marks:
                marks = zip(step.only_where, ready.marks, strict=True)
                masked = frozenset(name for name, mark in marks if line[mark])
            own = ready.seen is None or not line[ready.seen]
            yield RowTold(key, values_of(line), held, waits, masked, own)

    def _ready(self, step: Read) -> _Ready:
        row = self.run.renderer.row(step.table)
        asking = _Asking.of(self.run, self.tables, row, {ROW: row})
        values, marks = asking.told(step)
        seen = asking.seen(step)
        ways: dict[tuple[Joined, ...], Ends] = {}
        for number, keep in enumerate(step.keeps):
            for end in keep.ends:
                ways.setdefault(tuple(end.reach.joins()), []).append((number, end))
        others = [ends for ends in ways.values() if not asking.follow(ends)]
        let_go = asking.questions.holds(step.let_go, asking.scope)
        doubts = tuple(asking.questions.holds(doubt, asking.scope) for doubt in step.doubts)
        over = [self._over(step, ends) for ends in others]
        doubtful = any(doubt is not never for doubt in doubts)
        lines, told = asking.lines(step), places(values)
        return _Ready(lines, over, told, marks, let_go, doubts, doubtful, seen)

    def _over(self, step: Read, ends: Ends) -> _Lines:
        """Return the statement of occasions of which a row may have several."""
        row = self.run.renderer.row(step.table)
        scope, joined = self.lasting.along(ends[0][1].reach, row)
        source: sa.FromClause = row
        for inner, on in joined:
            source = source.join(inner, on)
        asking = _Asking.of(self.run, self.tables, source, scope)
        asking.add(ends, scope)
        return asking.lines(step)

    def _found(self, lines: _Lines, *, beside: bool = False) -> Iterator[Line]:
        run = self.run
        asked = Finished(lines.statement, lines.values, run.ready.comes_again)
        return run.dialect.lines(run.connection, asked, beside=beside)


@dataclass
class _Asking:
    """One statement in the making: rows of a step, and what is asked of each."""

    run: Connected
    source: sa.FromClause
    scope: Scope
    questions: Questions
    lasting: Lasting
    grounds: list[_Ground] = field(default_factory=list)
    texts: dict[tuple[Moment, int], int] = field(default_factory=dict)

    @classmethod
    def of(
        cls, run: Connected, tables: Mapping[str, Table], source: sa.FromClause, scope: Scope
    ) -> _Asking:
        """Begin with the rows of `source`, by alias in `scope`; rows by their key join them."""
        joining = run.renderer.joining(source, tables, tuple(scope.values()))
        return cls(run, source, scope, Questions(joining), Lasting(run, joining))

    def told(self, step: Read) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Ask for the values that are told, and where one is kept back; return their places."""
        row, place = self.scope[ROW], self.questions.place
        limits = {n: self.run.renderer.condition(w, row) for n, w in step.only_where.items()}
        values: list[Expression] = [
            sa.case((limits[name], row.c[name])) if name in limits else row.c[name]
            for name in step.columns
        ]
        marks = [
            sa.case((sa.or_(limit, row.c[name].is_(None)), 0), else_=1)
            for name, limit in limits.items()
        ]
        return tuple(map(place, values)), tuple(map(place, marks))

    def seen(self, step: Read) -> int | None:
        """Ask whether a row is somebody else's; return its place, or None where none can be."""
        if step.own is None:
            return None
        own = self.run.renderer.condition(step.own, self.scope[ROW])
        return self.questions.place(sa.case((own, 0), else_=1))

    def follow(self, ends: Ends) -> bool:
        """Ask about the occasion that each row has one of at most; tell whether it is so."""
        joins, scope, there = self.questions.renderer.joins, dict(self.scope), []
        for alias, table, pairs in ends[0][1].reach.joins():
            joined = joins.led_to(table, alias, pairs, scope) if joins else None
            if joined is None:
                return False
            scope[alias] = joined
            there.append(self.questions.there(joined, pairs[0][1]))
        self.add(ends, scope, *there[-1:])
        return True

    def add(self, ends: Ends, scope: Scope, *there: Holds) -> None:
        """Ask about occasions whose rows are in `scope`, where they are there."""
        for keep, end in ends:
            occasion, row = scope[end.reach.alias], scope[ROW]
            moments = [self._text(moment, occasion) for moment, _ in end.terms]
            moments += [self._text(moment, row) for moment in end.reach.until]
            live, unclear = (
                all_hold((*there, self.questions.holds(where, scope)))
                for where in (end.condition, end.unclear)
            )
            self.grounds.append(_Ground(keep, end, live, unclear, places(tuple(moments))))

    def _text(self, moment: Moment, row: sa.FromClause) -> int:
        """Return the place of a moment, written as a text: no calendar but a database's own
        has all of its days."""
        if (moment, id(row)) not in self.texts:
            written = or_null(self.lasting.moment(moment, row), moment.kind)
            text = sa.cast(written, sa.Text())
            self.texts[moment, id(row)] = self.questions.place(text)
        return self.texts[moment, id(row)]

    def lines(self, step: Read) -> _Lines:
        """Return the statement, for the rows that the step is about."""
        row = self.scope[ROW]
        keys = [row.c[name] for name in step.key]
        key = places(tuple(map(self.questions.place, keys)))
        wanted: sa.Select[AnyValue] = sa.select(*self.questions.columns)
        wanted = wanted.select_from(self.questions.renderer.source(self.source))
        wanted = wanted.where(self.run.renderer.condition(step.scope, row)).order_by(*keys)
        statement = wanted.compile(dialect=self.run.connection.dialect)
        values: AnyValue = statement.construct_params()
        if statement.positional:
            values = tuple(values[name] for name in statement.positiontup or ())
        decided_by = places(tuple(sorted(self.questions.looked_at)))
        return _Lines(wanted, str(statement), values, key, self.grounds, decided_by)


class _Ahead:
    """The lines of a statement, of which the next one is known."""

    def __init__(self, lines: _Lines, found: Iterator[Line]) -> None:
        self.lines, self.found = lines, iter(found)
        self.next = next(self.found, None)

    def of(self, key: Key) -> Iterator[_Other]:
        """Yield the lines of a row, whose turn it is."""
        while self.next is not None and self.lines.key_of(self.next) == key:
            yield self.lines, self.next
            self.next = next(self.found, None)


def _longest(one: Lasts | None, other: Lasts) -> Lasts:
    if one is None or one.until is None:
        return one or other
    return other if other.until is None or other.until > one.until else one
