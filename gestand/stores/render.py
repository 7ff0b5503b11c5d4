"""Turn the core's conditions on rows into SQLAlchemy expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import count
from typing import Any as AnyValue
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from gestand.core import predicate as p
from gestand.core.datamap.schema import Column, Kind, Table
from gestand.core.names import bare
from gestand.core.reach import ROW
from gestand.stores.dialect import day_after
from gestand.stores.dialects.documents import odd
from gestand.stores.emptied import differs
from gestand.stores.expressions import (
    Bound,
    CalendarDay,
    Exact,
    Folded,
    FoldedIn,
    HomeDay,
    Instant,
    Missing,
    Readable,
    Stored,
    last_day,
    one_or_many,
    stored,
)
from gestand.stores.joins import Joins
from gestand.stores.keysets import KeySets, before_in

Expression = sa.ColumnElement[AnyValue]
Scope = Mapping[str, sa.FromClause]


def table_name(table: sa.FromClause) -> str:
    """Return the bare name of a table, or of the table behind an alias."""
    return str(getattr(getattr(table, "element", table), "name", ""))


def row_table(name: str, columns: Mapping[str, Column]) -> sa.TableClause:
    """Return a table by its bare name, with columns whose values pass as they are."""
    return sa.table(name, *(sa.column(each, Stored(column)) for each, column in columns.items()))


@dataclass(frozen=True)
class Renderer:
    """Renders conditions for one store; `home` is the controller's time zone.

    `columns` gives the columns of each table, `key_set` the table of a key set by name and width,
    `named` the names of tables that were taken in from another store; `secret` is the key of
    pseudonyms.
    """

    columns: Mapping[str, Mapping[str, Column]]
    key_set: Callable[[str, int], sa.FromClause]
    home: ZoneInfo
    kept: Callable[[p.Linked], sa.FromClause | None] | None = None
    dates: frozenset[tuple[str, str]] = frozenset()
    joins: Joins | None = None
    named: Mapping[str, str] = field(default_factory=dict)
    secret: bytes = field(default=b"", repr=False)
    _numbers: count[int] = field(default_factory=lambda: count(1))
    _rows: dict[str, sa.TableClause] = field(default_factory=dict)

    def keyed(self, sets: KeySets, tables: Mapping[str, Table]) -> Renderer:
        """Return a renderer that looks a link up in a key set, made once for all rows.

        For everybody's rows that is several times faster than asking per row, but where the
        link leads to a key; for a few people it would read far too much.
        """
        keyed = replace(self, kept=None, joins=None)
        return replace(keyed, kept=partial(keyed._kept, sets, tables))

    def joining(
        self,
        row: sa.FromClause,
        tables: Mapping[str, Table],
        rows: tuple[sa.FromClause, ...] = (),
    ) -> Renderer:
        """Return a renderer that joins rows by their keys to `row`: see `source`.

        Where `row` is made of several, these are `rows`. What is joined is read for each row.
        """
        return replace(self, joins=Joins(tables, row, self._alias, rows))

    def source(self, row: sa.FromClause) -> sa.FromClause:
        """Return where the conditions rendered so far are to be asked: rows, and joined ones."""
        return self.joins.source() if self.joins else row

    def trusting(self, dates: frozenset[tuple[str, str]]) -> Renderer:
        """Return a renderer that knows columns (table, name) to hold nothing but dates."""
        return replace(self, dates=dates)

    def _kept(
        self, sets: KeySets, tables: Mapping[str, Table], where: p.Linked
    ) -> sa.FromClause | None:
        if len(where.pairs) != 1 or where.where == p.ALWAYS:
            return None
        if not p.free_aliases(where.where) <= {where.alias}:
            return None
        name = where.pairs[0][1]
        live = tables[where.table]
        if live.key == (name,):
            return None
        inner = self._alias(where.table, where.alias)
        condition = self.render(where.where, {where.alias: inner})
        if isinstance(condition, sa.False_):
            return None
        wanted = sa.select(inner.c[name]).where(inner.c[name].is_not(None), condition)
        same = repr(replace(where, pairs=((p.Column("", ""), name),)))
        # The alias differs per reach; the set is the same.
        same = same.replace(f"alias={where.alias!r}", "alias=''")
        return sets.distinct(same, live.columns[name], wanted)

    def row(self, table: str) -> sa.TableClause:
        """Return the table whose rows are in question, for the alias `t`."""
        if table not in self._rows:
            name = self.named.get(table, bare(table))
            self._rows[table] = row_table(name, self.columns[table])
        return self._rows[table]

    def condition(self, where: p.Predicate, row: sa.FromClause) -> Expression:
        """Return the condition on the rows of `row`."""
        return self.render(where, {ROW: row})

    def render(self, where: p.Predicate, scope: Scope) -> Expression:
        """Return the condition with every alias of `scope` in reach."""
        return self._by_kind[type(where)](where, scope)

    @cached_property
    def _by_kind(self) -> dict[type, Callable[[AnyValue, Scope], Expression]]:
        return {
            p.All: self._all,
            p.Any: self._any,
            p.Not: lambda w, scope: negated(self.render(w.part, scope)),
            p.Null: lambda w, scope: Missing(self.column(w.column, scope)),
            p.Equals: self._equals,
            p.Same: self._same,
            p.Reached: self._reached,
            p.Unreadable: self._unreadable,
            p.NotBefore: self._not_before,
            p.InTime: self._in_time,
            p.Linked: self._linked,
            p.Among: self._among,
            p.Listed: self._listed,
            p.AskedSince: self._asked_since,
            p.Odd: lambda w, scope: odd(self.column(w.column, scope), w.document),
            p.Differs: self._differs,
        }

    def column(self, column: p.Column, scope: Scope) -> Expression:
        """Return the column of the table that its alias stands for."""
        return scope[column.alias].c[column.name]

    def _all(self, where: p.All, scope: Scope) -> Expression:
        return both(*(self.render(part, scope) for part in where.parts))

    def _any(self, where: p.Any, scope: Scope) -> Expression:
        return either(*(self.render(part, scope) for part in where.parts))

    def _equals(self, where: p.Equals, scope: Scope) -> Expression:
        column = self.column(where.column, scope)
        values = [sa.literal(v, column.type) for v in where.values]
        same = both(column.is_not(None), column.in_(values))
        # The column's own comparison finds rows by an index, and may find too many.
        return both(same, Exact(column).in_(values)) if stored(column).alike else same

    def _same(self, where: p.Same, scope: Scope) -> Expression:
        one, other = self.column(where.column, scope), self.column(where.other, scope)
        return sa.and_(one.is_not(None), other.is_not(None), one == other)

    def _reached(self, where: p.Reached, scope: Scope) -> Expression:
        filled = self.column(where.at.column, scope).is_not(None)
        return both(filled, self.compared(where, scope), self.readable(where.at, scope))

    def _unreadable(self, where: p.Unreadable, scope: Scope) -> Expression:
        readable = self.readable(where.at, scope)
        if isinstance(readable, sa.True_):
            return sa.false()
        return sa.and_(self.column(where.at.column, scope).is_not(None), sa.not_(readable))

    def readable(self, at: p.At, scope: Scope) -> Expression:
        """Return whether a moment can be read, or is NULL; never NULL itself."""
        column = self.column(at.column, scope)
        holds_dates = (table_name(scope[at.column.alias]), at.column.name) in self.dates
        return sa.true() if holds_dates else Readable(column)

    def _not_before(self, where: p.NotBefore, scope: Scope) -> Expression:
        one, other = self.column(where.at.column, scope), self.column(where.other.column, scope)
        filled = sa.and_(one.is_not(None), other.is_not(None))
        readable = (self.readable(each, scope) for each in (where.at, where.other))
        return both(filled, *readable, self.compared(where, scope))

    def compared(self, where: p.Reached | p.NotBefore | p.InTime, scope: Scope) -> Expression:
        """Return how a moment compares with a day, or another; it counts where both are read."""
        column = self.column(where.at.column, scope)
        if isinstance(where, p.Reached):
            bound = day_after(where.day, where.at.kind, where.at.zone, self.home)
            return Instant(column) < Bound(sa.literal(bound), column)
        other = self.column(where.other.column, scope)
        if isinstance(where, p.InTime):
            last = last_day(self._day(where.other, other), where.term)
            in_time = self._day(where.at, column) <= last
            return sa.or_(Missing(other), sa.func.coalesce(in_time, sa.true()))
        exact = {where.at.kind, where.other.kind} == {Kind.TIMESTAMP}
        if exact and where.at.zone == where.other.zone:
            return Instant(column) >= Instant(other)
        return self._day(where.at, column) >= self._day(where.other, other)

    def _in_time(self, where: p.InTime, scope: Scope) -> Expression:
        # SQLite reads the thirtieth of February as a day of March: what is no day ends nothing.
        no_day = self._unreadable(p.Unreadable(where.other), scope)
        return sa.or_(no_day, self.compared(where, scope))

    def _day(self, at: p.At, column: Expression) -> Expression:
        """Return the calendar day of a moment, by the clock of the controller."""
        if at.kind is not Kind.TIMESTAMP or at.zone == self.home.key:
            return CalendarDay(column)
        return HomeDay(column, _text(at.zone), _text(self.home.key))

    def _linked(self, where: p.Linked, scope: Scope) -> Expression:
        joined = self.joins.other(where, scope) if self.joins else None
        if joined is not None:
            there = joined.c[where.pairs[0][1]].is_not(None)
            return both(there, self.render(where.where, {**scope, where.alias: joined}))
        kept = self.kept(where) if self.kept else None
        if kept is not None:
            own = self.column(where.pairs[0][0], scope)
            return sa.and_(own.is_not(None), own.in_(sa.select(kept.c.k0)))
        tables, conditions = self._joined(where, scope)
        condition = both(*conditions)
        if isinstance(condition, sa.False_):
            return condition
        select: sa.Select[AnyValue] = sa.select(sa.literal_column("1")).select_from(*tables)
        return sa.exists(select.where(condition).correlate_except(*tables))

    def _joined(
        self, where: p.Linked, scope: Scope
    ) -> tuple[list[sa.FromClause], list[Expression]]:
        """Return the tables that a link leads through, and what must hold of their rows.

        A link within a link joins the same question: a database reads no further than a
        hundred brackets deep.
        """
        inner = self._alias(where.table, where.alias)
        within = {**scope, where.alias: inner}
        tables = [inner]
        conditions: list[Expression] = [
            inner.c[name] == self.column(outer, scope) for outer, name in where.pairs
        ]
        for part in where.where.parts if isinstance(where.where, p.All) else (where.where,):
            if isinstance(part, p.Linked) and self._follows(part, where):
                more, its = self._joined(part, within)
                tables, conditions = tables + more, conditions + its
            else:
                conditions.append(self.render(part, within))
        return tables, conditions

    def _follows(self, part: p.Linked, where: p.Linked) -> bool:
        """Tell whether a link starts where another ends, and is not looked up in a key set."""
        begins = any(column.alias == where.alias for column, _ in part.pairs)
        return begins and not (self.kept and self.kept(part) is not None)

    def _among(self, where: p.Among, scope: Scope) -> Expression:
        inner = self._alias(where.table, where.alias)
        condition = self.render(where.where, {**scope, where.alias: inner})
        keys = [inner.c[name] for name in where.inner]
        wanted = sa.select(*keys).where(condition, *(key.is_not(None) for key in keys))
        outer = [self.column(column, scope) for column in where.columns]
        among = one_or_many(outer).in_(wanted.correlate_except(inner))
        return sa.and_(*(column.is_not(None) for column in outer), among)

    def _listed(self, where: p.Listed, scope: Scope) -> Expression:
        listed = self.key_set(where.name, len(where.columns)).alias(f"k{next(self._numbers)}")
        columns = [self.column(column, scope) for column in where.columns]
        keys: list[Expression] = [listed.c[f"k{n}"] for n in range(len(columns))]
        there = [key.is_not(None) for key in keys]
        if where.folded:
            # Keys are folded already. But SQLite uses an index on the folded column only when
            # what it is compared with is no bare column.
            keys = [folded(key) for key in keys]
        wanted = sa.select(*keys).where(*there).correlate_except(listed)
        filled = [column.is_not(None) for column in columns]
        if where.folded:
            # What most rows fail comes first: without an index every row is asked.
            return sa.and_(FoldedIn(*columns, wanted.scalar_subquery()), *filled)
        return sa.and_(*filled, one_or_many(columns).in_(wanted))

    def _asked_since(self, where: p.AskedSince, scope: Scope) -> Expression:
        listed = self.key_set(where.name, 1).alias(f"k{next(self._numbers)}")
        person = self.column(where.person, scope)
        began = self.column(where.began.column, scope)
        stamped = where.began.kind is Kind.TIMESTAMP
        before = listed.c[before_in(where.began.zone) if stamped else "before"]
        asked = sa.or_(Missing(began), Instant(began) < Bound(before, began))
        person = folded(person) if where.folded else person
        select: sa.Select[AnyValue] = sa.select(sa.literal_column("1")).select_from(listed)
        return sa.exists(select.where(listed.c.k0 == person, asked).correlate_except(listed))

    def _differs(self, where: p.Differs, scope: Scope) -> Expression:
        row = scope[where.alias]
        each = (differs(change, where.key, row, self.secret) for change in where.changes)
        return sa.or_(sa.false(), *each)

    def _alias(self, table: str, alias: str) -> sa.FromClause:
        return self.row(table).alias(f"{alias}_{next(self._numbers)}")


def _text(value: str) -> Expression:
    """Return a text as a value; one that was read from a file has a type of its own."""
    return sa.literal(str(value), sa.String())


def both(*parts: Expression) -> Expression:
    """Return the conjunction; what is known without looking at a row is settled here."""
    asking = [part for part in parts if not isinstance(part, sa.True_)]
    if any(isinstance(part, sa.False_) for part in asking):
        return sa.false()
    return sa.and_(*asking) if asking else sa.true()


def either(*parts: Expression) -> Expression:
    """Return the disjunction; what is known without looking at a row is settled here."""
    asking = [part for part in parts if not isinstance(part, sa.False_)]
    if any(isinstance(part, sa.True_) for part in asking):
        return sa.true()
    return sa.or_(*asking) if asking else sa.false()


def negated(part: Expression) -> Expression:
    """Return where `part` does not hold."""
    return sa.not_(part)


def folded(column: Expression) -> Expression:
    """Return an identifier without surrounding spaces and without case."""
    return Folded(column)
