"""Keys, and by which master key they are wrapped."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0001_ledger")]
    operations = [
        migrations.CreateModel(
            name="WrappedKey",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                ("until", models.TextField()),
            ],
            options={"db_table": "gestand_key"},
        ),
        migrations.CreateModel(
            name="MasterKey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("which", models.TextField()),
            ],
            options={"db_table": "gestand_master_key"},
        ),
    ]
