"""PostgreSQL: typed columns, and a snapshot for whoever reads.

Moments, uuids and the like come out as the text that they are written with, as they do from
SQLite: what is counted, digested and shown is then the same whatever database holds it, and
a day that Python cannot hold (`infinity`) is no reason to stop.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any as AnyValue

import sqlalchemy as sa
from psycopg import capabilities
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine.reflection import Inspector
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from gestand.core.advice import Index, Rights
from gestand.core.datamap.schema import Column, Kind
from gestand.stores.base import FEW
from gestand.stores.dialect import (
    LOOKED_UP,
    WORTH_AN_INDEX,
    Finished,
    MadeSet,
    OnRemoval,
    Shape,
    Told,
    reflected_on_removal,
    shown,
    with_keys,
)
from gestand.stores.dialects import staying
from gestand.stores.dialects.catalog import (
    ALIKE,
    CHECKS,
    COLUMNS,
    PARTITIONS,
    TRIGGERS,
    UNIQUE_EXPRESSIONS,
    versions,
)
from gestand.stores.dialects.connecting import connect_well
from gestand.stores.dialects.driven import Answered, directly, driver_of
from gestand.stores.dialects.said import told
from gestand.stores.dialects.snapshots import OWN, SNAPSHOT, Snapshot, asked, watch_of
from gestand.stores.dialects.written import WRITTEN_MOMENT
from gestand.stores.expressions import (
    AddDays,
    AddMonths,
    Bound,
    CalendarDay,
    CountWhere,
    Declared,
    Distinct,
    Exact,
    FiscalYearEnd,
    Folded,
    HomeDay,
    Instant,
    Joined,
    Readable,
    stored,
)

_ONE_SNAPSHOT = "REPEATABLE READ"
_INDEXED = 200_000
"""How many rows a key set has at most that is indexed: of a larger one all is asked anyhow."""
_ON_A_PAGE = 256
"""By how many a place counts on from one page to the next, whatever stands on it."""
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
"""How a text is written that is copied as it stands: it takes a quarter of the time."""

_READS_ALL = re.compile(rf"Seq Scan on .*{LOOKED_UP}\b")
_PLACE = sa.text("SELECT current_database(), current_schema()")


class Postgresql:
    """A database of a PostgreSQL server, and of it the schema that a connection begins in."""

    name = "postgresql"
    driver = "postgresql+psycopg"
    folds = True
    reads_along = False
    gathers = False
    finds_different = False
    filters_answers = False
    asks_alone = True

    def prepare(self, engine: sa.Engine) -> None:
        """Set every connection to UTC and to texts for moments; transactions are our own."""
        connect_well(engine)

    def begin(self, connection: sa.Connection, *, writing: bool, since: int | None = None) -> str:
        """Return the statement that begins a transaction.

        One that reads sees one snapshot. One that writes does as well while nobody else does:
        where the plan's own answer stands, a row that changes after all must be an error. Else
        it asks again what holds a row, in the statement that changes it: each statement sees
        what is committed by then. `since` is the version at which the plan was read.
        """
        if not writing:
            return f"BEGIN ISOLATION LEVEL {_ONE_SNAPSHOT}"
        watch = watch_of(connection)
        before = since if since is not None or watch is None else watch.times
        quiet = watch is not None and self.version(connection) == before
        level = _ONE_SNAPSHOT if quiet else "READ COMMITTED"
        # Keys are made different by sorting then, so that rows change in the order in which they
        # lie: by hashing they would come in any order, and each at a page of its own.
        return f"BEGIN ISOLATION LEVEL {level}; SET LOCAL enable_hashagg = off"

    def start(self, connection: sa.Connection, begin: str) -> None:
        """Begin a transaction, by the driver alone."""
        directly(connection, begin, None)

    def ending(self, connection: sa.Connection) -> None:
        """Note the number of a transaction of ours, which is about to be kept."""
        if watch := watch_of(connection):
            (number,) = asked(connection, OWN)
            watch.ours |= set() if number is None else {int(number)}

    def ended(self, connection: sa.Connection) -> None:
        """Do nothing."""

    def overwritten(self, _connection: sa.Connection) -> bool:
        """Return False: a removed row stays in its file until a VACUUM, and longer in the log."""
        return False

    def cleared(self, connection: sa.Connection, made: Sequence[MadeSet]) -> bool:
        """Empty key sets that had few rows, and drop all others."""
        staying.clear(connection, made)
        return True

    def interrupt(self, connection: sa.Connection) -> None:
        """Ask the server to cancel what runs on a connection."""
        with driver_of(connection, "CANCEL") as driver:
            driver.cancel()

    def written_schema(self, connection: sa.Connection) -> Hashable:
        """Return which versions of their rows the catalogs have."""
        return versions(connection)

    def refusal(self, connection: sa.Connection) -> str | None:
        """Return None: what cannot be kept shows itself as an error."""
        return None

    def tables(self, connection: sa.Connection, inspector: Inspector) -> list[str]:
        """Return the tables of the schema; a part of a partitioned table is no table of its own."""
        parts = set(connection.execute(PARTITIONS).scalars())
        return [name for name in inspector.get_table_names() if name not in parts]

    def declared(self, connection: sa.Connection) -> Mapping[tuple[str, str], str]:
        """Return the type of each column (table, column)."""
        return {(table, name): words for table, name, words in connection.execute(COLUMNS)}

    def column(self, column: Column, declared: sa.types.TypeEngine[AnyValue]) -> Column:
        """Return the column with whether any text fits, and whether its timestamps have a zone."""
        kind = column.kind
        if isinstance(declared, sa.Uuid):
            kind = Kind.UUID
        if isinstance(declared, sa.Enum | postgresql.DOMAIN):
            kind = Kind.OTHER  # not every text fits
        zoned = isinstance(declared, sa.DateTime) and declared.timezone
        return replace(column, kind=kind, zone="UTC" if zoned else None)

    def triggers(self, connection: sa.Connection) -> list[tuple[str, str]]:
        """Return (table, name) of each trigger that acts when a row is removed or changed."""
        return [(table, name) for table, name in connection.execute(TRIGGERS)]

    def unique_expressions(self, connection: sa.Connection) -> list[tuple[str, str]]:
        """Return (table, expressions) of each unique index on more than plain columns."""
        return [(table, text) for table, text in connection.execute(UNIQUE_EXPRESSIONS)]

    def checks(self, connection: sa.Connection) -> list[tuple[str, str]]:
        """Return (table, text) of what tables check of their rows."""
        return [(table, text) for table, text in connection.execute(CHECKS)]

    def alike(
        self, connection: sa.Connection, table: str, columns: Sequence[str]
    ) -> dict[str, str]:
        """Return, by text column, in what two texts may differ and still be the same."""
        found = connection.execute(ALIKE, {"table": table})
        said = {name: f"what `{each}` looks past" if each else "its case" for name, each in found}
        return {name: told for name, told in said.items() if name in columns}

    def key_type(self, column: Column) -> sa.types.TypeEngine[AnyValue]:
        """Return the type of the column itself; a text for what is no column."""
        if column.declared:
            return Declared(column.declared)
        return sa.BigInteger() if column.kind is Kind.INTEGER else sa.Text()

    def looks_up(self, _column: Column) -> bool:
        """Return False: it is indexed once it is filled, where its rows are worth it."""
        return False

    def make(self, connection: sa.Connection, table: sa.Table) -> None:
        """Make the table of a key set, or take the one that a plan before left empty."""
        staying.make(connection, table)

    def empty(self, connection: sa.Connection, table: sa.Table) -> None:
        """Empty a key set, so that its positions count from 1 again."""
        staying.empty(connection, table)

    def insert(
        self,
        connection: sa.Connection,
        table: sa.Table,
        names: Sequence[str],
        rows: Sequence[tuple[AnyValue, ...]],
    ) -> None:
        """Copy rows into a key set: a statement for each would take twenty times as long."""
        into = f"COPY {table.name} ({', '.join(names)}) FROM STDIN"
        with driver_of(connection, into) as driver:
            with driver.cursor() as cursor, cursor.copy(into) as copying:
                if len(names) == 1 and all(type(value) is str for (value,) in rows):
                    copying.write("".join(f"{text.translate(_ESCAPED)}\n" for (text,) in rows))
                    return
                for row in rows:
                    copying.write_row(row)

    def noted(self, _keys: Sequence[Column], _rows: int) -> Shape:
        """Return nothing: every row has a place of its own, a number would cost as much again."""
        return [], {}

    def begin_numbers(self, connection: sa.Connection) -> None:
        """Do nothing: no row has a number."""

    def numbered(
        self, names: Sequence[str], wanted: sa.Select[AnyValue]
    ) -> tuple[list[str], sa.Select[AnyValue]]:
        """Return it as it is."""
        return list(names), wanted

    def places(self, connection: sa.Connection, table: sa.Table, _rows: int) -> int:
        """Return the place behind the last page; of one page only, that of its last row."""
        pages = f"pg_relation_size('{table.name}') / current_setting('block_size')::bigint"
        last = f"(SELECT coalesce(max((ctid::text::point)[1]), 0) FROM {table.name})"  # noqa: S608  # ours
        asked = f"SELECT CASE {pages} WHEN 1 THEN {last} ELSE {pages} * {_ON_A_PAGE} END"
        return int(connection.exec_driver_sql(asked).scalar_one())

    def reaching(self, rows: int, noted: int, last: int) -> int:
        """Return the places on as many whole pages as have so many rows, or as many as rows.

        All pages but the last are full, and rows mostly take as much as one another.
        """
        full = max(last // _ON_A_PAGE - 1, 0)
        return max(rows, rows * full // noted * _ON_A_PAGE) if noted else rows

    def place(self, table: sa.Table) -> sa.ColumnElement[AnyValue]:
        """Return where a row lies: nothing ever moves a row that was noted."""
        return sa.literal_column(f"{table.name}.ctid", Declared("tid"))

    def bound(self, name: str) -> sa.ColumnElement[AnyValue]:
        """Return a parameter for where a row lies."""
        return sa.cast(sa.bindparam(name, type_=sa.Text), Declared("tid"))

    def at(self, place: int) -> AnyValue:
        """Return page and row; one beyond the last of a page is before the first of the next."""
        return f"({place // _ON_A_PAGE},{place % _ON_A_PAGE})"

    def of_different(self, keys: Sequence[Column]) -> Sequence[dict[str, AnyValue]]:
        """Return nothing to try: a table like any other."""
        return ({},)

    def filled(self, connection: sa.Connection, table: sa.Table, rows: int) -> None:
        """Count a key set: nothing else does that for a temporary table."""
        indexed = WORTH_AN_INDEX <= rows <= _INDEXED and "k0" in table.c
        staying.count(connection, table, rows, indexed=indexed)

    def sought(self, connection: sa.Connection, table: sa.Table, rows: int) -> None:
        """Count it, and index it as any other; of a few rows a look at all is as quick."""
        if rows >= WORTH_AN_INDEX:
            self.filled(connection, table, rows)

    def delete(
        self,
        row: sa.TableClause,
        key: Sequence[str],
        wanted: sa.Select[AnyValue],
        where: Sequence[sa.ColumnElement[bool]],
        *,
        along: bool = False,
    ) -> sa.Delete:
        """Return the statement that removes the rows with the keys wanted."""
        return sa.delete(row).where(with_keys(row, key, wanted), *where)

    def update(
        self,
        row: sa.TableClause,
        key: Sequence[str],
        wanted: sa.Select[AnyValue],
        where: Sequence[sa.ColumnElement[bool]],
        *,
        along: bool = False,
    ) -> sa.Update:
        """Return the statement that changes the rows with the keys wanted."""
        return sa.update(row).where(with_keys(row, key, wanted), *where)

    def lines(
        self, connection: sa.Connection, asked: Finished, *, beside: bool
    ) -> Iterator[Sequence[AnyValue]]:
        """Yield what a statement finds; a connection can send one answer while it is found."""
        if beside:
            yield from self.again(connection, asked)
            return
        with driver_of(connection, asked.text) as driver, driver.cursor() as cursor:
            at_once = FEW if capabilities.has_stream_chunked() else 1
            yield from cursor.stream(asked.text, asked.values, size=at_once)

    def again(self, connection: sa.Connection, asked: Finished) -> Answered:
        """Run a statement; one that is kept the server plans once on a connection that waits."""
        prepare = asked.kept and staying.is_kept(connection)
        return Answered(directly(connection, asked.text, asked.values, prepare=prepare))

    def version(self, connection: sa.Connection) -> int | None:
        """Return how often others were seen to have written; None for a server before 13."""
        watch = watch_of(connection)
        if watch is None:
            return None
        within = connection.get_transaction()
        if within is not None and within is watch.within:
            return watch.times
        own, snapshot = asked(connection, SNAPSHOT)
        if _ONE_SNAPSHOT in connection.info.get("begin", ""):
            watch.within = within  # what it sees from its first question on stays as it is
        return watch.look(Snapshot.read(snapshot), None if own is None else int(own))

    def on_removal(self, connection: sa.Connection, table: str) -> list[OnRemoval]:
        """Return what each foreign key of a table does by itself when a row it points at goes."""
        return reflected_on_removal(connection, table)

    def finds(
        self, connection: sa.Connection, asked: sa.Select[AnyValue], _index: Index
    ) -> bool:
        """Tell whether an index could be used: a small table is read whole all the same."""
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        plan = connection.exec_driver_sql(f"EXPLAIN {shown(asked, connection.dialect)}")
        return not any(_READS_ALL.search(line) for line in plan.scalars())

    def grants(
        self, connection: sa.Connection, rights: Sequence[Rights], reader: str, keeper: str
    ) -> list[str]:
        """Return the statements for the schema that this connection begins in."""
        place = connection.execute(_PLACE).one()
        quote = connection.dialect.identifier_preparer.quote
        database, schema, who = quote(place[0]), quote(place[1]), f"{reader}, {keeper}"
        found = [
            f"GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {who}",
            f"GRANT USAGE ON SCHEMA {schema} TO {who}",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {who}",
        ]
        for one in rights:
            table = f"{schema}.{quote(one.table)}"
            add = "INSERT, " if one.add else ""
            found.append(f"GRANT {add}DELETE ON {table} TO {keeper}")
            if one.change:
                columns = ", ".join(map(quote, one.change))
                found.append(f"GRANT UPDATE ({columns}) ON {table} TO {keeper}")
        return found

    def told(self, error: DBAPIError) -> Told:
        """Return what went wrong; the server's own words only where they name no values."""
        return told(error)


def _plain(column: str) -> str:
    """Return a text whose comparisons and patterns take it as it is written."""
    return f'(CAST({column} AS TEXT) COLLATE "C")'


def _text(element: sa.ClauseElement) -> bool:
    return stored(element).kind not in (Kind.DATE, Kind.TIMESTAMP)


@compiles(Readable, "postgresql")
def _readable(element: Readable, compiler: SQLCompiler, **kw: AnyValue) -> str:
    (clause,) = element.clauses
    column = compiler.process(clause, **kw)
    if _text(clause):
        return f"coalesce({_plain(column)} ~ '{WRITTEN_MOMENT}', true)"
    return f"coalesce({column} >= '0001-01-01' AND {column} < '10000-01-01', true)"


@compiles(CalendarDay, "postgresql")
def _calendar_day(element: CalendarDay, compiler: SQLCompiler, **kw: AnyValue) -> str:
    (clause,) = element.clauses
    column = compiler.process(clause, **kw)
    if not _text(clause):
        return f"CAST({column} AS DATE)"
    # The order of the parts of AND is not fixed; a CASE keeps what cannot be read from the cast.
    day = f"CAST(substr({_plain(column)}, 1, 10) AS DATE)"
    return f"CASE WHEN {_plain(column)} ~ '{WRITTEN_MOMENT}' THEN {day} END"


@compiles(HomeDay, "postgresql")
def _home_day(element: HomeDay, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, *zones = element.clauses
    # A timestamp with a zone needs no zone of its own to be read.
    zones = zones[1:] if stored(column).zone else zones
    moved = [f" AT TIME ZONE {compiler.process(zone, **kw)}" for zone in zones]
    return f"CAST({compiler.process(column, **kw)}{''.join(moved)} AS DATE)"


@compiles(Instant, "postgresql")
def _instant(element: Instant, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return compiler.process(element.clauses, **kw)


@compiles(Bound, "postgresql")
def _bound(element: Bound, compiler: SQLCompiler, **kw: AnyValue) -> str:
    text, column = element.clauses
    written = compiler.process(text, **kw)
    if _text(column):
        return written
    return f"CAST({written} AS {stored(column).kind.value.upper()})"


@compiles(AddMonths, "postgresql")
def _add_months(element: AddMonths, compiler: SQLCompiler, **kw: AnyValue) -> str:
    day, months = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"CAST({day} + make_interval(months => {months}) AS DATE)"


@compiles(AddDays, "postgresql")
def _add_days(element: AddDays, compiler: SQLCompiler, **kw: AnyValue) -> str:
    day, days = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"({day} + {days})"


@compiles(Joined, "postgresql")
def _joined(element: Joined, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, order = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"string_agg(CAST({column} AS TEXT), ',' ORDER BY {order})"


@compiles(CountWhere, "postgresql")
def _count_where(element: CountWhere, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return f"count(*) FILTER (WHERE {compiler.process(element.clauses, **kw)})"


@compiles(Distinct, "postgresql")
def _distinct(element: Distinct, compiler: SQLCompiler, **kw: AnyValue) -> str:
    clauses = list(element.clauses)
    one, other = (compiler.process(clause, **kw) for clause in clauses)
    if other == "NULL":  # some types, such as json, know no equality
        return f"({one}) IS NOT NULL"
    one = _plain(one) if stored(clauses[0]).alike else one
    return f"({one}) IS DISTINCT FROM ({other})"


@compiles(Exact, "postgresql")
def _exact(element: Exact, compiler: SQLCompiler, **kw: AnyValue) -> str:
    (clause,) = element.clauses
    return _plain(compiler.process(clause, **kw))


@compiles(Folded, "postgresql")
def _folded(element: Folded, compiler: SQLCompiler, **kw: AnyValue) -> str:
    # Only in "C" does nothing but ASCII lose its case.
    text = f"CAST({compiler.process(element.clauses, **kw)} AS TEXT)"
    return f'lower(trim(BOTH FROM {text}) COLLATE "C")'


@compiles(FiscalYearEnd, "postgresql")
def _fiscal_year_end(element: FiscalYearEnd, compiler: SQLCompiler, **kw: AnyValue) -> str:
    day, start = (compiler.process(clause, **kw) for clause in element.clauses)
    begun = f"CAST(to_char({day}, 'MM-DD') >= {start} AS INTEGER)"
    year = f"CAST(extract(year FROM {day}) AS INTEGER) + {begun}"
    month, of_month = (f"CAST({part}({start}, 2) AS INTEGER)" for part in ("left", "right"))
    # What is no day has no year, and which part of a question is asked first is not fixed.
    return f"CASE WHEN isfinite({day}) THEN make_date({year}, {month}, {of_month}) - 1 END"
