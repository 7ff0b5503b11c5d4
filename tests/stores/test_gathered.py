"""Texts that come out of a database as one value are the ones that stand in it, or none do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
import sqlalchemy as sa

from gestand.core.datamap.holdings import Holdings
from gestand.stores.gathered import gathered
from gestand.stores.run import Connected
from gestand.stores.sql import SqlStore
from tests.databases import Database, on

pytestmark = on("mariadb")
NOBODY = Holdings({}, (), (), (), {}, {})
ODD = ["", " a ", "null", "é", "e\u0301", "😀", "\\", "\\n", "\\u0041", '"', "'", "\n"]
ODD += ["\t", "\0", "a\0b", "%s", "[1]", "{}", "a/../b", "\x7f", "\x01", "\u2028", "x" * 255]


@contextmanager
def opened(database: Database) -> Iterator[Connected]:
    store = SqlStore.at("db", database.url, "UTC")
    with store.run(store.reflect(), NOBODY, "UTC") as run:
        assert isinstance(run, Connected)
        with run.transaction(writing=False):
            yield run


def asked(database: Database, *settings: str) -> list[str] | None:
    with opened(database) as run:
        for setting in settings:
            run.connection.exec_driver_sql(f"SET SESSION {setting}")
        return run.texts("db.t", run.renderer.row("db.t"), "name", [], {})


def written(database: Database, type_: str, texts: list[str | None]) -> None:
    database.run(f"CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, name {type_})")
    with closing(database.connect()) as connection:
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO t (name) VALUES (%s)", [(text,) for text in texts])
        connection.commit()


@pytest.mark.parametrize("type_", ["VARCHAR(300) CHARACTER SET utf8mb4", "LONGTEXT"])
def test_every_text_comes_as_it_is_written(database: Database, type_: str) -> None:
    written(database, type_, [*ODD, None, *ODD])
    assert sorted(asked(database) or ()) == sorted(ODD * 2)


def test_a_text_of_another_character_set_is_the_same_text(database: Database) -> None:
    written(database, "VARCHAR(20) CHARACTER SET latin1", ["Zoë", "€"])
    assert asked(database) == ["Zoë", "€"]


def test_of_no_rows_there_are_no_texts(database: Database) -> None:
    written(database, "VARCHAR(20)", [])
    assert asked(database) == []


@pytest.mark.parametrize("type_", ["INT", "VARBINARY(20)"])
def test_what_is_no_text_has_to_be_read_row_by_row(database: Database, type_: str) -> None:
    written(database, type_, ["1", "2"])
    assert asked(database) is None


@pytest.mark.parametrize("length", range(4, 40, 3))
def test_what_the_server_cuts_off_has_to_be_read_row_by_row(
    database: Database, length: int
) -> None:
    written(database, "VARCHAR(20)", ["abc", "de", "fghij", "k"] * 20)
    assert asked(database, f"group_concat_max_len = {length}") is None


def test_of_very_many_nothing_is_sent_at_once(database: Database) -> None:
    written(database, "VARCHAR(20)", ["a", "b", "c"])
    with opened(database) as run:
        wanted = sa.select(run.renderer.row("db.t").c.name)
        assert gathered(run.connection, wanted, {}, 3) == ["a", "b", "c"]
        assert gathered(run.connection, wanted, {}, 2) is None
