"""A store behind SQLAlchemy: open it, read its schema, run one plan on one connection."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from gestand.core.datamap.holdings import Holdings
from gestand.core.datamap.schema import Schema
from gestand.core.plan.steps import Read
from gestand.core.recent import Recent
from gestand.core.residue.forms import Sought
from gestand.core.residue.physical import Below
from gestand.errors import CannotRun
from gestand.stores import allowed
from gestand.stores.act import SqlAct
from gestand.stores.base import Ready, Run
from gestand.stores.below import below
from gestand.stores.care import SqlCare
from gestand.stores.dialect import Dialect, MadeSet
from gestand.stores.dialects import at_url, documents
from gestand.stores.dialects.inherited import tell_apart
from gestand.stores.images import SqlImages
from gestand.stores.kept import Kept
from gestand.stores.measure import SqlMeasure
from gestand.stores.reflect import reflect
from gestand.stores.run import Connected, plainly
from gestand.stores.sampled import SqlSamples, sampling
from gestand.stores.searched import SqlSearch, searching
from gestand.stores.told import SqlTold
from gestand.stores.views import SqlViews

_READ = Recent[Schema](most=32)
"""The schemas that were read last, by all that they were read from."""


@dataclass(frozen=True)
class SqlStore:
    """One database of the organisation; `zone` is that of its timestamps."""

    id: str
    engine: sa.Engine
    dialect: Dialect
    zone: str
    kept: Kept = field(default_factory=Kept, compare=False, repr=False)

    @classmethod
    def at(cls, identity: str, url: str, zone: str) -> SqlStore:
        """Name a database by its URL; nothing is opened yet. An odd URL raises CannotRun."""
        try:
            dialect, with_driver = at_url(url)
            engine = sa.create_engine(with_driver, poolclass=NullPool, hide_parameters=True)
        except (SQLAlchemyError, ImportError) as error:
            message = f"store `{identity}`: the url cannot be used: {type(error).__name__}"
            raise CannotRun(message) from error
        dialect.prepare(engine)
        _own_errors(engine, identity)
        _own_transactions(engine, dialect)
        return cls(identity, engine, dialect, zone)

    def reflect(self, written: Hashable = None) -> Schema:
        """Return the live schema; a database that cannot be read raises CannotRun.

        `written` is how it is written where a run has just looked.
        """
        with plainly(self.id, self.dialect):
            written = self._written_schema() if written is None else written
            key = (self.id, self.dialect.name, written)
            known = None if written is None else _READ.known(key)
            schema = reflect(self.id, self.engine, self.dialect) if known is None else known
            tell_apart(self.engine, [t.name for t in schema.tables.values() if t.inherited])
            if known is not None:
                return known
            # It may have changed while it was read.
            if written is not None and self._written_schema() == written:
                _READ.keep(key, schema)
            return schema

    def kept_open(self) -> AbstractContextManager[None]:
        """Let connections to a server wait for the next plan within the block."""
        return self.kept.open()

    def _written_schema(self) -> Hashable:
        with self._unmarked() as connection, connection.begin():
            return self.dialect.written_schema(connection)

    def _unmarked(self) -> AbstractContextManager[sa.Connection]:
        """Give a connection on which nothing is made, so that there is nothing to clear."""
        # Of SQLite no connection waits.
        return self.kept.one(self.engine.connect, lambda _: self.dialect.name != "sqlite")

    def care(self, schema: Schema) -> SqlCare:
        """Return what looks the database over for an administrator."""
        return SqlCare(self.id, self.engine, self.dialect, schema)

    def allows(self) -> str:
        """Return what lets this user see the tables, where they see none; nothing where unknown."""
        with plainly(self.id, self.dialect), self._unmarked() as connection:
            return allowed.everything(connection)

    def search(self, sought: Sequence[Sought]) -> AbstractContextManager[SqlSearch]:
        """Open one connection to look for identifiers in all tables, in one transaction."""
        return searching(self.id, self.engine, self.dialect, sought)

    def samples(self, most: int) -> AbstractContextManager[SqlSamples]:
        """Open one connection to look at a few values of each column, in one transaction."""
        return sampling(self.id, self.engine, self.dialect, most)

    def below(self, sought: Sequence[Sought]) -> Below:
        """Return what is known below the tables; the bytes of a file are looked through."""
        return below(self.id, self._unmarked(), self.dialect, sought)

    @contextmanager
    def run(
        self,
        schema: Schema,
        holdings: Holdings,
        home: str,
        secret: bytes = b"",
        ready: Ready | None = None,
    ) -> Iterator[Run]:
        """Open one connection for one plan; its key sets go with it."""
        made: list[MadeSet] = []
        one = self.kept.one(self.engine.connect, lambda used: self.dialect.cleared(used, made))
        with plainly(self.id, self.dialect), one as connection:
            # Every statement is compiled once: a cache would cost more than it gives. How many
            # rows an INSERT found is how many go: some drivers forget that once it has run.
            plain = connection.execution_options(compiled_cache=None, preserve_rowcount=True)
            home_zone = ZoneInfo(home)
            if any(table.documents for table in holdings.tables.values() if table.store == self.id):
                documents.ready(plain)
            at = (self.id, self.zone, self.dialect, plain)
            ready = Ready() if ready is None else ready
            run = SqlRun(*at, schema, holdings, home_zone, secret=secret, ready=ready)
            yield run
            made += run.sets.every()


@dataclass
class SqlRun(Connected):
    """A connection that measures and carries out."""

    def measure(self) -> SqlMeasure:
        """Return what measures the steps of a plan on this connection."""
        return SqlMeasure(self)

    def told(self, steps: Sequence[Read]) -> SqlTold:
        """Return what reads the rows of `steps`, made ready before the first row is read."""
        return SqlTold(self, steps)

    def images(self) -> SqlImages:
        """Return what reads rows as they are, value for value, and puts them back."""
        return SqlImages(self)

    def act(self, *, as_planned: bool) -> SqlAct:
        """Return what carries out steps: as planned, or with every condition asked again."""
        return SqlAct(self, as_planned)

    def views(self) -> SqlViews:
        """Return what writes views of purposes, and makes them in this store."""
        return SqlViews(self)


def _own_errors(engine: sa.Engine, identity: str) -> None:
    """Write on each error of the driver whose it is: several stores are open at once."""

    def note(context: sa.engine.ExceptionContext) -> None:
        if identity not in getattr(context.original_exception, "__notes__", ()):
            context.original_exception.add_note(identity)

    sa.event.listen(engine, "handle_error", note)


def _own_transactions(engine: sa.Engine, dialect: Dialect) -> None:
    """Let the store begin its transactions itself: each driver has habits of its own."""

    def begin(connection: sa.Connection) -> None:
        begun = connection.info.get("begin") or dialect.begin(connection, writing=False)
        dialect.start(connection, begun)

    sa.event.listen(engine, "begin", begin)
