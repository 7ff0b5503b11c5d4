"""Copies: who may know them, and what the database must allow."""

from __future__ import annotations

from pathlib import Path

from gestand.core.advice import rights
from gestand.core.datamap.holdings import Holdings
from gestand.core.plan.read import OTHER, masked
from tests.linde import Changes, matched

ORDERED = "    street VARCHAR(160),\n    ordered_on"
FOR_WHOM = "    for_whom INTEGER REFERENCES customers (id), buyer TEXT, taker TEXT,\n"
TOLD = "{buyer: customer_id.name, taker: for_whom.name}"
COPIES = f"owner: customer_id, refers: [for_whom], copies: {TOLD}"
COPYING: Changes = {
    "schema": [(ORDERED, f"{FOR_WHOM}{ORDERED}")],
    "datamap": [("[order], columns: {street", f"[order], {COPIES}, columns: {{street")],
}


def held(folder: Path) -> Holdings:
    found = matched(folder, COPYING)
    assert found.holdings is not None, found.findings
    return found.holdings


def test_whose_row_it_is_may_not_see_what_is_copied_of_somebody_else(tmp_path: Path) -> None:
    holdings = held(tmp_path)
    orders = holdings.tables["db.orders"]
    assert masked(holdings, orders, "buyer") is None
    assert masked(holdings, orders, "taker") == OTHER


def test_who_applies_a_plan_must_be_allowed_to_change_the_copies(tmp_path: Path) -> None:
    (orders,) = (one for one in rights(held(tmp_path), "db") if one.table == "db.orders")
    assert {"buyer", "taker"} <= {*orders.change}
