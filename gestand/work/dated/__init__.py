"""Facts about the world that change: laws, authorities and countries, with source and date.

They are data and not code, so that each says where it comes from and when it was read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from gestand.core.policy.model import Words
from gestand.core.policy.statement import Authority
from gestand.core.suppression import AtHome
from gestand.core.vocabulary import Vocabulary, parse_vocabulary


def authorities(on: date) -> dict[str, Authority]:
    """Return the supervisory authorities of a day, by their codes."""
    entries = _read("authorities.json")["authorities"].items()
    return {
        code: Authority(entry["name"], entry["post"], entry["site"])
        for code, entry in entries
        if _in_force(entry, on.isoformat())
    }


def countries() -> Mapping[str, Words]:
    """Return the names of countries in each language, with their article."""
    found: Mapping[str, Words] = _read("countries.json")["countries"]
    return found


@cache
def numbers_at_home(country: str) -> AtHome | None:
    """Return how telephone numbers are written within a country; None where that is not known."""
    found = _read("telephone.json")["countries"].get(country.upper())
    return AtHome(found["code"], *found["digits"]) if found else None


@cache
def ended_standards() -> tuple[tuple[str, str, date], ...]:
    """Return the editions of standards that ended: the number, the edition, and the last day."""
    ended = _read("standards.json")["ended"]
    return tuple(
        (one["standard"], one["edition"], date.fromisoformat(one["last_day"])) for one in ended
    )


@cache
def vocabulary() -> Vocabulary:
    """Return the terms of the Data Privacy Vocabulary that Gestand writes."""
    return parse_vocabulary(dated("dpv.json"))


def dated(name: str) -> str:
    """Return a file of dated data as it is packaged."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _in_force(entry: Mapping[str, str | None], day: str) -> bool:
    return (entry["valid_from"] or day) <= day <= (entry["valid_to"] or day)


def _read(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(dated(name))
    return read
