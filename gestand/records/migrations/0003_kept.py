"""Receipts, requests and decisions, intents, files to remove, and corrections."""

from __future__ import annotations

from django.db import migrations, models

_LINES = {
    "Fact": "gestand_fact",
    "Intent": "gestand_intent",
    "FileToRemove": "gestand_file_to_remove",
    "Correction": "gestand_correction",
}


def _number() -> models.BigIntegerField[int, int]:
    return models.BigIntegerField(primary_key=True, serialize=False)


class Migration(migrations.Migration):
    dependencies = [("records", "0002_keys")]
    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("number", _number()),
                ("said", models.TextField()),
                ("closed", models.SmallIntegerField()),
            ],
            options={"db_table": "gestand_receipt"},
        ),
        *(
            migrations.CreateModel(
                name=name,
                fields=[("number", _number()), ("said", models.TextField())],
                options={"db_table": table},
            )
            for name, table in _LINES.items()
        ),
    ]
