"""What several ladders say of a row is packed in numbers that each database reads back."""

from __future__ import annotations

import sqlalchemy as sa

from gestand.stores.tallied import kinds
from tests.databases import Database
from tests.stores.test_emptied import writing


def test_many_ladders_at_their_last_step_are_read_back(database: Database) -> None:
    database.run("CREATE TABLE own (id INTEGER PRIMARY KEY, v INTEGER)")
    never, always = sa.literal_column("1") == 2, sa.literal_column("1") == 1
    # Each number is a small one to PostgreSQL, and their sum is not.
    asked = kinds([(always,), *[(never, never, never, always)] * 13])
    with writing(database) as run, run.transaction(writing=False):
        (told,) = run.connection.execute(sa.select(*asked.columns))
    assert asked.read(told) == (1, *(4,) * 13)
