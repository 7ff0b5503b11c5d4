"""The ledger, and triggers that let nobody change it."""

from __future__ import annotations

from django.db import migrations, models
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
    """CREATE TRIGGER gestand_ledger_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE
    ON gestand_ledger FOR EACH STATEMENT EXECUTE FUNCTION gestand_ledger_refuse()""",
    "ALTER TABLE gestand_ledger ENABLE ALWAYS TRIGGER gestand_ledger_only_added_to",
]


def _only_add(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    is_sqlite = editor.connection.vendor == "sqlite"
    for statement in _SQLITE if is_sqlite else _POSTGRESQL:
        editor.execute(statement)


class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.TextField()),
                ("kind", models.TextField()),
                ("told", models.TextField()),
                ("link", models.TextField()),
            ],
            options={
                "db_table": "gestand_ledger",
                "indexes": [models.Index(fields=["kind", "number"], name="gestand_ledger_kind")],
            },
        ),
        migrations.RunPython(_only_add),
    ]
