"""What a value becomes, as the database itself computes it; `core.left` says what that means."""

from __future__ import annotations

from typing import Any as AnyValue

import sqlalchemy as sa

from gestand.core.left import KEYED
from gestand.core.predicate import Emptied
from gestand.stores.dialects.parts import First, Last, MonthOf, Network, NoDay, Steps, YearOf
from gestand.stores.expressions import Distinct, Readable
from gestand.stores.pseudonyms import is_pseudonym, pseudonym

Expression = sa.ColumnElement[AnyValue]


def emptied_value(
    change: Emptied, key: tuple[str, ...], row: sa.FromClause, secret: bytes = b""
) -> Expression:
    """Return what stands in the column once emptied; `secret` is the key of pseudonyms."""
    column = row.c[change.column]
    if change.how == "null":
        return sa.null()
    if change.how == "constant":
        return sa.literal(change.constant, column.type)
    if change.how in ("pseudonym", "tombstone"):
        between = " " if change.how == "tombstone" else "-"
        return _with_key(str(change.constant or "erased"), between, key, row)
    if change.how in KEYED:
        none, made = column.is_(None), is_pseudonym(column, secret)
        return sa.case((sa.or_(none, made), column), else_=pseudonym(change, row, secret))
    return _part(change, column)


def differs(
    change: Emptied, key: tuple[str, ...], row: sa.FromClause, secret: bytes
) -> Expression:
    """Return whether a column does not yet hold what it holds once emptied; never NULL."""
    column = row.c[change.column]
    if change.how in KEYED:
        # To recognise a pseudonym costs next to nothing, and to make one in each row does not.
        return sa.and_(column.is_not(None), sa.not_(is_pseudonym(column, secret)))
    return Distinct(column, emptied_value(change, key, row))


def _with_key(words: str, between: str, key: tuple[str, ...], row: sa.FromClause) -> Expression:
    joined: Expression = sa.literal(words)
    for name in key:
        joined = joined.concat(between).concat(sa.cast(row.c[name], sa.String))
        between = "-"
    return joined


def _part(change: Emptied, column: Expression) -> Expression:
    size = sa.literal(change.size, sa.Integer)
    instead = sa.null() if change.constant is None else sa.literal(change.constant)
    if change.how == "first":
        return First(column, size)
    if change.how == "last":
        return Last(column, size)
    if change.how == "steps":
        return Steps(column, size, instead)
    if change.how == "network":
        return Network(column, instead)
    part = YearOf(column) if change.how == "year" else MonthOf(column)
    no_day = sa.null() if change.constant is None else NoDay(column)
    return sa.case((Readable(column), part), else_=no_day)
