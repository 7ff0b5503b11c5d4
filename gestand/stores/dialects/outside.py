"""Foreign keys from elsewhere on the same server: what they do by themselves, no plan can see."""

from __future__ import annotations

import sqlalchemy as sa

_ASKED = {
    "postgresql": sa.text(
        "SELECT t.relname, n.nspname || '.' || c.relname, k.conname,"
        " CASE WHEN k.confdeltype IN ('c', 'n', 'd') THEN 'DELETE ' ELSE 'UPDATE ' END ||"
        " CASE CASE WHEN k.confdeltype IN ('c', 'n', 'd') THEN k.confdeltype"
        " ELSE k.confupdtype END WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL'"
        " ELSE 'SET DEFAULT' END"
        " FROM pg_catalog.pg_constraint k"
        " JOIN pg_catalog.pg_class c ON c.oid = k.conrelid"
        " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
        " JOIN pg_catalog.pg_class t ON t.oid = k.confrelid"
        " LEFT JOIN pg_catalog.pg_constraint p ON p.conrelid = t.oid AND p.contype = 'p'"
        " WHERE k.contype = 'f' AND (k.confdeltype IN ('c', 'n', 'd')"
        # A primary key never changes; what else is pointed at may become empty.
        " OR (k.confupdtype IN ('c', 'n', 'd') AND NOT coalesce(p.conkey @> k.confkey, false)))"
        " AND t.relnamespace = current_schema()::regnamespace"
        " AND c.relnamespace <> t.relnamespace ORDER BY 1, 2, 3"
    ),
    "mariadb": sa.text(
        "SELECT referenced_table_name, concat(constraint_schema, '.', table_name),"
        " constraint_name, IF(delete_rule IN ('CASCADE', 'SET NULL', 'SET DEFAULT'),"
        " concat('DELETE ', delete_rule), concat('UPDATE ', update_rule))"
        " FROM information_schema.referential_constraints"
        " WHERE unique_constraint_schema = database() AND constraint_schema <> database()"
        " AND (delete_rule IN ('CASCADE', 'SET NULL', 'SET DEFAULT')"
        " OR (update_rule IN ('CASCADE', 'SET NULL', 'SET DEFAULT')"
        " AND unique_constraint_name <> 'PRIMARY')) ORDER BY 1, 2, 3"
    ),
}


def from_outside(connection: sa.Connection, dialect: str) -> list[tuple[str, str]]:
    """Return (table, words) of each foreign key from elsewhere that acts when rows go or change.

    SQLite knows none: a foreign key cannot leave its file.
    """
    question = _ASKED.get(dialect)
    found = connection.execute(question) if question is not None else ()
    return [(t, f"`{key}` of {child} (ON {does})") for t, child, key, does in found]
