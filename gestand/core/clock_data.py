"""Read the rules of the clock and the holidays of a country from their packaged data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from gestand.core.clock import Clock, Limits, Rule
from gestand.core.findings import did_you_mean
from gestand.core.holidays import Fixed, FromEaster, Holiday, HolidayList, Source, WorkingDays
from gestand.errors import CannotRun


def parse_clock(rules: str, holidays: str, country: str, limits: Limits) -> Clock:
    """Return the clock of `country`, two small letters; an unknown one raises CannotRun.

    `limits` are those of the law, which stand in other data.
    """
    told, known = json.loads(rules), json.loads(holidays)
    if country not in known:
        hint = did_you_mean(country, known) or f"known: {', '.join(sorted(known))}"
        message = f"no holidays of country `{country}` are known; {hint}"
        raise CannotRun(message)
    sources = {Rule(name): _source(rule, told) for name, rule in told["rules"].items()}
    place = known[country]
    days = WorkingDays(
        country=country,
        zone=str(place["zone"]),
        first=date.fromisoformat(place["valid_from"]),
        last=date.fromisoformat(place["valid_to"]),
        weekend=frozenset(map(int, told["weekend"])),
        weekend_source=sources[Rule.WEEKEND],
        lists=tuple(
            HolidayList(
                holidays=tuple(_holiday(day) for day in listed["days"]),
                designated=bool(listed["designated"]),
                source=_source(listed, place),
            )
            for listed in place["lists"]
        ),
    )
    return Clock(
        limits=limits,
        days=days,
        sources=sources,
        question_within=int(told["question_within_working_days"]),
        alarms_before=tuple(map(int, told["alarms"]["working_days_before"])),
    )


def _holiday(told: Mapping[str, object]) -> Holiday:
    name = told["name"]
    numbers = {key: value for key, value in told.items() if isinstance(value, int)}
    words = {str(key): str(value) for key, value in name.items()} if isinstance(name, dict) else {}
    if "from_easter" in numbers:
        return Holiday(words, FromEaster(numbers["from_easter"]))
    return Holiday(words, Fixed(**numbers))


def _source(told: Mapping[str, object], around: Mapping[str, object]) -> Source:
    source = told["source"]
    words = (
        {str(key): str(value) for key, value in source.items()} if isinstance(source, dict) else {}
    )
    return Source(words, bool(told["settled"]), date.fromisoformat(str(around["checked_at"])))
