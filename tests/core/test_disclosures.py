"""Nothing is given unless purpose, categories, ground, agreement and tool all hold on the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core.acting import is_same
from gestand.core.disclosures import Allowed, Asked, Condition, Ground, Refused, verdict
from gestand.core.orders import Order, why_not_released
from gestand.core.policy.model import Basis, Policy, Role
from gestand.core.recipients import stands
from tests.core.receiving import AGREEMENT, CLAUSES, DAY, LAW, policy

ID = "example-printer"
ORDER = Order(
    7, ID, date(2026, 11, 20), "126nd Sv", "called back", ("name", "email"), "ann", "P-12",
    decided_by="bo", decided_on=date(2026, 11, 21), given=("name",),
)  # fmt: skip


def asked(found: Policy, order: Order | None = None, purpose: str = "order") -> Allowed | Refused:
    return verdict(found, LAW, Asked(ID, purpose, order), DAY)


def lacking(found: Allowed | Refused) -> set[Condition]:
    assert isinstance(found, Refused)
    assert found.reasons
    return {reason.condition for reason in found.reasons}


def with_basis(found: Policy, basis: Basis) -> Policy:
    words = {"en": "article 1"} if basis in (Basis.LAW, Basis.INTEREST) else {}
    purpose = replace(found.purposes["order"], basis=basis, basis_words=words)
    return replace(found, purposes={**found.purposes, "order": purpose})


@pytest.mark.parametrize(
    ("basis", "ground"),
    [
        (Basis.CONTRACT, Ground.CONTRACT),
        (Basis.CONSENT, Ground.CONSENT),
        (Basis.INTEREST, Ground.INTEREST),
        (Basis.LAW, Ground.LAW),
    ],
)
def test_who_decides_for_itself_gets_data_on_the_basis_of_the_purpose(
    basis: Basis, ground: Ground
) -> None:
    found = asked(with_basis(policy("role: controller"), basis))
    assert isinstance(found, Allowed)
    assert (found.ground, bool(found.reference)) == (ground, True)


def test_a_processor_gets_data_under_its_agreement() -> None:
    found = asked(policy(agreement=AGREEMENT.replace("{", "{reference: VO-1, ")))
    assert isinstance(found, Allowed)
    assert (found.ground, found.reference) == (Ground.PROCESSOR, "VO-1")
    assert found.categories == ("name",)


@pytest.mark.parametrize(
    ("more", "country", "agreement", "lacks"),
    [
        ("", "NL", "", {Condition.AGREEMENT, Condition.GROUND}),
        ("", "NL", AGREEMENT.replace("2028", "2026"), {Condition.AGREEMENT, Condition.GROUND}),
        ("", "US", AGREEMENT, {Condition.TOOL}),
        ("role: authority", "NL", "", {Condition.GROUND}),
        ("role: authority", "US", "", {Condition.GROUND, Condition.TOOL}),
    ],
)
def test_what_lacks_is_told(
    more: str, country: str, agreement: str, lacks: set[Condition]
) -> None:
    assert lacking(asked(policy(more, country, agreement))) == lacks


def test_a_purpose_that_it_does_not_serve_gives_nothing() -> None:
    assert Condition.PURPOSE in lacking(asked(policy(), purpose="tax"))
    assert Condition.PURPOSE in lacking(asked(policy(), purpose="nothing"))
    assert Condition.PURPOSE in lacking(verdict(policy(), LAW, Asked("who", "order"), DAY))


def test_an_order_lets_go_what_was_decided_and_no_more() -> None:
    authority = policy("role: authority", agreement="")
    found = asked(authority, ORDER)
    assert isinstance(found, Allowed)
    assert (found.ground, found.reference) == (Ground.LAW, "order 7, 126nd Sv, P-12")
    refused = asked(authority, replace(ORDER, given=("email",)))
    assert lacking(refused) == {Condition.CATEGORIES}
    assert lacking(asked(policy(), ORDER)) == {Condition.GROUND}


WRONG = [
    ({"recipient": "another"}, "of another authority"),
    ({"article": " "}, "names no article"),
    ({"verified": ""}, "how order 7 was verified"),
    ({"decided_on": None}, "nobody has decided"),
    ({"decided_on": date(2026, 12, 1)}, "nobody has decided"),
    ({"given": ()}, "was refused"),
    ({"decided_by": "Ann "}, "two people must"),
    ({"decided_by": ""}, "two people must"),
]


@pytest.mark.parametrize(("change", "why"), WRONG)
def test_an_order_that_lacks_something_lets_nothing_go(
    change: dict[str, object], why: str
) -> None:
    order = replace(ORDER, **change)  # type: ignore[arg-type]  # one field at a time
    assert any(why in str(told) for told in why_not_released(order, ID, DAY))
    authority = policy("role: authority", agreement="")
    assert Condition.GROUND in lacking(asked(authority, order))


def test_an_order_is_secret_up_to_and_including_its_last_day() -> None:
    order = replace(ORDER, secret_until=date(2027, 1, 1))
    days = (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2))
    assert [order.is_secret(day) for day in days] == [True, True, False]
    assert not ORDER.is_secret(DAY)
    assert (ORDER.refused, replace(ORDER, decided_on=None).refused) == (("email",), ())


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Draw the small policy with a recipient of which anything may lack."""
    agreements = ["", AGREEMENT, AGREEMENT.replace("2028", "2026"), "{signed: 2025-03-01}"]
    country, agreement = draw(st.sampled_from(["NL", "US", ""])), draw(st.sampled_from(agreements))
    found = policy(draw(st.sampled_from(["", f"tool: {CLAUSES}"])), country, agreement)
    one = replace(
        found.recipients[ID],
        role=draw(st.sampled_from(list(Role))),
        gets=tuple(draw(st.lists(st.sampled_from(["name", "email", "invoice"]), unique=True))),
        purposes=tuple(draw(st.lists(st.sampled_from(["order", "tax"]), unique=True))),
    )
    based = with_basis(found, draw(st.sampled_from(list(Basis))))
    return replace(based, recipients={ID: one})


@st.composite
def orders(draw: st.DrawFn) -> Order:
    return replace(
        ORDER,
        article=draw(st.sampled_from(["", "126nd Sv"])),
        decided_by=draw(st.sampled_from(["ann", "bo", ""])),
        given=draw(st.sampled_from([(), ("name",), ("invoice",)])),
    )


@given(policies(), st.none() | orders(), st.sampled_from(["order", "tax", "gift"]))
def test_nothing_flows_unless_all_five_hold(
    found: Policy, order: Order | None, purpose: str
) -> None:
    one, result = found.recipients[ID], asked(found, order, purpose)
    if isinstance(result, Refused):
        assert result.reasons
        return
    standing = stands(one, LAW, DAY)
    assert purpose in one.purposes and purpose in found.purposes
    assert result.categories and {*result.categories} <= found.declared_categories(purpose)
    assert {*result.categories} <= found.expand(*one.gets)
    assert standing.agreement == standing.transfer == ()
    assert result.ground in Ground
    if one.role is Role.AUTHORITY:
        assert order is not None and order.article and not is_same("ann", order.decided_by)
        assert {*result.categories} <= {*order.given}
        assert result.ground is Ground.LAW
    else:
        assert order is None
        assert (result.ground is Ground.PROCESSOR) == (one.role is Role.PROCESSOR)


@given(policies(), st.sampled_from(list(Condition)))
def test_whichever_of_the_five_is_taken_away_stops_it(found: Policy, which: Condition) -> None:
    if isinstance(asked(found), Refused):
        return
    one = found.recipients[ID]
    without = {
        Condition.PURPOSE: replace(one, purposes=()),
        Condition.CATEGORIES: replace(one, gets=()),
        Condition.GROUND: replace(one, role=Role.AUTHORITY, agreements=()),
        Condition.AGREEMENT: replace(one, role=Role.PROCESSOR, agreements=()),
        Condition.TOOL: replace(one, country="US", tools=()),
    }
    again = replace(found, recipients={ID: without[which]})
    assert which in lacking(asked(again))
