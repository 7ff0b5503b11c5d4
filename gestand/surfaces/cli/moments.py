"""A day, or a moment with its zone, that somebody types: every command reads them here."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import click

from gestand.core.calendar import EARLIEST, LATEST

_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)
_NOBODYS = re.compile(r"[\d/.:+TZ -]{1,40}", re.ASCII)
"""What can be no name and no address, and may be shown as it was typed."""

_WRITE_DAY = "write YEAR-MONTH-DAY, such as 2026-11-29"
_WRITE_MOMENT = "write it with its zone, such as 2026-11-29T09:30+01:00"


Read = TypeVar("Read")


class NotRead(ValueError):
    """What is wrong with what was typed, and how it is written."""


def day_of(text: str) -> date:
    """Return a day; NotRead where it is none, or lies beyond the calendar."""
    told = _DAY.fullmatch(text)
    try:
        found = date(*map(int, told.groups())) if told else None
    except ValueError:
        found = None
    if found is None:
        message = f"{_shown(text)} is no day; {_WRITE_DAY}"
        raise NotRead(message)
    return _within(found, text)


def moment_of(text: str) -> datetime:
    """Return a moment with its zone; NotRead where it is none, or lies beyond the calendar."""
    told = _MOMENT.fullmatch(text)
    try:
        found = datetime.fromisoformat(text) if told else None
    except ValueError:
        found = None
    if told is None or found is None:
        message = f"{_shown(text)} is no moment; {_WRITE_MOMENT}"
        raise NotRead(message)
    if told[1] is None:
        message = f"{text} does not say its zone; {_WRITE_MOMENT}"
        raise NotRead(message)
    _within(found.date(), text)
    return found


def day_or_moment_of(text: str) -> date | datetime:
    """Return a day or a moment with its zone; NotRead where it is neither."""
    if ":" in text:
        return moment_of(text)
    try:
        return day_of(text)
    except NotRead as error:
        message = f"{error}; or a moment with its zone, such as 2026-11-29T09:30+01:00"
        raise NotRead(message) from error


def _within(day: date, text: str) -> date:
    if not EARLIEST <= day <= LATEST:
        message = f"{text} lies beyond the calendar; write a day from {EARLIEST} to {LATEST}"
        raise NotRead(message)
    return day


def _shown(text: str) -> str:
    return text if _NOBODYS.fullmatch(text) else "what was typed"


class Typed(click.ParamType[Read]):
    """A type of options and arguments that fails in our words, not in those of a library."""

    def __init__(self, name: str, read: Callable[[str], Read]) -> None:
        self.name = name
        self._read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Read:
        """Return what was typed; fail with what is wrong with it, and how it is written."""
        try:
            return self._read(value)
        except NotRead as error:
            self.fail(str(error), param, ctx)


DAY = Typed("day", day_of)
MOMENT = Typed("moment", moment_of)
DAY_OR_MOMENT = Typed("day or moment", day_or_moment_of)
