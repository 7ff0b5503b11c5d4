"""Look at a few values of each column of a database, and say what they look like.

Bounded and read-only: the first and the last rows by primary key, never a whole table. No value
leaves this file: what comes out are shares of patterns, and whether keys are found elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any as AnyValue

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from gestand.core.datamap.schema import Kind, Table
from gestand.core.discovery.looks import Looks, looks
from gestand.core.discovery.named_texts import row_named
from gestand.stores import allowed
from gestand.stores.dialect import Dialect
from gestand.stores.dialects.searching import READ_ONLY
from gestand.stores.run import plainly

_LONGEST = 4_000
"""Characters or bytes of a value that are read."""

_CUT = (Kind.TEXT, Kind.BLOB)


@dataclass(frozen=True)
class SqlSamples:
    """One connection to a database of which values are looked at, `most` of each column."""

    store: str
    dialect: Dialect
    connection: sa.Connection
    most: int
    seen: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict, repr=False)
    """Texts that are compared, for as long as the connection is open."""

    unread: set[str] = field(default_factory=set)
    """Tables that this user may not read."""

    def allows(self, tables: Sequence[str]) -> str:
        """Return what lets this user read some tables; nothing where nothing does."""
        return allowed.reading(self.connection, tables)

    def looks(self, table: Table) -> dict[str, Looks]:
        """Return what the values of each column of a table look like."""
        names = list(table.columns)
        row = sa.table(table.name, *(sa.column(name) for name in names))
        values = [
            sa.func.substr(row.c[name], 1, _LONGEST) if table.columns[name].kind in _CUT
            else row.c[name]
            for name in names
        ]  # fmt: skip
        wanted = sa.select(*values)
        key = [row.c[name] for name in table.key]
        # A table without a key is read from wherever the database begins.
        first = self._answer(wanted.order_by(*key).limit((self.most + 1) // 2))
        anything = sa.select(sa.literal(1)).select_from(row).limit(1)
        if first is None and self._answer(anything) is None:
            self.unread.add(table.name)
            return {}
        rows = list(first or [])
        if key:
            last = self._rows(wanted.order_by(*(c.desc() for c in key)).limit(self.most // 2))
            # In a small table the last rows are the first ones again, and count once.
            places = [names.index(name) for name in table.key]
            there = {tuple(row[place] for place in places) for row in rows}
            rows += [row for row in last if tuple(row[place] for place in places) not in there]
        return {name: looks(row[n] for row in rows) for n, name in enumerate(names)}

    def share_among(
        self, table: Table, column: str, target: Table, key: str
    ) -> float | None:
        """Return the share of a column's values that are keys of a table; None without values."""
        row = sa.table(table.name, sa.column(column), *(sa.column(name) for name in table.key))
        first = sa.select(row.c[column]).order_by(*(row.c[name] for name in table.key))
        # Zero and an empty text stand for nobody in many databases.
        found = {each[0] for each in self._rows(first.limit(self.most))} - {None, 0, "", "0"}
        if not found:
            return None
        there = sa.table(target.name, sa.column(key))
        among = sa.select(sa.func.count()).select_from(there).where(there.c[key].in_(found))
        counted = self._rows(among)
        if not counted or not self._rows(sa.select(there.c[key]).limit(1)):
            return None  # a table without rows refutes nothing
        return int(str(counted[0][0])) / len(found)

    def share_repeated(
        self, table: Table, column: str, people: Table, identifier: str
    ) -> float:
        """Return the share of a column's values that identify somebody of `people`.

        All people are asked where an index finds them, and else only those that are looked at.
        """
        own, theirs = self._texts(table, column), self._texts(people, identifier)
        if not own:
            return 0.0
        found = {text for text in own if text in theirs or not theirs.isdisjoint(_parts(text))}
        if people.columns[identifier].unique and len(found) < len(own):
            return self.share_among(table, column, people, identifier) or 0.0
        return len(found) / len(own)

    def _texts(self, table: Table, column: str) -> frozenset[str]:
        """Return the values of a column among the rows that are looked at, as texts."""
        known = self.seen.get((table.name, column))
        if known is None:
            row = sa.table(table.name, sa.column(column), *(sa.column(name) for name in table.key))
            asked = sa.select(row.c[column]).order_by(*(row.c[name] for name in table.key))
            values = (each[0] for each in self._rows(asked.limit(self.most)))
            known = frozenset(text for text in map(_as_text, values) if len(text) > 1)
            self.seen[(table.name, column)] = known
        return known

    def words_among(self, table: Table, column: str, words: Collection[str]) -> frozenset[str]:
        """Return which of some words stand in a column, among the rows that are looked at."""
        row = sa.table(table.name, sa.column(column), *(sa.column(name) for name in table.key))
        first = sa.select(row.c[column]).order_by(*(row.c[name] for name in table.key))
        found = {str(each[0]) for each in self._rows(first.limit(self.most))}
        return frozenset(found & {*words})

    def rows_named(
        self, table: Table, column: str, tables: Mapping[str, str]
    ) -> frozenset[tuple[str, str]]:
        """Return how texts of a column name rows of some tables, and of which; nothing else."""
        row = sa.table(table.name, sa.column(column), *(sa.column(name) for name in table.key))
        first = sa.select(row.c[column]).order_by(*(row.c[name] for name in table.key))
        texts = (_as_text(each[0]) for each in self._rows(first.limit(self.most)))
        return frozenset(found for text in texts if (found := row_named(text, tables)))

    def _rows(self, wanted: sa.Select[AnyValue]) -> Sequence[sa.Row[AnyValue]]:
        """Return the rows of a question; none where the database cannot answer it."""
        return self._answer(wanted) or []

    def _answer(self, wanted: sa.Select[AnyValue]) -> Sequence[sa.Row[AnyValue]] | None:
        """Return the rows of a question; None where the database cannot answer it."""
        try:
            with self.connection.begin_nested():
                return self.connection.execute(wanted).all()
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            return None


def _parts(text: str) -> list[str]:
    """Return the names of a path: in the one of a file or a page may stand whose it is."""
    if "/" not in text or " " in text or "://" in text:
        return []
    return [part for part in text.split("/") if len(part) > 2]


def _as_text(value: object) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)[:_LONGEST].decode("utf-8", "replace")
    return "" if value is None else str(value)[:_LONGEST]


@contextmanager
def sampling(store: str, engine: sa.Engine, dialect: Dialect, most: int) -> Iterator[SqlSamples]:
    """Open one connection, and one transaction in which nothing can be changed."""
    with plainly(store, dialect), engine.connect() as connection:
        connection.info["begin"] = READ_ONLY[dialect.name]
        with connection.begin():
            yield SqlSamples(store, dialect, connection, most)
