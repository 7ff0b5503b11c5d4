"""Messages that go out and come in, and how far a mailbox was read."""

from __future__ import annotations

from django.db import migrations, models

_TEXTS = ("way", "ident", "stage", "at", "told", "sealed")
_NUMBERS = ("version", "request", "thread")
_STAGES = (
    "begun",
    "sent",
    "not sent",
    "refused",
    "unknown",
    "bounced",
    "waiting",
    "taken",
    "seen",
    "dropped",
    "set aside",
)


class Migration(migrations.Migration):
    dependencies = [("records", "0005_registers")]
    operations = [
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("place", models.TextField(unique=True)),
                *((name, models.TextField()) for name in _TEXTS),
                *((name, models.BigIntegerField()) for name in _NUMBERS),
            ],
            options={
                "db_table": "gestand_mail",
                "indexes": [models.Index(fields=["ident"], name="gestand_mail_ident")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(stage__in=_STAGES), name="gestand_mail_stage"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("validity", models.BigIntegerField()),
                ("uid", models.BigIntegerField()),
            ],
            options={"db_table": "gestand_mailbox"},
        ),
    ]
