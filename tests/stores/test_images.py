"""Rows as they were: whatever a column holds comes back exactly, on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from gestand.core.datamap.holdings import Holdings
from gestand.core.datamap.schema import Schema
from gestand.stores.base import Images, Left, Run
from gestand.stores.sql import SqlStore
from tests.databases import Database, on

NOTHING = Holdings({}, (), (), (), {}, {})
TABLE, KEY = "db.odd", ("id",)
KEYS = (0, 1, 2, 2**53 + 1, 2**63 - 1)

ODD = {
    "sqlite": """
        CREATE TABLE odd (id INTEGER PRIMARY KEY, "a:b%c ""d" TEXT, n INTEGER, r REAL, b BLOB,
            t TIMESTAMP, d DECIMAL(20, 2), twice INTEGER GENERATED ALWAYS AS (n * 2) STORED);
        INSERT INTO odd VALUES (0, 'a', 9223372036854775807, 0.1, x'00ff', '2026-02-30', 1.10);
        INSERT INTO odd VALUES (1, '', -9223372036854775808, 1e308, x'', 'infinity', '1.10');
        INSERT INTO odd VALUES (2, CAST(x'ff4100' AS TEXT), 'words', 9e999, 'text', 7, 'n/a');
        INSERT INTO odd VALUES (9007199254740993, '12', '12', 5e-324, 12, 1.5, 2);
        INSERT INTO odd (id) VALUES (9223372036854775807);
    """,
    "postgresql": """
        CREATE TYPE mood AS ENUM ('glad', 'so-so, perhaps');
        CREATE DOMAIN small AS integer CHECK (value < 10);
        CREATE TABLE odd (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "a:b%c ""d" text,
            n numeric, r real, f double precision, b bytea, t timestamptz, u timestamp, d date,
            i interval, j json, k jsonb, a text[], m mood, s small, h uuid,
            v varchar(9) COLLATE "C",
            c char(5), p bit(5), q tsrange, o inet, w boolean, z timetz, e money,
            twice numeric GENERATED ALWAYS AS (n * 2) STORED);
        INSERT INTO odd OVERRIDING SYSTEM VALUE VALUES
        (0, 'ü\t''\\', 1.10, 0.1, 'NaN', '\\x00ff', 'infinity', '-infinity', '0044-03-15 BC',
            '1 mon -2 days 03:04:05.000006', '{"b": 1,  "a":2}', '{"b": 1, "a": 2}',
            '{"a b",NULL,"c\\"d"}', 'so-so, perhaps', 7, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
            'ab', 'ab', '10101', '[2026-01-01,2026-02-01)', '10.0.0.0/8', true, '10:00+02',
            '-12.34'),
        (1, '', 'NaN', 'Infinity', 1e-308, '', '2026-11-23 10:00:00.123456+02', '12026-01-01',
            '5874897-12-31', '-178000000 years', '[]', '1e2', '{}', 'glad', NULL, NULL, '',
            '', '00000',
            'empty', '::1', false, '10:00-15:59', '0');
        INSERT INTO odd (id, "a:b%c ""d", n, r, f) OVERRIDING SYSTEM VALUE VALUES
        (2, NULL, 123456789012345678901234567890.123456789, -0.0, 1.7976931348623157e308);
        INSERT INTO odd (id) OVERRIDING SYSTEM VALUE VALUES
            (9007199254740993), (9223372036854775807);
    """,
    "mariadb": """
        CREATE TABLE odd (id BIGINT PRIMARY KEY AUTO_INCREMENT, `a:b%c "d` TEXT,
            n DECIMAL(38, 10), r FLOAT, f DOUBLE, b LONGBLOB, g VARBINARY(4), t TIMESTAMP(6) NULL,
            u DATETIME(3), d DATE, i TIME(2), y YEAR, j JSON, e ENUM('glad', 'so, so'),
            s SET('a', 'b'), h UUID, v VARCHAR(9) CHARACTER SET latin1, c CHAR(5), p BIT(7),
            o INET6, w BOOLEAN, q POINT, l BIGINT UNSIGNED, k VARCHAR(9) CHARACTER SET ucs2,
            changed TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
            twice DECIMAL(38, 10) AS (n * 2) STORED) CHARACTER SET utf8mb4;
        SET sql_mode = 'ANSI_QUOTES,NO_AUTO_VALUE_ON_ZERO', time_zone = '+00:00';
        INSERT INTO odd VALUES (0, 'ü\t''😀', 1.10, 0.1, 0.1, x'00ff', x'00ff',
            '2026-10-25 00:30:00.123456', '0000-00-00', '0000-00-00', '-838:59:59.99', 1999,
            '{"b": 1,  "a":2}', 'so, so', 'a,b', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'é', 'ab',
            b'1010101', '::1', 1, ST_GeomFromText('POINT(1 2.5)'), 18446744073709551615, 'ü',
            '2020-01-01', DEFAULT);
        INSERT INTO odd VALUES (1, '', -999999999999999999999999999.9999999999, 3.4e38, 5e-324, '',
            '', NULL, '9999-12-31 23:59:59.999', '2026-00-01', '00:00:00', 0, '[]', 'glad',
            '', NULL,
            '', '', b'0', NULL, 0, NULL, 0, '', '2020-01-01', DEFAULT);
        INSERT INTO odd (id, r, f, changed) VALUES
            (2, 16777217, 1.7976931348623157e308, '2021-01-01'),
            (9007199254740993, 1.17e-38, -0.0, '2021-01-01'),
            (9223372036854775807, NULL, NULL, '2021-01-01');
    """,
}


@contextmanager
def opened(database: Database) -> Iterator[tuple[Run, Images, Schema]]:
    """Open the database as Gestand does, with a transaction to write in."""
    store = SqlStore.at("db", database.url, "UTC")
    schema = store.reflect()
    with store.run(schema, NOTHING, "UTC") as run:
        images = run.images()
        with run.transaction(writing=True):
            images.begin()
            yield run, images, schema


def keys(kind: str, *numbers: int) -> list[tuple[int | str]]:
    return [(number if kind == "sqlite" else str(number),) for number in numbers]


@on("sqlite", "postgresql", "mariadb")
@pytest.mark.filterwarnings("ignore:Did not recognize type")
def test_every_value_comes_back_as_it_was(database: Database, kind: str) -> None:
    database.run(ODD[kind])
    if kind == "mariadb":
        database.run("SET time_zone = '+00:00'")
    before = seen(database)
    with opened(database) as (_, images, _):
        noted = images.at(TABLE, KEY, keys(kind, *KEYS))
    assert [key for key in keys(kind, *KEYS) if key not in noted] == []
    database.run("DELETE FROM odd")
    with opened(database) as (_, images, _):
        assert images.insert(TABLE, list(noted.values())) == [None] * len(KEYS)
        assert images.at(TABLE, KEY, list(noted)) == noted
    assert seen(database) == before
    names = images.columns(TABLE)
    assert "twice" not in names
    cells = [name for name in names if name != "id"]
    emptied = ", ".join(f"{database.quoted(n)} = NULL" for n in _nullable(cells))
    quoted = emptied.replace('"a:b%c "d"', '"a:b%c ""d"')
    database.run(f"UPDATE odd SET {quoted} WHERE id < 2")
    with opened(database) as (_, images, _):
        for key in keys(kind, 0, 1):
            assert images.update(TABLE, KEY, [noted[key]], cells) == [None]
        assert images.at(TABLE, KEY, list(noted)) == noted
    assert seen(database) == before


_TO_THE_LAST_BIT = """typeof("{0}"), hex("{0}"), CASE typeof("{0}") WHEN 'real' THEN "{0}" END"""


def seen(database: Database) -> str:
    """Return all rows as the database itself shows them, to the last bit where it can."""
    if database.kind != "sqlite":
        return repr(database.whole("odd"))
    names = [name for name, *_ in database.rows("SELECT name FROM pragma_table_xinfo('odd')")]
    shown = ", ".join(_TO_THE_LAST_BIT.format(n) for n in map(_doubled, names))
    return repr(database.rows(f"SELECT {shown} FROM odd ORDER BY id"))


def _doubled(name: str) -> str:
    return name.replace('"', '""')


def _nullable(names: list[str]) -> list[str]:
    return [name for name in names if name != "changed"]


RELATED = """
CREATE TABLE parents (id INTEGER PRIMARY KEY, name VARCHAR(9) UNIQUE);
CREATE TABLE odd (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents (id),
    name VARCHAR(9) NOT NULL UNIQUE CHECK (name <> 'no'));
INSERT INTO parents VALUES (1, 'a');
INSERT INTO odd VALUES (1, 1, 'b');
"""


@on("sqlite", "postgresql", "mariadb")
def test_a_row_that_is_not_taken_says_why_and_the_others_come(
    database: Database, kind: str
) -> None:
    database.run(RELATED)

    def image(number: int, parent: int | None, name: str) -> tuple[int | str | None, ...]:
        if kind == "sqlite":
            return (number, parent, f"t{name.encode().hex()}")
        text = name.encode().hex() if kind == "mariadb" else name
        return (str(number), None if parent is None else str(parent), text)

    with opened(database) as (_, images, schema):
        told = images.insert(
            TABLE,
            [
                image(2, 1, "c"),
                image(3, 9, "d"),
                image(4, None, "b"),
                image(1, None, "e"),
                image(5, None, "no"),
                image(6, None, "f"),
            ],
        )
        assert told == [None, Left.PARENT, Left.TAKEN, Left.TAKEN, Left.REFUSED, None]
        like = [schema.tables["odd"].columns["parent"]]
        wanted = [(image(0, n, "")[1],) for n in (1, 2)]
        assert images.there("db.parents", ["id"], like, wanted) == {wanted[0]}
    found = database.rows("SELECT id, parent, name FROM odd ORDER BY id")
    assert found == [(1, 1, "b"), (2, 1, "c"), (6, None, "f")]


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_key_that_looks_alike_is_another(database: Database) -> None:
    database.run("CREATE TABLE odd (id TEXT PRIMARY KEY COLLATE NOCASE, n INT)")
    database.run("INSERT INTO odd VALUES ('a', 1)")
    with opened(database) as (_, images, _):
        found = images.at(TABLE, KEY, [("t41",)])
        assert ("t41",) not in found  # `A` is not there, though its place is taken
        assert images.insert(TABLE, [("t41", 2)]) == [Left.TAKEN]


@on("sqlite", "postgresql", "mariadb")
def test_a_row_is_found_by_its_key_in_letters(database: Database, kind: str) -> None:
    database.run("CREATE TABLE odd (id VARCHAR(40) PRIMARY KEY, n INT)")
    database.run("INSERT INTO odd VALUES ('klm-Zoë', 1)")
    with opened(database) as (_, images, _):
        written = images.written(TABLE, KEY, ["klm-Zoë"])
        assert written in images.at(TABLE, KEY, [written]), kind


@on("postgresql")
def test_a_row_of_a_table_that_inherits_may_have_the_same_key(database: Database) -> None:
    database.run("CREATE TABLE odd (id INTEGER PRIMARY KEY, n INTEGER)")
    database.run("CREATE TABLE other () INHERITS (odd); INSERT INTO other VALUES (1, 7), (2, 8)")
    database.run("INSERT INTO odd VALUES (1, 3)")
    with opened(database) as (_, images, schema):
        one, two = keys("postgresql", 1, 2)
        (found,) = images.at(TABLE, KEY, [one, two]).values()
        like = [schema.tables["odd"].columns["id"]]
        assert images.there(TABLE, ["id"], like, [one, two]) == {one}
        assert images.update(TABLE, KEY, [(*one, None), (*two, found[1])], ["n"]) == [None, None]
    assert database.rows("SELECT id, n FROM ONLY odd") == [(1, None)]
    assert database.rows("SELECT id, n FROM other ORDER BY 1") == [(1, 7), (2, 8)]


@on("sqlite", "postgresql", "mariadb")
def test_many_rows_are_found_and_changed_at_once(database: Database, kind: str) -> None:
    many = range(1, 251)
    database.run("CREATE TABLE odd (id INTEGER PRIMARY KEY, n INTEGER UNIQUE)")
    database.run(f"INSERT INTO odd VALUES {', '.join(f'({n}, {-n})' for n in many)}")
    every = keys(kind, *many)
    with opened(database) as (_, images, schema):
        found = images.at(TABLE, KEY, [*every, *keys(kind, 999)])
        assert set(found) == set(every)
        like = [schema.tables["odd"].columns["id"]]
        assert images.there(TABLE, ["id"], like, [*keys(kind, 999), *every]) == set(every)
        turned = zip(every, reversed(every), strict=True)
        swapped = [(key, found[other][1]) for (key,), other in turned]
        told = images.update(TABLE, KEY, [(key, None) for (key,) in every], ["n"])
        assert told == [None] * len(many)
        told = images.update(TABLE, KEY, swapped, ["n"])
        assert told == [None] * len(many)
    found_now = dict(database.rows("SELECT id, n FROM odd"))
    assert found_now == {n: n - 251 for n in many}
