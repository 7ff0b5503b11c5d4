"""A store behind SQLAlchemy: open it, read its schema, run one plan on one connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any as AnyValue
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from gestand.core.datamap.holdings import Holdings
from gestand.core.datamap.schema import Kind, Schema
from gestand.core.plan.steps import AskHuman
from gestand.errors import CannotRun, StoreBusy
from gestand.stores.keysets import Key, KeySets
from gestand.stores.reflect import reflect
from gestand.stores.render import Renderer, fold

_PRAGMAS = ("foreign_keys = ON", "busy_timeout = 5000", "cache_size = -65536")


@dataclass(frozen=True)
class SqlStore:
    """One database of the organisation; `zone` is that of its timestamps."""

    id: str
    engine: sa.Engine
    zone: str

    @classmethod
    def at(cls, identity: str, url: str, zone: str) -> SqlStore:
        """Name a database by its URL; nothing is opened yet. An odd URL raises CannotRun."""
        try:
            engine = sa.create_engine(url, poolclass=NullPool, hide_parameters=True)
        except (SQLAlchemyError, ImportError) as error:
            message = f"store `{identity}`: the url cannot be used: {type(error).__name__}"
            raise CannotRun(message) from error
        if engine.dialect.name == "sqlite":
            _own_sqlite_transactions(engine)
        return cls(identity, engine, zone)

    def reflect(self) -> Schema:
        """Return the live schema; a database that cannot be read raises CannotRun."""
        with self._plainly():
            return reflect(self.id, self.engine)

    @contextmanager
    def run(self, schema: Schema, holdings: Holdings, home: str) -> Iterator[SqlRun]:
        """Open one connection for one plan; its key sets go with it."""
        with self._plainly(), self.engine.connect() as connection:
            # Every statement is compiled once: a cache would cost more than it gives.
            plain = connection.execution_options(compiled_cache=None)
            yield SqlRun(self, plain, schema, holdings, ZoneInfo(home))

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            reason = str(error.orig)
            if "locked" in reason or "busy" in reason:
                message = f"store `{self.id}` is busy: another program is writing; try again"
                raise StoreBusy(message) from error
            message = f"store `{self.id}`: {reason}"
            raise CannotRun(message) from error


@dataclass
class SqlRun:
    """One connection to a store, with the key sets of one plan."""

    store: SqlStore
    connection: sa.Connection
    schema: Schema
    holdings: Holdings
    home: ZoneInfo
    statements: list[sa.ClauseElement] = field(default_factory=list)

    def __post_init__(self) -> None:
        names = {
            f"{self.store.id}.{name}": tuple(table.columns)
            for name, table in self.schema.tables.items()
        }
        self.sets = KeySets(self.connection, self.statements)
        self.renderer = Renderer(names, self.sets.table, self.home)

    @contextmanager
    def transaction(self, *, writing: bool) -> Iterator[None]:
        """Run one transaction; a writing one waits for others and then keeps them out."""
        self.connection.info["begin"] = "BEGIN IMMEDIATE" if writing else "BEGIN"
        with self.connection.begin():
            yield

    def execute(
        self, statement: sa.Select[AnyValue] | sa.Insert, **values: AnyValue
    ) -> sa.CursorResult[AnyValue]:
        """Run a statement, and note it for `--sql`."""
        self.statements.append(statement)
        return self.connection.execute(statement, values)

    def key_kinds(self, table: str) -> list[Kind]:
        """Return the kinds of the columns of a table's key."""
        live = self.schema.tables[table.partition(".")[2]]
        return [live.columns[name].kind for name in live.key]

    def rows_of(self, ask: AskHuman) -> Iterator[tuple[Key, Key]]:
        """Yield the key of each row in question, and the values its decision stands on."""
        row = self.renderer.row(ask.table)
        columns = [row.c[name] for name in (*ask.key, *ask.shown)]
        where = self.renderer.condition(ask.where, row)
        width = len(ask.key)
        for found in self.execute(sa.select(*columns).where(where)):
            yield tuple(found[:width]), tuple(found[width:])

    def values(self, table: str, column: str) -> Iterator[AnyValue]:
        """Yield the different values of a column that are not NULL."""
        row = self.renderer.row(table)
        wanted = sa.select(row.c[column]).distinct().where(row.c[column].is_not(None))
        yield from self.execute(wanted).scalars()

    def people_with(self, table: str, column: str, identifier: str) -> list[Key]:
        """Return the keys of the rows whose identifier is `identifier`, case and spaces aside."""
        row = self.renderer.row(table)
        key = self.schema.tables[table.partition(".")[2]].key
        same = sa.func.lower(sa.func.trim(row.c[column])) == fold(identifier)
        found = self.execute(sa.select(*(row.c[name] for name in key)).where(same))
        return [tuple(values) for values in found]

    def exists(self, table: str, key: Key) -> bool:
        """Tell whether a row with this key is there."""
        first = self.schema.tables[table.partition(".")[2]].key[0]
        return self.value(table, first, key) is not None

    def value(self, table: str, column: str, key: Key) -> AnyValue:
        """Return one value of the row with this key; None when it is NULL or there is none."""
        row = self.renderer.row(table)
        names = self.schema.tables[table.partition(".")[2]].key
        same = [row.c[name] == value for name, value in zip(names, key, strict=True)]
        return self.execute(sa.select(row.c[column]).where(*same)).scalar()

    def version(self) -> int | None:
        """Return a number that changes when somebody else writes; None when there is no such."""
        if self.connection.dialect.name != "sqlite":
            return None
        return int(self.connection.exec_driver_sql("PRAGMA data_version").scalar_one())

    def sql(self) -> Iterator[str]:
        """Yield the text of every statement that was run, in order."""
        for statement in self.statements:
            options = {"literal_binds": True}
            yield str(statement.compile(self.connection.engine, compile_kwargs=options))


def _own_sqlite_transactions(engine: sa.Engine) -> None:
    """Let the store begin its transactions itself: the driver's own habits hide them."""

    def connect(connection: AnyValue, _record: AnyValue) -> None:
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(connection.info.get("begin", "BEGIN"))

    sa.event.listen(engine, "connect", connect)
    sa.event.listen(engine, "begin", begin)
