"""What stands in the catalogs of PostgreSQL about a schema: the same answer, the same schema.

Whatever changes in a catalog is a new version of a row there, with the number of the transaction
that wrote it. So no row need be read to know that none is another one than it was. What other
schemas of the database hold does not count, unless a foreign key leads there or here.
"""

from __future__ import annotations

import sqlalchemy as sa

_NEAR = """
WITH own AS (
    SELECT oid FROM pg_catalog.pg_class WHERE relnamespace = current_schema()::regnamespace
), near AS (
    SELECT oid FROM own
    UNION SELECT conrelid FROM pg_catalog.pg_constraint WHERE confrelid IN (SELECT oid FROM own)
    UNION SELECT confrelid FROM pg_catalog.pg_constraint WHERE conrelid IN (SELECT oid FROM own)
)"""

_FIRST = 16_384
"""The first number of what does not come with the server: nothing below it ever changes."""

_CATALOGS = (
    ("pg_class", "oid", "oid IN (SELECT oid FROM near)"),
    ("pg_attribute", "attrelid, attnum", "attrelid IN (SELECT oid FROM near) AND attnum > 0"),
    ("pg_attrdef", "oid", "adrelid IN (SELECT oid FROM own)"),
    # Of old, an index becomes valid in its place, without a new version of its row.
    (
        "pg_index",
        "indexrelid, indisvalid::text, indisready::text, indislive::text",
        "indrelid IN (SELECT oid FROM near)",
    ),
    ("pg_trigger", "oid", "tgrelid IN (SELECT oid FROM own)"),
    ("pg_inherits", "inhrelid, inhseqno", "inhrelid IN (SELECT oid FROM own)"),
    # Those of domains as well, which are of no table.
    (
        "pg_constraint",
        "oid",
        "conrelid IN (SELECT oid FROM near) OR confrelid IN (SELECT oid FROM own)"
        " OR contypid <> 0",
    ),
    (
        "pg_namespace",
        "oid",
        "oid IN (SELECT relnamespace FROM pg_catalog.pg_class c JOIN near ON near.oid = c.oid)",
    ),
    # But for the type of its rows that every table has, and for arrays.
    ("pg_type", "oid", f"oid >= {_FIRST} AND typrelid = 0 AND typelem = 0"),
    *(
        (name, "oid", f"oid >= {_FIRST}")
        for name in ("pg_enum", "pg_collation", "pg_proc", "pg_operator", "pg_opclass")
    ),
)
_PLACE = (
    "concat_ws(' ', pg_postmaster_start_time(), inet_server_addr(), inet_server_port(),"
    " current_database(), current_schemas(false), current_user, current_setting('search_path'))"
)


def _each(catalog: str, key: str, where: str) -> str:
    """Return what asks the digest of the versions of all rows of a catalog."""
    version = f"concat_ws(' ', xmin::text, {key})"
    return (
        f"(SELECT md5(string_agg({version}, ',' ORDER BY {key}))"  # noqa: S608  # names of ours
        f" FROM pg_catalog.{catalog} WHERE {where})"
    )


_VERSIONS = f"{_NEAR} SELECT {', '.join((_PLACE, *(_each(*each) for each in _CATALOGS)))}"


def versions(connection: sa.Connection) -> tuple[object, ...]:
    """Return which versions the rows of the catalogs have, and which schema a connection sees."""
    return tuple(connection.exec_driver_sql(_VERSIONS).one())
