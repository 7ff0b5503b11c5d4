"""What a value becomes, as the database itself computes it; `core.left` says what that means."""

from __future__ import annotations

from typing import Any as AnyValue

import sqlalchemy as sa

from gestand.core.documents import Parts
from gestand.core.left import KEYED, WITH_ROW
from gestand.core.predicate import Emptied
from gestand.stores.dialects.documents import gone, odd, without
from gestand.stores.dialects.parts import First, Last, MonthOf, Network, NoDay, Steps, YearOf
from gestand.stores.expressions import Distinct, Readable
from gestand.stores.pseudonyms import is_pseudonym, pseudonym

Expression = sa.ColumnElement[AnyValue]


def emptied_value(
    change: Emptied, key: tuple[str, ...], row: sa.FromClause, secret: bytes = b""
) -> Expression:
    """Return what stands in the column once emptied; `secret` is the key of pseudonyms."""
    column = row.c[change.column]
    if change.how == WITH_ROW:
        return column
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
    if change.parts is not None:
        return _document(column, change.parts)
    return _part(change, column)


def _document(column: Expression, parts: Parts) -> Expression:
    """Return what a document becomes; INVARIANT: one that cannot be read stays as it is.

    But where nothing of it is held any more and the map says what it becomes as a whole.
    """
    otherwise = sa.literal(parts.instead, column.type) if parts.instead is not None else sa.null()
    unread = otherwise if parts.whole else column
    cut = [(gone(column, parts), column)] if parts.parts else []
    # A database that cannot do it after all says NULL: then nothing is taken away.
    left = sa.func.coalesce(without(column, parts), column) if parts.parts else column
    return sa.case((odd(column, parts.document), unread), *cut, else_=left)


def _document_differs(column: Expression, parts: Parts) -> Expression:
    read = sa.not_(gone(column, parts)) if parts.parts else sa.false()
    unread = sa.true() if parts.whole else sa.false()
    return sa.case(
        (column.is_(None), sa.false()), (odd(column, parts.document), unread), else_=read
    )


def differs(
    change: Emptied, key: tuple[str, ...], row: sa.FromClause, secret: bytes
) -> Expression:
    """Return whether a column does not yet hold what it holds once emptied; never NULL."""
    column = row.c[change.column]
    if change.how in KEYED:
        # To recognise a pseudonym costs next to nothing, and to make one in each row does not.
        return sa.and_(column.is_not(None), sa.not_(is_pseudonym(column, secret)))
    if change.parts is not None:
        return _document_differs(column, change.parts)
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
