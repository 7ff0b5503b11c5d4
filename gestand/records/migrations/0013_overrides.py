"""What was done although something stood in the way, and why."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0012_begin")]
    operations = [
        migrations.CreateModel(
            name="OverrideLine",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("said", models.TextField()),
            ],
            options={"db_table": "gestand_override"},
        ),
    ]
