"""Steps of durable work."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0003_kept")]
    operations = [
        migrations.CreateModel(
            name="WorkStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("work", models.TextField()),
                ("number", models.BigIntegerField()),
                ("step", models.TextField()),
                ("state", models.TextField()),
                ("told", models.TextField()),
            ],
            options={
                "db_table": "gestand_work",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["work", "number"], name="gestand_work_step"
                    ),
                ],
            },
        ),
    ]
