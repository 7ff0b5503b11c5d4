"""Many texts at once into MariaDB: the driver would write each into a statement by itself."""

from __future__ import annotations

from collections.abc import Sequence
from json import dumps
from typing import Any as AnyValue

import sqlalchemy as sa

from gestand.stores.dialect import insert_each

_KNOWS_JSON_TABLES = (10, 6)


def insert_rows(
    connection: sa.Connection,
    table: sa.Table,
    names: Sequence[str],
    rows: Sequence[tuple[AnyValue, ...]],
) -> None:
    """Insert rows, in their order; a column of texts in a fifth of the time."""
    able = (connection.dialect.server_version_info or (0,)) >= _KNOWS_JSON_TABLES
    if able and len(names) == 1 and all(type(value) is str for (value,) in rows):
        _insert_texts(connection, table, names[0], [value for (value,) in rows])
    else:
        insert_each(connection, table, names, rows)


def _insert_texts(
    connection: sa.Connection, table: sa.Table, column: str, texts: Sequence[str]
) -> None:
    """Insert texts from one value of JSON that holds all of them."""
    # What cannot be read is an error: by itself the database would put NULL in its place.
    found = "JSON_TABLE(%s, '$[*]' COLUMNS (t LONGTEXT PATH '$' ERROR ON EMPTY ERROR ON ERROR))"
    filling = f"INSERT INTO {table.name} ({column}) SELECT j.t FROM {found} j"  # noqa: S608  # ours
    given = dumps(texts, ensure_ascii=False)
    inserted = connection.exec_driver_sql(filling, (given,)).rowcount
    if inserted != len(texts):
        message = f"MariaDB took in {inserted} of {len(texts)} texts"
        raise RuntimeError(message)
