"""What is left below the tables after an erasure: told by databases, looked for in files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from gestand.work.state import State
from tests.databases import Database, on, together
from tests.linde import build, run
from tests.stories.story import laid_down, read
from tests.surfaces.commands import gestand
from tests.undoing import GONE, undoable

JUNE = ("--as-of", "2026-06-15")
ADDRESS = "annabel.vandersteen@delinde.example"
ROW = f"""
INSERT INTO customers VALUES (9, 'K9', 'Annabel', '{ADDRESS}', NULL, NULL, '2019-01-10');
"""
CARELESS = f"""
PRAGMA secure_delete = OFF; {ROW}
DELETE FROM customers WHERE id = 9;
"""
BACKUPS = {"datamap": [("source: person}\nsubjects", "source: person, backups: P30D}\nsubjects")]}


def look(folder: Path, typed: str = ADDRESS) -> tuple[int, list[str]]:
    """Return the exit code, and what is said to be on the disk."""
    told = gestand("residue", folder, *JUNE, typed=typed)
    lines = told.stdout.splitlines()
    assert told.stderr == ""
    return told.exit_code, lines[lines.index("On disk:") + 1 : -1]


def swept(folder: Path) -> list[str]:
    """Sweep, and return what is said to be on the disk."""
    told = gestand("apply", folder, *JUNE, "--yes", "--first-run")
    assert told.exit_code == 0
    lines = told.stdout.splitlines()
    return lines[lines.index("On disk:") + 1 :]


def test_a_file_in_which_the_bytes_are_left_is_residue(tmp_path: Path) -> None:
    folder = build(tmp_path, CARELESS)
    code, (said,) = look(folder)
    assert (code, said.split("; ")[:3]) == (
        1,
        [
            "  db: residue, logically gone",
            "its bytes still stand in db.db",
            "stop what has it open, and `VACUUM` it",
        ],
    )
    run(folder, "VACUUM")
    code, (said,) = look(folder)
    assert (code, said.split("; ")[0]) == (0, "  db: purged from the file")


@pytest.mark.parametrize("encoding", ["UTF-16le", "UTF-16be"])
def test_a_file_of_another_encoding_is_looked_through(tmp_path: Path, encoding: str) -> None:
    folder = build(tmp_path)
    (folder / "db.db").unlink()
    schema = (Path(__file__).parents[1] / "stories" / "base" / "schema.sql").read_text("utf-8")
    run(folder, f"PRAGMA encoding = '{encoding}'; {schema} {CARELESS}")
    assert look(folder)[0] == 1


def test_bytes_in_the_log_beside_the_file_are_found(tmp_path: Path) -> None:
    folder = build(tmp_path)
    with closing(sqlite3.connect(folder / "db.db")) as somebody:
        somebody.executescript(f"PRAGMA journal_mode = WAL; {CARELESS}")
        _, (said,) = look(folder)
        assert "its bytes still stand in db.db-wal" in said


def test_what_a_run_removes_is_told_to_be_gone_from_the_file(tmp_path: Path) -> None:
    folder = build(tmp_path, ROW, BACKUPS)
    (said,) = swept(folder)
    day = State.beside(folder).receipts()[-1]["at"][:10]
    assert said.startswith("  db: purged from the file; what went was written over; in backups ")
    assert said[-10:] > day
    code, (said,) = look(folder)
    assert (code, said[:59]) == (0, "  db: purged from the file; in backups until " + said[-10:])


def test_a_run_that_can_be_undone_is_told(tmp_path: Path) -> None:
    undoable(tmp_path, GONE)
    assert gestand("apply", tmp_path, *JUNE, "--yes", "--first-run").exit_code == 0
    told = gestand("residue", tmp_path, *JUNE, typed=ADDRESS)
    assert "What run 1 took away is kept, encrypted, until " in told.stdout
    assert gestand("undo", 1, tmp_path, "--forget", "--yes").exit_code == 0
    assert "took away" not in gestand("residue", tmp_path, *JUNE, typed=ADDRESS).stdout


def test_a_short_identifier_is_not_looked_for_in_bytes(tmp_path: Path) -> None:
    folder = build(tmp_path, CARELESS)
    told = gestand("residue", folder, *JUNE, "--whole", typed="K8")
    assert (told.exit_code, "its bytes were not looked through" in told.stdout) == (0, True)


@contextmanager
def on_server(kind: str, folder: Path, servers: Path) -> Iterator[Database]:
    with laid_down(read("a_value_without_a_ground_goes"), folder, kind, servers) as databases:
        (database,) = databases.values()
        database.run(ROW)
        yield database


@pytest.fixture
def company(
    kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    with on_server(kind, tmp_path, together(tmp_path_factory)) as database:
        yield database


@pytest.mark.servers
def test_dead_rows_wait_for_a_vacuum(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On a server of its own: a row stays that the transaction of somebody else may still see."""
    with on_server("postgresql", tmp_path, tmp_path_factory.mktemp("alone")) as company:
        (said,) = swept(tmp_path)
        assert said.startswith("  db: logically gone; about ")
        assert "dead rows wait for a `VACUUM` of " in said and "customers" in said
        assert look(tmp_path)[1][0].startswith("  db: logically gone; about ")
        with closing(company.connect()) as administrator:
            administrator.autocommit = True
            administrator.execute("VACUUM")
        code, (said,) = look(tmp_path)
    assert (code, said.split("; ")[:2]) == (0, ["  db: vacuumed", "as far as it counts"])


@on("postgresql")
def test_what_statistics_still_show_is_residue(company: Database, tmp_path: Path) -> None:
    company.run("ANALYZE customers")
    swept(tmp_path)
    code, (said,) = look(tmp_path)
    assert code == 1
    assert said.startswith("  db: residue, logically gone; the statistics of customers.email still")
    company.run("ANALYZE customers")
    assert look(tmp_path)[0] == 0


@on("postgresql")
def test_a_materialized_view_keeps_what_its_table_lost(company: Database, tmp_path: Path) -> None:
    company.run("CREATE MATERIALIZED VIEW letters AS SELECT 'to ' || email AS to FROM customers")
    swept(tmp_path)
    told = gestand("residue", tmp_path, *JUNE, typed=ADDRESS)
    assert (told.exit_code, told.stdout.splitlines()[:2]) == (
        1,
        ["Residue, in materialized views:", "  db.letters.to: 1 row, as it is"],
    )
    company.run("REFRESH MATERIALIZED VIEW letters")
    assert gestand("residue", tmp_path, *JUNE, typed=ADDRESS).exit_code == 0


@on("mariadb")
def test_old_rows_wait_for_the_purge(company: Database, tmp_path: Path) -> None:
    told = [*swept(tmp_path), *look(tmp_path)[1]]
    assert len(told) == 2
    for said in told:
        words = said.removeprefix("  db: ").split("; ")
        purged = words[:2] == ["purged from the tables", "as far as it counts"]
        assert purged or words[1].endswith("transactions of its server wait for the purge")
