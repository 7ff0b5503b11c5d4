"""The register of consents."""

from __future__ import annotations

from django.db import migrations, models

_TEXTS = (
    "kind", "person", "purpose", "occasion", "event", "at", "day", "words", "how", "sealed",
)  # fmt: skip


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
    ]
