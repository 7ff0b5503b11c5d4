"""Adequacy decisions of the European Commission, as dated data (article 45 GDPR)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Decision:
    """A decision on its countries, from its first day up to and including its last one, if any.

    With `scopes` it covers only those; with `needs_certificate` only organisations that hold one.
    `watch` says what may end it, `source` and `checked_at` where it was read and when.
    """

    name: str
    number: str
    countries: frozenset[str]
    scopes: tuple[str, ...]
    needs_certificate: bool
    begins: date
    until: date | None
    depends_on: str
    watch: str
    source: str
    settled: bool
    checked_at: str


def parse_decisions(text: str) -> Mapping[str, Decision]:
    """Return the decisions by their short names, from packaged data."""
    return {
        name: Decision(
            name=name,
            number=str(one["decision"]),
            countries=frozenset(one["countries"]),
            scopes=tuple(one["scopes"]),
            needs_certificate=bool(one["needs_certificate"]),
            begins=date.fromisoformat(one["from"]),
            until=date.fromisoformat(one["to"]) if one["to"] else None,
            depends_on=str(one["depends_on"]),
            watch=str(one["watch"]),
            source=str(one["source"]),
            settled=bool(one["settled"]),
            checked_at=str(one["checked_at"]),
        )
        for name, one in json.loads(text)["decisions"].items()
    }
