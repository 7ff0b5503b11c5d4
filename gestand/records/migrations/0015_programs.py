"""Tokens of programs, what these were answered, and how far they were told of events."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0014_looks")]
    operations = [
        migrations.CreateModel(
            name="Token",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("digest", models.TextField(unique=True)),
                ("name", models.TextField()),
                ("acts_for", models.TextField()),
                ("scopes", models.TextField()),
                ("last", models.TextField()),
                ("made", models.TextField()),
                ("revoked", models.TextField()),
                ("uses", models.BigIntegerField()),
                ("seen", models.TextField()),
            ],
            options={"db_table": "gestand_token"},
        ),
        migrations.CreateModel(
            name="Repeated",
            fields=[
                ("digest", models.TextField(primary_key=True, serialize=False)),
                ("question", models.TextField()),
                ("status", models.SmallIntegerField()),
                ("told", models.TextField()),
                ("day", models.TextField()),
            ],
            options={"db_table": "gestand_repeated"},
        ),
        migrations.CreateModel(
            name="Hook",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("after", models.BigIntegerField()),
                ("sent", models.BigIntegerField()),
                ("tries", models.BigIntegerField()),
                ("failing", models.TextField()),
                ("next_at", models.TextField()),
                ("said", models.TextField()),
            ],
            options={"db_table": "gestand_hook"},
        ),
    ]
