"""Triggers that let nobody change the ledger."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_SQLITE = [
    f"""CREATE TRIGGER gestand_ledger_no_{what} BEFORE {what} ON gestand_ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END"""
    for what in ("update", "delete")
]
_POSTGRESQL = [
    """CREATE FUNCTION gestand_ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the ledger is only added to'; END $$""",
    """CREATE TRIGGER gestand_ledgeronly_added_to BEFORE UPDATE OR DELETE OR TRUNCATE
    ON gestand_ledger FOR EACH STATEMENT EXECUTE FUNCTION gestand_ledger_refuse()""",
    "ALTER TABLE gestand_ledger ENABLE ALWAYS TRIGGER gestand_ledgeronly_added_to",
]


def only_add(_apps: StateApps | Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Let the database refuse whatever does not add to the ledger."""
    is_sqlite = editor.connection.vendor == "sqlite"
    for statement in _SQLITE if is_sqlite else _POSTGRESQL:
        editor.execute(statement)
