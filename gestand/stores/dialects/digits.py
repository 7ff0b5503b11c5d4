"""Moments in fourteen digits, in the words of each kind of database.

In columns of texts or of bytes. SQLite keeps texts in columns of bytes, and the other way round.
"""

from __future__ import annotations

from typing import Any as AnyValue

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from gestand.core.datamap.schema import Kind
from gestand.stores.dialects.clocks import changes_between
from gestand.stores.dialects.written import WRITTEN_DIGITS
from gestand.stores.expressions import stored


class DigitsOf(FunctionElement[str]):
    """What a column of digits holds, as a text that is compared with another one."""

    name = "digits_of"
    type = sa.String()
    inherit_cache = True


class RealDigits(FunctionElement[bool]):
    """True where digits tell a moment that there is; of NULL it may say anything."""

    name = "real_digits"
    inherit_cache = True


class Infinity(FunctionElement[bool]):
    """True where a column holds the word `infinity`; NULL of NULL."""

    name = "infinity"
    inherit_cache = True


class DayOfDigits(FunctionElement[str]):
    """The calendar day of digits: the column, its time zone, and that of the controller."""

    name = "day_of_digits"
    inherit_cache = True


def _dashed(text: str, joined: str = " || ") -> str:
    """Return a moment as it is written elsewhere, of fourteen digits."""
    parts = [f"substr({text}, 1, 4)", *(f"substr({text}, {n}, 2)" for n in range(5, 14, 2))]
    signs = ["'-'", "'-'", "' '", "':'", "':'"]
    each = [piece for pair in zip(parts, signs, strict=False) for piece in pair]
    return f" {joined} ".join([*each, parts[-1]])


@compiles(DigitsOf, "sqlite")
def _text_of_sqlite(element: DigitsOf, compiler: SQLCompiler, **kw: AnyValue) -> str:
    (clause,) = element.clauses
    column = compiler.process(clause, **kw)
    return f"CAST({column} AS TEXT)" if stored(clause).kind is Kind.BLOB else column


@compiles(RealDigits, "sqlite")
def _real_on_sqlite(element: RealDigits, compiler: SQLCompiler, **kw: AnyValue) -> str:
    (clause,) = element.clauses
    column = compiler.process(clause, **kw)
    text = compiler.process(DigitsOf(clause), **kw)
    kinds = "'text', 'blob'" if stored(clause).kind is Kind.BLOB else "'text'"
    day = f"substr({text}, 1, 4) || '-' || substr({text}, 5, 2) || '-' || substr({text}, 7, 2)"
    times = (f"substr({text}, {at}, 2) < '{end}'" for at, end in ((9, 24), (11, 60), (13, 60)))
    tests = (
        f"typeof({column}) IN ({kinds})",
        f"length(CAST({column} AS BLOB)) = 14",
        f"{text} GLOB '{'[0-9]' * 14}'",
        f"{text} >= '0001'",
        f"date({day}, '+0 days') IS {day}",
        *times,
    )
    return f"({' AND '.join(tests)})"


@compiles(DayOfDigits, "sqlite")
def _day_on_sqlite(element: DayOfDigits, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, *zones = element.clauses
    real = compiler.process(RealDigits(column), **kw)
    dashed = _dashed(compiler.process(DigitsOf(column), **kw))
    if _named(zones[0]) == _named(zones[1]):
        return f"CASE WHEN {real} THEN substr({dashed}, 1, 10) END"
    words = ", ".join(compiler.process(zone, **kw) for zone in zones)
    return f"CASE WHEN {real} THEN gestand_home_day({dashed}, {words}) END"


@compiles(Infinity, "sqlite")
def _infinity_on_sqlite(element: Infinity, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return f"(CAST({compiler.process(element.clauses, **kw)} AS TEXT) = 'infinity')"


def _plain(clause: sa.ClauseElement, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column = compiler.process(clause, **kw)
    if stored(clause).kind is Kind.BLOB:
        return f"encode({column}, 'escape')"
    return f'(CAST({column} AS TEXT) COLLATE "C")'


@compiles(DigitsOf, "postgresql")
def _text_of_postgresql(element: DigitsOf, compiler: SQLCompiler, **kw: AnyValue) -> str:
    (clause,) = element.clauses
    if stored(clause).kind is Kind.BLOB:
        return _plain(clause, compiler, **kw)
    return compiler.process(clause, **kw)


@compiles(RealDigits, "postgresql")
def _real_on_postgresql(element: RealDigits, compiler: SQLCompiler, **kw: AnyValue) -> str:
    (clause,) = element.clauses
    return f"({_plain(clause, compiler, **kw)} ~ '{WRITTEN_DIGITS}')"


@compiles(DayOfDigits, "postgresql")
def _day_on_postgresql(element: DayOfDigits, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, *zones = element.clauses
    real = compiler.process(RealDigits(column), **kw)
    moment = f"CAST({_dashed(_plain(column, compiler, **kw))} AS TIMESTAMP)"
    if _named(zones[0]) != _named(zones[1]):
        moment += "".join(f" AT TIME ZONE {compiler.process(zone, **kw)}" for zone in zones)
    return f"CASE WHEN {real} THEN CAST({moment} AS DATE) END"


@compiles(Infinity, "postgresql")
def _infinity_on_postgresql(element: Infinity, compiler: SQLCompiler, **kw: AnyValue) -> str:
    (clause,) = element.clauses
    return f"({_plain(clause, compiler, **kw)} = 'infinity')"


@compiles(DigitsOf, "mariadb")
def _text_of_mariadb(element: DigitsOf, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return compiler.process(element.clauses, **kw)


@compiles(RealDigits, "mariadb")
def _real_on_mariadb(element: RealDigits, compiler: SQLCompiler, **kw: AnyValue) -> str:
    # With `$` a line end may follow; doubled, since a text of the database reads backslashes.
    pattern = WRITTEN_DIGITS.removesuffix("$") + r"\\z"
    return f"({compiler.process(element.clauses, **kw)} REGEXP '{pattern}')"


@compiles(DayOfDigits, "mariadb")
def _day_on_mariadb(element: DayOfDigits, compiler: SQLCompiler, **kw: AnyValue) -> str:
    # Most servers know no time zones, and to count from what is no day is an error.
    column, *zones = element.clauses
    digits = f"convert({compiler.process(column, **kw)} USING latin1)"
    real = compiler.process(RealDigits(column), **kw)
    moment = f"concat({_dashed(digits, ',')})"
    changes = changes_between(*map(_named, zones))
    seconds = ", ".join(str(change.seconds) for change in changes)
    since = ", ".join(str(change.since) for change in changes[1:])
    shift = f"elt(1 + interval(to_seconds({moment}), {since}), {seconds})" if since else seconds
    own = f"CAST(left({moment}, 10) AS DATE)"
    if shift == "0":
        return f"CASE WHEN {real} THEN {own} END"
    # Two clocks are at most 26 hours apart: only then there may be no such day any more.
    there = f"WHEN {digits} < '99991230' THEN CAST({moment} + INTERVAL {shift} SECOND AS DATE)"
    return f"CASE WHEN NOT {real} THEN NULL {there} ELSE {own} END"


@compiles(Infinity, "mariadb")
def _infinity_on_mariadb(element: Infinity, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return f"(CAST({compiler.process(element.clauses, **kw)} AS BINARY) = 'infinity')"


def _named(zone: sa.ClauseElement) -> str:
    return str(getattr(zone, "value", ""))
