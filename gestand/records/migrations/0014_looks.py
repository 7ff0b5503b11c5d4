"""Who looked at what somebody wrote, and why."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0013_overrides")]
    operations = [
        migrations.CreateModel(
            name="LookLine",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("said", models.TextField()),
            ],
            options={"db_table": "gestand_look"},
        ),
    ]
