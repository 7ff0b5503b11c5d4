"""Notices to recipients: who is told of what a request changed."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0006_mail")]
    operations = [
        migrations.CreateModel(
            name="NoticeLine",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("said", models.TextField()),
            ],
            options={"db_table": "gestand_notice"},
        ),
    ]
