"""Expressions with one meaning each, that every kind of database writes in its own words.

What a dialect says of them stands in its file of `gestand/stores/dialects`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any as AnyValue

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from gestand.core.calendar import Term
from gestand.core.datamap.schema import Column, Kind


class Stored(sa.types.UserDefinedType[AnyValue]):
    """The type of a column of the organisation: values pass as they are.

    A database compares a value that is given with the type of its own column.
    """

    cache_ok = True

    def __init__(self, column: Column) -> None:
        self.column = column

    def literal_processor(self, _dialect: sa.Dialect) -> Callable[[AnyValue], str]:
        """Return what writes a value into the text of a statement, to be shown."""
        return lambda value: str(value) if isinstance(value, int) else _quoted(str(value))


class Declared(sa.types.UserDefinedType[AnyValue]):
    """A type in the words of the database itself."""

    cache_ok = True

    def __init__(self, words: str) -> None:
        self.words = words

    def get_col_spec(self, **_kw: AnyValue) -> str:
        """Return the type as a CREATE TABLE names it."""
        return self.words


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def stored(element: sa.ClauseElement) -> Column:
    """Return the column of the organisation that an expression takes its values from."""
    found = getattr(element, "type", None)
    return found.column if isinstance(found, Stored) else Column("", Kind.OTHER)


class Readable(FunctionElement[bool]):
    """True when the column holds a real day, written year-month-day, or NULL; never NULL."""

    name = "readable"
    inherit_cache = True


class RealDay(Readable):
    """The same of a column that holds no NULL; of NULL it may say anything."""

    name = "real_day"
    inherit_cache = True


class CalendarDay(FunctionElement[str]):
    """The calendar day that the column holds, as it is written."""

    name = "calendar_day"
    inherit_cache = True


class HomeDay(FunctionElement[str]):
    """The calendar day of a timestamp: the column, its time zone, and that of the controller."""

    name = "home_day"
    inherit_cache = True


class Instant(FunctionElement[str]):
    """The moment in a column, as it is compared with a `Bound` or with another moment."""

    name = "instant"
    inherit_cache = True


class Missing(FunctionElement[bool]):
    """True when the column holds NULL, and then only."""

    name = "missing"
    inherit_cache = True


class Filled(FunctionElement[bool]):
    """True when the column does not hold NULL, and then only."""

    name = "filled"
    inherit_cache = True


class Bound(FunctionElement[str]):
    """A moment written as a text, as a value to compare with the column that comes second."""

    name = "bound"
    inherit_cache = True


class AddMonths(FunctionElement[str]):
    """The same day some months later, or the last day of a shorter month."""

    name = "add_months"
    inherit_cache = True


class AddDays(FunctionElement[str]):
    """The day some days later."""

    name = "add_days"
    inherit_cache = True


class Joined(FunctionElement[str]):
    """The values of a column as one text, with commas, in the order of the column that follows."""

    name = "joined"
    inherit_cache = True


class CountWhere(FunctionElement[int]):
    """The number of rows that meet a condition; never NULL."""

    name = "count_where"
    inherit_cache = True


class Distinct(FunctionElement[bool]):
    """True when two values differ; NULL is the same as NULL.

    SQLAlchemy has this too, but forgets on SQLite to show the values where they are asked for.
    """

    name = "distinct_values"
    inherit_cache = True


class Exact(FunctionElement[str]):
    """A text as it is written: no other text is the same, however the column compares."""

    name = "exact"
    inherit_cache = True


class Folded(FunctionElement[str]):
    """An identifier as `folded_text` of the core writes it: no outer spaces, no case in ASCII."""

    name = "folded"
    inherit_cache = True


class FoldedIn(FunctionElement[bool]):
    """True where an identifier, once folded, is among those that a subquery finds."""

    name = "folded_in"
    inherit_cache = True


class FiscalYearEnd(FunctionElement[str]):
    """The last day of the fiscal year that starts on the month and day given."""

    name = "fiscal_year_end"
    inherit_cache = True


@compiles(Missing)
def _missing(element: Missing, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return f"{compiler.process(element.clauses, **kw)} IS NULL"


@compiles(Filled)
def _filled(element: Filled, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return f"{compiler.process(element.clauses, **kw)} IS NOT NULL"


@compiles(FoldedIn)
def _folded_in(element: FoldedIn, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, found = element.clauses
    return f"{compiler.process(Folded(column), **kw)} IN {compiler.process(found, **kw)}"


def one_or_many(columns: Sequence[sa.ColumnElement[AnyValue]]) -> sa.ColumnElement[AnyValue]:
    """Return a column, or several as one value, to be looked for among others."""
    return columns[0] if len(columns) == 1 else sa.tuple_(*columns)


def both(*parts: sa.ColumnElement[AnyValue]) -> sa.ColumnElement[AnyValue]:
    """Return the conjunction; what is known without looking at a row is settled here."""
    asking = [part for part in parts if not isinstance(part, sa.True_)]
    if any(isinstance(part, sa.False_) for part in asking):
        return sa.false()
    return sa.and_(*asking) if asking else sa.true()


def last_day(day: sa.ColumnElement[AnyValue], term: Term) -> sa.ColumnElement[AnyValue]:
    """Return the last day of `term` after the calendar day, as `Term.last_day` computes it."""
    if term.fiscal_year is not None:
        start = f"{term.fiscal_year.month:02}-{term.fiscal_year.day:02}"
        day = FiscalYearEnd(day, sa.literal(start))
    if term.period.total_months:
        day = AddMonths(day, sa.literal(term.period.total_months))
    return AddDays(day, sa.literal(term.period.total_days))


def day_or_none(column: sa.ColumnElement[AnyValue]) -> sa.ColumnElement[bool]:
    """Return whether a moment is a date that can be read, or is not there at all."""
    return sa.or_(column.is_(None), Readable(column))
