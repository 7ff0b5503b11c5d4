"""Counters: which follow, what the database must allow, and which index finds what they count."""

from __future__ import annotations

from pathlib import Path

from gestand.core.advice import Index, Rights, lookups, rights
from gestand.core.datamap.holdings import Counter, Edge, Holdings
from tests.linde import Changes, matched

SHELVES = "CREATE TABLE shelves (id INTEGER PRIMARY KEY, orders INTEGER);\nCREATE TABLE contacts ("
ON_A_SHELF = ("    street VARCHAR(160),\n    ordered_on", "street TEXT, shelf INTEGER, ordered_on")
SAYS = "counts: {orders: {rows of: db.orders, by: shelf, then: lower, when: shelf is not null}}"
SHELVED: Changes = {
    "schema": [("CREATE TABLE contacts (", SHELVES), ON_A_SHELF],
    "datamap": [
        ("tables:\n", f"tables:\n  db.shelves: {{not personal: a test, {SAYS}}}\n"),
        ("{street: delivery address}", "{street: delivery address, shelf: technical}"),
    ],
}
BY_SHELF = Edge("db.orders", ("shelf",), "db.shelves", ("id",))


def held(folder: Path) -> Holdings:
    found = matched(folder, SHELVED)
    assert found.holdings is not None, found.findings
    return found.holdings


def test_a_counter_may_stand_in_rows_about_nobody_and_need_no_declared_key(tmp_path: Path) -> None:
    (counter,) = held(tmp_path).counters
    assert isinstance(counter, Counter)
    assert (counter.edge, counter.column, counter.lowers) == (BY_SHELF, "orders", True)
    assert [(c.column, c.filled) for c in counter.when] == [("shelf", True)]


def test_who_applies_a_plan_may_change_the_counter_and_nothing_else_there(tmp_path: Path) -> None:
    (shelves,) = (one for one in rights(held(tmp_path), "db") if one.table == "db.shelves")
    assert shelves == Rights("db.shelves", False, ("orders",))


def test_what_is_counted_is_looked_up(tmp_path: Path) -> None:
    assert Index("db.orders", ("shelf",)) in [each.index for each in lookups(held(tmp_path))]
