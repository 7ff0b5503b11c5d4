"""What an administrator wants to know of one database: what it must read whole, what it does by
itself, and what Gestand must be allowed to do there. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex

from gestand.core.advice import Cascade, Index, Rights
from gestand.core.datamap.schema import Kind, Schema
from gestand.core.names import bare
from gestand.stores import allowed, mark
from gestand.stores.dialect import LOOKED_UP, Dialect
from gestand.stores.dialects.again import counting_on
from gestand.stores.expressions import Folded, Stored
from gestand.stores.run import plainly

MOST_LETTERS = 63
"""As long as the name of an index may be in every kind of database."""


@dataclass(frozen=True)
class SqlCare:
    """Looks a database over. Raises CannotRun when it cannot be read."""

    store: str
    engine: sa.Engine
    dialect: Dialect
    schema: Schema

    def filled_by_itself(self, table: str) -> frozenset[str]:
        """Return the columns of a table that the database fills where an INSERT does not."""
        with plainly(self.store, self.dialect), self.engine.connect() as connection:
            columns = sa.inspect(connection).get_columns(bare(table))
        given = (
            column["name"]
            for column in columns
            if column.get("default") is not None
            or column.get("identity")
            or column.get("computed")
            or column.get("autoincrement") is True
        )
        # A lone whole number is the row itself to SQLite, which then counts on.
        live = self.schema.tables[bare(table)]
        lone = len(live.key) == 1 and live.columns[live.key[0]].kind is Kind.INTEGER
        own = live.key if lone and self.dialect.name == "sqlite" else ()
        return frozenset((*given, *own))

    def unhelped(self, wanted: Sequence[Index]) -> Iterator[tuple[Index, int]]:
        """Yield the lookups for which the database reads a whole table, and how many rows that is.

        What no index can help in this kind of database is left out.
        """
        with plainly(self.store, self.dialect), self.engine.connect() as connection:
            for index in wanted:
                asked = self._lookup(index)
                if not self.dialect.finds(connection, asked, index):
                    rows = sa.select(sa.func.count()).select_from(sa.table(bare(index.table)))
                    yield index, int(connection.execute(rows).scalar_one())

    def _lookup(self, index: Index) -> sa.Select[tuple[int]]:
        """Return the question which rows have the values of some row in these columns."""
        row = self._table(index).alias(LOOKED_UP)
        other = self._table(index)
        same = []
        for name in index.columns:
            value = sa.select(other.c[name]).limit(1).scalar_subquery()
            same.append(
                Folded(row.c[name]) == sa.literal("x") if index.folded else row.c[name] == value
            )
        return sa.select(sa.literal_column("1")).select_from(row).where(*same)

    def _table(self, index: Index) -> sa.TableClause:
        live = self.schema.tables[bare(index.table)]
        columns = (sa.column(name, Stored(live.columns[name])) for name in index.columns)
        return sa.table(live.name, *columns)

    def make(self, index: Index) -> str | None:
        """Return the statement that makes an index; None where there is no such index."""
        if index.folded and not self.dialect.folds:
            return None
        table = sa.Table(
            bare(index.table), sa.MetaData(), *(sa.Column(name) for name in index.columns)
        )
        parts = [Folded(table.c[name]) if index.folded else table.c[name] for name in index.columns]
        name = "_".join(["ix", table.name, *index.columns])[:MOST_LETTERS]
        made = CreateIndex(sa.Index(name, *parts, _table=table))
        return str(made.compile(dialect=self.engine.dialect)).strip()

    def mark_table(self) -> str | None:
        """Return the statement that makes the table of marks; None where it is there."""
        return None if self.schema.marked else mark.made_by(self.engine.dialect)

    def cascades(self) -> list[Cascade]:
        """Return what happens by itself to rows that point at a row that is removed."""
        found: list[Cascade] = []
        with plainly(self.store, self.dialect), self.engine.connect() as connection:
            for name in self.schema.tables:
                child = f"{self.store}.{name}"
                for columns, parent, action in self.dialect.on_removal(connection, name):
                    found.append(Cascade(child, columns, f"{self.store}.{parent}", action))
        return found

    def unread(self, tables: Sequence[str]) -> tuple[list[str], str]:
        """Return which of some tables this user may not read, and what allows it."""
        with plainly(self.store, self.dialect), self.engine.connect() as connection:
            found = allowed.unread(connection, list(map(bare, tables)))
            allows = allowed.reading(connection, found) if found else ""
        return [f"{self.store}.{name}" for name in found], allows

    def unseen(self, tables: Sequence[str]) -> tuple[list[str], str]:
        """Return which of some tables this user may not even see, and what allows it."""
        with plainly(self.store, self.dialect), self.engine.connect() as connection:
            found, allows = allowed.unseen(connection, list(map(bare, tables)))
        return [f"{self.store}.{name}" for name in found], allows

    def counting_on(self, table: str) -> list[str]:
        """Return the statements that let a table give no key twice; none where a person looks."""
        with plainly(self.store, self.dialect), self.engine.connect() as connection:
            return counting_on(connection, self.dialect.name, bare(table))

    def grants(self, rights: Sequence[Rights], reader: str, keeper: str) -> list[str]:
        """Return the statements that let `reader` read and `keeper` keep this database."""
        with plainly(self.store, self.dialect), self.engine.connect() as connection:
            own = [replace(one, table=bare(one.table)) for one in rights]
            marks = [Rights(mark.NAME, remove=True, change=(), add=True)]
            allowed = [*own, *(marks if self.schema.marked else [])]
            return self.dialect.grants(connection, allowed, reader, keeper)
