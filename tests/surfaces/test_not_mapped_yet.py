"""A table that nobody has looked into yet is named by whatever speaks of all that is held."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from gestand.work.project import load
from gestand.work.state import State
from gestand.work.unkept import Looked
from tests.answers import members, page_of
from tests.core.small import changed
from tests.surfaces.commands import ON, gestand

ADDRESS = "nobody.looked@example.org"
NOTES = """
CREATE TABLE notes (id INTEGER PRIMARY KEY, about TEXT);
INSERT INTO notes VALUES (1, 'called nobody.looked@example.org');
CREATE TABLE tags (id INTEGER PRIMARY KEY, tag TEXT);
"""


@pytest.fixture
def company(noorderlicht: Path) -> Path:
    """The example company with a table of notes of which the mark was deleted, and one of tags."""
    with closing(sqlite3.connect(noorderlicht / "shop.db")) as shop:
        shop.executescript(NOTES)
    path = noorderlicht / "privacy" / "datamap.yaml"
    lines = (
        'tables:\n  shop.notes: {not personal: "Not mapped yet: notes about customers"}\n'
        "  shop.tags: {not personal: words to choose from}\n"
    )
    path.write_text(changed(path.read_text("utf-8"), "\ntables:\n", f"\n{lines}"), "utf-8")
    return noorderlicht


def test_check_warns_of_each_and_never_says_no_findings_alone(company: Path) -> None:
    done = gestand("check", company)
    assert done.exit_code == 0
    told, hint, last = done.output.splitlines()[-3:]
    assert "G342  `shop.notes` is not mapped yet (notes about customers): no plan" in told
    assert hint.startswith("    say whose its rows are")
    assert last.startswith("no findings in what is mapped: ")
    assert last.endswith("; not looked into yet: 1 table (`shop.notes`)")
    (told,) = json.loads(gestand("check", company, "--format", "json").output)
    assert (told["code"], told["level"], told["fragment"]) == ("G342", "warning", "shop.notes")


def test_what_is_called_not_personal_by_a_guess_counts_too(company: Path) -> None:
    path = company / "privacy" / "datamap.yaml"
    marked = changed(path.read_text("utf-8"), "to choose from}", "to choose from}  # ? is it?")
    path.write_text(marked, "utf-8")
    done = gestand("check", company)
    assert "`shop.tags` is `not personal` by a guess" in done.output
    assert "2 tables (`shop.notes`, `shop.tags`)" in gestand("plan", company, *ON).output


def test_a_plan_an_answer_and_a_receipt_say_that_nobody_looked_there(
    company: Path, tmp_path: Path
) -> None:
    said = "Not looked into, since the data map does not describe them yet: 1 table (`shop.notes`)."
    assert said in gestand("plan", company, *ON).output
    steps = json.loads(gestand("plan", company, "--format", "json", *ON).output)
    assert [s["table"] for s in steps if s["step"] == "NotMapped"] == ["notes"]
    out, person = tmp_path / "answer.zip", ("--person", "customer:31")
    done = gestand("access", company, *person, "--out", out, "--lang", "en", *ON)
    assert (done.exit_code, said in done.output) == (0, True), done.output
    told = members(out)
    assert "Our systems have lists in which we did not search yet: 1." in page_of(told)
    assert json.loads(told["manifest.json"])["not mapped"] == ["shop.notes"]
    gone = gestand("apply", company, *person, "--erase", "--yes", *ON)
    assert said in gone.output
    receipts = State.beside(company).receipts()
    assert [receipt["not_mapped"] for receipt in receipts] == [["shop.notes"]] * 2


def test_residue_says_how_to_describe_the_table(company: Path) -> None:
    done = gestand("residue", company, *ON, typed=ADDRESS)
    assert "Residue, in tables that nobody has looked into yet" in done.output
    assert "describe `shop.notes` in the data map: `purposes:`" in done.output
    assert "take `not personal` out" not in done.output


def test_promises_and_a_publication_are_about_what_is_mapped(company: Path) -> None:
    done = gestand("promises", company, "--lang", "nl")
    assert "heeft niemand gekeken. Dat zijn er 1: `shop.notes`." in done.output
    assert "tabel waarin nog niemand heeft gekeken" in done.output
    looked = Looked(seen=4, stores=4, unmapped=load(company).unmapped)
    assert looked.told == (
        "Looked in 4 of 4 stores: no promise broken in what is mapped. "
        "Nobody looked into 1 table (`shop.notes`) yet."
    )


def test_a_letter_about_all_that_is_held_says_so_and_another_one_does_not(company: Path) -> None:
    asked = ("--in", company, "--lang", "nl", "--set", "case=1")
    gone = ("--set", "erased=alles", "--set", "recipients=niemand", "--set", "backups=2027-01-01")
    told = gestand("letter", "erased", *asked, *gone)
    assert "staan lijsten waarin wij niet zochten: 1." in told.output
    corrected = ("--set", "corrected=uw naam", "--set", "recipients=niemand")
    assert "lijsten" not in gestand("letter", "corrected", *asked, *corrected).output


def test_check_warns_of_a_value_in_a_key_that_no_category_tells(company: Path) -> None:
    with closing(sqlite3.connect(company / "shop.db")) as shop:
        shop.executescript(
            "CREATE TABLE reached (order_id INTEGER NOT NULL REFERENCES orders, phone TEXT "
            "NOT NULL, label TEXT, PRIMARY KEY (order_id, phone));"
        )
    path = company / "privacy" / "datamap.yaml"
    told = "  shop.reached: {purposes: [order], columns: {label: phone}}\n"
    path.write_text(changed(path.read_text("utf-8"), "\ntables:\n", f"\ntables:\n{told}"), "utf-8")
    done = gestand("check", company)
    assert done.exit_code == 0, done.output
    assert "G344  no category says what `phone` of `shop.reached` tells" in done.output
    assert "not looked into yet: 1 table (`shop.notes`)" in done.output
