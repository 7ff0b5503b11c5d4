"""What went wrong in PostgreSQL, in words that hold nobody's data."""

from __future__ import annotations

import psycopg
from sqlalchemy.exc import DBAPIError

from gestand.stores.dialect import Told

_BUSY = {
    "40001": "another program changed the same rows",
    "40P01": "another program changes the same rows",
    "55P03": "another program keeps rows locked",
    "53300": "it has no connection to spare",
}
_LOST = ("08", "57P01", "57P02", "57P03", "57P05")
"""How the states of errors begin after which the connection is no more, or was not made."""
_PLAIN = {
    "23503": "a row that had to go is pointed at by another row: run again",
    "23505": "a value that was to be written stands in another row of a unique column",
    "23514": "a CHECK of a table refuses what a value becomes: see `erase:` in the data map",
    "42501": "this user may not do that: ",
    "57014": "the statement was cancelled",
    "57P01": "the connection was ended by the database",
}

_NAMES_VALUES = ("22", "23", "P0")
"""Classes of errors whose messages may hold values of the rows."""


def told(error: DBAPIError) -> Told:
    """Return what went wrong; the server's own words only where they name no values."""
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        lost = isinstance(error.orig, psycopg.OperationalError)
        return Told(str(error.orig).partition("\n")[0], lost=lost)
    if state in _BUSY:
        return Told(_BUSY[state], busy=True)
    diagnosis = getattr(error.orig, "diag", None)
    words = str(getattr(diagnosis, "message_primary", "") or "")
    if state in _PLAIN:
        plain = _PLAIN[state]
        words = plain + words if plain.endswith(" ") else plain
        return Told(words, lost=state.startswith(_LOST))
    if state.startswith(_NAMES_VALUES):
        return Told(f"{type(error.orig).__name__} (SQLSTATE {state})")
    return Told(words, lost=state.startswith(_LOST))
