"""A store behind SQLAlchemy: measure the steps of a plan, and carry them out in chunks.

Key sets are temporary tables of the connection. Every DELETE and UPDATE repeats its
condition in its own transaction (GROUNDS rule 23): a contract may be signed between the
plan and the deletion.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any as AnyValue
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from gestand.core.datamap.holdings import Holdings, Moment
from gestand.core.datamap.schema import Kind, Schema
from gestand.core.plan.compile import still_pointed_at
from gestand.core.plan.steps import AskHuman, End, Erase, Keep, KeepKey, Measured, Redact, Step
from gestand.core.predicate import ALWAYS, Differs
from gestand.core.reach import ROW
from gestand.errors import CannotRun, StoreBusy
from gestand.stores.dialect import calendar_day, day_after
from gestand.stores.reflect import reflect
from gestand.stores.render import Renderer, emptied_value, fold

Key = tuple[AnyValue, ...]
Earliest = dict[tuple[str, str, str], date | None]


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
            yield SqlRun(self, connection, schema, holdings, ZoneInfo(home))

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            reason = str(error.orig)
            if "locked" in reason or "busy" in reason:
                message = f"store `{self.id}` is busy: another program is writing; try again"
                raise StoreBusy(message) from error
            raise CannotRun(f"store `{self.id}`: {reason}") from error


@dataclass
class SqlRun:
    """One connection to a store, with the key sets of one plan."""

    store: SqlStore
    connection: sa.Connection
    schema: Schema
    holdings: Holdings
    home: ZoneInfo
    statements: list[sa.Executable] = field(default_factory=list)
    _sets: dict[str, sa.Table] = field(default_factory=dict)
    _sizes: dict[str, int] = field(default_factory=dict)
    _acts: dict[str, sa.Delete | sa.Update] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = {
            f"{self.store.id}.{name}": tuple(table.columns)
            for name, table in self.schema.tables.items()
        }
        self.renderer = Renderer(names, self._set, self.home)

    @contextmanager
    def transaction(self, *, writing: bool) -> Iterator[None]:
        """Run one transaction; a writing one waits for others and then keeps them out."""
        self.connection.info["begin"] = "BEGIN IMMEDIATE" if writing else "BEGIN"
        with self.connection.begin():
            yield

    def fill(self, name: str, keys: Sequence[Key], kinds: Sequence[Kind]) -> None:
        """Fill a key set with keys of the given kinds."""
        table = self._new_set(name, kinds)
        if keys:
            rows = [{f"k{n}": value for n, value in enumerate(key)} for key in keys]
            self.connection.execute(sa.insert(table), rows)

    def fill_since(self, name: str, people: Sequence[tuple[AnyValue, date]], kind: Kind) -> None:
        """Fill a key set with people, and the day on which each asked."""
        table = self._new_set(name, (kind,))
        rows = [
            {
                "k0": key,
                "before": day_after(asked, Kind.DATE, self.store.zone, self.home),
                "before_instant": day_after(asked, Kind.TIMESTAMP, self.store.zone, self.home),
            }
            for key, asked in people
        ]
        if rows:
            self.connection.execute(sa.insert(table), rows)

    def measure(self, step: Step) -> int:
        """Find the rows of a step: fill its key set, and return how many there are."""
        if isinstance(step, Erase):
            return self._measure_erase(step)
        if isinstance(step, Redact):
            return self._measure_redact(step)
        if isinstance(step, KeepKey):
            return self._sizes.get(f"idle:{step.table}", 0) - self._sizes.get(
                f"gone:{step.table}", 0
            )
        if isinstance(step, AskHuman):
            row = self.renderer.row(step.table)
            where = self.renderer.condition(step.where, row)
            counted = sa.select(sa.func.count()).select_from(row).where(where)
            return int(self._execute(counted).scalar_one())
        raise CannotRun(f"step `{step.id}` cannot be measured")

    def tally(self, table: str, keeps: Sequence[Keep]) -> tuple[list[int], int, Earliest]:
        """Count in one pass what each purpose holds in a table, and all rows in question.

        Also returns, by purpose, occasion and table, the earliest last day of what the
        table's own occasions hold.
        """
        row = self.renderer.row(table)
        lives = [self.renderer.condition(keep.where, row) for keep in keeps]
        counts = [sa.func.sum(sa.case((live, 1), else_=0)) for live in lives]
        own = [
            (keep, end, moment, term)
            for keep in keeps
            for end in keep.ends
            if not end.reach.edges and end.reach.sibling is None
            for moment, term in end.terms
        ]
        firsts = [
            sa.func.min(
                sa.case((self.renderer.condition(end.condition, row), self._moment(m, row)))
            )
            for _, end, m, _ in own
        ]
        scope = keeps[0].scope if keeps else ALWAYS
        wanted = sa.select(sa.func.count(), *counts, *firsts).select_from(row)
        found = self._execute(wanted.where(self.renderer.condition(scope, row))).one()
        earliest: Earliest = {}
        for (keep, end, moment, term), text in zip(own, found[1 + len(counts) :], strict=True):
            day = self._day(text, moment)
            name = (keep.purpose, end.reach.occasion.name, table)
            last = term.last_day(day) if day else None
            earliest[name] = min(filter(None, (earliest.get(name), last)), default=None)
        numbers = [int(value or 0) for value in found[1 : 1 + len(counts)]]
        return numbers, int(found[0]), earliest

    def last_days(self, keep: Keep) -> dict[Key, date | None]:
        """Return the last day of each row that a purpose holds; None while it is active.

        Reads the rows: for the rows of a few people only.
        """
        days: dict[Key, date | None] = {}
        for end in keep.ends:
            for found in self._execute(self._ends(keep, end)):
                key = tuple(found[: len(keep.key)])
                last = self._last_day(end, found[len(keep.key) :])
                known = days.get(key, date.min)
                days[key] = None if last is None or known is None else max(known, last)
        return days

    def rows_of(self, ask: AskHuman) -> Iterator[tuple[Key, Key]]:
        """Yield the key of each row in question, and the values its decision stands on."""
        row = self.renderer.row(ask.table)
        columns = [row.c[name] for name in (*ask.key, *ask.shown)]
        where = self.renderer.condition(ask.where, row)
        width = len(ask.key)
        for found in self._execute(sa.select(*columns).where(where)):
            yield tuple(found[:width]), tuple(found[width:])

    def keys(self, name: str, after: int, size: int) -> tuple[list[Key], int]:
        """Return the next keys of a key set after position `after`, and the last position."""
        table = self._sets[name]
        columns = [c for c in table.c if c.name.startswith("k")]
        window = sa.and_(table.c.n > after, table.c.n <= after + size)
        rows = self._execute(sa.select(*columns).where(window)).all()
        return [tuple(row) for row in rows], after + size

    def size(self, name: str) -> int:
        """Return how many keys a key set has."""
        return self._sizes.get(name, 0)

    def erase(self, step: Erase, after: int, last: int) -> int:
        """Remove the rows of one window of the key set, where the condition still holds."""
        if step.id not in self._acts:
            self._acts[step.id] = self._erase(step)
        return self._act(step.id, after, last)

    def redact(self, step: Redact, after: int, last: int) -> int:
        """Empty the cells of one window of the key set, where the condition still holds."""
        if step.id not in self._acts:
            self._acts[step.id] = self._redact(step)
        return self._act(step.id, after, last)

    def files(self, step: Erase | Redact, keys_in: str, after: int, last: int) -> list[Key]:
        """Return (column, stored name) of every file that the rows of a window name."""
        if not step.files:
            return []
        row = self.renderer.row(step.table)
        window = self._window(keys_in, step.key, row)
        columns = [row.c[name] for name in step.files]
        bounds = {"after": after, "last": last}
        found = self.connection.execute(sa.select(*columns).where(window), bounds)
        pairs = (zip(step.files, values, strict=True) for values in found)
        return [(name, value) for pair in pairs for name, value in pair if value]

    def still_named(self, table: str, column: str, names: Sequence[str]) -> set[str]:
        """Return which of the files some row of the table still names."""
        self.fill("files", [(name,) for name in names], (Kind.TEXT,))
        row = self.renderer.row(table)
        listed = sa.select(self._sets["files"].c.k0)
        wanted = sa.select(row.c[column]).distinct().where(row.c[column].in_(listed))
        return set(self._execute(wanted).scalars())

    def remaining(self, name: str, table: str, after: int, last: int) -> set[Key]:
        """Return the keys of a window of a key set whose rows are still there."""
        row = self.renderer.row(table)
        key = self.schema.tables[table.partition(".")[2]].key
        wanted = sa.select(*(row.c[part] for part in key)).where(self._window(name, key, row))
        found = self.connection.execute(wanted, {"after": after, "last": last})
        return {tuple(values) for values in found}

    def people_with(self, table: str, column: str, identifier: str) -> list[Key]:
        """Return the keys of the rows whose identifier is `identifier`, case and spaces aside."""
        row = self.renderer.row(table)
        key = self.schema.tables[table.partition(".")[2]].key
        same = sa.func.lower(sa.func.trim(row.c[column])) == fold(identifier)
        found = self._execute(sa.select(*(row.c[name] for name in key)).where(same))
        return [tuple(values) for values in found]

    def values(self, table: str, column: str) -> Iterator[AnyValue]:
        """Yield the different values of a column that are not NULL."""
        row = self.renderer.row(table)
        wanted = sa.select(row.c[column]).distinct().where(row.c[column].is_not(None))
        yield from self._execute(wanted).scalars()

    def key_kinds(self, table: str) -> list[Kind]:
        """Return the kinds of the columns of a table's key."""
        live = self.schema.tables[table.partition(".")[2]]
        return [live.columns[name].kind for name in live.key]

    def exists(self, table: str, key: Key) -> bool:
        """Tell whether a row with this key is there."""
        row = self.renderer.row(table)
        names = self.schema.tables[table.partition(".")[2]].key
        same = [row.c[name] == value for name, value in zip(names, key, strict=True)]
        wanted: sa.Select[AnyValue] = (
            sa.select(sa.literal_column("1")).select_from(row).where(*same)
        )
        return self._execute(wanted).first() is not None

    def sql(self) -> Iterator[str]:
        """Yield the text of every statement that was run, in order."""
        for statement in self.statements:
            compiled = statement.compile(  # type: ignore[attr-defined]  # all are clauses
                self.connection.engine, compile_kwargs={"literal_binds": True}
            )
            yield str(compiled)

    def _act(self, step: str, after: int, last: int) -> int:
        done = self.connection.execute(self._acts[step], {"after": after, "last": last})
        return int(done.rowcount)

    def _erase(self, step: Erase) -> sa.Delete:
        row = self.renderer.row(step.table)
        where = self.renderer.condition(step.where, row)
        pointed = still_pointed_at(step, self.holdings, planned=False)
        stays = sa.or_(
            self.renderer.condition(step.pinned, row), self.renderer.condition(pointed, row)
        )
        window = self._window(f"gone:{step.table}", step.key, row)
        return sa.delete(row).where(window, where, sa.not_(stays))

    def _redact(self, step: Redact) -> sa.Update:
        row = self.renderer.row(step.table)
        where = self.renderer.condition(step.where, row)
        differs = self.renderer.condition(Differs(ROW, step.key, step.changes), row)
        values = {c.column: emptied_value(c, step.key, row) for c in step.changes}
        window = self._window(step.id, step.key, row)
        return sa.update(row).where(window, where, differs).values(values)

    def _measure_erase(self, step: Erase) -> int:
        row = self.renderer.row(step.table)
        where = self.renderer.condition(step.where, row)
        idle = self._collect(f"idle:{step.table}", step.key, row, where)
        pointed = still_pointed_at(step, self.holdings, planned=True)
        among = self._within(f"idle:{step.table}", step.key, row)
        stays = sa.or_(
            self.renderer.condition(step.pinned, row), self.renderer.condition(pointed, row)
        )
        if not idle:
            stays = sa.true()
        return self._collect(f"gone:{step.table}", step.key, row, sa.and_(among, sa.not_(stays)))

    def _measure_redact(self, step: Redact) -> int:
        row = self.renderer.row(step.table)
        differs = self.renderer.condition(Differs(ROW, step.key, step.changes), row)
        if step.first:
            where = self.renderer.condition(step.where, row)
            return self._collect(step.id, step.key, row, sa.and_(where, differs))
        going = self._within(f"gone:{step.table}", step.key, row)
        if step.whole:
            where = self._within(f"idle:{step.table}", step.key, row)
        else:
            where = self.renderer.condition(step.where, row)
        return self._collect(step.id, step.key, row, sa.and_(where, sa.not_(going), differs))

    def _collect(
        self, name: str, key: tuple[str, ...], row: sa.FromClause, where: sa.ColumnElement[bool]
    ) -> int:
        columns = self.schema.tables[name.split(":")[1].partition(".")[2]].columns
        table = self._new_set(name, [columns[part].kind for part in key])
        select = sa.select(*(row.c[part] for part in key)).where(where)
        names = [f"k{n}" for n in range(len(key))]
        done = self._execute(sa.insert(table).from_select(names, select))
        self._sizes[name] = int(done.rowcount)
        return self._sizes[name]

    def _window(
        self, name: str, key: tuple[str, ...], row: sa.FromClause
    ) -> sa.ColumnElement[bool]:
        """Return where the key stands in the window `:after` to `:last` of a key set."""
        n = self._sets[name].c.n
        after = sa.bindparam("after", type_=sa.Integer)
        last = sa.bindparam("last", type_=sa.Integer)
        return self._within(name, key, row, n > after, n <= last)

    def _within(
        self,
        name: str,
        key: tuple[str, ...],
        row: sa.FromClause,
        *where: sa.ColumnElement[bool],
    ) -> sa.ColumnElement[bool]:
        table = self._sets[name]
        wanted = sa.select(*(table.c[f"k{n}"] for n in range(len(key)))).where(*where)
        own = [row.c[part] for part in key]
        return (own[0] if len(own) == 1 else sa.tuple_(*own)).in_(wanted)

    def _ends(self, keep: Keep, end: End) -> sa.Select[AnyValue]:
        row = self.renderer.row(keep.table)
        scope: dict[str, sa.FromClause] = {ROW: row}
        joined = [self.renderer.condition(keep.scope, row)]
        for alias, table, pairs in end.reach.joins():
            inner = self.renderer.row(table).alias(f"j_{alias}")
            joined += [inner.c[name] == self.renderer.column(o, scope) for o, name in pairs]
            scope[alias] = inner
        joined.append(self.renderer.render(end.condition, scope))
        occasion = scope[end.reach.alias]
        moments = [self._moment(moment, occasion) for moment, _ in end.terms]
        moments += [row.c[moment.column] for moment in end.reach.until]
        keys = [row.c[name] for name in keep.key]
        return sa.select(*keys, *moments).select_from(*scope.values()).where(*joined)

    def _last_day(self, end: End, texts: Sequence[AnyValue]) -> date | None:
        until = [(m, end.terms[0][1]) for m in end.reach.until] if end.terms else []
        days = [
            term.last_day(day)
            for (moment, term), text in zip((*end.terms, *until), texts, strict=True)
            if (day := self._day(text, moment)) is not None
        ]
        return min(days, default=None)

    def _moment(self, moment: Moment, row: sa.FromClause) -> sa.ColumnElement[AnyValue]:
        edge = moment.edge
        if edge is None:
            return row.c[moment.column]
        there = edge.child if moment.reverse else edge.parent
        other = self.renderer.row(there).alias(f"m_{moment.column}")
        own, theirs = edge.columns, edge.parent_columns
        if moment.reverse:
            own, theirs = theirs, own
        same = [other.c[t] == row.c[o] for o, t in zip(own, theirs, strict=True)]
        first = sa.select(sa.func.min(other.c[moment.column])).where(*same)
        return first.correlate_except(other).scalar_subquery()

    def _day(self, text: AnyValue, moment: Moment) -> date | None:
        if text is None:
            return None
        return calendar_day(str(text), moment.kind, moment.zone, self.home)

    def _set(self, name: str) -> sa.FromClause:
        if name not in self._sets:
            self._new_set(name, (Kind.INTEGER,))
        return self._sets[name]

    def _new_set(self, name: str, kinds: Sequence[Kind]) -> sa.Table:
        if name in self._sets:
            self.connection.execute(sa.delete(self._sets[name]))
            self._sizes[name] = 0
            return self._sets[name]
        types: dict[Kind, sa.types.TypeEngine[AnyValue]] = {Kind.INTEGER: sa.BigInteger()}
        columns: list[sa.Column[AnyValue]] = [
            sa.Column(f"k{n}", types.get(kind, sa.Text())) for n, kind in enumerate(kinds)
        ]
        table = sa.Table(
            f"gestand_{len(self._sets) + 1}",
            sa.MetaData(),
            sa.Column("n", sa.Integer(), primary_key=True),
            *columns,
            sa.Column("before", sa.String(10)),
            sa.Column("before_instant", sa.String(19)),
            prefixes=["TEMPORARY"],
        )
        table.create(self.connection)
        self._sets[name] = table
        return table

    def _execute(self, statement: sa.Executable) -> sa.CursorResult[AnyValue]:
        self.statements.append(statement)
        return self.connection.execute(statement)


def _own_sqlite_transactions(engine: sa.Engine) -> None:
    """Let the store begin its transactions itself: the driver's own habits hide them."""

    def connect(connection: AnyValue, _record: AnyValue) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA busy_timeout = 5000")

    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(connection.info.get("begin", "BEGIN"))

    sa.event.listen(engine, "connect", connect)
    sa.event.listen(engine, "begin", begin)
