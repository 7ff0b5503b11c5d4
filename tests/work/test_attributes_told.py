"""A table of attributes in an answer: each value is told as what its name says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.answers import Members, give, members, rows_told
from tests.linde import run

BASE = Path(__file__).resolve().parent.parent / "stories" / "base"
TOKEN = "k9-not-for-anybody"
TABLE = """
  db.attributes:
    purposes: [registration, service]
    held by contract: {via: customer_id}
    columns: {value: {by name: {mobile: phone, token: {is: account, secret: true}}}}
  db.vacancies:"""


@pytest.fixture
def answer(tmp_path: Path) -> Members:
    there = tmp_path / "linde"
    (there / "privacy").mkdir(parents=True)
    for file in ("policy.yaml", "datamap.yaml"):
        text = (BASE / file).read_text("utf-8").replace("\n  db.vacancies:", TABLE)
        (there / "privacy" / file).write_text(text, "utf-8")
    schema = (BASE / "schema.sql").read_text("utf-8")
    run(
        there,
        f"""{schema};
        CREATE TABLE attributes (id INTEGER PRIMARY KEY, name VARCHAR(40), value VARCHAR(200),
            customer_id INTEGER NOT NULL REFERENCES customers (id));
        INSERT INTO customers VALUES (1, 'K1', 'Ann', NULL, NULL, NULL, '2020-01-10');
        INSERT INTO contracts VALUES (1, 1, 'Web', NULL, '2020-01-10', NULL);
        INSERT INTO attributes VALUES (1, 'mobile', '06 11', 1), (2, 'token', '{TOKEN}', 1),
            (3, 'shoe size', '42', 1);
        """,
    )
    give(there, there / "ann.zip", ("customer", 1), on=date(2025, 6, 1))
    return members(there / "ann.zip")


def test_a_value_is_told_as_what_its_name_says(answer: Members) -> None:
    mobile, token, shoe = rows_told(answer)["db.attributes"]
    told = {name: value for name, value in mobile["values"].items() if "value" in name}
    assert told == {"value of mobile": "06 11", "value": None}
    assert mobile["why"]["value of mobile"]["standing"] == "held"
    assert [ground["purpose"] for ground in mobile["why"]["value of mobile"]["grounds"]] == [
        "service"
    ]
    assert {name for name, value in token["values"].items() if value} == {
        "id", "name", "customer_id",
    }  # fmt: skip
    assert shoe["values"]["value"] == "42"
    assert shoe["why"]["value"]["standing"] == "waits for a person"


def test_a_secret_value_is_nowhere_in_the_answer(answer: Members) -> None:
    assert [name for name, text in answer.items() if TOKEN.encode() in text] == []
