"""The few expressions that differ per database, each with one meaning.

A database that is not named here is refused with a plain error, never guessed at.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any as AnyValue
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from gestand.core.calendar import Term
from gestand.core.datamap.schema import Kind


class Readable(FunctionElement[bool]):
    """True when the column holds a real day, written year-month-day; never NULL."""

    name = "readable"
    inherit_cache = True


class CalendarDay(FunctionElement[str]):
    """The calendar day that the column holds, as it is written."""

    name = "calendar_day"
    inherit_cache = True


class Instant(FunctionElement[str]):
    """The column as a timestamp that can be compared."""

    name = "instant"
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
    """The values of a column as one text, with commas."""

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


class FiscalYearEnd(FunctionElement[str]):
    """The last day of the fiscal year that starts on the month and day given."""

    name = "fiscal_year_end"
    inherit_cache = True


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


@compiles(Instant, "sqlite")
def _instant(element: Instant, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return f"datetime({compiler.process(element.clauses, **kw)})"


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
    return f"group_concat({compiler.process(element.clauses, **kw)}, ',')"


@compiles(CountWhere, "sqlite")
def _count_where(element: CountWhere, compiler: SQLCompiler, **kw: AnyValue) -> str:
    # A third of the time of counting a CASE.
    return f"count(*) FILTER (WHERE {compiler.process(element.clauses, **kw)})"


@compiles(Distinct, "sqlite")
def _distinct(element: Distinct, compiler: SQLCompiler, **kw: AnyValue) -> str:
    one, other = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"({one}) IS NOT ({other})"


@compiles(FiscalYearEnd, "sqlite")
def _fiscal_year_end(element: FiscalYearEnd, compiler: SQLCompiler, **kw: AnyValue) -> str:
    day, start = (compiler.process(clause, **kw) for clause in element.clauses)
    year = f"(strftime('%Y', {day}) + (strftime('%m-%d', {day}) >= {start}))"
    return f"date(printf('%04d-', {year}) || {start}, '-1 day')"


def last_day(moment: sa.ColumnElement[AnyValue], term: Term) -> sa.ColumnElement[AnyValue]:
    """Return the last day of `term` after `moment`, as `Term.last_day` computes it."""
    day: sa.ColumnElement[AnyValue] = CalendarDay(moment)
    if term.fiscal_year is not None:
        start = f"{term.fiscal_year.month:02}-{term.fiscal_year.day:02}"
        day = FiscalYearEnd(day, sa.literal(start))
    if term.period.total_months:
        day = AddMonths(day, sa.literal(term.period.total_months))
    return AddDays(day, sa.literal(term.period.total_days))


def day_after(day: date, kind: Kind, zone: str, home: ZoneInfo) -> str:
    """Return the first moment after `day` in the zone `home`, as a column of `kind` writes it.

    A column with days holds days of `home`; one with timestamps holds them in `zone`.
    """
    following = day + timedelta(days=1)
    if kind is not Kind.TIMESTAMP:
        return following.isoformat()
    midnight = datetime.combine(following, time(), home)
    return midnight.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")


def calendar_day(text: str, kind: Kind, zone: str, home: ZoneInfo) -> date | None:
    """Return the day in `home` that a stored moment falls on, or None when it cannot be read."""
    try:
        if kind is not Kind.TIMESTAMP or len(text) <= len("2026-01-01"):
            return date.fromisoformat(text[:10])
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    return moment.astimezone(home).date()
