"""`gestand residue`: what it takes, what it refuses, and what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gestand.surfaces.cli import main
from gestand.work.state import State
from tests.linde import build, run
from tests.surfaces.commands import gestand

JUNE = ("--as-of", "2026-06-15")
ADDRESS = "ann.bakker@delinde.example"
ROWS = f"""
INSERT INTO customers VALUES (1, 'K1', 'Ann Bakker', '{ADDRESS}', NULL, NULL, '2026-06-01');
INSERT INTO contracts VALUES (1, 1, 'vps', 'ann.example', '2026-06-01', NULL);
"""
RESTRICTED = """
facts: 1
recorded:
  - {fact: restriction, who: "customer:2", when: 2026-06-02, because: they asked, source: letter}
"""
NO_DATE = """
INSERT INTO vacancies VALUES (1, 'Baker', '2025-12-01', '2026-03-02', NULL, NULL);
INSERT INTO applications VALUES (1, 1, 'Bo', 'bo.dewit@delinde.example', 'Dear', '2026-01-10',
    NULL, '0000-00-00', NULL, NULL);
"""


@pytest.fixture
def linde(tmp_path: Path) -> Path:
    return build(tmp_path / "linde", ROWS)


def look(folder: Path, *words: str, typed: str = "") -> Result:
    return gestand("residue", folder, *JUNE, *words, typed=typed)


def test_who_is_there_is_looked_for_by_what_identifies_them(linde: Path) -> None:
    for person, typed in (("customer:1", ""), ("customer:-", ADDRESS.upper())):
        told = look(linde, "--person", person, typed=typed)
        assert (told.exit_code, told.stderr) == (0, "")
        assert told.stdout.splitlines()[:2] == [
            "Retained:",
            "  db.customers.email: 1 row, as it is; held for `service` while it is active",
        ]


def test_an_identifier_that_is_too_short_is_asked_to_be_longer(linde: Path) -> None:
    told = look(linde, typed=f"{ADDRESS}\nAnn\n17\n")
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr == (
        "gestand: identifier 2, 3 is too short: it would stand in texts about anybody. "
        "Give a longer one, or `--whole` to look for it as the whole of a value\n"
    )


def test_as_a_whole_value_a_short_one_is_looked_for(linde: Path) -> None:
    told = look(linde, "--whole", typed="K1\nAnn Bakker\n")
    assert (told.exit_code, told.stdout.splitlines()[1:3]) == (
        0,
        [
            "  db.customers.name: 1 row, as it is; held for `service` while it is active",
            "  db.customers.number: 1 row, as it is; held for `service` while it is active",
        ],
    )


def test_without_anything_to_look_for_it_does_not_say_that_nothing_is_left(linde: Path) -> None:
    told = look(linde, typed="\n \n")
    assert (told.exit_code, told.stdout) == (2, "")
    assert "standard input gave nothing to look for" in told.stderr


def test_too_many_identifiers_are_refused(linde: Path) -> None:
    told = look(linde, typed="\n".join(f"somebody{n}" for n in range(51)))
    assert (told.exit_code, "these are 51 identifiers" in told.stderr) == (2, True)


def test_an_identifier_that_is_a_page_of_text_is_refused(linde: Path) -> None:
    told = look(linde, typed="somebody " * 40)
    assert (told.exit_code, "more than 300 characters" in told.stderr) == (2, True)


def test_what_is_not_utf_8_is_refused(linde: Path) -> None:
    told = CliRunner().invoke(main, ["residue", str(linde), *JUNE], input=b"Jos\xe9 Garc\xeda\n")
    assert (told.exit_code, "standard input is not UTF-8" in told.stderr) == (2, True)


def test_a_program_gets_what_the_receipt_says(linde: Path) -> None:
    told = look(linde, "--format", "json", typed=ADDRESS)
    receipt = json.loads(told.stdout)
    assert (told.exit_code, receipt["kind"]) == (0, "residue looked for")
    assert [place["column"] for place in receipt["places"]] == ["email"]
    assert receipt == State.beside(linde).receipts()[-1]


def test_while_the_declaration_has_findings_nothing_counts_as_retained(linde: Path) -> None:
    run(linde, "ALTER TABLE customers ADD COLUMN nick VARCHAR(40)")
    told = look(linde, typed=ADDRESS)
    assert told.exit_code == 1
    assert told.stdout.splitlines()[:3] == [
        "Residue, since nothing counts as retained while the declaration has findings:",
        "  db.customers.email: 1 row, as it is",
        "    run `gestand check`, mend what it says, and look again",
    ]
    assert look(linde, "--person", "customer:1").exit_code == 2


def test_a_store_that_cannot_be_read_is_no_proof(linde: Path) -> None:
    (linde / "db.db").unlink()
    told = look(linde, typed=ADDRESS)
    assert (told.exit_code, told.stdout) == (2, "")


def test_what_is_set_apart_is_told_as_that(tmp_path: Path) -> None:
    rows = (
        "INSERT INTO customers VALUES"
        " (2, 'K2', 'Bo', 'bo.dewit@delinde.example', NULL, NULL, '2019-01-10');"
    )
    folder = build(tmp_path / "linde", rows)
    (folder / "privacy" / "facts.yaml").write_text(RESTRICTED, "utf-8")
    told = look(folder, typed="bo.dewit@delinde.example")
    assert (told.exit_code, told.stdout.splitlines()[:2]) == (
        0,
        ["Set apart:", "  db.customers.email: 1 row, as it is"],
    )


def test_what_waits_for_a_person_is_not_settled(tmp_path: Path) -> None:
    folder = build(tmp_path / "linde", NO_DATE)
    told = look(folder, typed="bo.dewit@delinde.example")
    assert (told.exit_code, told.stdout.splitlines()[:3]) == (
        1,
        [
            "Waits for a person:",
            "  db.applications.email: 1 row, as it is",
            "    `gestand plan` asks about it; `gestand decide` answers",
        ],
    )


def test_a_request_that_was_recorded_counts(linde: Path) -> None:
    run(linde, "UPDATE contracts SET ended_on = '2026-06-10'")
    told = look(linde, typed=ADDRESS)
    assert (told.exit_code, "for `service` until 2026-09-10" in told.stdout) == (0, True)
    erase = ("--person", "customer:1", "--erase", "--yes", "--first-run")
    assert gestand("apply", linde, *JUNE, *erase).exit_code == 0
    assert look(linde, typed=ADDRESS).stdout.startswith("Looked through 11 tables")


def test_to_look_is_no_first_run(tmp_path: Path) -> None:
    rows = (
        "INSERT INTO customers VALUES"
        " (2, 'K2', 'Bo', 'bo.dewit@delinde.example', NULL, NULL, '2019-01-10');"
    )
    folder = build(tmp_path / "linde", rows)
    assert look(folder, typed="bo.dewit@delinde.example").exit_code == 1
    told = gestand("apply", folder, *JUNE, "--yes")
    assert (told.exit_code, "This is the first run" in told.stdout) == (1, True)
