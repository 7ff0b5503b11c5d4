"""What stands in the catalogs of PostgreSQL about a schema, and whether it is the same as before.

Whatever changes in a catalog is a new version of a row there, with the number of the transaction
that wrote it. So no row need be read to know that none is another one than it was. What other
schemas of the database hold does not count, unless a foreign key leads there or here.
"""

from __future__ import annotations

import sqlalchemy as sa

from gestand.stores.dialects.driven import driver_of

TRIGGERS = sa.text(
    "SELECT c.relname, t.tgname FROM pg_catalog.pg_trigger t"
    " JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid"
    " WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal"
    " AND t.tgtype & 24 <> 0"  # on removal or change, and also for who may only read
)
PARTITIONS = sa.text(
    "SELECT relname FROM pg_catalog.pg_class"
    " WHERE relispartition AND relnamespace = current_schema()::regnamespace"
)

COLUMNS = sa.text(
    "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)"
    " || CASE WHEN a.attcollation = t.typcollation OR a.attcollation = 0 THEN ''"
    " ELSE ' COLLATE ' || a.attcollation::regcollation END"
    " FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid"
    " JOIN pg_catalog.pg_type t ON t.oid = a.atttypid"
    " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')"
    " AND a.attnum > 0 AND NOT a.attisdropped"
)
ALIKE = sa.text(
    "SELECT a.attname, CASE WHEN NOT l.collisdeterministic THEN l.collname END"
    " FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid"
    " JOIN pg_catalog.pg_type t ON t.oid = a.atttypid"
    " LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation"
    " WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = :table"
    " AND (t.typname = 'citext' OR NOT l.collisdeterministic)"
)
UNIQUE_EXPRESSIONS = sa.text(
    "SELECT c.relname, substr(pg_get_indexdef(i.indexrelid),"
    " strpos(pg_get_indexdef(i.indexrelid), '('))"
    " FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid"
    " WHERE i.indisunique AND i.indexprs IS NOT NULL"
    " AND c.relnamespace = current_schema()::regnamespace"
)
CHECKS = sa.text(
    "SELECT c.relname, pg_get_constraintdef(k.oid)"
    " FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid"
    " WHERE k.contype = 'c' AND c.relnamespace = current_schema()::regnamespace"
)

# As lists, which the server works out once: so it finds rows by an index, and reads no catalog.
_OWN = "ANY (ARRAY(SELECT oid FROM own))"
_NEAR = "ANY (ARRAY(SELECT oid FROM near))"
_WITH = f"""
WITH own AS (
    SELECT oid FROM pg_catalog.pg_class
    WHERE relnamespace = (SELECT current_schema()::regnamespace)
), near AS (
    SELECT oid FROM own
    UNION SELECT conrelid FROM pg_catalog.pg_constraint WHERE confrelid = {_OWN}
    UNION SELECT confrelid FROM pg_catalog.pg_constraint WHERE conrelid = {_OWN}
)"""  # noqa: S608  # names of ours

_FIRST = 16_384
"""The first number of what does not come with the server: nothing below it ever changes."""

_CATALOGS = (
    ("pg_class", "oid", f"oid = {_NEAR}"),
    ("pg_attribute", "attrelid, attnum", f"attrelid = {_NEAR} AND attnum > 0"),
    ("pg_attrdef", "oid", f"adrelid = {_OWN}"),
    # Of old, an index becomes valid in its place, without a new version of its row.
    (
        "pg_index",
        "indexrelid, indisvalid::text, indisready::text, indislive::text",
        f"indrelid = {_NEAR}",
    ),
    ("pg_trigger", "oid", f"tgrelid = {_OWN}"),
    ("pg_inherits", "inhrelid, inhseqno", f"inhrelid = {_OWN} OR inhparent = {_OWN}"),
    # Those of domains as well, which are of no table.
    (
        "pg_constraint",
        "oid",
        f"conrelid = {_NEAR} OR confrelid = {_OWN} OR contypid <> 0",
    ),
    (
        "pg_namespace",
        "oid",
        f"oid = ANY (ARRAY(SELECT relnamespace FROM pg_catalog.pg_class WHERE oid = {_NEAR}))",  # noqa: S608  # ours
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


_VERSIONS = f"{_WITH} SELECT {', '.join((_PLACE, *(_each(*each) for each in _CATALOGS)))}"


def versions(connection: sa.Connection) -> tuple[object, ...]:
    """Return which versions the rows of the catalogs have, and which schema a connection sees."""
    # Asked again on a connection that stays: to plan it takes as long as to answer it.
    with driver_of(connection, "versions of catalogs") as driver:
        found = driver.execute(_VERSIONS, prepare=True).fetchone()
    assert found is not None
    return tuple(found)
