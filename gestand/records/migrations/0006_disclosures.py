"""What was given to others, and orders of authorities."""

from __future__ import annotations

from django.db import migrations, models

_LINES = {"Disclosure": "gestand_disclosure", "OrderLine": "gestand_order"}


def _number() -> models.BigIntegerField[int, int]:
    return models.BigIntegerField(primary_key=True, serialize=False)


class Migration(migrations.Migration):
    dependencies = [("records", "0005_consent")]
    operations = [
        migrations.CreateModel(
            name=name,
            fields=[("number", _number()), ("said", models.TextField())],
            options={"db_table": table},
        )
        for name, table in _LINES.items()
    ]
