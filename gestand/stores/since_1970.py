"""Moments in columns of whole numbers, counted since 1970: compared as numbers, by an index."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any as AnyValue
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from gestand.core import predicate as p
from gestand.core.datamap.schema import Kind, Since1970
from gestand.stores.dialects.since_1970 import HomeDayOfNumber
from gestand.stores.expressions import Missing

Expression = sa.ColumnElement[AnyValue]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def number_after(day: date, how: Since1970, home: ZoneInfo) -> int:
    """Return the number of the first moment after `day` in the zone `home`."""
    midnight = datetime.combine(day + timedelta(days=1), time(), home)
    return (midnight - _EPOCH) // timedelta(seconds=1) * how.per_second


def readable(column: Expression, how: Since1970) -> Expression:
    """Return whether a number that is not NULL tells a moment; NULL of one that is."""
    return sa.or_(*(column.between(low, high) for low, high in how.readable))


def reached(at: p.At, column: Expression, day: date, home: ZoneInfo) -> Expression:
    """Return whether a number is a moment on `day` or before; it counts where it can be read."""
    assert isinstance(at.kind, Since1970)
    before = column < sa.literal(number_after(day, at.kind, home), column.type)
    return sa.and_(before, column != 0) if at.kind.zero_is_none else before


def not_before(at: p.At, column: Expression, other: p.At, since: Expression) -> Expression | None:
    """Return whether a number is not before another; None where they count different things."""
    kinds = [kind for kind in (at.kind, other.kind) if isinstance(kind, Since1970)]
    if len(kinds) < 2 or kinds[0].per_second != kinds[1].per_second:
        return None
    zeros = zip(kinds, (column, since), strict=True)
    return sa.and_(column >= since, *(each != 0 for kind, each in zeros if kind.zero_is_none))


def missing(column: Expression, kind: Kind | Since1970) -> Expression:
    """Return whether a column says that there is no moment yet; never NULL itself."""
    plain = Missing(column)
    if isinstance(kind, Since1970) and kind.zero_is_none:
        return sa.or_(plain, column == 0)
    return plain


def or_null(column: Expression, kind: Kind | Since1970) -> Expression:
    """Return a moment as it stands in its column, or NULL where there is none yet."""
    zero = isinstance(kind, Since1970) and kind.zero_is_none
    return sa.func.nullif(column, 0) if zero else column


def home_day(column: Expression, how: Since1970, home: ZoneInfo) -> Expression:
    """Return the day at home of a number; NULL where it tells none."""
    seconds: Expression = sa.literal_column(str(how.per_second))
    day = HomeDayOfNumber(column, seconds, sa.literal(str(home.key), sa.String()))
    return sa.case((readable(column, how), day))
