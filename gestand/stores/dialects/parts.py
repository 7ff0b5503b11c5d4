"""What stays of a value, and how each kind of database computes it."""

from __future__ import annotations

from typing import Any as AnyValue

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from gestand.core.datamap.schema import Column, Kind
from gestand.core.left import BITS
from gestand.stores.expressions import stored

_EXACT = 10**15
"""Up to here a number with a floating point has all of its digits before the point."""

_BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_OF_FOUR = f"^({_BYTE}[.]){{3}}{_BYTE}"
_GROUP = "[0-9a-fA-F]{1,4}"
_OF_SIX = "|".join(
    [
        f"({_GROUP}:){{7}}{_GROUP}",
        *(
            f"({_GROUP}:){{{before}}}(:{_GROUP}){{1,{7 - before}}}"
            for before in range(1, 7)
        ),
        f"({_GROUP}:){{1,7}}:",
        f":((:{_GROUP}){{1,7}}|:)",
    ]
)


class First(FunctionElement[str]):
    """So many characters from the beginning of a text, or all that it has."""

    name = "first_characters"
    inherit_cache = True


class Last(FunctionElement[str]):
    """So many characters at the end of a text, or all that it has."""

    name = "last_characters"
    inherit_cache = True


class YearOf(FunctionElement[str]):
    """The first day of the year of a day that can be read."""

    name = "year_of"
    inherit_cache = True


class MonthOf(FunctionElement[str]):
    """The first day of the month of a day that can be read."""

    name = "month_of"
    inherit_cache = True


class NoDay(FunctionElement[str]):
    """What stands in a column that may not be NULL, where no day could be read in it."""

    name = "no_day"
    inherit_cache = True


class Steps(FunctionElement[AnyValue]):
    """A number down to a multiple of the second, towards zero; the third where it is no number."""

    name = "steps"
    inherit_cache = True


class Network(FunctionElement[str]):
    """The first address of the network of an internet address; the second where it is none."""

    name = "network"
    inherit_cache = True


def _each(
    element: FunctionElement[AnyValue], compiler: SQLCompiler, kw: dict[str, AnyValue]
) -> list[str]:
    return [compiler.process(clause, **kw) for clause in element.clauses]


def _column(element: FunctionElement[AnyValue]) -> Column:
    """Return the column that comes first."""
    return stored(next(iter(element.clauses)))


@compiles(First)
def _first(element: First, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, size = _each(element, compiler, kw)
    return f"left({column}, {size})"


@compiles(Last)
def _last(element: Last, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, size = _each(element, compiler, kw)
    return f"right({column}, {size})"


@compiles(First, "sqlite")
def _first_sqlite(element: First, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, size = _each(element, compiler, kw)
    return f"substr({column}, 1, {size})"


@compiles(Last, "sqlite")
def _last_sqlite(element: Last, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, size = _each(element, compiler, kw)
    return f"substr({column}, -{size})"


def _written(column: str, digits: int, rest: str) -> str:
    """Return the beginning of a day that is written as a text, and the rest of a first day."""
    time = f"CASE WHEN length({column}) > 10 THEN ' 00:00:00' ELSE '' END"
    return f"substr({column}, 1, {digits}) || '{rest}' || {time}"


@compiles(YearOf, "sqlite")
def _year_sqlite(element: YearOf, compiler: SQLCompiler, **kw: AnyValue) -> str:
    (column,) = _each(element, compiler, kw)
    return _written(column, 4, "-01-01")


@compiles(MonthOf, "sqlite")
def _month_sqlite(element: MonthOf, compiler: SQLCompiler, **kw: AnyValue) -> str:
    (column,) = _each(element, compiler, kw)
    return _written(column, 7, "-01")


@compiles(NoDay, "sqlite")
def _no_day_sqlite(_element: NoDay, _compiler: SQLCompiler, **_kw: AnyValue) -> str:
    return "'0001-01-01'"


def _of_its_type(element: FunctionElement[AnyValue], value: str) -> str:
    return f"CAST({value} AS {_column(element).declared or 'DATE'})"


@compiles(YearOf, "postgresql")
def _year_postgresql(element: YearOf, compiler: SQLCompiler, **kw: AnyValue) -> str:
    (column,) = _each(element, compiler, kw)
    return _of_its_type(element, f"date_trunc('year', {column})")


@compiles(MonthOf, "postgresql")
def _month_postgresql(element: MonthOf, compiler: SQLCompiler, **kw: AnyValue) -> str:
    (column,) = _each(element, compiler, kw)
    return _of_its_type(element, f"date_trunc('month', {column})")


@compiles(NoDay, "postgresql")
def _no_day_postgresql(element: NoDay, _compiler: SQLCompiler, **_kw: AnyValue) -> str:
    return _of_its_type(element, "'0001-01-01'")


_FIRST_SECOND = "CAST('1970-01-01 00:00:01' AS DATETIME)"
"""The first moment that a TIMESTAMP of MariaDB can hold."""


def _is_timestamp(element: FunctionElement[AnyValue]) -> bool:
    return _column(element).declared.lower().startswith("timestamp")


def _back(element: FunctionElement[AnyValue], column: str, days: str) -> str:
    """Return the day so many days before: to write down a day before the year 1000 is not safe."""
    first = f"CAST({column} AS DATE) - INTERVAL ({days}({column}) - 1) DAY"
    if _column(element).kind is Kind.DATE:
        return first
    whole = f"CAST({first} AS DATETIME)"
    return f"greatest({whole}, {_FIRST_SECOND})" if _is_timestamp(element) else whole


@compiles(YearOf, "mariadb")
def _year_mariadb(element: YearOf, compiler: SQLCompiler, **kw: AnyValue) -> str:
    (column,) = _each(element, compiler, kw)
    return _back(element, column, "dayofyear")


@compiles(MonthOf, "mariadb")
def _month_mariadb(element: MonthOf, compiler: SQLCompiler, **kw: AnyValue) -> str:
    (column,) = _each(element, compiler, kw)
    return _back(element, column, "dayofmonth")


@compiles(NoDay, "mariadb")
def _no_day_mariadb(element: NoDay, _compiler: SQLCompiler, **_kw: AnyValue) -> str:
    if _is_timestamp(element):
        return _FIRST_SECOND
    return f"CAST('0001-01-01' AS {'DATE' if _column(element).kind is Kind.DATE else 'DATETIME'})"


@compiles(Steps)
def _steps(element: Steps, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, size, _ = _each(element, compiler, kw)
    return f"({column} - mod({column}, {size}))"


@compiles(Steps, "sqlite")
def _steps_sqlite(element: Steps, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, size, instead = _each(element, compiler, kw)
    whole = f"CAST({column} / {size} AS INTEGER) * {size}"
    real = f"CASE WHEN abs({column}) < {_EXACT} THEN {whole} ELSE {instead} END"
    return (
        f"CASE typeof({column}) WHEN 'integer' THEN {column} - {column} % {size}"
        f" WHEN 'real' THEN {real} WHEN 'null' THEN NULL ELSE {instead} END"
    )


@compiles(Network, "sqlite")
def _network_sqlite(element: Network, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, instead = _each(element, compiler, kw)
    known = f"coalesce(gestand_network(CAST({column} AS BLOB)), {instead})"
    return f"CASE WHEN {column} IS NOT NULL THEN {known} END"


@compiles(Network, "postgresql")
def _network_postgresql(element: Network, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, instead = _each(element, compiler, kw)
    four, six = (f"network(set_masklen(CAST({column} AS INET), {BITS[v]}))" for v in (4, 6))
    if _column(element).kind is not Kind.TEXT:
        one = f"CASE family({column}) WHEN 4 THEN {four} ELSE {six} END"
        return f"CAST(host({one}) AS INET)"
    text = f'(CAST({column} AS TEXT) COLLATE "C")'
    return (
        f"CASE WHEN {text} ~ '{_OF_FOUR}$' THEN host({four})"
        f" WHEN {text} ~ '^({_OF_SIX})$' THEN host({six})"
        f" WHEN {text} IS NOT NULL THEN {instead} END"
    )


@compiles(Network, "mariadb")
def _network_mariadb(element: Network, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, instead = _each(element, compiler, kw)
    kept = BITS[6] // 8
    six = f"concat(left(inet6_aton({column}), {kept}), unhex(repeat('00', {16 - kept})))"
    # `is_ipv4` takes 1.2.3.04 as well. Doubled, since a text of the database reads backslashes.
    four = rf"{column} REGEXP '{_OF_FOUR}\\z'"
    return (
        f"CASE WHEN {four} THEN concat(substring_index({column}, '.', 3), '.0')"
        f" WHEN is_ipv6({column}) THEN inet6_ntoa({six})"
        f" WHEN {column} <=> NULL THEN NULL ELSE {instead} END"
    )
