"""The names of tables as the data map writes them: `STORE.TABLE`."""

from __future__ import annotations


def store_of(table: str) -> str:
    """Return the store in which a table stands."""
    return table.partition(".")[0]


def bare(table: str) -> str:
    """Return the name that a table has in its store."""
    return table.partition(".")[2]
