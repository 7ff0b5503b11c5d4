"""The suppression list."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0006_disclosures")]
    operations = [
        migrations.CreateModel(
            name="Suppressed",
            fields=[
                ("digest", models.TextField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("since", models.TextField()),
                ("source", models.TextField()),
            ],
            options={"db_table": "gestand_suppressed"},
        ),
    ]
