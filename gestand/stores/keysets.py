"""Key sets: temporary tables of one connection that hold keys of rows or people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import count
from typing import Any as AnyValue
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.schema import SchemaItem

from gestand.core.datamap.schema import Column, Kind
from gestand.stores.abroad import BATCH, batches
from gestand.stores.base import Key
from gestand.stores.dialect import Dialect, day_after

Expression = sa.ColumnElement[AnyValue]

NUMBER = Column("number", Kind.INTEGER)
TEXT = Column("text", Kind.TEXT)
_INDEXED = 255  # characters of a text
TAKEN = "gestand_n"
"""The position of a row that was taken in; no column of an organisation has that name."""


def before_in(zone: str) -> str:
    """Return the column of a key set of people that holds their cut-offs as written in `zone`."""
    return f"before_{sha256(zone.encode()).hexdigest()[:12]}"


@dataclass
class KeySets:
    """The key sets of one connection, by name; each key has a position `n` from 1."""

    connection: sa.Connection
    dialect: Dialect
    statements: list[sa.ClauseElement]
    sizes: dict[str, int] = field(default_factory=dict)
    _tables: dict[str, sa.Table] = field(default_factory=dict)
    _borrowed: set[str] = field(default_factory=set)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def table(self, name: str, width: int = 1) -> sa.Table:
        """Return the table of a key set of `width` columns; one that was never filled is empty."""
        if name not in self._tables:
            self.new(name, (NUMBER,) * width)
        return self._tables[name]

    def new(self, name: str, like: Sequence[Column], *marks: str) -> sa.Table:
        """Make an empty key set for values of these columns, with a small number per mark."""
        if name in self._borrowed:
            self._borrowed.remove(name)
            del self._tables[name]
        if name in self._tables:
            self.dialect.empty(self.connection, self._tables[name])
            self.sizes[name] = 0
            return self._tables[name]
        return self._create(
            name,
            _position("n"),
            *(sa.Column(f"k{n}", self.dialect.key_type(each)) for n, each in enumerate(like)),
            *(sa.Column(mark, sa.SmallInteger()) for mark in marks),
            # As a constraint it is made with the table; an index apart ends some transactions.
            *([sa.UniqueConstraint("k0", "n")] if self.dialect.looks_up(like[0]) else []),
        )

    def borrow(self, name: str, other: str) -> None:
        """Let a key set be another one, which has the same keys, for as long as it is not new."""
        self._tables[name], self.sizes[name] = self._tables[other], self.sizes[other]
        self._borrowed.add(name)

    def fill(self, name: str, keys: Iterable[Key], like: Sequence[Column]) -> None:
        """Fill a key set with the given keys, which are values of the columns `like`."""
        table = self.new(name, like)
        self.sizes[name] = self._insert(table, [f"k{n}" for n in range(len(like))], batches(keys))

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
            each = [sa.Column(key, self.dialect.key_type(c)) for key, c in columns.items()]
            indexes = [_index(key) for key in compared if _short(columns[key])]
            table = self._create(name, _position(TAKEN), *each, *indexes)
        else:
            self.dialect.empty(self.connection, table)
        self.sizes[name] = self._insert(table, list(columns), rows)
        self.dialect.filled(self.connection, table, self.sizes[name])
        return table

    def _insert(self, table: sa.Table, names: Sequence[str], found: Iterable[list[Key]]) -> int:
        """Insert rows, a batch at a time; return how many."""
        count = 0
        for batch in filter(None, found):
            count += len(batch)
            self.dialect.insert(self.connection, table, names, batch)
        return count

    def keys(self, name: str, width: int) -> Iterator[Key]:
        """Yield the keys of a set, in their order."""
        table = self.table(name, width)
        wanted = sa.select(*(table.c[f"k{n}"] for n in range(width))).order_by(table.c.n)
        streamed = {"yield_per": BATCH}
        yield from map(tuple, self.connection.execute(wanted, execution_options=streamed))

    def fill_since(
        self,
        name: str,
        people: Sequence[tuple[AnyValue, date]],
        like: Column,
        zones: Collection[str],
        home: ZoneInfo,
    ) -> None:
        """Fill a key set with people, each with the end of the day on which they asked.

        `home` is the controller's zone, in which the day ends; `zones` are those in which
        columns write their timestamps, each with a cut-off of its own.
        """
        table = self._tables.get(name)
        if table is None:
            columns = (
                sa.Column("before", sa.String(10)),
                *(sa.Column(before_in(zone), sa.String(19)) for zone in sorted(zones)),
            )
            table = self._create(name, sa.Column("k0", self.dialect.key_type(like)), *columns)
        else:
            self.connection.execute(sa.delete(table))
        rows = [
            {
                "k0": key,
                "before": day_after(asked, Kind.DATE, "", home),
                **{before_in(zone): day_after(asked, Kind.TIMESTAMP, zone, home) for zone in zones},
            }
            for key, asked in people
        ]
        if rows:
            self.connection.execute(sa.insert(table), rows)

    def distinct(self, name: str, like: Column, wanted: sa.Select[AnyValue]) -> sa.Table:
        """Return a key set of the different values that `wanted` selects; made once."""
        if name not in self._tables:
            of = self.dialect.key_type(like)
            table = self._create(name, sa.Column("k0", of, primary_key=True))
            insert = sa.insert(table).prefix_with("OR IGNORE", dialect="sqlite")
            unique = self.connection.dialect.name == "sqlite"
            filling = insert.from_select(["k0"], wanted if unique else wanted.distinct())
            self.statements.append(filling)
            found = self.connection.execute(filling).rowcount
            self.dialect.filled(self.connection, table, found)
        return self._tables[name]

    def within(
        self, name: str, own: Sequence[Expression], *where: sa.ColumnElement[bool]
    ) -> sa.ColumnElement[bool]:
        """Return where the columns `own` are a key of the set that meets `where`."""
        table = self.table(name, len(own))
        wanted = sa.select(*(table.c[f"k{n}"] for n in range(len(own)))).where(*where)
        return (own[0] if len(own) == 1 else sa.tuple_(*own)).in_(wanted)

    def positions(self, table: sa.Table) -> tuple[sa.ColumnElement[bool], ...]:
        """Return the condition that a key stands at a position over `:after`, up to `:last`."""
        after = sa.bindparam("after", type_=sa.Integer)
        last = sa.bindparam("last", type_=sa.Integer)
        return table.c.n > after, table.c.n <= last

    def _create(self, name: str, *parts: SchemaItem) -> sa.Table:
        called = f"gestand_{next(self._numbers)}"
        table = sa.Table(called, sa.MetaData(), *parts, prefixes=["TEMPORARY"])
        table.create(self.connection)
        self._tables[name] = table
        self.sizes[name] = 0
        return table


def _position(name: str) -> sa.Column[AnyValue]:
    return sa.Column(name, sa.Integer(), primary_key=True)


def _index(name: str) -> sa.UniqueConstraint:
    """Return an index that is made with its table: making one apart may end the transaction."""
    return sa.UniqueConstraint(name, TAKEN)


def _short(column: Column) -> bool:
    """Tell whether every database can index the column."""
    return column.kind is not Kind.TEXT or 0 < (column.length or 0) <= _INDEXED
