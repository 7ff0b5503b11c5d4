"""One file per kind of database: all that differs between them, and nothing else."""

from __future__ import annotations

from functools import cache
from importlib import import_module

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from gestand.stores.dialect import Dialect

_KINDS = {
    "sqlite": "Sqlite",
    "postgresql": "Postgresql",
    "postgres": "Postgresql",
    "mariadb": "Mariadb",
    "mysql": "Mariadb",
}
"""By the scheme of a URL the class in the file of that kind."""


def at_url(url: str) -> tuple[Dialect, sa.URL]:
    """Return the kind of database that a URL names, and the URL with the driver filled in.

    Raises ArgumentError where the URL cannot be read or names no kind that is known here.
    """
    read = sa.make_url(url)
    if read.drivername not in _KINDS:
        message = "no such kind of database"
        raise ArgumentError(message)
    dialect = _dialect(_KINDS[read.drivername])
    return dialect, read.set(drivername=dialect.driver)


@cache
def _dialect(name: str) -> Dialect:
    """Return a kind of database; its file is loaded on use, since its driver takes 20 MB."""
    dialect: Dialect = getattr(import_module(f"{__name__}.{name.lower()}"), name)()
    return dialect
