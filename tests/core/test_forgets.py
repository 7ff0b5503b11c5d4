"""Pointers that are emptied when their row goes: which they are, and who may know them."""

from __future__ import annotations

from pathlib import Path

from gestand.core.advice import rights
from gestand.core.datamap.holdings import Holdings
from gestand.core.plan.read import OTHER, masked
from tests.linde import Changes, matched

SENT = "sent_to VARCHAR(200)"
REPLACES = (SENT, f"{SENT}, replaces INTEGER REFERENCES invoices (id)")
ORDERED = "    street VARCHAR(160),\n    ordered_on"
LATEST = (ORDERED, f"    latest INTEGER REFERENCES invoices (id),\n{ORDERED}")
OWNED = ("[order], columns: {street", "[order], owner: customer_id, columns: {street")


def held(folder: Path, changes: Changes) -> Holdings:
    found = matched(folder, changes)
    assert found.holdings is not None, found.findings
    return found.holdings


def forgotten(holdings: Holdings) -> set[tuple[str, tuple[str, ...]]]:
    return {(forgets.edge.child, forgets.columns) for forgets in holdings.forgets}


def test_a_pointer_within_a_table_is_forgotten(tmp_path: Path) -> None:
    holdings = held(tmp_path, {"schema": [REPLACES]})
    assert forgotten(holdings) == {("db.invoices", ("replaces",))}


def test_in_a_circle_that_leaves_no_choice_one_pointer_is_forgotten(tmp_path: Path) -> None:
    # The lines of an order are held by its invoice: what that reads is never emptied.
    holdings = held(tmp_path, {"schema": [LATEST], "datamap": [OWNED]})
    assert forgotten(holdings) == {("db.orders", ("latest",))}
    assert holdings.order.index("db.invoices") < holdings.order.index("db.orders")


def test_elsewhere_a_pointer_keeps_its_row(tmp_path: Path) -> None:
    assert forgotten(held(tmp_path, {})) == set()


def test_a_pointer_to_a_row_of_the_same_table_may_lead_to_somebody_else(tmp_path: Path) -> None:
    holdings = held(tmp_path, {"schema": [REPLACES]})
    assert masked(holdings, holdings.tables["db.invoices"], "replaces") == OTHER


def test_who_applies_a_plan_must_be_allowed_to_empty_it(tmp_path: Path) -> None:
    holdings = held(tmp_path, {"schema": [REPLACES]})
    (invoices,) = (one for one in rights(holdings, "db") if one.table == "db.invoices")
    assert "replaces" in invoices.change
