"""From which day a mailbox is read: what came before is left for good."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0011_standing")]
    operations = [
        migrations.AddField(
            "mailbox", "begin", models.TextField(default=""), preserve_default=False
        ),
    ]
