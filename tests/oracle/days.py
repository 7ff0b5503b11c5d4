"""Days and periods, counted the long way round."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PLAIN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
TIME_OF_DAY = re.compile(
    r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(Z|[+-]\d{2}:?\d{2})?\Z"
)


@dataclass(frozen=True)
class Unreadable:
    """Something stands where a day should, and nobody can tell which day."""


UNREADABLE = Unreadable()
Day = date | None | Unreadable


def plus(day: date, period: str) -> date:
    """Count `period` from `day`: years and months first, then weeks and days."""
    counts = {unit: int(number) for number, unit in re.findall(r"(\d+)([YMWD])", period)}
    month, year = day.month, day.year + counts.get("Y", 0)
    for _ in range(counts.get("M", 0)):
        month += 1
        if month > 12:
            month, year = 1, year + 1
    if year > date.max.year:
        return date.max
    last_of_month = monthrange(year, month)[1]
    clamped = date(year, month, min(day.day, last_of_month))
    return clamped + timedelta(days=7 * counts.get("W", 0) + counts.get("D", 0))


def fiscal_year_end(day: date, first: tuple[int, int]) -> date:
    """Walk on from `day` to the day before the next fiscal year starts on `first`."""
    while True:
        tomorrow = day + timedelta(days=1)
        if (tomorrow.month, tomorrow.day) == first:
            return day
        day = tomorrow


def read_day(value: object, kind: str, zone: str, home: str) -> Day:
    """Return the day that a stored value marks for the controller, whose zone is `home`.

    NULL is "not yet"; whatever does not name a day is UNREADABLE. A column of days or of text
    names the day that is written in it, whatever time of day stands beside it.
    """
    if value is None:
        return None
    if not isinstance(value, str):
        return UNREADABLE
    if PLAIN_DAY.match(value):
        return _plain_day(value)
    if TIME_OF_DAY.match(value) is None:
        return UNREADABLE
    if not any(word in kind.upper() for word in ("TIMESTAMP", "DATETIME")):
        return _plain_day(value[:10])
    return _local_day(value, zone, home)


def counted_day(value: object, unit: str, home: str, *, zero_is_none: bool) -> Day:
    """Return the day at home of a number of `unit` since 1970 began in UTC.

    NULL is "not yet", and zero too where the map says so. Zero elsewhere, and what would be far
    away or have been counted in the other unit, is UNREADABLE.
    """
    if value is None or (value == 0 and zero_is_none):
        return None
    if not isinstance(value, int) or value == 0:
        return UNREADABLE
    seconds = value if unit == "seconds" else value // 1000
    if not -30 * 10**9 <= seconds < 10**11 or (unit != "seconds" and abs(value) < 10**11):
        return UNREADABLE
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return moment.astimezone(ZoneInfo(home)).date()


def written_day(value: object, zone: str, home: str, *, never: bool) -> Day:
    """Return the day at home of fourteen digits, as a clock in `zone` showed them.

    NULL is "not yet", and `infinity` too where the map says so; what is no moment is UNREADABLE.
    """
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    if text is None or (text == "infinity" and never):
        return None
    if not isinstance(text, str) or re.fullmatch(r"[0-9]{14}", text) is None:
        return UNREADABLE
    pairs = [text[at : at + 2] for at in range(0, 14, 2)]
    day, time = "-".join((pairs[0] + pairs[1], *pairs[2:4])), ":".join(pairs[4:])
    return _local_day(f"{day} {time}", zone, home)


def _plain_day(text: str) -> Day:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return UNREADABLE


def _local_day(text: str, zone: str, home: str) -> Day:
    try:
        moment = datetime.fromisoformat(text.replace(" ", "T"))
    except ValueError:
        return UNREADABLE
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    try:
        return moment.astimezone(UTC).astimezone(ZoneInfo(home)).date()
    except OverflowError:
        return moment.date()  # there is no day before the first, and none after the last
