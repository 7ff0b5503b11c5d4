"""The patterns of a moment in a column of texts, for databases that have patterns.

A real day, year-month-day, and perhaps a time of day; or fourteen digits. A cast instead would stop
at the first text that is no moment.
"""

from __future__ import annotations

_YEAR = "(?!0000)[0-9]{4}"
_LEAP_YEAR = "(?!0000)([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"


def _day(sign: str) -> str:
    """Return the pattern of a real day, with `sign` between its parts."""
    in_31 = f"(0[13578]|1[02]){sign}(0[1-9]|[12][0-9]|3[01])"
    in_30 = f"(0[469]|11){sign}(0[1-9]|[12][0-9]|30)"
    in_28 = f"02{sign}(0[1-9]|1[0-9]|2[0-8])"
    return f"({_YEAR}{sign}({in_31}|{in_30}|{in_28})|{_LEAP_YEAR}{sign}02{sign}29)"


_ZONE = "(Z|[+-][0-9]{2}:[0-9]{2})?"
_TIME = f"[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?{_ZONE}"

WRITTEN_MOMENT = f"^{_day('-')}({_TIME})?[[:space:]]*$"
WRITTEN_DIGITS = f"^{_day('')}([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]$"
