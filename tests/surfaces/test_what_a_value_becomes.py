"""The page that says how to decide what a value becomes: it is carried out as it stands."""

from __future__ import annotations

import json
import re
from pathlib import Path

from gestand.work.state import State
from gestand.work.sweep import PSEUDONYMS
from tests.answers import give, members, page_of, rows_told
from tests.linde import build, rows
from tests.surfaces.commands import gestand

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "decide-what-a-value-becomes.md"
THE_BASES = """\
  db.customers:
    purposes: [registration, order, service]
    columns: {number: technical, name: name, email: email, phone: phone, street: address}
"""
ROWS = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', NULL, '06-123', 'Kade 1', '2020-01-10');
INSERT INTO invoices VALUES (1, 'F1', 1, NULL, 'Ann', 'Kade 1', NULL, '2025-03-01');
"""
ON = ("--as-of", "2026-06-15")


PSEUDONYM = re.compile(r"erased-[0-9a-f]{24}")


def with_pseudonyms(folder: Path) -> Path:
    """Lay De Linde down, with a pseudonym for each person in place of a name."""
    told = THE_BASES.replace("name: name", "name: {is: name, erase: {pseudonym per: person}}")
    return build(folder / "linde", ROWS, {"datamap": [(THE_BASES, told)]})


def as_on_the_page(folder: Path) -> Path:
    """Lay De Linde down with the columns of the page."""
    (told,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
    return build(folder / "linde", ROWS, {"datamap": [(THE_BASES, told)]})


def test_the_page_is_carried_out_as_it_stands(tmp_path: Path) -> None:
    folder = as_on_the_page(tmp_path)
    told = gestand("plan", folder, *ON).stdout
    (promised,) = re.findall(r"``(the row itself .*?)``", PAGE.read_text("utf-8"))
    assert promised in told and "of `street` the first 4 characters stay" in told
    assert gestand("apply", folder, *ON, "--yes", "--first-run").exit_code == 0
    left = (1, "erased-1", "former customer", None, "23", "Kade", "2020-01-10")
    assert rows(folder)["db.db.customers"] == [left]
    (receipt,) = State.beside(folder).receipts()
    said = {name: text for step in receipt["steps"] for name, text in step.get("stays", {}).items()}
    assert said == {
        "phone": "the last 2 characters stay", "street": "the first 4 characters stay"
    }  # fmt: skip


def test_a_person_is_told_what_stays(tmp_path: Path) -> None:
    folder = as_on_the_page(tmp_path)
    give(folder, folder / "before.zip", ("customer", 1))
    before = page_of(members(folder / "before.zip"))
    assert "dan gaat niet alles weg: de laatste 2 tekens blijven staan." in before
    assert "over is nadat wij haar wisten" not in before
    gestand("apply", folder, *ON, "--yes", "--first-run")
    give(folder, folder / "after.zip", ("customer", 1), language="en")
    after = members(folder / "after.zip")
    words = "This is what is left of the value after we erased it: the last 2 characters stay."
    assert words in page_of(after)
    assert "we no longer have a reason" not in page_of(after)
    (row,) = rows_told(after)["db.customers"]
    assert row["why"]["phone"] == {"standing": "left", "grounds": []}
    told = json.loads(after["data/db.customers.json"])["columns"]
    columns = {column["name"]: column["stays"] for column in told}
    assert columns["phone"] == "the last 2 characters stay"
    assert columns["email"] is None


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    folder = as_on_the_page(tmp_path)
    gestand("apply", folder, *ON, "--yes", "--first-run")
    told = json.loads(gestand("plan", folder, *ON, "--format", "json").stdout)
    assert {found["step"] for found in told} == {"Keep"}


def test_a_person_is_told_of_a_pseudonym(tmp_path: Path) -> None:
    folder = with_pseudonyms(tmp_path)
    assert gestand("apply", folder, *ON, "--yes", "--first-run").exit_code == 0
    name = str(rows(folder)["db.db.customers"][0][2])
    assert PSEUDONYM.fullmatch(name)
    give(folder, folder / "after.zip", ("customer", 1))
    after = members(folder / "after.zip")
    assert "over is nadat wij haar wisten: een pseudoniem blijft staan, overal" in page_of(after)
    (row,) = rows_told(after)["db.customers"]
    assert (row["values"]["name"], row["why"]["name"]["standing"]) == (name, "left")


def test_the_key_of_a_pseudonym_is_in_no_plan_and_no_receipt(tmp_path: Path) -> None:
    folder = with_pseudonyms(tmp_path)
    told = gestand("plan", folder, *ON, "--sql").stdout
    assert "(a key)" in told
    assert gestand("apply", folder, *ON, "--yes", "--first-run").exit_code == 0
    told += "".join(map(str, State.beside(folder).receipts()))
    secret = State.beside(folder).secret(PSEUDONYMS)
    for key in (secret, *(bytes(b ^ mixed for b in secret) for mixed in (0x36, 0x5C))):
        assert key.hex() not in told
