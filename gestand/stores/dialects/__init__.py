"""One file per kind of database: all that differs between them, and nothing else."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from gestand.stores.dialect import Dialect
from gestand.stores.dialects.mariadb import Mariadb
from gestand.stores.dialects.postgresql import Postgresql
from gestand.stores.dialects.sqlite import Sqlite

_SCHEMES: dict[str, Dialect] = {
    "sqlite": Sqlite(),
    "postgresql": Postgresql(),
    "postgres": Postgresql(),
    "mariadb": Mariadb(),
    "mysql": Mariadb(),
}


def at_url(url: str) -> tuple[Dialect, sa.URL]:
    """Return the kind of database that a URL names, and the URL with the driver filled in.

    Raises ArgumentError where the URL cannot be read or names no kind that is known here.
    """
    read = sa.make_url(url)
    dialect = _SCHEMES.get(read.drivername)
    if dialect is None:
        message = "no such kind of database"
        raise ArgumentError(message)
    return dialect, read.set(drivername=dialect.driver)
