"""Codes that settle who asks."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0008_complaints")]
    operations = [
        migrations.CreateModel(
            name="CodeLine",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("said", models.TextField()),
            ],
            options={"db_table": "gestand_code"},
        ),
    ]
