"""What a user of a database may not look at, and the statements that allow it: none is run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any as AnyValue

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

_OUT_OF_SIGHT = sa.text(
    "SELECT n.nspname, relname FROM pg_catalog.pg_class"
    " JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace"
    " WHERE relkind IN ('r', 'p') AND NOT has_schema_privilege(n.oid, 'USAGE')"
    " AND n.nspname IN (SELECT CASE part WHEN '$user' THEN current_user ELSE part END"
    " FROM (SELECT btrim(part, ' \"') FROM"
    " unnest(string_to_array(current_setting('search_path'), ',')) AS part) AS path (part))"
    " ORDER BY 1, 2"
)
"""The tables of PostgreSQL in each schema that is looked in by itself and may not be used."""

_MAY_NOT = {1142, 1143}
"""What MariaDB says of a table that a user may not see, whether it is there or not."""


def unread(connection: sa.Connection, tables: Sequence[str]) -> list[str]:
    """Return which of some tables this user may not read."""
    nothing = {name: _no_row_of(name) for name in tables}
    if not nothing or _refusal(connection, sa.union_all(*nothing.values())) is None:
        return []
    return [name for name, asked in nothing.items() if _refusal(connection, asked) is not None]


def reading(connection: sa.Connection, tables: Sequence[str]) -> str:
    """Return the statements that let this user read some tables; nothing where none does.

    MariaDB allows one table at a time.
    """
    named, user = list(map(_quoted(connection), tables)), _user(connection)
    if connection.dialect.name == "postgresql":
        named = [", ".join(named)]
    return "; ".join(f"GRANT SELECT ON {each} TO {user}" for each in named) if user else ""


def unseen(connection: sa.Connection, tables: Sequence[str]) -> tuple[list[str], str]:
    """Return which of some tables this user may not see at all, and what allows it.

    Of a user who may not see it MariaDB does not tell whether a table is there.
    """
    if connection.dialect.name == "postgresql":
        return _out_of_sight(connection, tables)
    if connection.dialect.name == "sqlite":
        return [], ""
    refused = {name: _refusal(connection, _no_row_of(name)) for name in tables}
    found = [name for name, error in refused.items() if error and _code(error) in _MAY_NOT]
    return found, reading(connection, found) if found else ""


def everything(connection: sa.Connection) -> str:
    """Return what lets a user read a database in which they see no table; nothing where unknown."""
    quote, user = _quoted(connection), _user(connection)
    if connection.dialect.name == "postgresql":
        hidden = dict.fromkeys(schema for schema, _ in connection.execute(_OUT_OF_SIGHT))
        return "; ".join(
            f"GRANT USAGE ON SCHEMA {quote(schema)} TO {user}; "
            f"GRANT SELECT ON ALL TABLES IN SCHEMA {quote(schema)} TO {user}"
            for schema in hidden
        )
    database = str(connection.engine.url.database or "")
    return f"GRANT SELECT ON {quote(database)}.* TO {user}" if user and database else ""


def _out_of_sight(connection: sa.Connection, tables: Sequence[str]) -> tuple[list[str], str]:
    quote, user = _quoted(connection), _user(connection)
    hidden: dict[str, list[str]] = {}
    for schema, name in connection.execute(_OUT_OF_SIGHT):
        if name in tables:
            hidden.setdefault(schema, []).append(name)
    allows = [f"GRANT USAGE ON SCHEMA {quote(schema)} TO {user}" for schema in hidden]
    for schema, names in hidden.items():
        named = ", ".join(f"{quote(schema)}.{quote(name)}" for name in names)
        allows.append(f"GRANT SELECT ON {named} TO {user}")
    return [name for names in hidden.values() for name in names], "; ".join(allows)


def _user(connection: sa.Connection) -> str:
    """Return who this is to the database, as a statement names them; nothing where it has none."""
    if connection.dialect.name == "sqlite":
        return ""
    name = str(connection.exec_driver_sql("SELECT current_user").scalar_one())
    quote = _quoted(connection)
    if connection.dialect.name == "postgresql":
        return quote(name)
    user, _, host = name.rpartition("@")
    return f"{quote(user)}@{quote(host)}"


def _quoted(connection: sa.Connection) -> Callable[[str], str]:
    return connection.dialect.identifier_preparer.quote


def _no_row_of(table: str) -> sa.Select[AnyValue]:
    return sa.select(sa.literal(1)).select_from(sa.table(table)).where(sa.false())


def _refusal(connection: sa.Connection, asked: sa.Executable) -> DBAPIError | None:
    """Return why a question that finds nothing may not be asked; None where it may."""
    try:
        with connection.begin_nested():
            connection.execute(asked)
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        return error
    return None


def _code(error: DBAPIError) -> object:
    return next(iter(getattr(error.orig, "args", ())), None)
