"""The ledger, and triggers that let nobody change it."""

from __future__ import annotations

from django.db import migrations, models

from gestand.records.only_added import only_add


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
        migrations.RunPython(only_add),
    ]
