"""Documents in an answer: each part is told by itself, and no secret in any of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.answers import Members, give, members, page_of, rows_told
from tests.linde import run
from tests.work.disclosing import RECIPIENTS, RIGHTS, hand, values

BASE = Path(__file__).resolve().parent.parent / "stories" / "base"
DAY = date(2025, 6, 1)
SESSION = '{"mail": "ann@mail.example", "auth_token": "k9-not-for-anybody"}'
PATHS = (
    "prefs: {is: email, encoded: json}, "
    "details: {paths: {$.to.email: email, $.to.name: {is: name, source: observed}, "
    "$.phone: {is: phone, erase: withdrawn}, $.paid: technical, $.to.token: secret}}"
)
TOKEN = "k9-not-for-anybody"
WHOLE = {
    "to": {"email": "ann@mail.example", "name": "Ann", "token": TOKEN},
    "phone": "withdrawn",
    "paid": True,
}
DETAILS = (
    json.dumps(WHOLE),
    json.dumps({"to": {"token": TOKEN, "fax": "06 11"}}),
    f"no JSON, but {TOKEN}",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    there = tmp_path / "linde"
    (there / "privacy").mkdir(parents=True)
    schema = (BASE / "schema.sql").read_text("utf-8")
    datamap = (BASE / "datamap.yaml").read_text("utf-8")
    datamap = datamap.replace("sent_to: email}", f"sent_to: email, {PATHS}}}")
    (there / "privacy" / "datamap.yaml").write_text(datamap, "utf-8")
    policy = (BASE / "policy.yaml").read_text("utf-8")
    (there / "privacy" / "policy.yaml").write_text(policy, "utf-8")
    more = "sent_to VARCHAR(200),\n    prefs TEXT,\n    details TEXT,"
    schema = schema.replace("sent_to VARCHAR(200),", more)
    rows = [
        f"({n}, 'F{n}', 1, NULL, 'Ann', 'Kade 1', NULL, '{prefs}', '{told}', '2025-03-01')"
        for n, (told, prefs) in enumerate(zip(DETAILS, (SESSION, SESSION, "x"), strict=True), 1)
    ]
    run(
        there,
        f"""{schema};
        INSERT INTO customers VALUES (1, 'K1', 'Ann', NULL, NULL, NULL, '2020-01-10');
        INSERT INTO contracts VALUES (1, 1, 'Web', NULL, '2020-01-10', '2025-05-01');
        INSERT INTO invoices VALUES {", ".join(rows)};
        """,
    )
    return there


@pytest.fixture
def answer(folder: Path) -> Members:
    out = folder / "ann.zip"
    give(folder, out, ("customer", 1), on=DAY)
    return members(out)


def test_each_part_is_told_with_what_holds_it(answer: Members) -> None:
    whole = rows_told(answer)["db.invoices"][0]
    told = {name: value for name, value in whole["values"].items() if "details" in name}
    assert told == {
        "details $.to.email": "ann@mail.example",
        "details $.to.name": "Ann",
        "details $.phone": "withdrawn",
        "details": {"paid": True},
    }
    why = {name: whole["why"].get(name) for name in told}
    assert why["details $.phone"] is None  # what took its place is no value of hers
    grounds = {name: held["grounds"] for name, held in why.items() if held}
    days = {name: {g["purpose"]: g["until"] for g in held} for name, held in grounds.items()}
    assert days["details $.to.email"] == {"service": "2025-08-01"}
    assert days["details $.to.name"] == {"service": "2025-08-01", "tax": "2032-12-31"}


def test_what_cannot_be_read_as_the_map_says_is_told_as_it_is(answer: Members) -> None:
    _, unnamed, text = rows_told(answer)["db.invoices"]
    assert unnamed["values"]["details"] == {"to": {"fax": "06 11"}}
    assert unnamed["values"]["details $.to.email"] is None
    assert text["values"]["details"] == {"unreadable": len(DETAILS[2])}


def test_a_secret_in_a_document_is_nowhere_in_the_answer(answer: Members) -> None:
    assert [name for name, text in answer.items() if TOKEN.encode() in text] == []
    assert "details $.to.token" in page_of(answer)


def test_what_is_written_in_a_code_is_told_without_its_credentials(answer: Members) -> None:
    found = [row["values"]["prefs"] for row in rows_told(answer)["db.invoices"]]
    told = {"mail": "ann@mail.example", "auth_token": "***"}
    assert found == [told, told, {"not decoded": "x"}]


def test_of_a_document_a_recipient_gets_only_the_parts_that_it_may(folder: Path) -> None:
    policy = folder / "privacy" / "policy.yaml"
    receiver = RECIPIENTS.replace("gets: [name, email, account]", "gets: [name, phone]")
    policy.write_text(policy.read_text("utf-8").replace(RIGHTS, receiver + RIGHTS), "utf-8")
    hand(folder, on=DAY)
    package = (folder / "p.json").read_text("utf-8")
    assert not [text for text in ("mail", TOKEN, "Kade", "paid", "fax") if text in package]
    assert values(folder) == [{"name": ["Ann"]}, {"name": ["Ann", "Ann"]}]
