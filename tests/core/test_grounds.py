"""Who may hold what, and since when: claims of purposes, over the versions of a policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gestand.core.datamap.holdings import Cell, Holdings
from gestand.core.grounds import Claim, Grounds, Question
from gestand.core.policy.model import Policy
from gestand.core.policy.parse import parse_policy
from gestand.core.predicate import Emptied
from gestand.work.sweep import in_force
from tests.linde import TODAY, Change, matched, text

EARLIER, NEWER = date(2024, 1, 1), date(2026, 1, 10)
SERVICE = "    data: [name, address, contact, account]\n"


@pytest.fixture(scope="module")
def holdings(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    found = matched(tmp_path_factory.mktemp("linde")).holdings
    assert found is not None
    return found


def policy(effective: date, *changes: Change) -> Policy:
    found, findings = parse_policy(text("policy.yaml", {"policy": changes}), "policy.yaml")
    assert found is not None, findings
    return replace(found, effective=effective)


def without(policy: Policy, purpose: str) -> Policy:
    return replace(
        policy, purposes={n: said for n, said in policy.purposes.items() if n != purpose}
    )


def claims(
    holdings: Holdings, table: str, category: str, *versions: Policy
) -> dict[str, date | None]:
    grounds = Grounds(holdings, versions, Question(TODAY))
    cell = Cell("some", category, "person", Emptied("some", "null"))
    found = grounds.claims(holdings.tables[f"db.{table}"], cell)
    return {claim.purpose: claim.since for claim in found}


@pytest.mark.parametrize(
    ("table", "category", "purposes"),
    [
        ("customers", "name", {"registration", "order", "service"}),
        ("customers", "address", {"registration", "service"}),
        ("customers", "email", {"registration", "order", "service"}),  # in `contact`
        ("customers", "billing address", {"order"}),
        ("customers", "letter", set()),
        ("contacts", "function", {"business contacts"}),
        ("invoices", "name", {"tax", "service"}),
        ("invoices", "email", {"service"}),
        ("guest_orders", "name", {"order", "tax"}),
        ("order_lines", "delivery address", {"order"}),
        ("employees", "letter", set()),
    ],
)
def test_a_purpose_holds_the_categories_that_it_declares(
    holdings: Holdings, table: str, category: str, purposes: set[str]
) -> None:
    assert claims(holdings, table, category, policy(EARLIER)) == dict.fromkeys(purposes)


def test_a_purpose_holds_only_the_people_that_it_is_about(holdings: Holdings) -> None:
    about = ("    title: {nl: De dienst", "    about: contact\n    title: {nl: De dienst")
    found = claims(holdings, "customers", "address", policy(EARLIER, about))
    assert found == {"registration": None}


def test_a_new_category_is_for_what_begins_later(holdings: Holdings) -> None:
    before = policy(EARLIER, (SERVICE, "    data: [name, contact, account]\n"))
    after = policy(NEWER)
    found = claims(holdings, "customers", "address", before, after)
    assert found == {"registration": None, "service": NEWER}


def test_a_new_purpose_is_for_what_begins_later(holdings: Holdings) -> None:
    found = claims(
        holdings, "customers", "address", without(policy(EARLIER), "service"), policy(NEWER)
    )
    assert found == {"registration": None, "service": NEWER}


def test_a_category_that_was_left_out_for_a_while_is_new_again(holdings: Holdings) -> None:
    between = date(2025, 1, 1)
    left_out = policy(between, (SERVICE, "    data: [name, contact, account]\n"))
    found = claims(holdings, "customers", "address", policy(EARLIER), left_out, policy(NEWER))
    assert found == {"registration": None, "service": NEWER}


def test_what_is_no_longer_declared_holds_nothing(holdings: Holdings) -> None:
    after = policy(NEWER, (SERVICE, "    data: [name, contact, account]\n"))
    found = claims(holdings, "customers", "address", policy(EARLIER), after)
    assert found == {"registration": None}


def test_other_words_change_no_ground(holdings: Holdings) -> None:
    said = policy(NEWER, ("Providing the service that you buy", "Providing your service"))
    table, claim = holdings.tables["db.customers"], Claim("service")
    grounds = [
        Grounds(holdings, versions, Question(TODAY)).live(table, claim)
        for versions in ((policy(EARLIER), policy(NEWER)), (policy(EARLIER), said))
    ]
    assert grounds[0] == grounds[1]


@pytest.mark.parametrize(
    ("day", "count"),
    [(date(2023, 12, 31), 1), (EARLIER, 1), (date(2026, 1, 9), 1), (NEWER, 2), (TODAY, 2)],
)
def test_the_versions_up_to_the_day_count_and_the_first_before_that(day: date, count: int) -> None:
    versions = (policy(EARLIER), policy(NEWER))
    assert in_force(versions, day) == versions[:count]
