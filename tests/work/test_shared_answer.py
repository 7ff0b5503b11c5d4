"""Rows of several people: each is told their own part, and that there is another."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from gestand.work.state import State
from tests.answers import Members, give, members, page_of, rows_told
from tests.linde import TODAY, run

BASE = Path(__file__).resolve().parent.parent / "stories" / "base_messages"
ROWS = """
INSERT INTO members VALUES (1, 'Aaltje', 'aaltje@x.example', '2020-01-01', NULL),
    (2, 'Björn', 'bjorn@x.example', '2020-01-01', NULL);
INSERT INTO agents VALUES (7, 'Carla', '2020-01-01', NULL);
INSERT INTO messages VALUES
    (1, 1, 2, 'Aaltje', 'Björn', 'Hoi, ik ben ziek', '2026-06-01'),
    (2, 2, 1, 'Björn', 'Aaltje', 'Beterschap', '2026-06-02'),
    (3, 1, 1, 'Aaltje', 'Aaltje', 'Niet vergeten', '2026-06-03'),
    (4, 2, NULL, 'Björn', NULL, 'Aan niemand', '2026-06-04');
INSERT INTO tickets VALUES (5, 1, 'Het doet het niet', '2026-06-01', NULL);
INSERT INTO answers VALUES (6, 5, 7, 'Carla', 'Zet het uit en weer aan', '2026-06-02');
INSERT INTO enclosures VALUES (8, 'message', 2, 'een kaart'), (9, 'ticket', 5, 'een foto');
"""
MASKED = "weggelaten: gaat over iemand anders"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    there = tmp_path / "members"
    (there / "privacy").mkdir(parents=True)
    for file in ("policy.yaml", "datamap.yaml"):
        (there / "privacy" / file).write_text((BASE / file).read_text("utf-8"), "utf-8")
    run(there, (BASE / "schema.sql").read_text("utf-8") + ROWS)
    return there


def told(folder: Path, *person: tuple[str, str | int]) -> Members:
    out = folder / f"{person[0][0]}-{person[0][1]}.zip"
    give(folder, out, *person, on=TODAY)
    return members(out)


def test_a_message_is_told_without_whom_else_it_is_about(folder: Path) -> None:
    found = told(folder, ("member", 1))
    rows = {row["values"]["id"]: row for row in rows_told(found)["db.messages"]}
    assert set(rows) == {1, 2, 3}
    assert rows[1]["values"] == {
        "id": 1, "sender_id": 1, "recipient_id": None, "sender_name": "Aaltje",
        "recipient_name": None, "body": "Hoi, ik ben ziek", "sent_on": "2026-06-01",
    }  # fmt: skip
    assert rows[1]["withheld"] == {"recipient_id": "other", "recipient_name": "other"}
    assert rows[2]["withheld"] == {"sender_id": "other", "sender_name": "other"}
    assert rows[3]["withheld"] == {}
    assert page_of(found).count(MASKED) == 4


def test_nothing_of_the_other_is_in_the_answer(folder: Path) -> None:
    for person, others in (
        (("member", 1), ("Björn", "bjorn", "Carla", "Aan niemand")),
        (("member", 2), ("Aaltje", "aaltje", "Carla", "Niet vergeten")),
    ):
        found = told(folder, person)
        assert [(n, o) for n, text in found.items() for o in others if o.encode() in text] == []


def test_what_belongs_to_a_shared_row_is_told_to_both(folder: Path) -> None:
    titles = {
        number: [row["values"]["title"] for row in rows_told(found)["db.enclosures"]]
        for number in (1, 2)
        if (found := told(folder, ("member", number)))
    }
    assert titles == {1: ["een kaart", "een foto"], 2: ["een kaart"]}


def test_a_value_that_is_not_there_is_not_said_to_be_left_out(folder: Path) -> None:
    rows = {
        row["values"]["id"]: row for row in rows_told(told(folder, ("member", 2)))["db.messages"]
    }
    assert rows[4]["withheld"] == {}


def test_the_reason_stands_in_every_member(folder: Path) -> None:
    found = told(folder, ("member", 1))
    lines = list(csv.DictReader(io.StringIO(found["data/db.messages.csv"].decode("utf-8-sig"))))
    assert lines[0]["recipient_name"] == f"({MASKED})"
    assert "<code>recipient_name</code> in de lijst <code>db.messages</code>" in page_of(found)
    assert "db.messages.recipient_name: other" in json.loads(found["manifest.json"])["withheld"]
    (receipt,) = State.beside(folder).receipts()
    withheld = {table["table"]: set(table["withheld"]) for table in receipt["tables"]}
    assert {"sender_name", "recipient_name"} <= withheld["messages"]
