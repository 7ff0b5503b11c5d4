"""Packages that wait until somebody fetches them."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0009_codes")]
    operations = [
        migrations.CreateModel(
            name="PackageLine",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("said", models.TextField()),
            ],
            options={"db_table": "gestand_package"},
        ),
    ]
