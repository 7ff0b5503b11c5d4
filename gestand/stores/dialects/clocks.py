"""How two clocks differ, for databases that know no time zones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

_FIRST, _LAST = datetime(1970, 1, 1), datetime(2070, 1, 1)  # noqa: DTZ001  # what a clock shows
_STEP = timedelta(days=7)
_YEAR_0 = 365
"""Days before the first of year 1, as databases count seconds from the year 0."""


@dataclass(frozen=True)
class Change:
    """From `since` on, in seconds of the year 0, the other clock is `seconds` ahead."""

    since: int
    seconds: int


@cache
def changes_between(zone: str, home: str) -> tuple[Change, ...]:
    """Return how far the clock of `home` is ahead of what the clock of `zone` shows.

    The first stands for every earlier moment, the last for every later one.
    """
    return tuple(_changes(ZoneInfo(zone), ZoneInfo(home)))


def _changes(zone: ZoneInfo, home: ZoneInfo) -> Iterator[Change]:
    shown, ahead = _FIRST, _ahead(_FIRST, zone, home)
    yield Change(_seconds(shown), ahead)
    while shown < _LAST:
        following = _ahead(shown + _STEP, zone, home)
        if following != ahead:
            ahead = following
            yield Change(_seconds(_when(shown, zone, home)), ahead)
        shown += _STEP


def _when(shown: datetime, zone: ZoneInfo, home: ZoneInfo) -> datetime:
    """Return the moment, to the second, in the step after `shown` from which it is different."""
    before, low, high = _ahead(shown, zone, home), 0, int(_STEP.total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if _ahead(shown + timedelta(seconds=middle), zone, home) == before:
            low = middle
        else:
            high = middle
    return shown + timedelta(seconds=high)


def _ahead(shown: datetime, zone: ZoneInfo, home: ZoneInfo) -> int:
    moment = shown.replace(tzinfo=zone)
    there = moment.astimezone(home).replace(tzinfo=None)
    return int((there - shown).total_seconds())


def _seconds(shown: datetime) -> int:
    days = shown.toordinal() + _YEAR_0
    return days * 86_400 + shown.hour * 3_600 + shown.minute * 60 + shown.second
