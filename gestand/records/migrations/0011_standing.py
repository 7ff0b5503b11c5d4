"""What lists, days due and plans read of a request stands in its row, as its events have it."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from gestand.records.standing import FILLED, filled

_NEW = ("complained", "extended", "ended", "effect", "lifted")


def fill(_apps: Any, schema_editor: Any) -> None:
    """Fill the new columns of older records from what happened."""
    connection = schema_editor.connection

    def execute(statement: str, values: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())

    with connection.cursor() as cursor:
        cursor.executemany(FILLED, [(*standing, number) for number, standing in filled(execute)])


class Migration(migrations.Migration):
    dependencies = [("records", "0010_packages")]
    operations = [
        *(
            migrations.AddField("personrequest", name, models.TextField(default=""))
            for name in _NEW
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "personrequest",
            models.Index(
                fields=["received", "complained", "extended", "asked", "state", "number"],
                condition=models.Q(ended=""),
                name="gestand_request_open",
            ),
        ),
        migrations.AddIndex(
            "personrequest",
            models.Index(
                fields=["kind", "person"],
                condition=models.Q(effect__gt=""),
                name="gestand_request_effect",
            ),
        ),
    ]
