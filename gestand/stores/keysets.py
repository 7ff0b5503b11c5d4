"""Key sets: temporary tables of one connection that hold keys of rows or people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any as AnyValue
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from gestand.core.datamap.schema import Column, Kind
from gestand.stores.abroad import BATCH, batches
from gestand.stores.again import Again, Asked, Shown
from gestand.stores.base import Key, Ready
from gestand.stores.cut_offs import CutOffs
from gestand.stores.dialect import Dialect, MadeSet, Shape
from gestand.stores.expressions import one_or_many

Expression = sa.ColumnElement[AnyValue]

NUMBER = Column("number", Kind.INTEGER)
TEXT = Column("text", Kind.TEXT)
_INDEXED = 255  # characters of a text
TAKEN = "gestand_n"
"""The position of a row that was taken in; no column of an organisation has that name."""


@dataclass(frozen=True)
class _Part:
    """Some of the rows that were noted: the columns that their keys are values of, and the keys."""

    like: Sequence[Column]
    found: sa.Subquery
    different: bool
    quick: bool
    """Whether the noted rows are found by their keys."""


@dataclass
class KeySets:
    """The key sets of one connection, by name."""

    connection: sa.Connection
    dialect: Dialect
    statements: list[Shown]
    ready: Ready
    sizes: dict[str, int] = field(default_factory=dict)
    made: dict[str, sa.Table] = field(default_factory=dict)
    """By name every table that was ever made, whether it is still there or not."""
    _given: Counter[str] = field(default_factory=Counter)
    """By name how many rows each table was ever given."""
    _tables: dict[str, sa.Table] = field(default_factory=dict)
    _parts: dict[str, _Part] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)
    _undone: int = 0
    """How many transactions were undone: not every database undoes the tables that they made."""

    def __post_init__(self) -> None:
        self.again = Again(self.connection, self.dialect, self.statements, self.ready, self._there)

    @contextmanager
    def undone_together(self) -> Iterator[None]:
        """Forget what is made within a block that ends with an error: the transaction undoes it.

        What was filled anew has to be filled once more; whoever filled it knows that.
        """
        before = dict(self._tables), dict(self._parts), dict(self.sizes), dict(self._places)
        kept = False
        try:
            yield
            kept = True
        finally:
            if not kept:
                self._tables, self._parts, self.sizes, self._places = before
                self._undone += 1

    def every(self) -> list[MadeSet]:
        """Return every table that was made, for whoever clears the connection of them."""
        given, undone = self._given, self._undone > 0
        return [MadeSet(table, given[name], undone) for name, table in self.made.items()]

    def table(self, name: str, width: int = 1) -> sa.FromClause:
        """Return the table of a key set of `width` columns; one that was never filled is empty."""
        found = self._table(name, width)
        self.again.rely(name, width, found)
        return found

    def _there(self, name: str, width: int) -> sa.FromClause | None:
        """Return the table of a key set; without `width` only where it was made already."""
        return self._table(name, width) if width else self._tables.get(name)

    def _table(self, name: str, width: int) -> sa.FromClause:
        part = self._parts.get(name)
        if part is not None and (part.quick or not self.dialect.looks_up(part.like[0])):
            return part.found
        if part is not None:
            del self._parts[name]
            self._fill_from(name, part)
        if name not in self._tables:
            self.new(name, (NUMBER,) * width)
        return self._tables[name]

    def new(self, name: str, like: Sequence[Column]) -> sa.Table:
        """Make an empty key set for values of these columns."""
        if name in self._tables:
            return self._emptied(name)

        def parts() -> Shape:
            if not self.dialect.looks_up(like[0]):
                return [*self._keys(like)], {}
            # As a constraint it is made with the table; an index apart ends some transactions.
            return [_position("n"), *self._keys(like), sa.UniqueConstraint("k0", "n")], {}

        return self._create(name, ("keys", *like), parts)

    def note(
        self,
        name: str,
        like: Sequence[Column],
        marks: Sequence[str],
        wanted: Asked | None,
        rows: int = 0,
    ) -> sa.Table:
        """Note the rows that `wanted` selects: their keys, and a small number per mark.

        They are read a window of places at a time. `rows` is how many there are at most, no two
        of them with the same key; 0 means that nothing is known. None `wanted` are none.
        """
        if name in self._tables:
            table = self._emptied(name)
        else:
            shape = ("noted", rows, *like, *marks)
            table = self._create(name, shape, lambda: self._noting(like, marks, rows))
        if wanted is None:
            self._places[name] = 0
            return table
        names = [*(f"k{n}" for n in range(len(like))), *marks]
        self.dialect.begin_numbers(self.connection)

        def filling() -> sa.Insert:
            return sa.insert(table).from_select(*self.dialect.numbered(names, wanted.make()))

        of = (*wanted.of, table) if wanted.of else ()
        found = int(self.again.run("note", Asked(filling, of)).rowcount)
        self._filled(name, table, found)
        self._places[name] = self.dialect.places(self.connection, table, found)
        return table

    def _run(self, statement: sa.Insert) -> sa.CursorResult[AnyValue]:
        self.statements.append(statement)
        return self.connection.execute(statement)

    def _noting(self, like: Sequence[Column], marks: Sequence[str], rows: int) -> Shape:
        beside, words = self.dialect.noted(like, rows)
        each = [sa.Column(mark, sa.SmallInteger()) for mark in marks]
        return [*self._keys(like), *each, *beside], words

    def noted(self, name: str) -> sa.Table:
        """Return the table of rows that were noted."""
        self.again.rely(name, 0, self._tables[name])
        return self._tables[name]

    def last(self, name: str) -> int:
        """Return the last place at which a row that was noted can stand."""
        return self._places[name]

    def reaching(self, name: str, rows: int) -> int:
        """Return how many places have about so many of the rows that were noted, and no more."""
        return self.dialect.reaching(rows, self.sizes[name], self._places[name])

    def part(
        self,
        name: str,
        like: Sequence[Column],
        noted: sa.Table,
        wanted: Asked,
        *,
        different: bool = False,
    ) -> None:
        """Let a key set be the rows that `wanted` selects, which are keys of rows in `noted`.

        `different` says that each is there once, and none is NULL.
        """
        key = ("part", name, *map(id, (noted, *wanted.of)))
        known = self.ready.made.get(key) if wanted.of else None
        if known is None:
            quick = len(noted.primary_key) == len(like)
            known = _Part(like, wanted.make().subquery(), different, quick), (noted, *wanted.of)
            if wanted.of:
                self.ready.made[key] = known
        self._parts[name] = known[0]

    def fill(self, name: str, keys: Iterable[Key], like: Sequence[Column]) -> None:
        """Fill a key set with the given keys, which are values of the columns `like`."""
        table = self.new(name, like)
        found = self._insert(table, [f"k{n}" for n in range(len(like))], batches(keys))
        self._filled(name, table, found)

    def _filled(self, name: str, table: sa.Table, rows: int) -> None:
        """Note that a key set has got that many rows, and let the database know."""
        self.sizes[name] = rows
        self._given[table.name] += rows
        self.dialect.filled(self.connection, table, rows)

    def _fill_from(self, name: str, part: _Part) -> None:
        """Fill a key set with keys of noted rows, where these could not be looked up."""
        if part.different and all(column.kind is not Kind.TEXT for column in part.like):
            self._fill_different(name, part.like, sa.select(part.found))
            return
        table = self.new(name, part.like)
        filling = sa.insert(table).from_select(
            [f"k{n}" for n in range(len(part.like))], sa.select(part.found)
        )
        self.sizes[name] = self._run(filling).rowcount
        self._given[table.name] += self.sizes[name]

    def _emptied(self, name: str) -> sa.Table:
        self.dialect.empty(self.connection, self._tables[name])
        self.sizes[name] = 0
        return self._tables[name]

    def _keys(self, like: Sequence[Column]) -> Iterator[sa.Column[AnyValue]]:
        for number, column in enumerate(like):
            yield sa.Column(f"k{number}", self.dialect.key_type(column))

    def take_in(
        self,
        name: str,
        columns: Mapping[str, Column],
        compared: Sequence[str],
        rows: Iterable[list[Key]],
    ) -> sa.Table:
        """Return a table of its own with the rows of another store; it is filled anew."""
        table = self._tables.get(name)
        if table is None:

            def parts() -> Shape:
                each = [sa.Column(key, self.dialect.key_type(c)) for key, c in columns.items()]
                indexes = [_index(key) for key in compared if _short(columns[key])]
                return [_position(TAKEN), *each, *indexes], {}

            table = self._create(name, ("taken", *columns.items(), *compared), parts)
        else:
            self.dialect.empty(self.connection, table)
        self._filled(name, table, self._insert(table, list(columns), rows))
        return table

    def _insert(self, table: sa.Table, names: Sequence[str], found: Iterable[list[Key]]) -> int:
        """Insert rows, a batch at a time; return how many."""
        count = 0
        for batch in filter(None, found):
            count += len(batch)
            self.dialect.insert(self.connection, table, names, batch)
        return count

    def keys(self, name: str, width: int) -> Iterator[Key]:
        """Yield the keys of a set."""
        table = self.table(name, width)
        wanted = sa.select(*(table.c[f"k{n}"] for n in range(width)))
        streamed = {"yield_per": BATCH}
        yield from map(tuple, self.connection.execute(wanted, execution_options=streamed))

    def fill_since(
        self,
        name: str,
        people: Sequence[tuple[AnyValue, date]],
        like: Column,
        cut_offs: CutOffs,
        home: ZoneInfo,
    ) -> None:
        """Fill a key set with people, each with the end of the day on which they asked.

        `home` is the controller's zone, in which the day ends; `cut_offs` are the ways in which
        columns tell moments.
        """
        table = self._tables.get(name)
        if table is None:

            def parts() -> Shape:
                return [*self._sought(like), *cut_offs.columns()], {}

            table = self._create(name, ("since", like, *cut_offs.told), parts)
        else:
            self.connection.exec_driver_sql(f"DELETE FROM {table.name}")  # noqa: S608  # a name of ours
        latest = _latest(people).items()
        rows = [(key, *cut_offs.after(asked, home)) for key, asked in latest]
        if rows:
            self.dialect.insert(self.connection, table, ["k0", *cut_offs.names], rows)
            self._given[table.name] += len(rows)
        self.dialect.sought(self.connection, table, len(rows))

    def _sought(self, like: Column) -> Iterator[sa.schema.SchemaItem]:
        """Yield the column of the people in a key set in which each row looks for its own."""
        if not self.dialect.looks_up(like):
            yield from self._keys((like,))
        elif like.kind is Kind.TEXT:
            # Two texts may differ here that are one to the database.
            yield from (_position("n"), *self._keys((like,)), sa.UniqueConstraint("k0", "n"))
        else:
            yield _unique(*self._keys((like,)))

    def distinct(self, name: str, like: Column, wanted: sa.Select[AnyValue]) -> sa.Table:
        """Return a key set of the different values that `wanted` selects; made once."""
        if name not in self._tables:
            unique = self.connection.dialect.name == "sqlite"
            self._fill_different(name, (like,), wanted if unique else wanted.distinct())
        self.again.rely(name, 0, self._tables[name])
        return self._tables[name]

    def _fill_different(
        self, name: str, like: Sequence[Column], wanted: sa.Select[AnyValue]
    ) -> None:
        """Make a key set anew with the keys that `wanted` selects, each of which is there once."""
        *attempts, last = self.dialect.of_different(like)
        for words in attempts:
            try:
                return self._try_different(name, like, wanted, words)
            except OperationalError:  # it was too small; if that was not why, it comes again
                self._tables.pop(name).drop(self.connection)
        self._try_different(name, like, wanted, last)

    def _try_different(
        self,
        name: str,
        like: Sequence[Column],
        wanted: sa.Select[AnyValue],
        words: Mapping[str, AnyValue],
    ) -> None:
        if name in self._tables:
            table = self._emptied(name)
        else:
            unique = self.dialect.finds_different
            keys = [_unique(key) if unique else key for key in self._keys(like)]
            shape = ("different", *like, *words.items())
            table = self._create(name, shape, lambda: ([*keys], {**words}))
        insert = sa.insert(table).prefix_with("OR IGNORE", dialect="sqlite")
        filling = insert.from_select([column.name for column in table.columns], wanted)
        self._filled(name, table, int(self._run(filling).rowcount))

    def within(
        self, name: str, own: Sequence[Expression], *where: sa.ColumnElement[bool]
    ) -> sa.ColumnElement[bool]:
        """Return where the columns `own` are a key of the set that meets `where`."""
        table = self.table(name, len(own))
        wanted = sa.select(*(table.c[f"k{n}"] for n in range(len(own)))).where(*where)
        return one_or_many(own).in_(wanted)

    def window(self, table: sa.Table) -> tuple[sa.ColumnElement[bool], ...]:
        """Return the condition that a noted row stands after `:after`, up to `:last`."""
        place, bound = self.dialect.place(table), self.dialect.bound
        return place > bound("after"), place <= bound("last")

    def bounds(self, after: int, last: int) -> dict[str, AnyValue]:
        """Return the values of `:after` and `:last`."""
        return {"after": self.dialect.at(after), "last": self.dialect.at(last)}

    def _create(
        self, name: str, shape: tuple[object, ...], parts: Callable[[], Shape]
    ) -> sa.Table:
        """Make the table of a key set; one of the same `shape` was perhaps described before."""
        table: sa.Table | None = None if self._undone else self.ready.tables.get((name, shape))
        if table is None:
            called = self.ready.named(name) + (f"_{self._undone}" if self._undone else "")
            columns, words = parts()
            table = sa.Table(called, sa.MetaData(), *columns, prefixes=["TEMPORARY"], **words)
            if not self._undone:
                table = self.ready.tables.setdefault((name, shape), table)
        self.made[table.name] = table
        self.dialect.make(self.connection, table)
        self._tables[name] = table
        self.sizes[name] = 0
        return table


def _latest(people: Iterable[tuple[AnyValue, date]]) -> dict[AnyValue, date]:
    """Return everybody once, with the last of their days: what came before that came before it."""
    found: dict[AnyValue, date] = {}
    for key, asked in people:
        found[key] = max(asked, found.get(key, asked))
    return found


def _unique(key: sa.Column[AnyValue]) -> sa.Column[AnyValue]:
    """Return the column of a key as a primary key; one that counts by itself would change a 0."""
    return sa.Column(key.name, key.type, primary_key=True, autoincrement=False)


def _position(name: str) -> sa.Column[AnyValue]:
    return sa.Column(name, sa.Integer(), primary_key=True)


def _index(name: str) -> sa.UniqueConstraint:
    """Return an index that is made with its table: making one apart may end the transaction."""
    return sa.UniqueConstraint(name, TAKEN)


def _short(column: Column) -> bool:
    """Tell whether every database can index the column."""
    return column.kind is not Kind.TEXT or 0 < (column.length or 0) <= _INDEXED
