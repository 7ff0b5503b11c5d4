"""Tables of PostgreSQL from which others inherit: what is asked of one is about its own rows.

There `SELECT ... FROM t` and `DELETE FROM t` mean the rows of `t` and of every table that inherits
from it. Those are tables of their own, which a data map declares by themselves or leaves out: no
row of theirs may go since it looked like one of another table. So each statement says `ONLY`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any as AnyValue

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

_KNOWN = "gestand_parents"

# A table in parts has no rows of its own: what is asked of it is about all its parts.
_PARENTS = sa.text(
    "SELECT DISTINCT c.relname FROM pg_catalog.pg_inherits i"
    " JOIN pg_catalog.pg_class c ON c.oid = i.inhparent"
    " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace"
)

_ELSEWHERE = sa.text(
    "SELECT c.relname, min(n.nspname || '.' || k.relname) FROM pg_catalog.pg_inherits i"
    " JOIN pg_catalog.pg_class c ON c.oid = i.inhparent"
    " JOIN pg_catalog.pg_class k ON k.oid = i.inhrelid"
    " JOIN pg_catalog.pg_namespace n ON n.oid = k.relnamespace"
    " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace"
    # Temporary tables are seen by nobody but the program that made them.
    " AND k.relpersistence <> 't' AND (k.relnamespace <> c.relnamespace OR k.relkind = 'f')"
    " GROUP BY c.relname"
)


def parents(connection: sa.Connection) -> frozenset[str]:
    """Return the tables from which others inherit, wherever these are; none but in PostgreSQL."""
    if connection.dialect.name != "postgresql":
        return frozenset()
    return frozenset(connection.execute(_PARENTS).scalars())


def elsewhere(connection: sa.Connection) -> dict[str, str]:
    """Return the tables from which one in another schema inherits, and the first that does."""
    if connection.dialect.name != "postgresql":
        return {}
    return {str(name): str(child) for name, child in connection.execute(_ELSEWHERE)}


def tell_apart(engine: sa.Engine, names: Collection[str]) -> None:
    """Let every statement about one of these tables be about its own rows from now on."""
    if getattr(engine.dialect, _KNOWN, frozenset()) != {*names}:
        setattr(engine.dialect, _KNOWN, frozenset(names))
        engine.clear_compiled_cache()


@compiles(sa.TableClause, "postgresql")
def _of_its_own(table: sa.TableClause, compiler: SQLCompiler, **words: AnyValue) -> str:
    name: str = compiler.visit_table(table, **words)  # type: ignore[no-untyped-call]  # its own
    known: Collection[str] = getattr(compiler.dialect, _KNOWN, ())
    return f"ONLY {name}" if known and words.get("asfrom") and table.name in known else name
