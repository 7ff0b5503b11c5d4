"""A role reads the views of its purpose, and nothing else, on real servers with real roles."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pymysql
import pytest

from gestand.wiring import open_company
from gestand.work.views import Wanted, viewing
from tests.databases import Database, kinds, on, together
from tests.stories.story import laid_down, read
from tests.viewed import LONG, make

OBJECTED = (
    "a_purpose_that_was_objected_to_is_not_used", "business contacts", date(2026, 6, 1)
)  # fmt: skip
TAIL = ("a_tail_is_for_its_tail_use", "recruitment", date(2026, 3, 2))
VIEW = "gestand_business_contacts_contacts"
REFUSED = (psycopg.errors.InsufficientPrivilege, pymysql.err.OperationalError)


@contextmanager
def reading_as(database: Database, role: str) -> Iterator[Any]:
    """Open a connection of somebody who has this role and no other right."""
    user = f"{role}_user"
    quoted = f"'{user}'@'%'" if database.kind == "mariadb" else user
    database.run(f"CREATE USER {quoted};")
    database.run(f"GRANT {role} TO {quoted};")
    with closing(database.connect()) as connection:
        if database.kind == "postgresql":
            connection.execute(f"SET SESSION AUTHORIZATION {user}")
            connection.commit()
            yield connection
        else:
            database.run(f"SET DEFAULT ROLE {role} FOR {quoted};")
            where = connection.unix_socket
            words = {"unix_socket": where, "user": user, "database": connection.db.decode()}
            with closing(pymysql.connect(**words, ssl_disabled=True)) as own:
                yield own
    database.run(f"DROP USER {quoted};")
    if database.kind == "postgresql":
        database.run(f"DROP OWNED BY {role};")
    database.run(f"DROP ROLE {role};")


def asked(connection: Any, query: str) -> list[tuple[Any, ...]]:
    cursor = connection.cursor()
    try:
        cursor.execute(query)
        return list(cursor.fetchall())
    finally:
        connection.rollback()


@contextmanager
def granted(
    story: tuple[str, str, date], kind: str, folder: Path, shared: Path
) -> Iterator[tuple[Database, str]]:
    """Make the views of a story, with a role that may read those of one of its purposes."""
    name, purpose, day = story
    role = f"reader_{os.getpid()}"
    with laid_down(read(name), folder, kind, shared) as databases:
        company, database = open_company(folder), databases["db"]
        make(company, day)
        with viewing(company, Wanted(day, LONG)) as found:
            statements = [f"{one};" for one in found.grants(found.stores[0], purpose, role)]
            for statement in (*statements, *statements):  # once more is no error
                database.run(statement)
        yield database, role


@on("postgresql", "mariadb")
def test_a_role_reads_its_views_and_no_table(
    kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shared = together(tmp_path_factory)
    with (
        granted(OBJECTED, kind, tmp_path, shared) as (database, role),
        reading_as(database, role) as theirs,
    ):
        names = asked(theirs, f"SELECT name FROM {VIEW}")
        assert names == [("Dee",)]
        others = [name for name in database.tables() if name != VIEW]
        assert any(name.startswith("gestand_apart_") for name in others)
        for other in (*others, "gestand_service_customers"):
            with pytest.raises(REFUSED):
                asked(theirs, f"SELECT * FROM {other}")


@on("postgresql", "mariadb")
def test_a_role_of_a_purpose_does_not_read_its_tail(
    kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shared = together(tmp_path_factory)
    with (
        granted(TAIL, kind, tmp_path, shared) as (database, role),
        reading_as(database, role) as theirs,
    ):
        assert asked(theirs, "SELECT name FROM gestand_recruitment_applications") == [("Bo",)]
        assert database.rows("SELECT name FROM gestand_recruitment_applications_tail") == [
            ("Ann",)
        ]
        with pytest.raises(REFUSED):
            asked(theirs, "SELECT name FROM gestand_recruitment_applications_tail")


@on("postgresql", "mariadb")
def test_a_role_still_reads_views_that_were_made_anew(
    kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shared = together(tmp_path_factory)
    with (
        granted(OBJECTED, kind, tmp_path, shared) as (database, role),
        reading_as(database, role) as theirs,
    ):
        make(open_company(tmp_path), OBJECTED[2])
        assert asked(theirs, f"SELECT id FROM {VIEW}") == [(2,)]


@on("postgresql")
def test_a_function_of_the_reader_sees_no_row_that_is_left_out(
    kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shared = together(tmp_path_factory)
    with (
        granted(OBJECTED, kind, tmp_path, shared) as (database, role),
        reading_as(database, role) as theirs,
    ):
        seen: list[str] = []
        theirs.add_notice_handler(lambda told: seen.append(told.message_primary))
        body = "BEGIN RAISE NOTICE '%', $1; RETURN true; END"
        theirs.execute(
            "CREATE FUNCTION pg_temp.tell(text) RETURNS boolean COST 0.0000001"
            f" LANGUAGE plpgsql AS $${body}$$"
        )
        theirs.execute(
            f"SELECT 1 FROM {VIEW} WHERE pg_temp.tell(name)"
        )
        assert seen == ["Dee"]


@pytest.mark.parametrize("kind", kinds("sqlite"))
def test_files_have_no_roles(kind: str, tmp_path: Path) -> None:
    with laid_down(read(OBJECTED[0]), tmp_path, kind):
        with viewing(open_company(tmp_path), Wanted(OBJECTED[2], LONG)) as found:
            assert found.grants(found.stores[0], "service", "somebody") == []
            assert not found.has_roles(found.stores[0])
