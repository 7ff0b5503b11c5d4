"""Moments in columns of whole numbers, counted since 1970: compared as numbers, by an index."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any as AnyValue
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from gestand.core.datamap.schema import Since1970
from gestand.stores.dialects.since_1970 import HomeDayOfNumber

Expression = sa.ColumnElement[AnyValue]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def number_after(day: date, how: Since1970, home: ZoneInfo) -> int:
    """Return the number of the first moment after `day` in the zone `home`."""
    midnight = datetime.combine(day + timedelta(days=1), time(), home)
    return (midnight - _EPOCH) // timedelta(seconds=1) * how.per_second


def readable(column: Expression, how: Since1970) -> Expression:
    """Return whether a number that is not NULL tells a moment; NULL of one that is."""
    return sa.or_(*(column.between(low, high) for low, high in how.readable))


def before(column: Expression, how: Since1970, day: date, home: ZoneInfo) -> Expression:
    """Return whether a number is a moment on `day` or before; it counts where it can be read."""
    return column < sa.literal(number_after(day, how, home), column.type)


def home_day(column: Expression, how: Since1970, home: ZoneInfo) -> Expression:
    """Return the day at home of a number; NULL where it tells none."""
    seconds: Expression = sa.literal_column(str(how.per_second))
    day = HomeDayOfNumber(column, seconds, sa.literal(str(home.key), sa.String()))
    return sa.case((readable(column, how), day))
