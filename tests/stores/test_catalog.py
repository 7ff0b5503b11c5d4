"""A schema that may be another one is read again, and one that is the same is not."""

from __future__ import annotations

from contextlib import closing

import sqlalchemy as sa

from gestand.stores.dialects.catalog import versions
from gestand.stores.sql import SqlStore
from tests.databases import Database, on

MADE = """
CREATE TYPE mood AS ENUM ('calm');
CREATE DOMAIN short AS VARCHAR(40);
CREATE FUNCTION twice(t TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE AS 'SELECT t || t';
CREATE FUNCTION acts() RETURNS TRIGGER LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b short, c mood, d TEXT DEFAULT 'd');
CREATE TABLE child (id INTEGER PRIMARY KEY, t_id INTEGER, CHECK (id > 0));
CREATE TABLE parts (id INTEGER NOT NULL, at DATE) PARTITION BY RANGE (id);
CREATE UNIQUE INDEX doubled ON t (twice(a));
"""
CHANGES = (
    "ALTER TABLE t ADD COLUMN e TEXT",
    "ALTER TABLE t ALTER COLUMN d SET NOT NULL",
    "ALTER TABLE t ALTER COLUMN d TYPE VARCHAR(9)",
    "ALTER TABLE t ALTER COLUMN d SET DEFAULT 'other'",
    'ALTER TABLE t ALTER COLUMN a TYPE TEXT COLLATE "C"',
    "ALTER TABLE t RENAME COLUMN d TO f",
    "ALTER TABLE t DROP COLUMN e",
    "ALTER TABLE t ADD UNIQUE (f)",
    "CREATE UNIQUE INDEX again ON t (b) WHERE b IS NOT NULL",
    "DROP INDEX again",
    "ALTER TABLE child ADD CONSTRAINT k FOREIGN KEY (t_id) REFERENCES t (id) ON DELETE CASCADE",
    "ALTER TABLE child RENAME CONSTRAINT k TO l",
    "ALTER TABLE child DROP CONSTRAINT l",
    "CREATE TRIGGER g BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION acts()",
    "ALTER TRIGGER g ON t RENAME TO h",
    "DROP TRIGGER h ON t",
    "CREATE TABLE part PARTITION OF parts FOR VALUES FROM (1) TO (2)",
    "ALTER TABLE parts DETACH PARTITION part",
    "ALTER TYPE mood ADD VALUE 'busy'",
    "ALTER DOMAIN short ADD CHECK (VALUE <> '')",
    "ALTER FUNCTION twice(TEXT) RENAME TO double",
    "ALTER TABLE child RENAME TO others",
    "CREATE TABLE more (id INTEGER)",
    "DROP TABLE more",
)
THE_SAME = (
    "INSERT INTO t VALUES (1, 'a', 'b', 'calm', 'd') ON CONFLICT DO NOTHING",
    "ANALYZE t",
    "DELETE FROM t",
    "DROP TABLE IF EXISTS beside; CREATE TEMPORARY TABLE beside (id INTEGER PRIMARY KEY,"
    " e TEXT DEFAULT 'e', CHECK (id > 0)); CREATE INDEX on_it ON beside (e)",
)
TIMES = 20
"""How often something is tried: another test may make a type or a function at the same time."""


def at_once(connection: sa.Connection) -> tuple[object, ...]:
    found = versions(connection)
    connection.rollback()
    return found


def _stays(connection: sa.Connection, database: Database, script: str) -> bool:
    before = at_once(connection)
    database.run(script)
    return at_once(connection) == before


@on("postgresql")
def test_whatever_changes_in_a_schema_is_seen(database: Database) -> None:
    database.run(MADE)
    store = SqlStore.at("db", database.url, "UTC")
    with store.engine.connect() as connection:
        for same in THE_SAME:
            assert any(_stays(connection, database, same) for _ in range(TIMES)), same
        before = at_once(connection)
        for change in CHANGES:
            database.run(change)
            after = at_once(connection)
            assert after != before, change
            before = after


@on("postgresql")
def test_a_schema_is_read_again_only_where_it_may_be_another_one(database: Database) -> None:
    database.run(MADE)
    store = SqlStore.at("db", database.url, "UTC")
    assert any(store.reflect() is store.reflect() for _ in range(TIMES))
    database.run("ALTER TABLE t ADD COLUMN e TEXT")
    assert "e" in store.reflect().tables["t"].columns
    assert any(store.reflect() is store.reflect() for _ in range(TIMES))


@on("postgresql")
def test_another_place_is_another_schema(database: Database) -> None:
    database.run(MADE)
    with (
        closing(SqlStore.at("db", database.url, "UTC").engine.connect()) as here,
        closing(SqlStore.at("db", database.url.partition("&options")[0], "UTC").engine.connect())
        as elsewhere,
    ):
        assert at_once(here) != at_once(elsewhere)
        assert at_once(here) == at_once(here)
