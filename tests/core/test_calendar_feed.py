"""A calendar that other programs can read: RFC 5545."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from gestand.core.calendar_feed import Entry, feed

NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
DAY = date(2026, 12, 28)
NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200)


@given(NAMES)
def test_a_line_has_75_octets_at_most_and_says_what_was_said(name: str) -> None:
    told = feed("x", [Entry("u", DAY, name, 1)], NOW)
    lines = told.removesuffix("\r\n").split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    whole = told.replace("\r\n ", "").split("\r\n")
    (found,) = [line.removeprefix("SUMMARY:") for line in whole if line.startswith("SUMMARY:")]
    assert _plain(found) == name


def _plain(text: str) -> str:
    found, rest = "", iter(text)
    for character in rest:
        found += next(rest) if character == "\\" else character
    return found


def test_a_day_has_its_alarms_before_it() -> None:
    alarms = (date(2026, 12, 11), DAY)
    told = feed("Lin", [Entry("u@x", DAY, "Request 1", 3, alarms)], NOW).split("\r\n")
    assert told[0] == "BEGIN:VCALENDAR" and told[-2:] == ["END:VCALENDAR", ""]
    wanted = ("UID:u@x", "DTSTAMP:20261128T093000Z", "DTSTART;VALUE=DATE:20261228",
              "DTEND;VALUE=DATE:20261229", "SEQUENCE:3", "TRIGGER:-P17D", "TRIGGER:-P0D")
    assert [line for line in told if line in wanted] == list(wanted)
