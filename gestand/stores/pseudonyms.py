"""Pseudonyms that a database makes with a key, and recognises again.

The first digits are made of what the pseudonym stands for, and the last ones of the first, both
with the key: only what was made with it is taken for a pseudonym, and not what somebody has typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any as AnyValue

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from gestand.core.left import CHECKED, LENGTH, MADE, PREFIX
from gestand.core.predicate import Emptied
from gestand.stores.dialects.parts import First, Last
from gestand.stores.expressions import Exact

Expression = sa.ColumnElement[AnyValue]

_BETWEEN, _NOTHING = "\x1f", "\x1e"
"""Stands between the parts that a pseudonym is made of, and for a part that is NULL."""

_BLOCK, _INNER, _OUTER = 64, 0x36, 0x5C
"""Of HMAC (RFC 2104): the bytes of a block of SHA-256, and with what they are mixed."""


class Hidden(sa.types.UserDefinedType[str]):
    """A text that is given to the database, and is never shown."""

    cache_ok = True

    def get_col_spec(self, **_kw: AnyValue) -> str:
        """Return the type as a CAST names it."""
        return "TEXT"

    def literal_processor(self, _dialect: sa.Dialect) -> Callable[[AnyValue], str]:
        """Return what stands in a statement that is shown."""
        return lambda _value: "'(a key)'"


class Hmac(FunctionElement[str]):
    """HMAC-SHA256 of a text, in hexadecimal digits; two halves of the key come behind the text."""

    name = "hmac_sha256"
    inherit_cache = True


def pseudonym(change: Emptied, row: sa.FromClause, secret: bytes) -> Expression:
    """Return the pseudonym that takes the place of a value."""
    told: Expression = sa.literal(str(change.constant))
    for value in _read(change, row):
        part = sa.func.coalesce(sa.cast(value, sa.String), sa.literal(_NOTHING))
        told = told.concat(_BETWEEN).concat(part)
    made = First(_hmac(told, secret), sa.literal(MADE, sa.Integer))
    return sa.literal(PREFIX).concat(made).concat(_check(made, secret))


def _read(change: Emptied, row: sa.FromClause) -> Iterator[Expression]:
    """Yield the values that a pseudonym is made of; some stand in the row that others lead to."""
    if not change.along:
        yield from (row.c[name] for name in change.reads)
        return
    here, tables, same = row, list[sa.FromClause](), list[sa.ColumnElement[bool]]()
    for number, (columns, name, theirs) in enumerate(change.along, 1):
        names = {*theirs, *change.reads, *(own for link in change.along for own in link[0])}
        there = sa.table(name, *map(sa.column, sorted(names))).alias(f"p{number}")
        same += [there.c[at] == here.c[own] for own, at in zip(columns, theirs, strict=True)]
        tables.append(there)
        here = there
    for name in change.reads:
        wanted = sa.select(here.c[name]).select_from(*tables).where(*same)
        yield wanted.correlate_except(*tables).scalar_subquery()


def is_pseudonym(column: Expression, secret: bytes) -> Expression:
    """Return whether a column holds a pseudonym made with this key; never NULL."""
    text = Exact(column)
    made = sa.func.substr(text, len(PREFIX) + 1, MADE)
    checked = Last(text, sa.literal(CHECKED, sa.Integer)) == _check(made, secret)
    begins = First(text, sa.literal(len(PREFIX), sa.Integer)) == PREFIX
    # A CASE, since it costs much more to check a pseudonym than to see that it is none.
    return sa.case(
        (column.is_(None), sa.false()),
        (sa.or_(sa.not_(begins), sa.func.length(text) != LENGTH), sa.false()),
        else_=checked,
    )


def _check(made: Expression, secret: bytes) -> Expression:
    digest = _hmac(sa.literal(f"check{_BETWEEN}").concat(made), secret)
    return First(digest, sa.literal(CHECKED, sa.Integer))


def _hmac(told: Expression, secret: bytes) -> Expression:
    if not secret:
        message = "a pseudonym is to be made, and there is no key"
        raise ValueError(message)
    block = secret.ljust(_BLOCK, b"\0")
    halves = (bytes(byte ^ with_ for byte in block).hex() for with_ in (_INNER, _OUTER))
    return Hmac(told, *(sa.literal(half, Hidden()) for half in halves))


def hmac_of(told: bytes | None, inner: str, outer: str) -> str | None:
    """Return what `Hmac` says, for a database that has no digests."""
    if told is None:
        return None
    within = sha256(bytes.fromhex(inner) + bytes(told)).digest()
    return sha256(bytes.fromhex(outer) + within).hexdigest()


@compiles(Hmac, "sqlite")
def _hmac_sqlite(element: Hmac, compiler: SQLCompiler, **kw: AnyValue) -> str:
    told, inner, outer = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"gestand_hmac(CAST({told} AS BLOB), {inner}, {outer})"


@compiles(Hmac, "postgresql")
def _hmac_postgresql(element: Hmac, compiler: SQLCompiler, **kw: AnyValue) -> str:
    told, inner, outer = (compiler.process(clause, **kw) for clause in element.clauses)
    within = f"sha256(decode({inner}, 'hex') || convert_to({told}, 'UTF8'))"
    return f"encode(sha256(decode({outer}, 'hex') || {within}), 'hex')"


@compiles(Hmac, "mariadb")
def _hmac_mariadb(element: Hmac, compiler: SQLCompiler, **kw: AnyValue) -> str:
    told, inner, outer = (compiler.process(clause, **kw) for clause in element.clauses)
    text = f"CAST(convert({told} USING utf8mb4) AS BINARY)"
    within = f"unhex(sha2(concat(unhex({inner}), {text}), 256))"
    return f"sha2(concat(unhex({outer}), {within}), 256)"
