"""Moments in columns of texts or bytes, in fourteen digits: compared as they are written."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any as AnyValue
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from gestand.stores.dialects.digits import DayOfDigits, DigitsOf

Expression = sa.ColumnElement[AnyValue]


def digits_after(day: date, zone: str, home: ZoneInfo) -> str:
    """Return the digits, in `zone`, of the first moment after `day` in the zone `home`."""
    midnight = datetime.combine(day + timedelta(days=1), time(), home)
    return midnight.astimezone(ZoneInfo(zone)).strftime("%Y%m%d%H%M%S").zfill(14)


def before(column: Expression, day: date, zone: str, home: ZoneInfo) -> Expression:
    """Return whether digits are a moment on `day` or before; it counts where they can be read."""
    return DigitsOf(column) < sa.literal(digits_after(day, zone, home), sa.String())


def home_day(column: Expression, zone: str, home: ZoneInfo) -> Expression:
    """Return the day at home of digits; NULL where they tell none."""
    return DayOfDigits(column, _text(zone), _text(home.key))


def _text(value: str) -> Expression:
    return sa.literal(str(value), sa.String())
