"""A calendar of days that other programs can follow: iCalendar, as RFC 5545 has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_OCTETS = 75


@dataclass(frozen=True)
class Entry:
    """A whole day with its name; `uid` stays the same, `version` grows when something changes.

    `alarms` are days on which to be reminded.
    """

    uid: str
    day: date
    name: str
    version: int
    alarms: tuple[date, ...] = ()


def feed(name: str, entries: Iterable[Entry], now: datetime) -> str:
    """Return the calendar with lines that end as the standard asks; `now` is in UTC."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Gestand//Requests//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}",
        *(line for entry in entries for line in _event(entry, now)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(entry: Entry, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.uid)}"
    yield f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
    yield f"SEQUENCE:{entry.version}"
    yield f"SUMMARY:{_text(entry.name)}"
    yield "TRANSP:TRANSPARENT"
    for alarm in entry.alarms:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{_text(entry.name)}"
        yield f"TRIGGER:-P{(entry.day - alarm).days}D"
        yield "END:VALARM"
    yield "END:VEVENT"


def _text(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _folded(line: str) -> str:
    """Return a line in parts of at most 75 octets, of which no character is cut in two."""
    parts, part = [], ""
    for character in line:
        if len(f"{part}{character}".encode()) > _OCTETS:
            parts.append(part)
            part = " "
        part += character
    return "\r\n".join([*parts, part])
