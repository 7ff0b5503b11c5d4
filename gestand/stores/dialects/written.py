"""The one pattern of a moment in a text column, for databases that have patterns.

A real day, year-month-day, and perhaps a time of day. A cast instead would stop at the first
text that is no moment.
"""

from __future__ import annotations

_31 = "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
_30 = "(0[469]|11)-(0[1-9]|[12][0-9]|30)"
_28 = "02-(0[1-9]|1[0-9]|2[0-8])"
_YEAR = "(?!0000)[0-9]{4}"
_LEAP_YEAR = "(?!0000)([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
_DAY = f"({_YEAR}-({_31}|{_30}|{_28})|{_LEAP_YEAR}-02-29)"
_ZONE = "(Z|[+-][0-9]{2}:[0-9]{2})?"
_TIME = f"[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?{_ZONE}"

WRITTEN_MOMENT = f"^{_DAY}({_TIME})?[[:space:]]*$"
