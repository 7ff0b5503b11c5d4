"""A store behind SQLAlchemy: open it, read its schema, run one plan on one connection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any as AnyValue
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from gestand.core.datamap.holdings import Holdings
from gestand.core.datamap.schema import Schema
from gestand.core.plan.steps import Read
from gestand.errors import CannotRun
from gestand.stores.act import SqlAct
from gestand.stores.base import Run
from gestand.stores.measure import SqlMeasure
from gestand.stores.reflect import reflect
from gestand.stores.run import Connected, plainly
from gestand.stores.told import SqlTold

_PRAGMAS = ("foreign_keys = ON", "busy_timeout = 5000", "cache_size = -32768")


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
        with plainly(self.id):
            return reflect(self.id, self.engine)

    @contextmanager
    def run(self, schema: Schema, holdings: Holdings, home: str) -> Iterator[Run]:
        """Open one connection for one plan; its key sets go with it."""
        with plainly(self.id), self.engine.connect() as connection:
            # Every statement is compiled once: a cache would cost more than it gives.
            plain = connection.execution_options(compiled_cache=None)
            yield SqlRun(self.id, self.zone, plain, schema, holdings, ZoneInfo(home))


@dataclass
class SqlRun(Connected):
    """A connection that measures and carries out."""

    def measure(self) -> SqlMeasure:
        """Return what measures the steps of a plan on this connection."""
        return SqlMeasure(self)

    def told(self, steps: Sequence[Read]) -> SqlTold:
        """Return what reads the rows of `steps`, made ready before the first row is read."""
        return SqlTold(self, steps)

    def act(self, planned_at: int | None) -> SqlAct:
        """Return what carries out steps that were measured at the store's version then."""
        return SqlAct(self, planned_at)


def _own_sqlite_transactions(engine: sa.Engine) -> None:
    """Let the store begin its transactions itself: the driver's own habits hide them."""

    def connect(connection: AnyValue, _record: AnyValue) -> None:
        connection.isolation_level = None
        # The driver stops at a text that is no UTF-8, and shows it in its message.
        connection.text_factory = partial(str, encoding="utf-8", errors="replace")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(connection.info.get("begin", "BEGIN"))

    sa.event.listen(engine, "connect", connect)
    sa.event.listen(engine, "begin", begin)
