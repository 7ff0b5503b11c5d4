"""A connection for one plan: its transactions, and what it sees of others."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from gestand.core.datamap.holdings import Holdings
from gestand.core.plan.unfinished import Unfinished
from gestand.core.predicate import ALWAYS, NEVER
from gestand.errors import CannotRun
from gestand.stores.again import Asked
from gestand.stores.keysets import NUMBER, TEXT
from gestand.stores.run import Connected
from gestand.stores.sql import SqlStore

NOBODY = Holdings({}, (), (), (), {}, {})


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT);"
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, p INTEGER NOT NULL REFERENCES people);"
            "INSERT INTO people VALUES (1, 'a@x.example'), (2, ' A@X.example '), (3, NULL);"
            "INSERT INTO notes VALUES (1, 1);"
        )
    return path


@pytest.fixture
def opened(database: Path) -> Iterator[Connected]:
    store = SqlStore.at("db", f"sqlite:///{database}", "UTC")
    with store.run(store.reflect(), NOBODY, "UTC") as run:
        assert isinstance(run, Connected)
        yield run


def delete(run: Connected, table: str, key: int) -> None:
    row = run.renderer.row(f"db.{table}")
    run.connection.execute(sa.delete(row).where(row.c.id == key))


def count(database: Path, table: str) -> int:
    with closing(sqlite3.connect(database)) as connection:
        (found,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(found)


def test_a_transaction_is_whole_or_not_at_all(opened: Connected, database: Path) -> None:
    with pytest.raises(KeyboardInterrupt), opened.transaction(writing=True):
        delete(opened, "notes", 1)
        raise KeyboardInterrupt
    assert count(database, "notes") == 1
    with opened.transaction(writing=True):
        delete(opened, "notes", 1)
    assert count(database, "notes") == 0


def test_a_row_that_another_points_at_cannot_go(opened: Connected, database: Path) -> None:
    with pytest.raises(CannotRun, match="^store `db`: FOREIGN KEY .*foreign_key_check"):
        with opened.transaction(writing=True):
            delete(opened, "people", 1)
    assert count(database, "people") == 3


def test_a_writing_transaction_keeps_others_out(opened: Connected, database: Path) -> None:
    with closing(sqlite3.connect(database, timeout=0)) as other:
        with opened.transaction(writing=True):
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("DELETE FROM notes")
        other.execute("DELETE FROM notes")
        other.commit()
    assert count(database, "notes") == 0


def test_the_version_changes_when_somebody_else_writes_and_then_only(
    opened: Connected, database: Path
) -> None:
    with opened.transaction(writing=True):
        first = opened.version()
        opened.fill("keys", [(1,)], (NUMBER,))
        delete(opened, "notes", 1)
    with opened.transaction(writing=False):
        assert opened.version() == first
    with closing(sqlite3.connect(database)) as other:
        other.execute("UPDATE people SET email = 'b@x.example'")
        other.commit()
    with opened.transaction(writing=False):
        assert opened.version() != first


def test_key_sets_never_reach_the_database_of_the_company(
    opened: Connected, database: Path
) -> None:
    with opened.transaction(writing=True):
        opened.fill("keys", [("a@x.example",)], (TEXT,))
    with closing(sqlite3.connect(database)) as other:
        names = {name for (name,) in other.execute("SELECT name FROM sqlite_schema")}
    assert names == {"people", "notes"}
    assert [path.name for path in database.parent.iterdir()] == ["store.db"]


def test_people_are_found_whatever_case_and_spaces(opened: Connected) -> None:
    with opened.transaction(writing=False):
        assert opened.people_with("db.people", "email", " a@X.EXAMPLE") == [(1,), (2,)]
        assert opened.people_with("db.people", "email", "b@x.example") == []
        assert sorted(opened.values("db.people", "email")) == [" A@X.example ", "a@x.example"]
        people = dict(opened.rows_at("db.people", ["email"], [3, 4]))
        assert people == {3: (None,)}
        assert opened.value("db.people", "email", (1,)) == "a@x.example"
        assert opened.value("db.people", "email", (3,)) is None


def test_a_text_that_is_no_utf_8_can_be_read(opened: Connected, database: Path) -> None:
    with closing(sqlite3.connect(database)) as other:
        other.execute("UPDATE people SET email = CAST(X'61FF62' AS TEXT) WHERE id = 3")
        other.commit()
    with opened.transaction(writing=False):
        assert opened.value("db.people", "email", (3,)) == "a\ufffdb"


def test_a_part_of_what_was_noted_is_a_key_set_like_any_other(opened: Connected) -> None:
    row, like = opened.renderer.row("db.people"), opened.key_columns("db.people")
    with opened.transaction(writing=False):
        noted = opened.sets.note("noted", like, (), Asked(lambda: sa.select(row.c.id)))
        keys = sa.select(noted.c.k0)
        opened.sets.part("some", like, noted, Asked(lambda: keys.where(noted.c.k0 > 1)))
        assert list(opened.keys_of("some", 1)) == [(2,), (3,)]
        opened.sets.part("some", like, noted, Asked(lambda: keys.where(noted.c.k0 == 1)))
        assert list(opened.keys_of("some", 1)) == [(1,)]
        assert opened.sets.sizes["noted"] == 3


def test_what_is_left_may_be_asked_of_more_steps_than_an_answer_has_columns(
    opened: Connected,
) -> None:
    steps = [
        Unfinished("erase", "db.people", ALWAYS),
        Unfinished("ask", "db.people", ALWAYS, counted=True),
        Unfinished("redact", "db.notes", NEVER),
    ]
    with opened.transaction(writing=False):
        assert opened.left(steps * 700) == [1, 3, 0] * 700
