"""Moments that a column tells otherwise than as a date: by numbers, or in digits."""

from __future__ import annotations

from datetime import date
from typing import Any as AnyValue
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from gestand.core import predicate as p
from gestand.core.datamap.schema import Digits, Kind, Since1970, Writing
from gestand.stores import digits, since_1970
from gestand.stores.dialects.digits import DigitsOf, Infinity, RealDigits
from gestand.stores.expressions import Missing

Expression = sa.ColumnElement[AnyValue]


def readable(column: Expression, how: Writing) -> Expression:
    """Return whether what is not NULL tells a moment; NULL of what is."""
    return RealDigits(column) if isinstance(how, Digits) else since_1970.readable(column, how)


def reached(at: p.At, column: Expression, day: date, home: ZoneInfo) -> Expression:
    """Return whether a moment falls on `day` or before; it counts where it can be read."""
    if isinstance(at.kind, Digits):
        return digits.before(column, day, at.zone, home)
    assert isinstance(at.kind, Since1970)
    before, none = since_1970.before(column, at.kind, day, home), _none(column, at.kind)
    return before if none is None else sa.and_(before, sa.not_(none))


def not_before(at: p.At, column: Expression, other: p.At, since: Expression) -> Expression | None:
    """Return whether a moment is not before another; None where they are told differently."""
    if isinstance(at.kind, Digits) and isinstance(other.kind, Digits):
        same = at.zone == other.zone
        return DigitsOf(column) >= DigitsOf(since) if same else None
    if not isinstance(at.kind, Since1970) or not isinstance(other.kind, Since1970):
        return None
    if at.kind.per_second != other.kind.per_second:
        return None
    none = (_none(column, at.kind), _none(since, other.kind))
    return sa.and_(column >= since, *(sa.not_(each) for each in none if each is not None))


def missing(column: Expression, kind: Kind | Writing) -> Expression:
    """Return whether a column says that there is no moment yet; never NULL itself."""
    plain, none = Missing(column), _none(column, kind)
    return plain if none is None else sa.or_(plain, none)


def or_null(column: Expression, kind: Kind | Writing) -> Expression:
    """Return a moment as it stands in its column, or NULL where there is none yet."""
    none = _none(column, kind)
    told: Expression = DigitsOf(column) if isinstance(kind, Digits) else column
    return told if none is None else sa.case((sa.not_(none), told))


def home_day(at: p.At, column: Expression, home: ZoneInfo) -> Expression:
    """Return the day at home of a moment; NULL where it tells none."""
    if isinstance(at.kind, Digits):
        return digits.home_day(column, at.zone, home)
    assert isinstance(at.kind, Since1970)
    return since_1970.home_day(column, at.kind, home)


def _none(column: Expression, kind: Kind | Writing) -> Expression | None:
    """Return where a column says by a value that there is no moment; None where it never does."""
    if isinstance(kind, Digits):
        return Infinity(column) if kind.infinity_is_none else None
    zero = isinstance(kind, Since1970) and kind.zero_is_none
    return column == 0 if zero else None
