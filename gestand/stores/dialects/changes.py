"""How MariaDB is made to change rows by noted keys: it does not find the fast way by itself.

There are two. By the keys: each row is found, asked about, and then changed, and no other row is
looked at. Along the table: its rows are read in their order, and each whose key was noted is
changed on the spot. The second takes a third of the time, where most rows between the first
and the last were noted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any as AnyValue

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

_EVERY = 2**63 - 1


class DeleteAlong(sa.Delete):
    """A DELETE that reads its own table first, whatever the database would choose."""

    inherit_cache = True


class UpdateAlong(sa.Update):
    """An UPDATE that reads its own table first."""

    inherit_cache = True


@compiles(DeleteAlong, "mariadb")
def _delete_along(element: DeleteAlong, compiler: SQLCompiler, **kw: AnyValue) -> str:
    text: str = compiler.visit_delete(element, **kw)  # type: ignore[no-untyped-call]  # its own
    return _own_table_first(text, element, compiler, "USING")


@compiles(UpdateAlong, "mariadb")
def _update_along(element: UpdateAlong, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return _own_table_first(compiler.visit_update(element, **kw), element, compiler, "UPDATE")


def _own_table_first(
    text: str, element: sa.Delete | sa.Update, compiler: SQLCompiler, word: str
) -> str:
    """Return a statement on two tables with its own one first for certain."""
    own = compiler.process(element.table, asfrom=True)
    before, comma, after = text.partition(f"{word} {own}, ")
    if not comma:
        message = f"no statement on two tables: {text[:40]}"
        raise ValueError(message)
    return f"{before}{word} {own} STRAIGHT_JOIN {after}"


def wanted_ones(
    row: sa.TableClause, key: Sequence[str], wanted: sa.Select[AnyValue]
) -> list[sa.ColumnElement[bool]]:
    """Return that a row is one of those wanted, which are looked up by their keys.

    INVARIANT: where the noted rows have no index on their keys the database makes one, for which
    it has to look for them apart. Else it would read all of them for each row of the table.
    """
    (noted,) = wanted.get_final_froms()
    indexed = isinstance(noted, sa.Table) and len(noted.primary_key) == len(key)
    keys = (wanted if indexed else wanted.limit(_EVERY)).subquery("wanted")
    return [row.c[name] == own for name, own in zip(key, keys.c, strict=True)]


def found_first(
    row: sa.TableClause,
    key: Sequence[str],
    wanted: sa.Select[AnyValue],
    where: Sequence[sa.ColumnElement[bool]],
) -> list[sa.ColumnElement[bool]]:
    """Return that a row is one of those wanted that meet `where`, asked before any is changed.

    With the limit the database asks that apart. Otherwise it would ask each row of the table,
    and could not ask at all about the table that is changed. It begins with the keys, and looks
    at no other row.
    """
    keys = wanted.limit(_EVERY).subquery("wanted")
    same = [row.c[name] == own for name, own in zip(key, keys.c, strict=True)]
    own = sa.select(*(row.c[name] for name in key)).prefix_with("STRAIGHT_JOIN")
    found = own.select_from(keys, row).where(*same, *where).limit(_EVERY).subquery("found")
    return [row.c[name] == found.c[name] for name in key]
