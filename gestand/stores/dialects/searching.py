"""How each kind of database looks in its own columns for texts that are LIKE some pattern.

The patterns hold letters and digits of ASCII in lower case. What is looked at has no ends of
lines, and its letters of ASCII have no case: so each way to look finds no less than the pattern.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import Any as AnyValue

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from gestand.core.datamap.schema import Column, Kind

READ_ONLY = {
    "sqlite": "BEGIN",
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "mariadb": "START TRANSACTION READ ONLY",
}
"""What begins a transaction in which nothing can be changed, where a database has such."""

_NUMBERS = (Kind.INTEGER, Kind.NUMBER)
_NO_TEXTS = (Kind.BOOLEAN, Kind.DATE, Kind.TIMESTAMP)
_BYTES = {
    "postgresql": re.compile(r"bytea"),
    "mariadb": re.compile(
        r"(tiny|medium|long)?blob|(var)?binary.*|bit.*"
        r"|geometry(collection)?|(multi)?(point|polygon|linestring)"
    ),
}
"""The types of columns whose values are no texts."""


class Holds(Enum):
    """What the values of a column are: texts, bytes, or in each row one of the two."""

    TEXT = "text"
    BYTES = "bytes"
    EITHER = "either"


def holds(dialect: str, column: Column, *, numbers: bool) -> Holds | None:
    """Return what the values of a column are; None where no identifier can stand in it.

    With `numbers` an identifier may be a number as well.
    """
    if dialect == "sqlite":
        return Holds.EITHER  # a column of SQLite holds whatever was put in it
    if column.kind in _NO_TEXTS or (column.kind in _NUMBERS and not numbers):
        return None
    words = column.declared.lower().partition(" ")[0]
    return Holds.BYTES if _BYTES[dialect].fullmatch(words) else Holds.TEXT


class Shown(FunctionElement[str]):
    """The value of a column as a text."""

    name = "shown_text"
    inherit_cache = True


class TextLike(FunctionElement[bool]):
    """True where the text in a column, which comes first, is LIKE one of the patterns."""

    name = "text_like"
    inherit_cache = True


class BytesLike(FunctionElement[bool]):
    """True where the bytes in a column, in hexadecimal, are LIKE one of the patterns."""

    name = "bytes_like"
    inherit_cache = True


class OddText(FunctionElement[bool]):
    """True where a value of SQLite may hold more than LIKE looks at: a zero ends a text there."""

    name = "odd_text"
    inherit_cache = True


def like_one(
    column: sa.ColumnElement[AnyValue],
    what: Holds,
    likes: Sequence[str],
    byte_likes: Sequence[str],
) -> sa.ColumnElement[bool]:
    """Return where a column holds what is LIKE one of the patterns."""
    text = TextLike(column, *map(sa.literal, likes))
    data = BytesLike(column, *map(sa.literal, byte_likes))
    if what is Holds.EITHER:
        is_blob = sa.func.typeof(column) == "blob"
        return sa.case((is_blob, data), else_=sa.or_(text, OddText(column)))
    return text if what is Holds.TEXT else data


def shown(column: sa.ColumnElement[AnyValue], what: Holds) -> sa.ColumnElement[AnyValue]:
    """Return the value of a column as it is looked at outside the database."""
    return Shown(column) if what is Holds.TEXT else column


@compiles(Shown, "postgresql")
def _shown_postgresql(element: Shown, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return f"CAST({compiler.process(element.clauses, **kw)} AS text)"


@compiles(Shown, "mariadb")
def _shown_mariadb(element: Shown, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return f"CONVERT({compiler.process(element.clauses, **kw)} USING utf8mb4)"


@compiles(TextLike, "postgresql")
def _text_postgresql(element: TextLike, compiler: SQLCompiler, **kw: AnyValue) -> str:
    # The collation C has no case but that of ASCII, and no texts that differ and are the same.
    column, *patterns = (compiler.process(clause, **kw) for clause in element.clauses)
    plain = f"translate(CAST({column} AS text), chr(13) || chr(10), '')"
    return f'lower({plain} COLLATE "C") LIKE ANY (ARRAY[{", ".join(patterns)}])'


@compiles(BytesLike, "postgresql")
def _bytes_postgresql(element: BytesLike, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, *patterns = (compiler.process(clause, **kw) for clause in element.clauses)
    data = f"encode({column}, 'hex')"
    each = (f'{text} COLLATE "C" LIKE ANY (ARRAY[{", ".join(patterns)}])' for text in _lines(data))
    return f"({' OR '.join(each)})"


@compiles(TextLike, "mariadb")
def _text_mariadb(element: TextLike, compiler: SQLCompiler, **kw: AnyValue) -> str:
    # This collation looks past case and accents, a character at a time.
    column, *patterns = (compiler.process(clause, **kw) for clause in element.clauses)
    plain = f"CONVERT({column} USING utf8mb4)"
    for code in (13, 10):
        plain = f"REPLACE({plain}, CHAR({code} USING utf8mb4), '')"
    return _any_of([f"{plain} COLLATE utf8mb4_general_ci"], patterns)


@compiles(BytesLike, "mariadb")
def _bytes_mariadb(element: BytesLike, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, *patterns = (compiler.process(clause, **kw) for clause in element.clauses)
    texts = _lines(f"CONVERT(HEX({column}) USING utf8mb4)", "0D", "0A")
    return _any_of([f"{text} COLLATE utf8mb4_general_ci" for text in texts], patterns)


@compiles(TextLike, "sqlite")
def _text_sqlite(element: TextLike, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, *patterns = (compiler.process(clause, **kw) for clause in element.clauses)
    return _any_of([f"replace(replace({column}, char(13), ''), char(10), '')"], patterns)


@compiles(BytesLike, "sqlite")
def _bytes_sqlite(element: BytesLike, compiler: SQLCompiler, **kw: AnyValue) -> str:
    column, *patterns = (compiler.process(clause, **kw) for clause in element.clauses)
    return _any_of(_lines(f"hex({column})", "0D", "0A"), patterns)


@compiles(OddText, "sqlite")
def _odd_sqlite(element: OddText, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return f"instr({compiler.process(element.clauses, **kw)}, char(0)) > 0"


def _lines(data: str, *ends: str) -> list[str]:
    """Return bytes in hexadecimal as they are, and with their lines joined.

    To join them could break what stands before a byte from `a0` on, so both are looked at.
    """
    joined = data
    for end in ends or ("0d", "0a"):
        joined = f"replace({joined}, '{end}', '')"
    return [data, joined]


def _any_of(values: Sequence[str], patterns: Sequence[str]) -> str:
    return f"({' OR '.join(f'{v} LIKE {p}' for v in values for p in patterns)})"
