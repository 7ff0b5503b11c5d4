"""What a value becomes, as the database itself computes it; `core.left` says what that means."""

from __future__ import annotations

from typing import Any as AnyValue

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from gestand.core.predicate import Emptied

Expression = sa.ColumnElement[AnyValue]


class First(FunctionElement[str]):
    """So many characters from the beginning of a text, or all that it has."""

    name = "first_characters"
    inherit_cache = True


class Last(FunctionElement[str]):
    """So many characters at the end of a text, or all that it has."""

    name = "last_characters"
    inherit_cache = True


def emptied_value(change: Emptied, key: tuple[str, ...], row: sa.FromClause) -> Expression:
    """Return what stands in the column once emptied."""
    column = row.c[change.column]
    if change.how == "null":
        return sa.null()
    if change.how == "constant":
        return sa.literal(change.constant, column.type)
    if change.how == "first":
        return First(column, sa.literal(change.size, sa.Integer))
    if change.how == "last":
        return Last(column, sa.literal(change.size, sa.Integer))
    return _pseudonym(key, row)


def _pseudonym(key: tuple[str, ...], row: sa.FromClause) -> Expression:
    joined: Expression = sa.literal("erased")
    for name in key:
        joined = joined.concat("-").concat(sa.cast(row.c[name], sa.String))
    return joined


@compiles(First)
def _first(element: First, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, size = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"left({column}, {size})"


@compiles(Last)
def _last(element: Last, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, size = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"right({column}, {size})"


@compiles(First, "sqlite")
def _first_on_sqlite(element: First, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, size = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"substr({column}, 1, {size})"


@compiles(Last, "sqlite")
def _last_on_sqlite(element: Last, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, size = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"substr({column}, -{size})"
