"""The day of a number that counts since 1970, in the words of each kind of database."""

from __future__ import annotations

from typing import Any as AnyValue
from zoneinfo import ZoneInfo

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from gestand.core.datamap.schema import Since1970
from gestand.stores.dialect import calendar_day
from gestand.stores.dialects.clocks import changes_between

_TO_1970 = 62_167_219_200
"""What `to_seconds` says of the first moment of 1970."""


class HomeDayOfNumber(FunctionElement[str]):
    """The calendar day of a number that counts since 1970 in UTC.

    The column, how many it counts in a second, and the time zone of the controller.
    """

    name = "home_day_of_number"
    inherit_cache = True


def home_of_number(number: object, per_second: int, home: str) -> str | None:
    """Return the day in the zone `home` of a number that counts since 1970."""
    how = Since1970.SECONDS if per_second == 1 else Since1970.MILLISECONDS
    day = None if number is None else calendar_day(str(number), how, "", ZoneInfo(home))
    return day.isoformat() if day else None


@compiles(HomeDayOfNumber, "sqlite")
def _of_sqlite(element: HomeDayOfNumber, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return f"gestand_home_day_of_number({compiler.process(element.clauses, **kw)})"


@compiles(HomeDayOfNumber, "postgresql")
def _of_postgresql(element: HomeDayOfNumber, compiler: SQLCompiler, **kw: AnyValue) -> str:
    number, per_second, home = (compiler.process(each, **kw) for each in element.clauses)
    seconds = f"floor(CAST({number} AS NUMERIC) / {per_second})"
    return f"CAST(to_timestamp({seconds}) AT TIME ZONE {home} AS DATE)"


@compiles(HomeDayOfNumber, "mariadb")
def _of_mariadb(element: HomeDayOfNumber, compiler: SQLCompiler, **kw: AnyValue) -> str:
    number, per_second, home = element.clauses
    counted = f"floor({compiler.process(number, **kw)} / {compiler.process(per_second, **kw)})"
    seconds = f"CAST({counted} AS SIGNED)"
    changes = changes_between("UTC", str(getattr(home, "value", "")))
    shifts = ", ".join(str(change.seconds) for change in changes)
    since = ", ".join(str(change.since - _TO_1970) for change in changes[1:])
    shift = f"elt(1 + interval({seconds}, {since}), {shifts})" if since else shifts
    return f"CAST(timestampadd(SECOND, {seconds} + {shift}, '1970-01-01 00:00:00') AS DATE)"
