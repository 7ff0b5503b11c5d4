"""What is left of a person after an erasure, on real databases: found wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result

from gestand.work.state import State
from tests.databases import Database, together
from tests.stories.story import laid_down, read
from tests.surfaces.commands import gestand

DAY = ("--as-of", "2026-02-01")
NAME, ADDRESS = "Annabel Vandersteen", "annabel.vandersteen@delinde.example"
ROWS = f"""
INSERT INTO customers VALUES (7, 'K7', '{NAME}', '{ADDRESS}', NULL, 'Kade 7', '2020-01-10');
INSERT INTO contracts VALUES (7, 7, 'Web', 'ann.example', '2024-01-10', '2025-06-15');
INSERT INTO invoices VALUES (7, 'F7', 7, NULL, '{NAME}', 'Kade 7', '{ADDRESS}', '2025-03-01');
"""


@pytest.fixture
def company(
    kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """Give a company in which somebody was erased; an invoice keeps her name."""
    story = read("tax_keeps_only_what_tax_needs")
    with laid_down(story, tmp_path, kind, together(tmp_path_factory)) as databases:
        (database,) = databases.values()
        database.run(ROWS)
        erase = ("--person", "customer:7", "--erase", "--yes", "--first-run")
        assert gestand("apply", tmp_path, *DAY, *erase).exit_code == 0
        yield database


def look(folder: Path, *lines: str, options: tuple[str, ...] = ()) -> Result:
    """Look for identifiers, one a line."""
    told = gestand("residue", folder, *DAY, *options, typed="\n".join(lines))
    assert not any(line in told.output for line in lines)
    return told


def test_what_a_purpose_holds_is_no_residue(company: Database, tmp_path: Path) -> None:
    told = look(tmp_path, NAME, ADDRESS)
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout.splitlines()[:3] == [
        "Retained:",
        "  db.invoices.bill_name: 1 row, as it is; held for `tax` until 2032-12-31",
        "Looked through 11 tables for 2 identifiers: nothing in them is residue.",
    ]


def test_what_no_ground_holds_is_residue(company: Database, tmp_path: Path) -> None:
    company.run(f"UPDATE invoices SET sent_to = '{ADDRESS.upper()}' WHERE id = 7")
    told = look(tmp_path, ADDRESS, options=("--rows",))
    assert told.exit_code == 1
    assert told.stdout.splitlines()[:4] == [
        "Residue, that no ground holds:",
        "  db.invoices.sent_to: 1 row, in other capitals",
        "    keys: 7",
        "    no ground holds `sent_to`: run `gestand apply`, or see whose row it is",
    ]


def test_a_table_outside_the_data_map_is_looked_through(company: Database, tmp_path: Path) -> None:
    company.run(
        "CREATE TABLE audit_log (note VARCHAR(400), at DATE);"
        f"INSERT INTO audit_log VALUES ('mail to {ADDRESS} failed', '2026-01-02');"
        f"INSERT INTO audit_log VALUES ('mail to {ADDRESS} failed', '2026-01-03');"
    )
    told = look(tmp_path, ADDRESS, NAME, options=("--rows",))
    assert told.exit_code == 1
    assert told.stdout.splitlines()[:6] == [
        "Residue, in tables that are not in the data map:",
        "  db.audit_log.note: 2 rows, as it is",
        "    the table has no primary key",
        "    add `db.audit_log:` to `tables:` of the data map, with its columns",
        "Retained:",
        "  db.invoices.bill_name: 1 row, as it is; held for `tax` until 2032-12-31",
    ]


def test_a_table_that_is_said_to_hold_nobody_is_looked_through(
    company: Database, tmp_path: Path
) -> None:
    company.run(
        f"INSERT INTO vacancies (id, title, opened_on) VALUES (1, 'Ask {NAME}', '2026-01-01')"
    )
    told = look(tmp_path, NAME)
    assert told.exit_code == 1
    assert "  db.vacancies.title: 1 row, as it is" in told.stdout.splitlines()


def test_the_ledger_gets_places_and_counts_and_no_value(company: Database, tmp_path: Path) -> None:
    look(tmp_path, NAME)
    receipt = State.beside(tmp_path).receipts()[-1]
    (place,) = receipt["places"]
    assert (receipt["kind"], receipt["settled"]) == ("residue looked for", True)
    assert place == {
        "store": "db",
        "table": "invoices",
        "column": "bill_name",
        "folder": "",
        "form": "as it is",
        "grade": "retained",
        "purpose": "tax",
        "until": "2032-12-31",
        "rows": 1,
    }
    assert gestand("verify", tmp_path).exit_code == 0
    kept = [path.read_bytes() for path in (tmp_path / ".gestand").rglob("*") if path.is_file()]
    assert not any(NAME.encode() in data for data in kept)


def named(who: str) -> str:
    return f"{who} Vandersteen"


@pytest.fixture
def board(
    kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """Give a board whose topics repeat the name of who replied last, and count their replies."""
    story = read("a_copied_name_goes_with_the_name")
    with laid_down(story, tmp_path, kind, together(tmp_path_factory)) as databases:
        (database,) = databases.values()
        for member, who in ((1, "Annabel"), (2, "Bonifaas")):
            database.run(f"UPDATE members SET name = '{named(who)}' WHERE id = {member}")
            name = f"last_reply_name = '{named(who)}'"
            database.run(f"UPDATE topics SET {name} WHERE last_reply_by = {member}")
        guest = f"last_reply_name = '{named('Dimphna')}'"
        database.run(f"UPDATE topics SET {guest} WHERE last_reply_by IS NULL")
        database.run("UPDATE boards SET topics_ever = 1234567")
        yield database


LATER = ("--as-of", "2026-07-01")
"""Ann left more than a month ago by then; the topics are held for a year."""


@pytest.mark.parametrize(
    ("who", "places"),
    [
        ("Annabel", ["Residue, that no ground holds:", "db.members.name", "db.topics.last_reply"]),
        ("Bonifaas", ["Retained:", "db.members.name", "db.topics.last_reply"]),
        ("Dimphna", ["Waits for a person:", "db.topics.last_reply"]),
    ],
)
def test_a_copy_is_there_by_what_holds_its_value(
    board: Database, tmp_path: Path, who: str, places: list[str]
) -> None:
    told = gestand("residue", tmp_path, *LATER, typed=named(who))
    lines = [line.strip() for line in told.stdout.splitlines() if "gestand apply" not in line]
    assert all(line.startswith(place) for line, place in zip(lines, places, strict=False)), lines
    assert told.exit_code == (0 if who == "Bonifaas" else 1)
    if who == "Bonifaas":
        assert lines[2].endswith("held for `membership` while it is active"), lines


def test_a_count_of_rows_identifies_nobody(board: Database, tmp_path: Path) -> None:
    assert gestand("residue", tmp_path, *LATER, typed="1234567").exit_code == 0
    board.run("UPDATE boards SET title = '1234567'")
    assert gestand("residue", tmp_path, *LATER, typed="1234567").exit_code == 1
