"""Key sets: temporary tables of one connection that hold keys of rows or people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any as AnyValue
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.schema import SchemaItem

from gestand.core.datamap.schema import Column, Kind
from gestand.stores.base import Key
from gestand.stores.dialect import Dialect, day_after

Expression = sa.ColumnElement[AnyValue]

NUMBER = Column("number", Kind.INTEGER)
TEXT = Column("text", Kind.TEXT)


@dataclass
class KeySets:
    """The key sets of one connection, by name; each key has a position `n` from 1."""

    connection: sa.Connection
    dialect: Dialect
    statements: list[sa.ClauseElement]
    sizes: dict[str, int] = field(default_factory=dict)
    _tables: dict[str, sa.Table] = field(default_factory=dict)

    def table(self, name: str, width: int = 1) -> sa.Table:
        """Return the table of a key set of `width` columns; one that was never filled is empty."""
        if name not in self._tables:
            self.new(name, (NUMBER,) * width)
        return self._tables[name]

    def new(self, name: str, like: Sequence[Column], *marks: str) -> sa.Table:
        """Make an empty key set for values of these columns, with a small number per mark."""
        if name in self._tables:
            self.dialect.empty(self.connection, self._tables[name])
            self.sizes[name] = 0
            return self._tables[name]
        return self._create(
            name,
            sa.Column("n", sa.Integer(), primary_key=True),
            *(sa.Column(f"k{n}", self.dialect.key_type(each)) for n, each in enumerate(like)),
            *(sa.Column(mark, sa.SmallInteger()) for mark in marks),
            # As a constraint it is made with the table; an index apart ends some transactions.
            *([sa.UniqueConstraint("k0", "n")] if self.dialect.looks_up(like[0]) else []),
        )

    def fill(self, name: str, keys: Sequence[Key], like: Sequence[Column]) -> None:
        """Fill a key set with the given keys, which are values of the columns `like`."""
        table = self.new(name, like)
        if keys:
            self._insert(table, keys, like)
        self.sizes[name] = len(keys)

    def _insert(self, table: sa.Table, keys: Sequence[Key], like: Sequence[Column]) -> None:
        columns = [f"k{n}" for n in range(len(like))]
        insert = sa.insert(table).compile(self.connection, column_keys=columns)
        plain = {column.kind for column in like} <= {Kind.TEXT, Kind.INTEGER}
        if plain and self.connection.dialect.positional:
            # The values are what the driver takes: nothing need look at each of them.
            self.connection.exec_driver_sql(str(insert), list(map(tuple, keys)))
            return
        rows = [dict(zip(columns, key, strict=True)) for key in keys]
        self.connection.execute(sa.insert(table), rows)

    def fill_since(
        self,
        name: str,
        people: Sequence[tuple[AnyValue, date]],
        like: Column,
        zones: tuple[str, ZoneInfo],
    ) -> None:
        """Fill a key set with people, each with the end of the day on which they asked."""
        table = self._tables.get(name)
        if table is None:
            columns = (
                sa.Column("before", sa.String(10)),
                sa.Column("before_instant", sa.String(19)),
            )
            table = self._create(name, sa.Column("k0", self.dialect.key_type(like)), *columns)
        else:
            self.connection.execute(sa.delete(table))
        zone, home = zones
        rows = [
            {
                "k0": key,
                "before": day_after(asked, Kind.DATE, zone, home),
                "before_instant": day_after(asked, Kind.TIMESTAMP, zone, home),
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

    def _create(self, name: str, *columns: SchemaItem) -> sa.Table:
        number = len(self._tables) + 1
        table = sa.Table(f"gestand_{number}", sa.MetaData(), *columns, prefixes=["TEMPORARY"])
        table.create(self.connection)
        self._tables[name] = table
        self.sizes[name] = 0
        return table
