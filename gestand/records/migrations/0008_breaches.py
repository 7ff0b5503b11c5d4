"""Breaches of personal data."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0007_suppressed")]
    operations = [
        migrations.CreateModel(
            name="BreachLine",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("said", models.TextField()),
            ],
            options={"db_table": "gestand_breach"},
        ),
    ]
