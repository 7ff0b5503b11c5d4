"""Time zones by their names in the tz database."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from gestand.core.findings import Span
from gestand.core.found import Found, shown, span_of

CODES = {"G212": "a time zone is not known"}

_FORM = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*\Z")


def check_zone(zone: str, span: Span, found: Found) -> None:
    """Keep a finding when `zone` is not a time zone; an empty one has a finding already."""
    if zone and not is_zone(zone):
        hint = found.nearest(zone, _names(), "write it as `Europe/Amsterdam`")
        found.add(span_of(zone, span), "G212", f"unknown time zone `{shown(zone)}`", zone, hint)


@cache
def is_zone(name: str) -> bool:
    """Tell whether the tz database has a zone of this name."""
    try:
        return bool(_FORM.match(name) and ZoneInfo(name))
    except (ValueError, OSError, KeyError):
        return False


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))
