"""What the row of a request keeps beside its events, made from them where an older version did not.

Only what every version kept is asked, so records are read as well that nobody brought up yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from gestand.core.request_row import Standing, Told, begun, followed, standing_of
from gestand.errors import CannotRun
from gestand.records.kept import Execute

_ROWS = "SELECT number, asked, received FROM gestand_request"
_EVENTS = (
    "SELECT request, event, who, told, day FROM gestand_request_event ORDER BY request, version"
)
FILLED = (
    "UPDATE gestand_request SET complained = %s, extended = %s, ended = %s, effect = %s, "
    "lifted = %s WHERE number = %s"
)


def filled(execute: Execute) -> Iterator[tuple[int, Standing]]:
    """Yield what follows from the events of each request, by its number.

    Raises CannotRun where something is on record that cannot have happened.
    """
    rows = {number: (asked, received) for number, asked, received in execute(_ROWS, ())}
    for number, events in groupby(execute(_EVENTS, ()), key=lambda row: int(row[0])):
        told = [Told(*rest) for _, *rest in events]
        if number in rows:
            yield number, _standing(number, rows.pop(number), told)
    # Of a request without events nothing follows: `gestand verify` tells of it.
    for number, row in rows.items():
        yield number, _standing(number, row, [])


def _standing(number: int, row: tuple[str, str], told: list[Told]) -> Standing:
    try:
        begin = begun(number, *row, told[0].told if told else "")
        return standing_of(followed(begin, told[1:]))
    except (KeyError, ValueError, IndexError) as error:
        message = f"request {number}: what is on record of it cannot be; restore it from a backup"
        raise CannotRun(message) from error
