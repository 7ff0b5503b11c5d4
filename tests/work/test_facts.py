"""Requests to erase are remembered, by a digest where a person has only an identifier."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from gestand.errors import CannotRun
from tests.linde import cell, company, planned, run, sweep
from tests.recording import carried_out, writing

LATER = date(2026, 8, 1)
GUESTS = """
INSERT INTO guest_orders
VALUES (1, 'Zoë', ' Zoe@De-Linde.Example', NULL, 'boek', '2026-06-01', NULL, NULL);
INSERT INTO guest_orders
VALUES (2, 'Cas', 'cas@de-linde.example', NULL, 'boek', '2026-06-01', NULL, NULL);
"""
ZOE = ("guest", "zoe@de-linde.example")
CUSTOMERS = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@de-linde.example', NULL, NULL, '2026-06-01');
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@de-linde.example', NULL, NULL, '2026-06-01');
INSERT INTO orders VALUES (1, 1, 'Kade 1', '2026-06-01', NULL);
INSERT INTO orders VALUES (2, 2, 'Kade 2', '2026-06-01', NULL);
"""
FULFILLED = "UPDATE {} SET fulfilled_on = '2026-07-15'"
NAMES = "SELECT group_concat({0}) FROM (SELECT {0} FROM {1} ORDER BY id)"


def test_an_order_that_ends_after_the_request_goes_at_once(tmp_path: Path) -> None:
    opened = company(tmp_path, GUESTS)
    assert sweep(opened, ZOE, erase=True).rows == 0  # the order is not fulfilled yet
    run(tmp_path, FULFILLED.format("guest_orders"))
    sweep(opened, on=LATER)
    assert cell(tmp_path, NAMES.format("buyer_name", "guest_orders")) == "Cas"


def test_the_request_of_somebody_with_a_key_is_honoured_later_as_well(tmp_path: Path) -> None:
    opened = company(tmp_path, CUSTOMERS)
    sweep(opened, ("customer", 1), erase=True)
    assert cell(tmp_path, NAMES.format("name", "customers")) == "Ann,Bo"
    run(tmp_path, FULFILLED.format("orders"))
    sweep(opened, on=LATER)
    assert cell(tmp_path, NAMES.format("name", "customers")) == "Bo"


def test_what_begins_after_the_request_is_left_alone(tmp_path: Path) -> None:
    opened = company(tmp_path, GUESTS)
    sweep(opened, ZOE, erase=True)
    run(
        tmp_path,
        "INSERT INTO guest_orders VALUES"
        " (3, 'Zoë', 'zoe@de-linde.example', NULL, 'kaart', '2026-06-16', '2026-07-15', NULL);"
        + FULFILLED.format("guest_orders"),
    )
    sweep(opened, on=LATER)
    assert cell(tmp_path, NAMES.format("product", "guest_orders")) == "boek,kaart"
    assert cell(tmp_path, NAMES.format("id", "guest_orders")) == "2,3"


def test_an_earlier_request_does_not_undo_a_later_one(tmp_path: Path) -> None:
    opened = company(tmp_path, GUESTS)
    sweep(opened, ZOE, erase=True)
    sweep(opened, ZOE, on=date(2026, 5, 1), erase=True)
    run(tmp_path, FULFILLED.format("guest_orders"))
    sweep(opened, on=LATER)
    assert cell(tmp_path, NAMES.format("buyer_name", "guest_orders")) == "Cas"


def test_a_request_is_not_honoured_before_its_day(tmp_path: Path) -> None:
    opened = company(tmp_path, GUESTS)
    sweep(opened, ZOE, erase=True)
    run(tmp_path, "UPDATE guest_orders SET fulfilled_on = '2026-06-02'")
    sweep(opened, on=date(2026, 6, 14))
    assert cell(tmp_path, NAMES.format("buyer_name", "guest_orders")) == "Zoë,Cas"


def test_a_guest_is_remembered_by_a_digest_only(tmp_path: Path) -> None:
    opened = company(tmp_path, GUESTS)
    sweep(opened, ZOE, erase=True)
    (fact,) = opened.state.lines("facts")
    assert fact["key"] == opened.state.digest(*ZOE)
    assert fact | {"key": ""} == {
        "fact": "erasure asked", "kind": "guest", "key": "", "hidden": True, "on": "2026-06-15",
        "row": {}, "at": fact["at"], "receipt": 0,
    }  # fmt: skip


def test_a_key_does_not_stand_in_clear(tmp_path: Path) -> None:
    opened = company(tmp_path, CUSTOMERS)
    sweep(opened, ("customer", 1), erase=True)
    (fact,) = opened.state.lines("facts")
    assert fact["key"] == opened.state.digest("customer", 1)
    assert set(fact["row"]) == {"registered_on", "name", "email", "phone", "street"}
    assert b"Ann" not in (tmp_path / ".gestand" / "records.db").read_bytes()


def test_a_key_that_was_written_in_clear_is_understood_and_hidden(tmp_path: Path) -> None:
    opened = company(tmp_path, CUSTOMERS)
    opened.state.key()
    clear = {"fact": "erasure asked", "kind": "customer", "hidden": False, "on": "2026-06-15"}
    (tmp_path / ".gestand" / "facts.jsonl").write_text(json.dumps(clear | {"key": 1}) + "\n")
    run(tmp_path, FULFILLED.format("orders"))
    sweep(opened, on=LATER)
    assert cell(tmp_path, NAMES.format("name", "customers")) == "Bo"
    (fact,) = opened.state.lines("facts")
    assert (fact["key"], fact["hidden"]) == (opened.state.digest("customer", 1), True)


def test_without_its_key_nothing_that_was_recorded_is_forgotten(tmp_path: Path) -> None:
    opened = company(tmp_path, CUSTOMERS)
    sweep(opened, ("customer", 1), erase=True)
    (tmp_path / ".gestand" / "key").unlink()
    with pytest.raises(CannotRun, match="key is gone, and what was recorded needs it"):
        sweep(opened)


def test_a_key_given_away_between_plan_and_apply_does_not_take_the_new_row(tmp_path: Path) -> None:
    opened = company(tmp_path, CUSTOMERS)
    run(tmp_path, FULFILLED.format("orders").replace("07-15", "06-02"))
    with planned(opened, ("customer", 1), erase=True) as prepared:
        run(tmp_path, "UPDATE customers SET name = 'Cas', email = 'cas@de-linde.example'")
        assert carried_out(prepared).rows == 0
    assert cell(tmp_path, NAMES.format("name", "customers")) == "Cas,Cas"


def test_a_request_is_remembered_once_a_day(tmp_path: Path) -> None:
    opened = company(tmp_path, GUESTS + CUSTOMERS)
    for _ in range(2):
        sweep(opened, ZOE, ("customer", 1), erase=True)
    assert [fact["kind"] for fact in opened.state.lines("facts")] == ["guest", "customer"]


def test_a_request_of_a_kind_that_is_no_more_stops_the_run(tmp_path: Path) -> None:
    opened = company(tmp_path, GUESTS)
    opened.state.key()
    fact = {"fact": "erasure asked", "kind": "buyer", "key": "a digest", "hidden": True}
    with writing(opened.state):
        opened.state.append("facts", [fact | {"on": "2026-06-01"}])
    with pytest.raises(CannotRun, match="is of a `buyer`, and the data map has no such kind"):
        sweep(opened)


def test_an_address_that_is_no_text_stands_in_nobodys_way(tmp_path: Path) -> None:
    opened = company(tmp_path, GUESTS)
    run(tmp_path, "UPDATE guest_orders SET buyer_email = CAST(X'63ff' AS TEXT) WHERE id = 2")
    sweep(opened, ZOE, erase=True)
    run(tmp_path, FULFILLED.format("guest_orders"))
    sweep(opened, on=LATER)
    assert cell(tmp_path, NAMES.format("buyer_name", "guest_orders")) == "Cas"
