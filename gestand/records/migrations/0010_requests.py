"""Requests of people, and what happened to each."""

from __future__ import annotations

from django.db import migrations, models

_STATES = (
    "received",
    "identity asked",
    "in hand",
    "details asked",
    "fee asked",
    "decided",
    "carried out",
    "recipients told",
    "answered",
    "closed",
    "forwarded",
    "withdrawn",
    "not identified",
)


class Migration(migrations.Migration):
    dependencies = [("records", "0009_holds")]
    operations = [
        migrations.CreateModel(
            name="PersonRequest",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("message", models.BigIntegerField()),
                ("asked", models.TextField()),
                ("channel", models.TextField()),
                ("kind", models.TextField()),
                ("person", models.TextField()),
                ("received", models.TextField()),
                ("state", models.TextField()),
                ("version", models.BigIntegerField()),
            ],
            options={"db_table": "gestand_request"},
        ),
        migrations.AddConstraint(
            model_name="personrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=_STATES), name="gestand_request_state"
            ),
        ),
        migrations.CreateModel(
            name="RequestEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("request", models.BigIntegerField()),
                ("version", models.BigIntegerField()),
                ("event", models.TextField()),
                ("at", models.TextField()),
                ("day", models.TextField()),
                ("who", models.TextField()),
                ("told", models.TextField()),
                ("sealed", models.TextField()),
            ],
            options={"db_table": "gestand_request_event"},
        ),
        migrations.AddConstraint(
            model_name="requestevent",
            constraint=models.UniqueConstraint(
                fields=["request", "version"], name="gestand_request_version"
            ),
        ),
    ]
