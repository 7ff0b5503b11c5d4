"""Many texts out of a database as one value: its driver may take longer for a row than it does."""

from __future__ import annotations

from collections.abc import Mapping
from json import loads
from typing import Any as AnyValue

import sqlalchemy as sa

from gestand.stores.expressions import Exact

AT_ONCE = 100_000
"""So many texts of a usual length are a few megabytes."""


def gathered(
    connection: sa.Connection,
    wanted: sa.Select[AnyValue],
    bounds: Mapping[str, AnyValue],
    most: int = AT_ONCE,
) -> list[str] | None:
    """Return the texts of the one column that `wanted` selects; NULLs are left out.

    None where they have to be read row by row: there are more than `most`, one is no text,
    or the database cut them off. `bounds` are the values of its parameters.
    """
    each = wanted.subquery()
    (text,) = each.columns
    number = sa.func.count(text)
    # The standard's own. MariaDB says it is UTF-8, and gives the bytes of the column as they are.
    all_of_them = sa.func.json_arrayagg(Exact(text))
    asked = sa.select(number, sa.case((number <= most, all_of_them))).where(text.is_not(None))
    count, written = connection.execute(asked, bounds).one()
    try:
        found = loads(written or "[]")
    except ValueError:  # it ends in the middle: the server lets no more go at once
        return None
    whole = len(found) == count and set(map(type, found)) <= {str}
    return found if whole else None
