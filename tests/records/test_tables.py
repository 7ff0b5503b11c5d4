"""Tables made anew are those to which an older version is brought up, on both databases."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from gestand.records.django_ready import APP
from gestand.records.ledger import ledger_in
from tests.databases import Database, empty, on, together

OF_POSTGRESQL = """
SELECT 'column', table_name, concat_ws(' ', column_name, data_type, is_nullable, column_default,
    is_identity)
FROM information_schema.columns WHERE table_schema = current_schema()
UNION ALL SELECT 'constraint', conrelid::regclass::text,
    concat_ws(' ', conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE connamespace = current_schema()::regnamespace AND contype <> 'n'
UNION ALL SELECT 'index', tablename, indexdef FROM pg_indexes WHERE schemaname = current_schema()
UNION ALL SELECT 'trigger', tgrelid::regclass::text, concat(tgenabled, pg_get_triggerdef(t.oid))
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = current_schema()::regnamespace
"""
OF_SQLITE = "SELECT type, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
COMMA = re.compile(r", (?![^(]*\))")
"""A comma that separates columns and constraints, and stands within no brackets of one of them."""


def described(database: Database) -> set[tuple[str, str, str]]:
    """Return all that a database says about its tables, whatever the order of columns."""
    if database.kind == "postgresql":
        (schema,) = database.rows("SELECT current_schema()")[0]
        told = database.rows(OF_POSTGRESQL)
        return {(what, table, text.replace(schema, "here")) for what, table, text in told}
    found: set[tuple[str, str, str]] = set()
    for what, table, text in database.rows(OF_SQLITE):
        parts = COMMA.split(text[text.index("(") + 1 : -1]) if what == "table" else [text]
        found |= {(what, table, part) for part in parts}
    return found


@on("sqlite", "postgresql")
def test_new_tables_are_those_of_an_older_version_brought_up(
    database: Database, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with empty(database.kind, tmp_path, together(tmp_path_factory), "older") as older:
        for each in (database, older):
            url = "" if each.kind == "sqlite" else each.url
            with ledger_in(Path(each.url.removeprefix("sqlite:///")), url, make=True) as made:
                assert made is not None
                if each is older:
                    connection = connections[made.alias]
                    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
                        for table in connection.introspection.table_names(cursor):
                            cursor.execute(f"DROP TABLE {table}")
                        if each.kind == "postgresql":
                            cursor.execute("DROP FUNCTION gestand_ledger_refuse")
                    executor = MigrationExecutor(connection)
                    with connection.constraint_checks_disabled():
                        executor.migrate(executor.loader.graph.leaf_nodes(APP))
        assert described(database) == described(older)
        assert len(described(older)) > 100
