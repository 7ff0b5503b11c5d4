"""SQLite: a file, whose columns hold whatever is put in them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any as AnyValue
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine.reflection import Inspector
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from gestand import settings
from gestand.core.advice import Index, Rights
from gestand.core.datamap.schema import Column, Kind
from gestand.core.left import network
from gestand.stores.checked import checks_in
from gestand.stores.dialect import (
    LOOKED_UP,
    WORTH_AN_INDEX,
    Finished,
    MadeSet,
    Numbered,
    OnRemoval,
    Shape,
    Told,
    calendar_day,
    insert_each,
    like_other_errors,
    shown,
    with_keys,
)
from gestand.stores.dialects.documents import gone_of, odd_of
from gestand.stores.dialects.since_1970 import home_of_number
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
    FoldedIn,
    HomeDay,
    Instant,
    Joined,
    Readable,
    stored,
)
from gestand.stores.pseudonyms import hmac_of

_WRITTEN_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid"
_TRIGGERS = "SELECT tbl_name, name, sql FROM sqlite_schema WHERE type = 'trigger'"
_ON_INSERT = re.compile(r"\s*CREATE\s+TRIGGER\s+\S+\s+(BEFORE\s+|AFTER\s+)?INSERT\s+ON\s", re.I)
"""A trigger with an odder name or words counts as one that acts on removal or change."""

_ON_REMOVAL = """SELECT id, "table", "from", on_delete FROM pragma_foreign_key_list(?)
ORDER BY id, seq"""
_COLLATES = """SELECT count(*) FROM sqlite_schema
WHERE type = 'table' AND name = ? AND (sql LIKE '%collate%' OR sql LIKE '%virtual%')"""
"""Whether a table may compare texts in a way of its own: only its words can ask for that."""

_ALIKE = {"A": "its case", "a ": "spaces behind it"}
"""Texts that only some columns take for an "a", and in what they differ."""

_READING, _WRITING = 16_384, 40_960
"""Kibibytes of pages that a connection keeps in memory while it reads, and while it writes."""

_PRAGMAS = (
    "foreign_keys = ON",
    "secure_delete = ON",  # what is removed is written over; not every build does so by itself
)
_UNIQUE_EXPRESSIONS = """
    SELECT m.tbl_name, substr(m.sql, instr(m.sql, '(')) FROM sqlite_schema m
    JOIN pragma_index_list(m.tbl_name) l ON l.name = m.name AND l."unique"
    WHERE m.type = 'index' AND EXISTS (SELECT 1 FROM pragma_index_xinfo(m.name) WHERE cid = -2)
"""
_CHECKS = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%check%'"


def _patience() -> str:
    """Return the pragma that says how long to wait for whoever writes; it counts milliseconds."""
    return f"busy_timeout = {1000 * settings.lock_wait()}"


class Sqlite(Numbered):
    """One file on disk."""

    name = "sqlite"
    driver = "sqlite"
    folds = True
    reads_along = False
    gathers = False
    finds_different = True
    filters_answers = False
    asks_alone = False

    def prepare(self, engine: sa.Engine) -> None:
        """Let the store begin its transactions itself: the driver's own habits hide them."""

        def connect(connection: AnyValue, _record: AnyValue) -> None:
            connection.isolation_level = None
            # The driver stops at a text that is no UTF-8, and shows it in its message.
            connection.text_factory = partial(str, encoding="utf-8", errors="replace")
            connection.create_function("gestand_home_day", 3, _home, deterministic=True)
            connection.create_function(
                "gestand_home_day_of_number", 3, home_of_number, deterministic=True
            )
            connection.create_function("gestand_network", 1, _network, deterministic=True)
            connection.create_function("gestand_hmac", 3, hmac_of, deterministic=True)
            connection.create_function("gestand_odd", 4, odd_of, deterministic=True)
            connection.create_function("gestand_gone", -1, gone_of, deterministic=True)
            for pragma in (*_PRAGMAS, _patience()):
                connection.execute(f"PRAGMA {pragma}")

        sa.event.listen(engine, "connect", connect)

    def begin(self, connection: sa.Connection, *, writing: bool, since: int | None = None) -> str:
        """Return the statement that begins a transaction; a writing one keeps others out.

        All stores may be read at the same time, but one is written: it gets the memory of all.
        """
        _asked(connection, f"cache_size = {-(_WRITING if writing else _READING)}")
        return "BEGIN IMMEDIATE" if writing else "BEGIN"

    def ending(self, connection: sa.Connection) -> None:
        """Do nothing."""

    def ended(self, connection: sa.Connection) -> None:
        """Give the memory of pages back."""
        _asked(connection, "shrink_memory")

    def overwritten(self, connection: sa.Connection) -> bool:
        """Put what stands in the log beside the file into the file, and cut the log off.

        Old pages with what was removed stand there; they stay while somebody else is reading.
        """
        (mode,) = _asked(connection, "journal_mode")
        if mode != "wal":
            return bool(mode == "delete")
        _asked(connection, "busy_timeout = 500")
        blocked, _, _ = _asked(connection, "wal_checkpoint(TRUNCATE)")
        _asked(connection, _patience())
        return not blocked

    def cleared(self, _connection: sa.Connection, _made: Sequence[MadeSet]) -> bool:
        """Return False: another file may be put in the place of this one, which nobody would see.

        A connection holds on to the file that it opened; to open one takes little.
        """
        return False

    def interrupt(self, connection: sa.Connection) -> None:
        """Interrupt what runs on a connection."""
        driver = connection.connection.dbapi_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.interrupt()

    def written_schema(self, connection: sa.Connection) -> Hashable:
        """Return the statements that made everything in the file: it says nothing else of it."""
        return tuple(map(tuple, connection.exec_driver_sql(_WRITTEN_SCHEMA)))

    def refusal(self, connection: sa.Connection) -> str | None:
        """Return None: every file can be kept."""
        return None

    def tables(self, _connection: sa.Connection, inspector: Inspector) -> list[str]:
        """Return the tables of the file."""
        return inspector.get_table_names()

    def declared(self, connection: sa.Connection) -> Mapping[tuple[str, str], str]:
        """Return nothing: the words of a type bind no value."""
        return {}

    def column(self, column: Column, _declared: sa.types.TypeEngine[AnyValue]) -> Column:
        """Return the column as it is: there is nothing more to tell."""
        return column

    def triggers(self, connection: sa.Connection) -> list[tuple[str, str]]:
        """Return (table, name) of each trigger that acts when a row is removed or changed."""
        found = connection.exec_driver_sql(_TRIGGERS)
        return [(table, name) for table, name, text in found if not _ON_INSERT.match(text)]

    def unique_expressions(self, connection: sa.Connection) -> list[tuple[str, str]]:
        """Return (table, expressions) of each unique index on more than plain columns."""
        return [(t, text) for t, text in connection.exec_driver_sql(_UNIQUE_EXPRESSIONS)]

    def checks(self, connection: sa.Connection) -> list[tuple[str, str]]:
        """Return (table, text) of what tables check of their rows."""
        made = connection.exec_driver_sql(_CHECKS)
        return [(table, text) for table, statement in made for text in checks_in(statement)]

    def alike(
        self, connection: sa.Connection, table: str, columns: Sequence[str]
    ) -> dict[str, str]:
        """Return, by text column, in what two texts may differ and still be the same.

        SQLite does not tell how a column compares; but a text in the column's place shows it.
        """
        if not columns or not connection.exec_driver_sql(_COLLATES, (table,)).scalar_one():
            return {}
        tried = [_compared(table, name, as_) for name in columns for as_ in _ALIKE]
        found = iter(connection.execute(sa.select(*tried)).one())
        same = {name: [as_ for as_ in _ALIKE if next(found)] for name in columns}
        return {name: _ALIKE[forms[0]] for name, forms in same.items() if forms}

    def key_type(self, column: Column) -> sa.types.TypeEngine[AnyValue]:
        """Return a number, a text, or the kind itself: it says what becomes of a number."""
        if column.kind in (Kind.DATE, Kind.TIMESTAMP, Kind.NUMBER, Kind.BOOLEAN):
            return Declared(column.kind.value.upper())
        return sa.Integer() if column.kind is Kind.INTEGER else sa.Text()

    def looks_up(self, _column: Column) -> bool:
        """Return False: it makes such an index by itself, for as long as it needs one."""
        return False

    def empty(self, connection: sa.Connection, table: sa.Table) -> None:
        """Empty a key set; positions count from 1 as long as it is empty."""
        connection.exec_driver_sql(f"DELETE FROM {table.name}")  # noqa: S608  # a name of ours

    def insert(
        self,
        connection: sa.Connection,
        table: sa.Table,
        names: Sequence[str],
        rows: Sequence[tuple[AnyValue, ...]],
    ) -> None:
        """Insert rows into a key set."""
        insert_each(connection, table, names, rows)

    def noted(self, _keys: Sequence[Column], _rows: int) -> Shape:
        """Return the number that every row has anyway."""
        return [sa.Column("n", sa.Integer(), primary_key=True)], {}

    def begin_numbers(self, connection: sa.Connection) -> None:
        """Do nothing: rows are numbered from 1 as long as the table was empty."""

    def numbered(
        self, names: Sequence[str], wanted: sa.Select[AnyValue]
    ) -> tuple[list[str], sa.Select[AnyValue]]:
        """Return it as it is: rows are numbered from 1 as long as the table was empty."""
        return list(names), wanted

    def places(self, _connection: sa.Connection, _table: sa.Table, rows: int) -> int:
        """Return the last number."""
        return rows

    def of_different(self, keys: Sequence[Column]) -> Sequence[dict[str, AnyValue]]:
        """Return nothing to try: a table like any other."""
        return ({},)

    def filled(self, connection: sa.Connection, table: sa.Table, rows: int) -> None:
        """Do nothing: SQLite plans without counting."""

    def sought(self, connection: sa.Connection, table: sa.Table, rows: int) -> None:
        """Index a key set: SQLite makes no index by itself for a question that each row asks."""
        if rows >= WORTH_AN_INDEX:
            named = f"temp.{table.name}_k0 ON {table.name} (k0)"
            connection.exec_driver_sql(f"CREATE INDEX IF NOT EXISTS {named}")

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
        """Yield what a statement finds, as the driver does by itself.

        To describe the columns, as SQLAlchemy does, would take as long as to find a few rows.
        """
        try:
            yield from connection.connection.cursor().execute(asked.text, asked.values)
        except sqlite3.Error as error:
            raise DBAPIError.instance(None, None, error, sqlite3.Error, True) from error

    def version(self, connection: sa.Connection) -> int | None:
        """Return a number that changes when another connection has written to the file."""
        return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())

    def on_removal(self, connection: sa.Connection, table: str) -> list[OnRemoval]:
        """Return what each foreign key of a table does by itself when a row it points at goes."""
        found: dict[int, OnRemoval] = {}
        for number, parent, column, action in connection.exec_driver_sql(_ON_REMOVAL, (table,)):
            columns = found[number][0] if number in found else ()
            found[number] = ((*columns, column), parent, action)
        return list(found.values())

    def finds(
        self, connection: sa.Connection, asked: sa.Select[AnyValue], _index: Index
    ) -> bool:
        """Tell whether an index is searched: SQLite takes one wherever there is one."""
        text = shown(asked, connection.dialect)
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}")
        return not any(str(step[3]).startswith(f"SCAN {LOOKED_UP}") for step in plan)

    def grants(
        self, _connection: sa.Connection, _rights: Sequence[Rights], _reader: str, _keeper: str
    ) -> list[str]:
        """Return nothing: who may write to the file says who may keep it."""
        return []

    def told(self, error: DBAPIError) -> Told:
        """Return the database's own words, which name no values."""
        reason = str(error.orig)
        if "locked" in reason or "busy" in reason:
            return Told("another program is writing", busy=True)
        if reason == "FOREIGN KEY constraint failed":
            reason = f"{reason}; {_POINTS_NOWHERE}"
        return Told(reason, lost="unable to open" in reason)


_POINTS_NOWHERE = (
    "this transaction changed nothing. Perhaps a row points at one that is not there: where a "
    "table points at itself, SQLite then changes no other pointer of that row. "
    "`PRAGMA foreign_key_check` names such rows; mend them, and run this again"
)
"""What helps where SQLite names no row: it says this of pointers that were wrong before as well."""


def _compared(table: str, name: str, text: str) -> sa.ScalarSelect[AnyValue]:
    """Return whether the column takes `text` for an "a"; the first part only lends its ways."""
    column: sa.ColumnElement[AnyValue] = sa.column(name)
    lent = sa.select(column.label("c")).select_from(sa.table(table)).where(sa.false())
    both = lent.union_all(sa.select(sa.literal("a"))).subquery()
    return sa.select(sa.func.count()).where(both.c.c == sa.literal(text)).scalar_subquery()


def _asked(connection: sa.Connection, pragma: str) -> tuple[AnyValue, ...]:
    """Return the first row of what a pragma says, on the driver's own connection."""
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, sqlite3.Connection)
    with like_other_errors(pragma, sqlite3.Error):
        return tuple(driver.execute(f"PRAGMA {pragma}").fetchone() or ())


@compiles(Readable, "sqlite")
def _readable(element: Readable, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column = compiler.process(element.clauses, **kw)
    day = f"substr({column}, 1, 10)"
    # SQLite takes 30 February as it is, unless it has to count from it.
    # Nearly every value is a bare day: that test comes first, because it is the cheapest.
    whole = f"date({column}, '+0 days') IS {column}"
    return f"({whole} OR (date({day}, '+0 days') IS {day} AND date({column}) NOT NULL))"


@compiles(CalendarDay, "sqlite")
def _calendar_day(element: CalendarDay, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return f"substr({compiler.process(element.clauses, **kw)}, 1, 10)"


def _home(text: object, zone: str, home: str) -> str | None:
    """Return the day in the zone `home`: SQLite itself knows no time zones."""
    day = None if text is None else calendar_day(str(text), Kind.TIMESTAMP, zone, ZoneInfo(home))
    return day.isoformat() if day else None


def _network(text: object) -> str | None:
    """Return the network of an internet address: SQLite itself knows no addresses."""
    return network(text.decode(errors="replace")) if isinstance(text, bytes) else None


@compiles(HomeDay, "sqlite")
def _home_day(element: HomeDay, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return f"gestand_home_day({compiler.process(element.clauses, **kw)})"


@compiles(Instant, "sqlite")
def _instant(element: Instant, compiler: SQLCompiler, **kw: AnyValue) -> str:
    (clause,) = element.clauses
    column = compiler.process(clause, **kw)
    return f"datetime({column})" if stored(clause).kind is Kind.TIMESTAMP else column


@compiles(Bound, "sqlite")
def _bound(element: Bound, compiler: SQLCompiler, **kw: AnyValue) -> str:
    text, _ = element.clauses
    return compiler.process(text, **kw)


@compiles(AddMonths, "sqlite")
def _add_months(element: AddMonths, compiler: SQLCompiler, **kw: AnyValue) -> str:
    # A day that the month does not have runs over into the next: the month's end is earlier.
    day, months = (compiler.process(clause, **kw) for clause in element.clauses)
    moved = f"date({day}, {months} || ' months')"
    month_end = f"date({day}, 'start of month', ({months} + 1) || ' months', '-1 day')"
    return f"min({moved}, {month_end})"


@compiles(AddDays, "sqlite")
def _add_days(element: AddDays, compiler: SQLCompiler, **kw: AnyValue) -> str:
    day, days = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"date({day}, {days} || ' days')"


@compiles(Joined, "sqlite")
def _joined(element: Joined, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, _ = element.clauses
    return f"group_concat({compiler.process(column, **kw)}, ',')"


@compiles(CountWhere, "sqlite")
def _count_where(element: CountWhere, compiler: SQLCompiler, **kw: AnyValue) -> str:
    # A third of the time of counting a CASE.
    return f"count(*) FILTER (WHERE {compiler.process(element.clauses, **kw)})"


@compiles(Distinct, "sqlite")
def _distinct(element: Distinct, compiler: SQLCompiler, **kw: AnyValue) -> str:
    clauses = list(element.clauses)
    one, other = (compiler.process(clause, **kw) for clause in clauses)
    one = f"{one} COLLATE BINARY" if stored(clauses[0]).alike else one
    return f"({one}) IS NOT ({other})"


@compiles(Exact, "sqlite")
def _exact(element: Exact, compiler: SQLCompiler, **kw: AnyValue) -> str:
    (clause,) = element.clauses
    return f"({compiler.process(clause, **kw)} COLLATE BINARY)"


@compiles(Folded, "sqlite")
def _folded(element: Folded, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return f"lower(trim({compiler.process(element.clauses, **kw)}))"


@compiles(FoldedIn, "sqlite")
def _folded_in(element: FoldedIn, compiler: SQLCompiler, **kw: AnyValue) -> str:
    # Without an index each row is asked, and to compare without case costs less than to lower it.
    column, found = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"(trim({column}) COLLATE NOCASE IN {found} AND lower(trim({column})) IN {found})"


@compiles(FiscalYearEnd, "sqlite")
def _fiscal_year_end(element: FiscalYearEnd, compiler: SQLCompiler, **kw: AnyValue) -> str:
    day, start = (compiler.process(clause, **kw) for clause in element.clauses)
    year = f"(strftime('%Y', {day}) + (strftime('%m-%d', {day}) >= {start}))"
    return f"date(printf('%04d-', {year}) || {start}, '-1 day')"
