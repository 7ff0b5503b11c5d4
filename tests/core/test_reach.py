"""How occasions reach rows: up, down and over declared edges, never up and then down."""

from __future__ import annotations

import pytest

from gestand.core.datamap.holdings import Holdings
from gestand.core.owners import person_of
from gestand.core.predicate import (
    ALWAYS,
    NEVER,
    All,
    Any,
    Column,
    Linked,
    Listed,
    Not,
    Null,
    all_of,
    any_of,
    free_aliases,
    none_of,
)
from gestand.core.reach import reaches
from tests.linde import matched

A, B = Null(Column("t", "a")), Null(Column("t", "b"))


@pytest.fixture(scope="module")
def holdings(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    found = matched(tmp_path_factory.mktemp("linde")).holdings
    assert found is not None
    return found


def ways(holdings: Holdings, table: str) -> dict[str, str]:
    """Return how each occasion reaches a table: over which tables, upwards or downwards."""
    found: dict[str, str] = {}
    for occasion in holdings.occasions:
        for reach in reaches(holdings, holdings.tables[f"db.{table}"], occasion):
            steps = [
                f"down to {edge.child[3:]}" if down else f"up to {edge.parent[3:]}"
                for edge, down in reach.edges
            ]
            beside = f"beside {reach.sibling.table[3:]}" if reach.sibling else "itself"
            name = f"{occasion.name} of {occasion.table[3:]}"
            assert name not in found
            found[name] = ", ".join(steps) or beside
    return found


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "customers",
            {
                "registration of customers": "itself",
                "contract of contracts": "down to contracts",
                "order of orders": "down to orders",
                "invoice of invoices": "down to invoices",
            },
        ),
        (
            "order_lines",
            {
                "registration of customers": "up to orders, up to customers",
                "order of orders": "up to orders",
                "invoice of invoices": "beside invoices",
            },
        ),
        (
            "invoices",
            {
                "registration of customers": "up to customers",
                "contract of contracts": "beside contracts",
                "invoice of invoices": "itself",
            },
        ),
        (
            "contacts",
            {"contract of contracts": "beside contracts", "contact person of contacts": "itself"},
        ),
        ("orders", {"registration of customers": "up to customers", "order of orders": "itself"}),
        (
            "guest_orders",
            {"order of guest_orders": "itself", "invoice of guest_orders": "itself"},
        ),
        (
            "documents",
            {
                "application of applications": "up to applications",
                "hired application of applications": "up to applications",
            },
        ),
        ("employees", {"employment of employees": "itself"}),
    ],
)
def test_an_occasion_reaches_what_owns_it_and_what_it_owns(
    holdings: Holdings, table: str, expected: dict[str, str]
) -> None:
    assert ways(holdings, table) == expected


def test_an_order_never_reaches_another_order_of_the_same_customer(holdings: Holdings) -> None:
    for table, held in holdings.tables.items():
        for occasion in holdings.occasions:
            for reach in reaches(holdings, held, occasion):
                assert len({down for _, down in reach.edges}) < 2, table


@pytest.mark.parametrize(
    ("table", "column", "folded"),
    [
        ("customers", Column("t", "id"), False),
        ("orders", Column("t", "customer_id"), False),
        ("order_lines", Column("o2", "id"), False),
        ("guest_orders", Column("t", "buyer_email"), True),
        ("contacts", Column("t", "id"), False),
    ],
)
def test_the_person_of_a_row_is_found_over_its_owners(
    holdings: Holdings, table: str, column: Column, *, folded: bool
) -> None:
    asked: list[tuple[Column, bool]] = []

    def test(found: Column, identifier: bool) -> Listed:  # the shape asked for
        asked.append((found, identifier))
        return Listed("people", (found,), identifier)

    (way,) = holdings.tables[f"db.{table}"].ways
    person_of(holdings, way, test)
    assert asked == [(column, folded)]


def test_a_way_up_that_ends_nowhere_is_broken(holdings: Holdings) -> None:
    (over,) = (o for o in holdings.occasions if o.name == "order" and o.table == "db.orders")
    (reach,) = reaches(holdings, holdings.tables["db.order_lines"], over)
    lost = Not(Linked("x", "db.orders", ((Column("t", "order_id"), "id"),), ALWAYS))
    assert reach.broken == All((Not(Null(Column("t", "order_id"))), lost))
    (down,) = reaches(holdings, holdings.tables["db.customers"], over)
    assert down.broken == NEVER


def test_conditions_join_without_what_says_nothing() -> None:
    assert all_of() == ALWAYS == none_of() == none_of(NEVER)
    assert any_of() == NEVER == none_of(ALWAYS) == all_of(A, NEVER)
    assert any_of(A, ALWAYS) == ALWAYS
    assert all_of(A) == any_of(A) == A
    assert all_of(A, all_of(B, A)) == All((A, B))
    assert any_of(any_of(A, B), A) == Any((A, B))
    assert none_of(A, B) == Not(Any((A, B)))


def test_a_link_takes_from_outside_what_it_does_not_bring_itself() -> None:
    inner = Linked("b", "db.b", ((Column("a", "x"), "id"),), Null(Column("t", "y")))
    assert free_aliases(Linked("a", "db.a", ((Column("t", "id"), "t"),), inner)) == {"t"}
    assert free_aliases(inner) == {"a", "t"}
