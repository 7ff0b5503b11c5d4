"""MariaDB with InnoDB: many collations, dates that are no days, and no snapshot while writing.

An INSERT that selects reads what is committed, and reads one state of the database only with
locks that keep the company from working. So each statement sees a state of its own: a plan
that was made while others wrote may count a row too many or too few. What it changes is asked
again when it is changed, unless nobody else has run a statement since.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any as AnyValue

import sqlalchemy as sa
from sqlalchemy.engine.reflection import Inspector
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from gestand.core.advice import Index, Rights
from gestand.core.datamap.schema import Column, Kind
from gestand.core.names import bare
from gestand.stores.dialect import (
    Finished,
    MadeSet,
    Numbered,
    OnRemoval,
    Shape,
    Told,
    create_text,
    reflected_on_removal,
)
from gestand.stores.dialects.beginning import begin_well
from gestand.stores.dialects.bystanders import driver_of, look, watch_of
from gestand.stores.dialects.changes import DeleteAlong, UpdateAlong, found_first, wanted_ones
from gestand.stores.dialects.clocks import changes_between
from gestand.stores.dialects.information import (
    CHECKS,
    COLLATIONS,
    COLUMNS,
    FIRST_OF_INDEX,
    TRIGGERS,
    VERSIONED,
)
from gestand.stores.dialects.texts import insert_rows
from gestand.stores.dialects.written import WRITTEN_MOMENT
from gestand.stores.expressions import (
    AddDays,
    AddMonths,
    Bound,
    CalendarDay,
    CountWhere,
    Declared,
    Filled,
    FiscalYearEnd,
    HomeDay,
    Instant,
    Joined,
    Missing,
    Readable,
    RealDay,
    stored,
)

_BUSY = {
    1020: "another program changed the same rows",
    1205: "another program keeps rows locked",
    1213: "another program changes the same rows",
    1040: "it has no connection to spare",
}
_LOST = {
    0: "the connection was lost",  # what the driver says of one that it has closed itself
    1053: "the server is shutting down",
    1927: "the connection was ended by the database",
    2002: "",  # the words of these name no values
    2003: "",
    2006: "the connection was lost",
    2013: "the connection was lost",
}
"""Errors after which the connection is no more, or was not made."""
_PLAIN = {
    1451: "a row that had to go is pointed at by another row: run again",
    1062: "a value that was to be written stands in another row of a unique column",
    4025: "a CHECK of a table refuses what a value becomes: see `erase:` in the data map",
    1317: "the statement was cancelled",
}
_NAMES_NO_VALUES = {1044, 1045, 1049, 1054, 1130, 1142, 1143, 1146, 1227, 1267, 1271, 1665, 1698}
_NAMES_NO_VALUES |= {1969, 2002, 2003, 2005}

_SMALL = (Kind.INTEGER, Kind.UUID)
_IN_MEMORY = 600_000
"""Noted rows up to which they surely fit in a table in memory, 100 bytes each."""

_READ_WHOLE = 1_000_000
"""Noted rows up to which it is faster to read all of them for each window than to index them."""

_LONGEST = 700
"""Characters of a key, as many as an index takes."""

_EXACT = "CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin"


class Mariadb(Numbered):
    """One database of a MariaDB server."""

    name = "mariadb"
    driver = "mariadb+pymysql"
    folds = False
    reads_along = True
    gathers = True
    finds_different = True
    filters_answers = True
    asks_alone = False

    def prepare(self, engine: sa.Engine) -> None:
        """Set every connection to UTC, strictness and texts for moments."""

        begin_well(engine)

    def begin(self, connection: sa.Connection, *, writing: bool, since: int | None = None) -> str:
        """Return the statement that begins a transaction, of whatever kind."""
        if watch := watch_of(connection):
            watch.since = look(connection, watch)
        return "START TRANSACTION"

    def ending(self, connection: sa.Connection) -> None:
        """Do nothing."""

    def ended(self, connection: sa.Connection) -> None:
        """Do nothing."""

    def overwritten(self, _connection: sa.Connection) -> bool:
        """Return False: a removed row stays in its file until a purge, and longer in the log."""
        return False

    def cleared(self, connection: sa.Connection, made: Sequence[MadeSet]) -> bool:
        """Drop the tables that are there."""
        if made:
            names = ", ".join(one.table.name for one in made)
            with driver_of(connection) as driver, driver.cursor() as cursor:
                cursor.execute(f"DROP TEMPORARY TABLE IF EXISTS {names}")
        return True

    def interrupt(self, connection: sa.Connection) -> None:
        """Kill what runs on a connection, over one of its own."""
        with driver_of(connection) as driver, closing(connection.engine.raw_connection()) as other:
            other.cursor().execute(f"KILL QUERY {driver.thread_id()}")

    def written_schema(self, _connection: sa.Connection) -> Hashable:
        """Return None: it is told in many ways."""

    def refusal(self, connection: sa.Connection) -> str | None:
        """Return why the database cannot be kept: what goes from a table would still be there."""
        kept = connection.execute(VERSIONED).scalars().first()
        if kept is None:
            return None
        return f"`{kept}` keeps every old row (WITH SYSTEM VERSIONING): nothing can be erased there"

    def tables(self, _connection: sa.Connection, inspector: Inspector) -> list[str]:
        """Return the tables of the database."""
        return inspector.get_table_names()

    def declared(self, connection: sa.Connection) -> Mapping[tuple[str, str], str]:
        """Return the type of each column (table, column), with how its texts are compared."""
        return {
            (table, column): _with_collation(words, letters, collation)
            for table, column, words, letters, collation in connection.execute(COLUMNS)
        }

    def column(self, column: Column, _declared: sa.types.TypeEngine[AnyValue]) -> Column:
        """Return the column with what its declaration tells."""
        words = column.declared.lower()
        kind = Kind.OTHER if words.startswith(("enum", "set(")) else column.kind
        kind = Kind.UUID if words == "uuid" else kind
        return replace(column, kind=kind, zone="UTC" if words.startswith("timestamp") else None)

    def triggers(self, connection: sa.Connection) -> list[tuple[str, str]]:
        """Return (table, name) of each trigger that acts when a row is removed or changed."""
        return [(table, name) for table, name in connection.execute(TRIGGERS)]

    def unique_expressions(self, _connection: sa.Connection) -> list[tuple[str, str]]:
        """Return (table, expressions) of each unique index on more than plain columns."""
        return []  # only plain columns can be indexed, generated ones among them

    def checks(self, connection: sa.Connection) -> list[tuple[str, str]]:
        """Return (table, text) of what tables check of their rows."""
        return [(table, text) for table, text in connection.execute(CHECKS)]

    def alike(
        self, connection: sa.Connection, table: str, columns: Sequence[str]
    ) -> dict[str, str]:
        """Return, by text column, in what two texts may differ and still be the same."""
        found = connection.execute(COLLATIONS, {"table": table})
        return {
            name: f"what `{collation}` looks past"
            for name, collation in found
            if name in columns and not collation.endswith("_nopad_bin")
        }

    def key_type(self, column: Column) -> sa.types.TypeEngine[AnyValue]:
        """Return the type of the column itself; texts without a limit get one."""
        if not column.declared:
            text = f"VARCHAR({_LONGEST}) {_EXACT}"
            return sa.BigInteger() if column.kind is Kind.INTEGER else Declared(text)
        words, _, rest = column.declared.partition(" ")
        if words.lower().endswith("text"):
            return Declared(f"VARCHAR({_LONGEST}) {rest}")
        return Declared(f"{column.declared} NULL")

    def looks_up(self, column: Column) -> bool:
        """Return True, or each question would read the whole set; but not for too long a text."""
        return column.kind is not Kind.TEXT or (column.length or 0) <= _LONGEST

    def empty(self, connection: sa.Connection, table: sa.Table) -> None:
        """Make a key set anew: to truncate or to alter it would end the transaction."""
        connection.exec_driver_sql(f"DROP TEMPORARY TABLE {table.name}")
        connection.exec_driver_sql(create_text(table, connection.dialect))

    def insert(
        self,
        connection: sa.Connection,
        table: sa.Table,
        names: Sequence[str],
        rows: Sequence[tuple[AnyValue, ...]],
    ) -> None:
        """Insert rows into a key set."""
        insert_rows(connection, table, names, rows)

    def noted(self, keys: Sequence[Column], rows: int) -> Shape:
        """Return a plain number, in a table that no transaction undoes.

        To fill one of InnoDB takes seven times as long. In memory rows are found by their key;
        where there may be very many, the number is an index, or each window would read all.
        """
        if 0 < rows <= _IN_MEMORY and all(column.kind in _SMALL for column in keys):
            key = sa.PrimaryKeyConstraint(*(f"k{number}" for number in range(len(keys))))
            return [sa.Column("n", sa.Integer()), key], {"mariadb_engine": "MEMORY"}
        shape = "DYNAMIC" if any(column.kind is Kind.TEXT for column in keys) else "FIXED"
        words = {"engine": "Aria", "transactional": "0", "row_format": shape}
        index = [sa.UniqueConstraint("n")] if rows > _READ_WHOLE else []
        return [sa.Column("n", sa.Integer()), *index], {f"mariadb_{k}": v for k, v in words.items()}

    def begin_numbers(self, connection: sa.Connection) -> None:
        """Set the number to nothing from which rows are counted."""
        connection.exec_driver_sql("SET @gestand = 0")

    def numbered(
        self, names: Sequence[str], wanted: sa.Select[AnyValue]
    ) -> tuple[list[str], sa.Select[AnyValue]]:
        """Return it with a number that counts the rows: `places` looks whether it did."""
        number: sa.Label[int] = sa.literal_column("(@gestand := @gestand + 1)").label("n")
        found = wanted.with_only_columns(number, *wanted.selected_columns)
        return ["n", *names], found

    def places(self, connection: sa.Connection, table: sa.Table, rows: int) -> int:
        """Return the last number; raises RuntimeError where a row has none."""
        counted, last = sa.func.sum(sa.case((table.c.n >= 1, 1), else_=0)), sa.func.max(table.c.n)
        numbered, highest = connection.execute(sa.select(counted, last)).one()
        if int(numbered or 0) != rows:
            message = "MariaDB did not number the rows that it noted"
            raise RuntimeError(message)
        return int(highest or 0)

    def of_different(self, keys: Sequence[Column]) -> Sequence[dict[str, AnyValue]]:
        """Return memory, which takes a third of the time, and the disk where that is too small."""
        short = all(column.kind is not Kind.TEXT for column in keys)
        return ({"mariadb_engine": "MEMORY"}, {}) if short else ({},)

    def filled(self, connection: sa.Connection, table: sa.Table, rows: int) -> None:
        """Do nothing: to count it would end the transaction."""

    def sought(self, connection: sa.Connection, table: sa.Table, rows: int) -> None:
        """Do nothing: its index is made with the table."""

    def delete(
        self,
        row: sa.TableClause,
        key: Sequence[str],
        wanted: sa.Select[AnyValue],
        where: Sequence[sa.ColumnElement[bool]],
        *,
        along: bool = False,
    ) -> sa.Delete:
        """Return what removes rows: found first, since a set of keys is no way to rows here."""
        if along:
            return DeleteAlong(row).where(*wanted_ones(row, key, wanted), *where)
        return sa.delete(row).where(*found_first(row, key, wanted, where))

    def update(
        self,
        row: sa.TableClause,
        key: Sequence[str],
        wanted: sa.Select[AnyValue],
        where: Sequence[sa.ColumnElement[bool]],
        *,
        along: bool = False,
    ) -> sa.Update:
        """Return what changes rows, found first."""
        if along:
            return UpdateAlong(row).where(*wanted_ones(row, key, wanted), *where)
        return sa.update(row).where(*found_first(row, key, wanted, where))

    def lines(
        self, connection: sa.Connection, asked: Finished, *, beside: bool
    ) -> Iterator[Sequence[AnyValue]]:
        """Yield what a statement finds; a connection can send one answer while it is found."""
        options = {"stream_results": not beside}
        yield from connection.exec_driver_sql(asked.text, asked.values, execution_options=options)

    def version(self, connection: sa.Connection) -> int | None:
        """Return how often others may have been at work; None once they were since the beginning.

        There is no snapshot: what was read while others were at work is of no one moment.
        """
        watch = watch_of(connection)
        if watch is None or look(connection, watch) != watch.since:
            return None
        return watch.times

    def on_removal(self, connection: sa.Connection, table: str) -> list[OnRemoval]:
        """Return what each foreign key of a table does by itself when a row it points at goes."""
        return reflected_on_removal(connection, table)

    def finds(self, connection: sa.Connection, _asked: sa.Select[AnyValue], index: Index) -> bool:
        """Tell whether an index begins with one of the columns; none can be on folded values."""
        if index.folded:
            return True
        table = bare(index.table)
        first = connection.execute(FIRST_OF_INDEX, {"table": table}).scalars()
        return not set(index.columns).isdisjoint(first)

    def grants(
        self, connection: sa.Connection, rights: Sequence[Rights], reader: str, keeper: str
    ) -> list[str]:
        """Return the statements for this database; who may not make triggers does not see them."""
        quote = connection.dialect.identifier_preparer.quote_identifier
        here = quote(str(connection.exec_driver_sql("SELECT database()").scalar_one()))
        found = [
            f"GRANT SELECT, TRIGGER, CREATE TEMPORARY TABLES ON {here}.* TO {who}"
            for who in (reader, keeper)
        ]
        for one in rights:
            table = f"{here}.{quote(one.table)}"
            columns = ", ".join(map(quote, one.change))
            change = f", UPDATE ({columns})" if columns else ""
            add = "INSERT, " if one.add else ""
            found.append(f"GRANT {add}DELETE{change} ON {table} TO {keeper}")
        return found

    def told(self, error: DBAPIError) -> Told:
        """Return what went wrong; the server's own words only where they name no values."""
        given: tuple[AnyValue, ...] = getattr(error.orig, "args", ())
        code, words = (given[0], str(given[1])) if len(given) > 1 else (0, "")
        if code in _BUSY:
            return Told(_BUSY[code], busy=True)
        if code in _LOST:
            return Told(words if code in _NAMES_NO_VALUES else _LOST[code], lost=True)
        if code in _PLAIN:
            return Told(_PLAIN[code])
        if code in _NAMES_NO_VALUES:
            return Told(words)
        return Told(f"{type(error.orig).__name__} (error {code})")


def _with_collation(words: str, letters: str | None, collation: str | None) -> str:
    return f"{words} CHARACTER SET {letters} COLLATE {collation}" if letters else words


def _text(element: sa.ClauseElement) -> bool:
    return stored(element).kind not in (Kind.DATE, Kind.TIMESTAMP)


def _readable_where(clause: sa.ClauseElement, column: str) -> str:
    """Return where a column holds a day: false where it does not, NULL where it holds NULL."""
    if _text(clause):
        return f"{column} REGEXP '{_PATTERN}'"
    within = f"dayofmonth({column}) BETWEEN 1 AND dayofmonth(last_day({column}))"
    return f"({column} >= '0001-01-01' AND coalesce({within}, false))"


# With `$` a line end may follow; doubled, since a text of the database reads backslashes itself.
_PATTERN = WRITTEN_MOMENT.removesuffix("$") + r"\\z"


@compiles(Readable, "mariadb")
def _readable(element: Readable, compiler: SQLCompiler, **kw: AnyValue) -> str:
    (clause,) = element.clauses
    column = compiler.process(clause, **kw)
    return f"({column} <=> NULL OR {_readable_where(clause, column)})"


@compiles(RealDay, "mariadb")
def _real_day(element: RealDay, compiler: SQLCompiler, **kw: AnyValue) -> str:
    (clause,) = element.clauses
    return _readable_where(clause, compiler.process(clause, **kw))


@compiles(CalendarDay, "mariadb")
def _calendar_day(element: CalendarDay, compiler: SQLCompiler, **kw: AnyValue) -> str:
    # To count from what is no day is an error in a statement that writes.
    (clause,) = element.clauses
    column = compiler.process(clause, **kw)
    day = f"CAST({f'left({column}, 10)' if _text(clause) else column} AS DATE)"
    return f"CASE WHEN {_readable_where(clause, column)} THEN {day} END"


@compiles(HomeDay, "mariadb")
def _home_day(element: HomeDay, compiler: SQLCompiler, **kw: AnyValue) -> str:
    # Most servers know no time zones: their tables are empty until somebody fills them.
    clause, *zones = element.clauses
    column = compiler.process(clause, **kw)
    changes = changes_between(*(str(getattr(zone, "value", "")) for zone in zones))
    seconds = ", ".join(str(change.seconds) for change in changes)
    since = ", ".join(str(change.since) for change in changes[1:])
    shift = f"elt(1 + interval(to_seconds({column}), {since}), {seconds})" if since else seconds
    day = f"CAST({column} + INTERVAL {shift} SECOND AS DATE)"
    # Two clocks are at most 26 hours apart: only then there may be no such day any more.
    sure = f"{_readable_where(clause, column)} AND {column} < '9999-12-30'"
    last = f"{column} >= '9999-12-30'"
    return f"CASE WHEN {sure} THEN {day} WHEN {last} THEN CAST({column} AS DATE) END"


@compiles(Instant, "mariadb")
def _instant(element: Instant, compiler: SQLCompiler, **kw: AnyValue) -> str:
    # What stands behind the day would be compared with spaces, and a line end comes before those.
    (clause,) = element.clauses
    column = compiler.process(clause, **kw)
    return f"left({column}, 10)" if _text(clause) else column


@compiles(Missing, "mariadb")
def _missing(element: Missing, compiler: SQLCompiler, **kw: AnyValue) -> str:
    (clause,) = element.clauses
    column = compiler.process(clause, **kw)
    return f"{column} IS NULL" if _plainly_null(clause) else f"({column} <=> NULL)"


@compiles(Filled, "mariadb")
def _filled(element: Filled, compiler: SQLCompiler, **kw: AnyValue) -> str:
    (clause,) = element.clauses
    column = compiler.process(clause, **kw)
    return f"{column} IS NOT NULL" if _plainly_null(clause) else f"(NOT ({column} <=> NULL))"


def _plainly_null(clause: sa.ClauseElement) -> bool:
    """Tell whether IS NULL finds NULL in a column, and nothing else.

    It also finds a date of zeros in a column that may not be NULL; and NOT (x IS NOT NULL AND y)
    is turned into x IS NULL OR NOT y, so IS NOT NULL is not to be trusted there either.
    """
    column, dates = stored(clause), (Kind.DATE, Kind.TIMESTAMP, Kind.OTHER)
    return bool(column.name) and (column.nullable or column.kind not in dates)


@compiles(Bound, "mariadb")
def _bound(element: Bound, compiler: SQLCompiler, **kw: AnyValue) -> str:
    text, column = element.clauses
    written = compiler.process(text, **kw)
    if _text(column):
        return written
    return f"CAST({written} AS {'DATE' if stored(column).kind is Kind.DATE else 'DATETIME'})"


def _moved(day: str, by: str) -> str:
    # What lies beyond the last year is an error in a statement that writes.
    return f"CASE WHEN {day} < '9000-01-01' THEN {day} + INTERVAL {by} END"


@compiles(AddMonths, "mariadb")
def _add_months(element: AddMonths, compiler: SQLCompiler, **kw: AnyValue) -> str:
    day, months = (compiler.process(clause, **kw) for clause in element.clauses)
    return _moved(f"({day})", f"{months} MONTH")


@compiles(AddDays, "mariadb")
def _add_days(element: AddDays, compiler: SQLCompiler, **kw: AnyValue) -> str:
    day, days = (compiler.process(clause, **kw) for clause in element.clauses)
    return _moved(f"({day})", f"{days} DAY")


@compiles(Joined, "mariadb")
def _joined(element: Joined, compiler: SQLCompiler, **kw: AnyValue) -> str:
    # Rows that were noted are read in the order in which they were; to sort them takes long.
    column, _ = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"group_concat({column} SEPARATOR ',')"


@compiles(CountWhere, "mariadb")
def _count_where(element: CountWhere, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return f"count(CASE WHEN {compiler.process(element.clauses, **kw)} THEN 1 END)"


@compiles(FiscalYearEnd, "mariadb")
def _fiscal_year_end(element: FiscalYearEnd, compiler: SQLCompiler, **kw: AnyValue) -> str:
    day, start = (compiler.process(clause, **kw) for clause in element.clauses)
    begun = f"(right(CAST({day} AS CHAR), 5) >= {start})"
    first = f"concat(lpad(year({day}) + {begun}, 4, '0'), '-', {start})"
    return f"CASE WHEN {day} < '9000-01-01' THEN CAST({first} AS DATE) - INTERVAL 1 DAY END"
