"""Registers: consents, disclosures, orders, the suppression list, breaches, holds and requests."""

from __future__ import annotations

from django.db import migrations, models

_TEXTS = (
    "kind", "person", "purpose", "occasion", "event", "at", "day", "words", "how", "sealed",
)  # fmt: skip
_LINES = {
    "Disclosure": "gestand_disclosure",
    "OrderLine": "gestand_order",
    "BreachLine": "gestand_breach",
    "HoldLine": "gestand_hold",
}
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
    dependencies = [("records", "0004_work")]
    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("receipt", models.TextField(unique=True)),
                *((name, models.TextField()) for name in _TEXTS),
                ("in_column", models.SmallIntegerField()),
            ],
            options={
                "db_table": "gestand_consent",
                "indexes": [
                    models.Index(fields=["person", "purpose"], name="gestand_consent_person"),
                    models.Index(fields=["occasion", "purpose"], name="gestand_consent_occasion"),
                    models.Index(fields=["in_column", "event"], name="gestand_consent_column"),
                ],
            },
        ),
        *(
            migrations.CreateModel(
                name=name,
                fields=[
                    ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                    ("said", models.TextField()),
                ],
                options={"db_table": table},
            )
            for name, table in _LINES.items()
        ),
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
            options={
                "db_table": "gestand_request",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(state__in=_STATES), name="gestand_request_state"
                    ),
                ],
            },
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
            options={
                "db_table": "gestand_request_event",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["request", "version"], name="gestand_request_version"
                    ),
                ],
            },
        ),
    ]
