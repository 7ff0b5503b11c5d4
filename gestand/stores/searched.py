"""Look through all of a database for identifiers: every table, whatever the data map says of it.

Each table is read once, and the database itself picks the rows in which something is LIKE an
identifier; only these come out, a few at a time, in a transaction that changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any as AnyValue

import sqlalchemy as sa

from gestand.core.datamap.schema import Column, Kind, Table
from gestand.core.residue import packed
from gestand.core.residue.blocks import form_in_blocks
from gestand.core.residue.forms import Form, Sought
from gestand.stores.base import BESIDE, FEW, Key, RowFound
from gestand.stores.dialect import Dialect
from gestand.stores.dialects.searching import READ_ONLY, Holds, holds, like_one, shown
from gestand.stores.expressions import Stored
from gestand.stores.run import plainly

_AT_ONCE = 20
"""How many rows are in memory: each may hold a large value."""


@dataclass(frozen=True)
class SqlSearch:
    """One connection to a database that is looked through for `sought`."""

    store: str
    dialect: Dialect
    connection: sa.Connection
    sought: Sequence[Sought]

    def rows(self, table: Table) -> Iterator[RowFound]:
        """Yield the rows of a table in which an identifier stands, and where and how."""
        columns = dict(self._columns(table))
        if not columns:
            return
        row = _row(table)
        likes = [*(like for each in self.sought for like in each.likes), *packed.LIKES]
        byte_likes = [like for each in self.sought for like in each.byte_likes]
        byte_likes += packed.BYTE_LIKES
        where = [like_one(row.c[name], what, likes, byte_likes) for name, what in columns.items()]
        values = [shown(row.c[name], what) for name, what in columns.items()]
        wanted = sa.select(*(row.c[name] for name in table.key), *values).where(sa.or_(*where))
        with plainly(self.store, self.dialect):
            options = {"yield_per": _AT_ONCE}
            for found in self.connection.execute(wanted, execution_options=options):
                key, told = tuple(found[: len(table.key)]), found[len(table.key) :]
                forms = dict(self._forms(zip(columns, told, strict=True)))
                if forms:
                    yield RowFound(key, forms)

    def copies(self) -> list[Table]:
        """Return what keeps copies of rows and is no table: materialized views."""
        if self.dialect.name != "postgresql":
            return []
        with plainly(self.store, self.dialect):
            looked = sa.inspect(self.connection)
            names = sorted(looked.get_materialized_view_names())
            return [Table(name, _columns_of(looked.get_columns(name)), ()) for name in names]

    def beside(self) -> list[Table]:
        """Return the tables in which keys of people stand beside views of purposes."""
        with plainly(self.store, self.dialect):
            looked = sa.inspect(self.connection)
            names = sorted(n for n in looked.get_table_names() if n.startswith(f"{BESIDE}_"))
            found = {name: _columns_of(looked.get_columns(name)) for name in names}
        keys = {name: tuple(c for c in found[name] if c.startswith("k")) for name in names}
        return [Table(name, found[name], keys[name]) for name in names]

    def naming(
        self, table: Table, column: str, names: Sequence[str]
    ) -> Iterator[tuple[str, Key]]:
        """Yield each of the names that stand in a column, with the key of a row that has it."""
        row = _row(table)
        asked = sa.select(row.c[column], *(row.c[name] for name in table.key))
        with plainly(self.store, self.dialect):
            for first in range(0, len(names), FEW):
                wanted = row.c[column].in_(names[first : first + FEW])
                for name, *key in self.connection.execute(asked.where(wanted)):
                    yield str(name), tuple(key)

    def _columns(self, table: Table) -> Iterator[tuple[str, Holds]]:
        numbers = any(each.is_number for each in self.sought)
        for name, column in table.columns.items():
            what = holds(self.dialect.name, column, numbers=numbers)
            if what is not None:
                yield name, what

    def _forms(self, values: Iterator[tuple[str, AnyValue]]) -> Iterator[tuple[str, Form]]:
        for name, value in values:
            form = next(filter(None, (_form(each, value) for each in self.sought)), None)
            if form is not None:
                yield name, form


def _columns_of(reflected: Sequence[Mapping[str, AnyValue]]) -> dict[str, Column]:
    told = ((each["name"], str(each["type"])) for each in reflected)
    return {name: Column(name, Kind.OTHER, declared=words) for name, words in told}


def _row(table: Table) -> sa.TableClause:
    return sa.table(table.name, *(sa.column(n, Stored(c)) for n, c in table.columns.items()))


def _form(sought: Sought, value: AnyValue) -> Form | None:
    if value is None:
        return None
    if isinstance(value, bytes | bytearray | memoryview):
        data = bytes(value)
        return sought.form_in_bytes(data) or _packed(sought, packed.unpacked(data))
    text = str(value)
    return sought.form_in(text) or _packed(sought, packed.unpacked_in_text(text))


def _packed(sought: Sought, streams: Iterator[Iterator[bytes]]) -> Form | None:
    found = any(form_in_blocks([sought], blocks) for blocks in streams)
    return Form.PACKED if found else None


@contextmanager
def searching(
    store: str, engine: sa.Engine, dialect: Dialect, sought: Sequence[Sought]
) -> Iterator[SqlSearch]:
    """Open one connection, and one transaction in which nothing can be changed."""
    with plainly(store, dialect), engine.connect() as connection:
        connection = connection.execution_options(compiled_cache=None)
        connection.info["begin"] = READ_ONLY[dialect.name]
        with connection.begin():
            yield SqlSearch(store, dialect, connection, sought)
