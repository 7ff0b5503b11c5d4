"""One connection to a store, with the key sets of one plan."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any as AnyValue
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from gestand.core.datamap.holdings import Holdings, Moment, moment_columns
from gestand.core.datamap.schema import Column, Kind, Schema, Table, plain_text
from gestand.core.facts import folded_text
from gestand.core.names import bare
from gestand.core.plan.abroad import Abroad, taken_as
from gestand.core.plan.led import Led
from gestand.core.plan.shown import Beside
from gestand.core.plan.steps import AskHuman, Survey
from gestand.core.plan.unfinished import Unfinished
from gestand.core.predicate import ALWAYS, Predicate
from gestand.core.reach import ROW
from gestand.errors import CannotRun, StoreBusy, StoreLost
from gestand.stores import mark, tallied
from gestand.stores.abroad import BATCH, as_texts, normalised
from gestand.stores.again import Asked, Shown
from gestand.stores.base import FEW, Key, Ready
from gestand.stores.cut_offs import CutOffs
from gestand.stores.dialect import Answer, Dialect, calendar_day
from gestand.stores.expressions import Folded, day_or_none
from gestand.stores.gathered import gathered
from gestand.stores.keysets import TAKEN, KeySets
from gestand.stores.marks import counted
from gestand.stores.render import Renderer

_COLUMNS = 1_000
"""So many columns has an answer at most: PostgreSQL gives no more than 1,664, SQLite 2,000."""


@contextmanager
def plainly(store: str, dialect: Dialect) -> Iterator[None]:
    """Turn an error of the database behind `store` into a plain one."""
    try:
        yield
    except DBAPIError as error:
        if store not in getattr(error.orig, "__notes__", (store,)):
            raise  # of another store that is open as well, further out
        told = dialect.told(error)
        if told.busy:
            message = f"store `{store}` is busy: {told.reason}; try again"
            raise StoreBusy(message, store, told.reason) from error
        message = f"store `{store}`: {told.reason}"
        if told.lost:
            raise StoreLost(message, store, told.reason) from error
        raise CannotRun(message) from error


@dataclass
class Connected:
    """One connection to a store, with the key sets of one plan; `secret` is that of pseudonyms."""

    store: str
    zone: str
    dialect: Dialect
    connection: sa.Connection
    schema: Schema
    holdings: Holdings
    home: ZoneInfo
    statements: list[Shown] = field(default_factory=list)
    secret: bytes = field(default=b"", repr=False)
    ready: Ready = field(default_factory=Ready, repr=False)
    lost: bool = False
    """Whether the connection was lost: another one would have none of the key sets."""
    first: int | None = None
    """The version of the store when it was first asked for: when the plan was about to be read."""

    def __post_init__(self) -> None:
        self.tables = {f"{self.store}.{name}": live for name, live in self.schema.tables.items()}
        self.taken: dict[str, str] = {}
        self.counted: dict[str, int] = {}
        """How many rows a table had when all of it was read."""
        columns = {name: table.columns for name, table in self.tables.items()}
        self.columns: dict[str, Mapping[str, Column]] = columns
        self.sets = KeySets(self.connection, self.dialect, self.statements, self.ready)
        self.renderer = Renderer(
            self.columns,
            self.sets.table,
            self.home,
            self.connection.dialect,
            named=self.taken,
            secret=self.secret,
            asks_alone=self.dialect.asks_alone,
            known=self.ready.phrases,
        )

    @contextmanager
    def transaction(self, *, writing: bool) -> Iterator[None]:
        """Run one transaction; a writing one waits for others and then keeps them out."""
        # Here it is still known whose error it is: several stores are open at once.
        with self._losing(), plainly(self.store, self.dialect):
            begin = self.dialect.begin(self.connection, writing=writing, since=self.first)
            self.connection.info["begin"] = begin
            before = self.renderer
            try:
                with self.connection.begin(), self.sets.undone_together():
                    yield
                    self._ending(writing=writing)
            finally:
                self.renderer = before  # what was seen of dates, others may change from now on
            if self.counted:
                self.dialect.ended(self.connection)

    def _ending(self, *, writing: bool) -> None:
        # Where it only read, and no key set was ever made here, nothing was written.
        if writing or self.sets.made:
            self.dialect.ending(self.connection)

    def plainly(self) -> AbstractContextManager[None]:
        """Turn an error of the database within a block into a plain one that names the store."""
        return plainly(self.store, self.dialect)

    def written_schema(self) -> Hashable:
        """Return how the schema is written now, in an open transaction; None where nobody asks."""
        with self.plainly():
            return self.dialect.written_schema(self.connection)

    def interrupt(self) -> None:
        """Let the statement that runs here, in another thread, end with an error."""
        with suppress(SQLAlchemyError):  # where the server is gone, so is the statement
            self.dialect.interrupt(self.connection)

    @contextmanager
    def _losing(self) -> Iterator[None]:
        """Remember that the connection was lost, and refuse to go on with another one."""
        if self.lost:
            reason = "the connection was lost"
            message = f"store `{self.store}`: {reason}"
            raise StoreLost(message, self.store, reason)
        try:
            yield
        except StoreLost as error:
            self.lost = error.store == self.store
            raise

    def leave_mark(self, text: str, instead_of: str) -> bool:
        """Leave a mark in the open transaction; False where the store has no table for it."""
        if self.schema.marked:
            mark.leave(self.connection, text, instead_of)
        return self.schema.marked

    def marks(self) -> frozenset[str] | None:
        """Return every mark that was left in the store; None where it has no table for them."""
        return mark.every(self.connection) if self.schema.marked else None

    def overwritten(self) -> bool:
        """See to it that what was removed is gone from the store's files too; False where not."""
        with plainly(self.store, self.dialect):
            return self.dialect.overwritten(self.connection)

    def kept(self, text: str) -> bool | None:
        """Tell whether the transaction with this mark was kept; None where nobody can tell."""
        if not self.schema.marked:
            return None
        self.connection.info["begin"] = self.dialect.begin(self.connection, writing=True)
        with plainly(self.store, self.dialect):
            transaction = self.connection.begin()
            try:
                return mark.is_there(self.connection, text)
            finally:
                transaction.rollback()

    def fill(self, name: str, keys: Iterable[Key], columns: Sequence[Column]) -> None:
        """Fill a key set with the given keys, which are values of `columns`."""
        self.sets.fill(name, keys, [self._here(column) for column in columns])

    def keys_of(self, name: str, width: int) -> Iterator[Key]:
        """Yield the keys of a key set, each of `width` columns."""
        return self.sets.keys(name, width)

    def count(self, table: str, where: Predicate = ALWAYS) -> int:
        """Return how many rows of a table meet a condition."""
        row = self.renderer.row(table)
        every = sa.select(sa.func.count()).select_from(row)
        return int(self.execute(self._meeting(every, where, row)).scalar_one())

    def left(self, unfinished: Sequence[Unfinished]) -> Sequence[int]:
        """Return how many rows are left to each step, in one question; 1 where not counted.

        Of very many steps it takes several questions: no database answers any number of columns.
        """
        found: list[int] = []
        for start in range(0, len(unfinished), _COLUMNS):
            part = tuple(unfinished[start : start + _COLUMNS])
            asked = Asked(partial(self._asking_left, part), part)
            found += map(int, self.again("what is left", asked).one())
        return found

    def _asking_left(self, unfinished: Sequence[Unfinished]) -> sa.Select[AnyValue]:
        found = [self._left(each).label(f"n{n}") for n, each in enumerate(unfinished)]
        return sa.Select[AnyValue](*found)

    def _left(self, each: Unfinished) -> sa.ColumnElement[int]:
        row = self.renderer.row(each.table)
        wanted = sa.func.count() if each.counted else sa.literal_column("1")
        found = self._meeting(sa.select(wanted).select_from(row), each.where, row)
        return found.scalar_subquery() if each.counted else sa.case((found.exists(), 1), else_=0)

    def trust_dates(self) -> None:
        """Look once which moments hold nothing but dates; in this transaction it counts."""
        dates: set[tuple[str, str]] = set()
        for table, names in moment_columns(self.holdings, self.store).items():
            row = self.renderer.row(table)
            odd = [counted(sa.not_(day_or_none(row.c[name]))) for name in names]
            found = self.execute(sa.select(*odd).select_from(row)).one()
            dates |= {(bare(table), name) for name, n in zip(names, found, strict=True) if not n}
        self.renderer = self.renderer.trusting(frozenset(dates))

    def counts(self, table: str, wheres: Sequence[Predicate]) -> tuple[int, ...]:
        """Return how many rows of a table meet each of some conditions, read once.

        All rows are asked, so that whom a link leads to is listed once, for every such question.
        """
        row = self.renderer.row(table)
        keyed = self.renderer.keyed(self.sets, self.tables)
        joining = keyed.joining(row, self.tables)
        asked = [counted(joining.condition(where, row)) for where in wheres]
        every = sa.select(sa.func.count(), *asked).select_from(joining.source(row))
        return tuple(map(int, self.execute(every).one()[1:]))

    def filled(self, table: str, names: Sequence[str]) -> frozenset[str]:
        """Return which columns are not NULL in every row; a row that tells is enough."""
        row = self.renderer.row(table)
        told = (sa.exists().where(row.c[name].is_not(None)) for name in names)
        asked: list[sa.ColumnElement[AnyValue]] = [sa.type_coerce(one, sa.Boolean) for one in told]
        found: Sequence[AnyValue] = self.execute(sa.select(*asked)).one() if asked else ()
        return frozenset(name for name, said in zip(names, found, strict=True) if said)

    def tally(
        self, table: str, ladders: Sequence[Sequence[Predicate]], where: Predicate = ALWAYS
    ) -> dict[tuple[int, ...], int]:
        """Return how many rows that meet `where` there are of each kind, as `Run` says."""
        row = self.renderer.row(table)
        joining = self.renderer.joining(row, self.tables)
        told = [[joining.condition(one, row) for one in steps] for steps in ladders]
        kinds = tallied.kinds(told)
        wanted = [] if where == ALWAYS else [joining.condition(where, row)]
        source = joining.source(row)
        each = sa.select(*kinds.columns).select_from(source).where(*wanted).subquery()
        asked = sa.select(*each.c, sa.func.count()).select_from(each).group_by(*each.c)
        found: dict[tuple[int, ...], int] = {}
        for line in self.execute(asked):
            found[kinds.read(line[:-1])] = int(line[-1])
        return found

    def _meeting(
        self, asked: sa.Select[AnyValue], where: Predicate, row: sa.TableClause
    ) -> sa.Select[AnyValue]:
        return asked if where == ALWAYS else asked.where(self.renderer.condition(where, row))

    def rows_out(
        self, table: str, names: Sequence[str], where: Predicate = ALWAYS
    ) -> Iterator[list[Key]]:
        """Yield some columns of rows that meet a condition, as every store writes them, in batches.

        What was taken in from another store comes in the order in which it was taken.
        """
        row, like = self.renderer.row(table), [self.columns[table][name] for name in names]
        wanted = self._meeting(sa.select(*(row.c[name] for name in names)), where, row)
        if table in self.taken:
            wanted = wanted.order_by(sa.column(TAKEN))
        self.statements.append(wanted)
        found = self.connection.execute(wanted, execution_options={"yield_per": BATCH})
        try:
            for part in found.partitions():
                yield normalised(list(map(tuple, part)), like)
        except ValueError as error:
            message = f"store `{self.store}`: `{table}` has a number that is none"
            raise CannotRun(message) from error

    def ends_of(self, led: Led) -> Iterator[Key]:
        """Yield, each once, the values that lead to rows of the last table of `led`."""
        row = self.renderer.row(led.table)
        scope: dict[str, sa.FromClause] = {ROW: row}
        where, tables = [self.renderer.condition(led.scope, row)], {ROW: led.table}
        for number, (alias, table, pairs) in enumerate(led.joins[:-1], start=1):
            other = self.renderer.row(table).alias(f"w{number}")
            where += [other.c[name] == self.renderer.column(outer, scope) for outer, name in pairs]
            scope[alias], tables[alias] = other, table
        ends = [outer for outer, _ in led.joins[-1][2]]
        columns = [self.renderer.column(end, scope) for end in ends]
        where += [column.is_not(None) for column in columns]
        asked = sa.select(*columns).select_from(*scope.values()).where(*where).distinct()
        like = [self.columns[tables[end.alias]][end.name] for end in ends]
        found = self.execute(asked)
        try:
            yield from normalised(list(map(tuple, found)), like)
        except ValueError as error:
            message = f"store `{self.store}`: `{led.table}` leads to a number that is none"
            raise CannotRun(message) from error

    def take_in(self, abroad: Abroad, dialect: str, live: Table, rows: Iterable[list[Key]]) -> None:
        """Take in the rows of a table of another store; later questions look at these."""
        same = dialect == self.dialect.name
        columns = {name: taken_as(live.columns[name], same_kind=same) for name in abroad.columns}
        free = {*abroad.columns} - {*abroad.compared}
        places = [
            place for place, name in enumerate(abroad.columns)
            if name in free and live.columns[name].kind is Kind.BLOB
        ]  # fmt: skip
        rows = (as_texts(batch, places) for batch in rows) if places else rows
        table = self.sets.take_in(f"taken:{abroad.table}", columns, abroad.compared, rows)
        self.columns[abroad.table] = columns
        self.tables[abroad.table] = Table(table.name, columns, live.key)
        self.taken[abroad.table] = table.name

    def fill_since(
        self, name: str, people: Sequence[tuple[AnyValue, date]], column: Column
    ) -> None:
        """Fill a key set with people, each with the day on which they asked."""
        moments = [m for occasion in self.holdings.occasions for m in occasion.all_moments()]
        cut_offs = CutOffs.of(self.zone, moments)
        self.sets.fill_since(name, people, self._here(column), cut_offs, self.home)

    def execute(
        self, statement: sa.Select[AnyValue] | sa.Insert, **values: AnyValue
    ) -> sa.CursorResult[AnyValue]:
        """Run a statement, and note it for `--sql`."""
        self.statements.append(statement)
        return self.connection.execute(statement, values)

    def again(
        self, what: str, asked: Asked, *, shown: bool = True, **values: AnyValue
    ) -> Answer:
        """Run the statement that does `what`; it is made once for all who run this program."""
        return self.sets.again.run(what, asked, shown=shown, **values)

    def _here(self, column: Column) -> Column:
        """Return a column without the words of another store: they may be no words here."""
        tables = self.schema.tables.values()
        own = any(column == table.columns.get(column.name) for table in tables)
        return column if own else replace(column, declared="")

    def key_columns(self, table: str) -> list[Column]:
        """Return the columns of a table's key."""
        live = self.schema.tables[bare(table)]
        return [live.columns[name] for name in live.key]

    def rows_of(self, ask: AskHuman) -> Iterator[tuple[Key, Key]]:
        """Yield the key of each row in question, and the values its decision stands on."""
        row = self.renderer.row(ask.table)
        columns = [row.c[name] for name in (*ask.key, *ask.shown)]
        where = self.renderer.condition(ask.where, row)
        beside = [self._beside(ask, there) for there in ask.beside]
        width = len(ask.key)
        for found in self.execute(sa.select(*columns).where(where)):
            key = tuple(found[:width])
            others = (tuple(sorted(rows.get(key, ()), key=repr)) for rows in beside)
            yield key, (*found[width:], *others)

    def _beside(self, ask: AskHuman, there: Beside) -> dict[Key, list[Key]]:
        """Return, by the key of a row in question, what stands in other rows it leads to."""
        row = self.renderer.row(ask.table)
        scope: dict[str, sa.FromClause] = {ROW: row}
        where = [self.renderer.condition(ask.where, row)]
        for alias, table, pairs in there.joins:
            other = self.renderer.row(table).alias(f"b_{alias}")
            where += [other.c[name] == self.renderer.column(outer, scope) for outer, name in pairs]
            scope[alias] = other
        last = scope[there.joins[-1][0]]
        asked = sa.select(*(row.c[n] for n in ask.key), *(last.c[n] for n in there.columns))
        found: dict[Key, list[Key]] = {}
        for values in self.execute(asked.select_from(*scope.values()).where(*where)):
            width = len(ask.key)
            found.setdefault(tuple(values[:width]), []).append(tuple(values[width:]))
        return found

    def file_names(self, survey: Survey, column: str) -> Iterator[Sequence[Sequence[AnyValue]]]:
        """Yield the rows in question that name a file in `column`, in batches.

        Each is a key with the stored name behind it.
        """
        row = self.renderer.row(survey.table)
        wanted = sa.select(*(row.c[name] for name in survey.key), row.c[column])
        found = self.execute(wanted.where(*self._naming(survey, column, row)))
        yield from found.partitions(FEW)

    def all_file_names(self, survey: Survey, column: str) -> list[str] | None:
        """Return the names that `file_names` yields; None where it takes as long to ask that."""
        row = self.renderer.row(survey.table)
        return self.texts(survey.table, row, column, self._naming(survey, column, row), {})

    def _naming(
        self, survey: Survey, column: str, row: sa.TableClause
    ) -> tuple[sa.ColumnElement[bool], ...]:
        """Return the conditions of a row in question that names a file in `column`."""
        return self.renderer.condition(survey.scope, row), row.c[column] != ""

    def texts(
        self,
        table: str,
        row: sa.TableClause,
        column: str,
        where: Sequence[sa.ColumnElement[bool]],
        bounds: Mapping[str, AnyValue],
    ) -> list[str] | None:
        """Return all texts of a column at once; None where that is no faster, or impossible."""
        if not self.dialect.gathers or self.columns[table][column].kind is not Kind.TEXT:
            return None
        return gathered(self.connection, sa.select(row.c[column]).where(*where), bounds)

    def values(self, table: str, column: str) -> Iterator[AnyValue]:
        """Yield the different values of a column that are not NULL."""
        row = self.renderer.row(table)
        wanted = sa.select(row.c[column]).distinct().where(row.c[column].is_not(None))
        yield from self.execute(wanted).scalars()

    def people_with(self, table: str, column: str, *identifiers: str) -> list[Key]:
        """Return the keys of the rows that have one of `identifiers`, case and spaces aside."""
        live = self.schema.tables[bare(table)]

        def asked(values: Sequence[sa.ColumnElement[str]]) -> sa.Select[AnyValue]:
            row = self.renderer.row(table)
            keys = (row.c[name] for name in live.key)
            return sa.select(*keys).where(Folded(row.c[column]).in_(values))

        folded = {f"folded_{n}": folded_text(text) for n, text in enumerate(identifiers)}
        texts = list(folded.values())
        self.statements.append(lambda: asked([sa.literal(text) for text in texts]))
        binds = [sa.bindparam(name, type_=sa.String()) for name in folded]
        again = Asked(lambda: asked(binds), (live,))
        found = self.again(f"people with {len(binds)} {column}", again, shown=False, **folded)
        return [tuple(values) for values in found]

    def day(self, moment: Moment, value: AnyValue) -> date | None:
        """Return the controller's day of a stored moment; None where it cannot be read."""
        return calendar_day(plain_text(value), moment.kind, moment.zone, self.home)

    def rows_at(
        self, table: str, columns: Sequence[str], keys: Sequence[AnyValue]
    ) -> Iterator[tuple[AnyValue, Key]]:
        """Yield key and columns of the rows of a person's own table that have these keys."""
        (name,) = self.schema.tables[bare(table)].key
        self.sets.fill(f"wanted:{table}", [(key,) for key in keys], self.key_columns(table))

        def asked() -> sa.Select[AnyValue]:
            row = self.renderer.row(table)
            wanted = self.sets.within(f"wanted:{table}", [row.c[name]])
            return sa.select(row.c[name], *(row.c[each] for each in columns)).where(wanted)

        live = self.schema.tables[bare(table)]
        found = self.again(f"rows of {table}: {' '.join(columns)}", Asked(asked, (live,)))
        yield from ((values[0], tuple(values[1:])) for values in found)

    def value(self, table: str, column: str, key: Key) -> AnyValue:
        """Return one value of the row with this key; None when it is NULL or there is none."""
        return next(iter(self.values_at(table, (column,), key)), None)

    def values_at(self, table: str, columns: Sequence[str], key: Key) -> Key:
        """Return some values of the row with this key; nothing when there is none."""
        row = self.renderer.row(table)
        names = self.schema.tables[bare(table)].key
        same = [row.c[name] == value for name, value in zip(names, key, strict=True)]
        found = self.execute(sa.select(*(row.c[name] for name in columns)).where(*same)).first()
        return () if found is None else tuple(found)

    def free_key(self, table: str) -> int | None:
        """Return the first number that is no key, nor any after it; None where no number is one."""
        live = self.schema.tables[bare(table)]
        if len(live.key) != 1 or live.columns[live.key[0]].kind is not Kind.INTEGER:
            return None

        def asked() -> sa.Select[AnyValue]:
            return sa.select(sa.func.max(self.renderer.row(table).c[live.key[0]]))

        highest = self.again(f"free key of {table}", Asked(asked, (live,)), shown=False).scalar()
        return 1 if highest is None else int(highest) + 1

    def version(self) -> int | None:
        """Return a number that changes when somebody else writes; None when there is no such."""
        with self._losing(), plainly(self.store, self.dialect):
            version = self.dialect.version(self.connection)
        self.first = version if self.first is None else self.first
        return version

    def sql(self) -> Sequence[str]:
        """Return the text of every statement that was run, in order."""
        engine, options = self.connection.engine, {"literal_binds": True}
        made = (one() if callable(one) else one for one in self.statements)
        return [str(one.compile(engine, compile_kwargs=options)) for one in made]
