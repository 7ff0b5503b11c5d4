"""A request whose person complained of the answer."""

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
    "complained of",
    "closed",
    "forwarded",
    "withdrawn",
    "not identified",
)


class Migration(migrations.Migration):
    dependencies = [("records", "0007_notices")]
    operations = [
        migrations.RemoveConstraint("personrequest", "gestand_request_state"),
        migrations.AddConstraint(
            "personrequest",
            models.CheckConstraint(
                condition=models.Q(state__in=_STATES), name="gestand_request_state"
            ),
        ),
    ]
