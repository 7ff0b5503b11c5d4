"""Turn the core's conditions on rows into SQLAlchemy expressions."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Mapping
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
from gestand.stores import phrases, writings
from gestand.stores.cut_offs import before_in
from gestand.stores.dialect import day_after
from gestand.stores.dialects.documents import odd
from gestand.stores.emptied import differs
from gestand.stores.expressions import (
    Bound,
    CalendarDay,
    Exact,
    Filled,
    Folded,
    FoldedIn,
    HomeDay,
    Instant,
    Missing,
    Readable,
    RealDay,
    Stored,
    both,
    last_day,
    one_or_many,
    stored,
)
from gestand.stores.joins import Joins
from gestand.stores.keysets import KeySets
from gestand.stores.phrases import KeySet, Phrase, Saying, Writer, called

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
    pseudonyms. What was written before, for the same schema, zone and secret, is `known`. With
    `asks_alone` a key is looked for in a set by itself where it must not be there.
    """

    columns: Mapping[str, Mapping[str, Column]]
    key_set: Callable[[str, int], sa.FromClause]
    home: ZoneInfo
    dialect: sa.Dialect
    kept: Callable[[p.Linked], sa.FromClause | None] | None = None
    dates: frozenset[tuple[str, str]] = frozenset()
    joins: Joins | None = None
    named: Mapping[str, str] = field(default_factory=dict)
    secret: bytes = field(default=b"", repr=False)
    asks_alone: bool = False
    known: dict[Hashable, dict[Hashable, Phrase]] = field(default_factory=dict, repr=False)
    _rows: dict[tuple[str, str], sa.TableClause] = field(default_factory=dict)
    _aliases: dict[tuple[sa.TableClause, str], sa.FromClause] = field(default_factory=dict)
    _selected: set[sa.FromClause] = field(default_factory=set)

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
        inner = self._alias(where.table, where.alias, ())
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
        # What was taken in is another table once a transaction was undone.
        same = table, self.named.get(table, bare(table))
        if same not in self._rows:
            self._rows[same] = row_table(same[1], self.columns[table])
        return self._rows[same]

    def selected(self, rows: sa.Select[AnyValue], table: str) -> sa.Subquery:
        """Return some rows of a table, with the same name whichever of its rows they are."""
        found = rows.subquery(f"asked_{self.row(table).name}")
        self._selected.add(found)
        return found

    def condition(self, where: p.Predicate, row: sa.FromClause) -> Expression:
        """Return the condition on the rows of `row`."""
        return self.render(where, {ROW: row})

    def render(self, where: p.Predicate, scope: Scope) -> Expression:
        """Return the condition with every alias of `scope` in reach."""
        phrase = self.phrase(where, scope)
        if phrase is phrases.YES or phrase is phrases.NO:
            return sa.true() if phrase is phrases.YES else sa.false()
        sets = [chunk for chunk in phrase.chunks if isinstance(chunk, KeySet)]
        asked = dict.fromkeys((each.of, each.width) for each in sets)
        tables = {same: self.key_set(*same) for same in asked}
        rows = [scope[alias] for alias in sorted(p.free_aliases(where))]
        return Saying(phrase, {each: tables[each.of, each.width] for each in sets}, rows)

    def phrase(self, where: p.Predicate, scope: Scope) -> Phrase:
        """Return the condition in the words of the database; what was written before is known."""
        reach = {alias: scope[alias] for alias in p.free_aliases(where)}
        names = {alias: self._standing(table) for alias, table in reach.items()}
        # What is joined, or is a key set, is found out anew for each statement.
        anew = (self.joins or self.kept) and isinstance(where, _MADE_OF_OTHERS)
        if anew or None in names.values():
            return self._write(where, scope)
        taken = tuple((*named, *self.columns[named[0]]) for named in self.named.items())
        known = self.known.setdefault((self.dates, taken), {})
        same = (where, *sorted(names.items()))
        if same not in known:
            known[same] = self._write(where, reach)
        return known[same]

    def _write(self, where: p.Predicate, scope: Scope) -> Phrase:
        composed = self._of_others.get(type(where))
        if composed is not None:
            return composed(where, scope)
        return self.writer.condition(self._alone[type(where)](where, scope))

    @cached_property
    def writer(self) -> Writer:
        """What writes parts of statements as phrases."""
        return Writer(self.dialect)

    @cached_property
    def _of_others(self) -> dict[type, Callable[[AnyValue, Scope], Phrase]]:
        """What writes conditions made of others, or on rows elsewhere."""
        return {
            p.All: self._all,
            p.Any: lambda w, scope: phrases.either(self.phrase(part, scope) for part in w.parts),
            p.Not: self._not,
            p.Linked: self._linked,
            p.Among: self._among,
            p.Listed: self._listed,
            p.AskedSince: self._asked_since,
        }

    @cached_property
    def _alone(self) -> dict[type, Callable[[AnyValue, Scope], Expression]]:
        """What writes conditions that look at rows in reach, and at nothing else."""
        return {
            p.Null: lambda w, scope: Missing(self.column(w.column, scope)),
            p.Equals: self._equals,
            p.Same: self._same,
            p.Reached: self._reached,
            p.Unreadable: self._unreadable,
            p.NotBefore: self._not_before,
            p.InTime: self._in_time,
            p.Odd: lambda w, scope: odd(self.column(w.column, scope), w.document),
            p.Differs: self._differs,
        }

    def column(self, column: p.Column, scope: Scope) -> Expression:
        """Return the column of the table that its alias stands for."""
        return scope[column.alias].c[column.name]

    def _all(self, where: p.All, scope: Scope) -> Phrase:
        return phrases.both(self.phrase(part, scope) for part in where.parts)

    def _not(self, where: p.Not, scope: Scope) -> Phrase:
        alone = self._alone.get(type(where.part))
        if alone is not None:
            return self.writer.condition(sa.not_(alone(where.part, scope)))
        if self.asks_alone and isinstance(where.part, p.Listed) and not where.part.folded:
            return phrases.negated(self._found(where.part, scope))
        return phrases.negated(self.phrase(where.part, scope))

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
        filled = self.filled(where.at, self.column(where.at.column, scope))
        return both(filled, self.compared(where, scope), self.real(where.at, scope))

    def _unreadable(self, where: p.Unreadable, scope: Scope) -> Expression:
        readable = self.real(where.at, scope)
        if isinstance(readable, sa.True_):
            return sa.false()
        filled = self.filled(where.at, self.column(where.at.column, scope))
        return sa.and_(filled, sa.not_(readable))

    def filled(self, at: p.At, column: Expression) -> Expression:
        """Return whether a moment is told, readable or not; never NULL itself."""
        missing = writings.missing(column, at.kind)
        return Filled(column) if isinstance(missing, Missing) else sa.not_(missing)

    def readable(self, at: p.At, scope: Scope) -> Expression:
        """Return whether a moment can be read, or is NULL; never NULL itself."""
        return self._read(at, scope, Readable)

    def real(self, at: p.At, scope: Scope) -> Expression:
        """Return whether a moment can be read, where it is known not to be NULL."""
        return self._read(at, scope, RealDay)

    def _read(self, at: p.At, scope: Scope, asked: type[Readable]) -> Expression:
        if not isinstance(at.kind, Kind):
            column = self.column(at.column, scope)
            real = writings.readable(column, at.kind)
            missing = writings.missing(column, at.kind)
            return sa.or_(missing, real) if asked is Readable else real
        holds_dates = (table_name(scope[at.column.alias]), at.column.name) in self.dates
        return sa.true() if holds_dates else asked(self.column(at.column, scope))

    def _not_before(self, where: p.NotBefore, scope: Scope) -> Expression:
        one, other = self.column(where.at.column, scope), self.column(where.other.column, scope)
        filled = sa.and_(self.filled(where.at, one), self.filled(where.other, other))
        readable = (self.real(each, scope) for each in (where.at, where.other))
        return both(filled, *readable, self.compared(where, scope))

    def compared(self, where: p.Reached | p.NotBefore | p.InTime, scope: Scope) -> Expression:
        """Return how a moment compares with a day, or another; it counts where both are read."""
        column = self.column(where.at.column, scope)
        if isinstance(where, p.Reached):
            if not isinstance(where.at.kind, Kind):
                return writings.reached(where.at, column, where.day, self.home)
            bound = day_after(where.day, where.at.kind, where.at.zone, self.home)
            return Instant(column) < Bound(sa.literal(bound), column)
        other = self.column(where.other.column, scope)
        if isinstance(where, p.InTime):
            last = last_day(self._day(where.other, other), where.term)
            in_time = self._day(where.at, column) <= last
            missing = writings.missing(other, where.other.kind)
            return sa.or_(missing, sa.func.coalesce(in_time, sa.true()))
        exact = {where.at.kind, where.other.kind} == {Kind.TIMESTAMP}
        if exact and where.at.zone == where.other.zone:
            return Instant(column) >= Instant(other)
        counted = writings.not_before(where.at, column, where.other, other)
        if counted is not None:
            return counted
        return self._day(where.at, column) >= self._day(where.other, other)

    def _in_time(self, where: p.InTime, scope: Scope) -> Expression:
        # SQLite reads the thirtieth of February as a day of March: what is no day ends nothing.
        no_day = self._unreadable(p.Unreadable(where.other), scope)
        return sa.or_(no_day, self.compared(where, scope))

    def _day(self, at: p.At, column: Expression) -> Expression:
        """Return the calendar day of a moment, by the clock of the controller."""
        if not isinstance(at.kind, Kind):
            return writings.home_day(at, column, self.home)
        if at.kind is not Kind.TIMESTAMP or at.zone == self.home.key:
            return CalendarDay(column)
        return HomeDay(column, _text(at.zone), _text(self.home.key))

    def _linked(self, where: p.Linked, scope: Scope) -> Phrase:
        joined = self.joins.other(where, scope) if self.joins else None
        if joined is not None:
            there = self.writer.condition(joined.c[where.pairs[0][1]].is_not(None))
            return phrases.both((there, self.phrase(where.where, {**scope, where.alias: joined})))
        kept = self.kept(where) if self.kept else None
        if kept is not None:
            own = self.column(where.pairs[0][0], scope)
            found = sa.and_(own.is_not(None), own.in_(sa.select(kept.c.k0)))
            return self.writer.condition(found)
        tables, conditions = self._joined(where, scope, [])
        return phrases.exists([self.writer.table(table) for table in tables], conditions)

    def _joined(
        self, where: p.Linked, scope: Scope, before: list[sa.FromClause]
    ) -> tuple[list[sa.FromClause], list[Phrase]]:
        """Return the tables that a link leads through, and what must hold of their rows.

        A link within a link joins the same question, in which the tables of `before` stand: a
        database reads no further than a hundred brackets deep.
        """
        taken = names(scope).union(map(called, before))
        inner = self._alias(where.table, where.alias, taken)
        within = {**scope, where.alias: inner}
        tables = [*before, inner]
        conditions = [
            self.writer.condition(inner.c[name] == self.column(outer, scope))
            for outer, name in where.pairs
        ]
        for part in where.where.parts if isinstance(where.where, p.All) else (where.where,):
            if isinstance(part, p.Linked) and self._follows(part, where):
                tables, more = self._joined(part, within, tables)
                conditions += more
            else:
                conditions.append(self.phrase(part, within))
        return tables, conditions

    def _follows(self, part: p.Linked, where: p.Linked) -> bool:
        """Tell whether a link starts where another ends, and is not looked up in a key set."""
        begins = any(column.alias == where.alias for column, _ in part.pairs)
        return begins and not (self.kept and self.kept(part) is not None)

    def _among(self, where: p.Among, scope: Scope) -> Phrase:
        inner = self._alias(where.table, where.alias, names(scope))
        keys = [inner.c[name] for name in where.inner]
        filled = [self.writer.condition(key.is_not(None)) for key in keys]
        meeting = phrases.both((self.phrase(where.where, {**scope, where.alias: inner}), *filled))
        if meeting is phrases.NO:
            return meeting
        outer = [self.column(column, scope) for column in where.columns]
        there = [self.writer.condition(column.is_not(None)) for column in outer]
        write = self.writer.value
        own, theirs = write(one_or_many(outer)), phrases.commas(list(map(write, keys)))
        source = self.writer.table(inner)
        wanted = (" IN (SELECT ", *theirs, " FROM ", source, " WHERE ", meeting, ")")
        found = phrases.said(own, *wanted, holds=phrases.COMPARED)
        return phrases.both((*there, found))

    def _listed(self, where: p.Listed, scope: Scope) -> Phrase:
        listed = KeySet(free("k", names(scope)), where.name, len(where.columns))
        columns = [self.column(column, scope) for column in where.columns]
        keys: list[Expression] = [listed.c[f"k{n}"] for n in range(len(columns))]
        there = [key.is_not(None) for key in keys]
        if where.folded:
            # Keys are folded already. But SQLite uses an index on the folded column only when
            # what it is compared with is no bare column.
            keys = [folded(key) for key in keys]
        wanted = sa.select(*keys).where(*there)
        filled = [column.is_not(None) for column in columns]
        if where.folded:
            # What most rows fail comes first: without an index every row is asked.
            found = sa.and_(FoldedIn(*columns, wanted.scalar_subquery()), *filled)
        else:
            found = sa.and_(*filled, one_or_many(columns).in_(wanted))
        return self.writer.condition(found)

    def _found(self, where: p.Listed, scope: Scope) -> Phrase:
        """Return where a key is in its set, asked for that one key."""
        listed = KeySet(free("k", names(scope)), where.name, len(where.columns))
        columns = [self.column(column, scope) for column in where.columns]
        same = (listed.c[f"k{n}"] == column for n, column in enumerate(columns))
        return phrases.exists([self.writer.table(listed)], map(self.writer.condition, same))

    def _asked_since(self, where: p.AskedSince, scope: Scope) -> Phrase:
        how, before = where.began.kind, before_in(where.began.kind, where.began.zone)
        listed = KeySet(free("k", names(scope)), where.name, 1, (before,))
        person = self.column(where.person, scope)
        began = self.column(where.began.column, scope)
        end = listed.c[before]
        if isinstance(how, Kind):
            asked = sa.or_(Missing(began), Instant(began) < Bound(end, began))
        else:
            asked = sa.or_(writings.missing(began, how), writings.or_null(began, how) < end)
        person = folded(person) if where.folded else person
        conditions = map(self.writer.condition, (listed.c.k0 == person, asked))
        return phrases.exists([self.writer.table(listed)], conditions)

    def _differs(self, where: p.Differs, scope: Scope) -> Expression:
        row = scope[where.alias]
        each = (differs(change, where.key, row, self.secret) for change in where.changes)
        return sa.or_(sa.false(), *each)

    def _alias(self, table: str, alias: str, taken: Container[str]) -> sa.FromClause:
        """Return a table under a name like `alias`, but under none that is `taken`."""
        row = self.row(table)
        same = row, free(f"{alias}_", taken)
        if same not in self._aliases:
            self._aliases[same] = row.alias(same[1])
        return self._aliases[same]

    def _standing(self, table: sa.FromClause) -> tuple[str, str] | None:
        """Return how rows are called in a statement, and of which table they are.

        None where nothing but their columns tells that.
        """
        behind = table.element if isinstance(table, sa.Alias) else table
        rows = isinstance(behind, sa.TableClause) and not isinstance(behind, sa.Table)
        return (called(table), called(behind)) if rows or behind in self._selected else None


_MADE_OF_OTHERS = p.All | p.Any | p.Not | p.Linked | p.Among


def free(begin: str, taken: Container[str]) -> str:
    """Return a name for something in a phrase: the same one wherever the same is in reach."""
    return next(name for name in (f"{begin}{number}" for number in count(1)) if name not in taken)


def names(scope: Scope) -> set[str]:
    """Return how all rows in reach are called."""
    return {*map(called, scope.values())}


def _text(value: str) -> Expression:
    """Return a text as a value; one that was read from a file has a type of its own."""
    return sa.literal(str(value), sa.String())


def folded(column: Expression) -> Expression:
    """Return an identifier without surrounding spaces and without case."""
    return Folded(column)
