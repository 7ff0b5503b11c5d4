"""The terms under which a purpose may do what it does, and a cookie may be set."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gestand.core.datamap.parse import parse_datamap
from gestand.core.policy.check import check_policy
from gestand.core.policy.law import check_law
from gestand.core.policy.parse import parse_policy
from gestand.core.promises import required_promises
from gestand.work.project import the_law
from tests.core.small import DATAMAP, POLICY, changed, codes, well_told

CONTRACT = "Delivering your order}\n    basis: contract\n"
UNASKED = """\
Delivering your order}
    basis: {interest: {nl: verkopen, en: selling}}
    marketing: true
    soft opt-in: {nl: onze eigen kasten, en: closets of our own}
"""
SOFT = changed(
    changed(POLICY, CONTRACT, UNASKED),
    "customer: {nl: klanten, en: customers}",
    "customer: {nl: klanten, en: customers, contract: own}",
)
MEASURED = changed(
    POLICY, "lifetime: P14D, host", "lifetime: P14D, class: analytics, consent: news letter, host"
)


HEALTHY = changed(
    changed(POLICY, "e-mail address}\n", "e-mail address, sensitive: special}\n"),
    "basis: consent\n",
    "basis: consent\n    condition: explicit consent\n    guardian below: 16\n",
)


def found_in(text: str) -> set[str]:
    policy, findings = parse_policy(text, "policy.yaml")
    assert policy is not None
    found = [*findings, *check_policy(policy, None)]
    assert well_told(found)
    return codes(found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    marketing: true\n", ""),
        ("{interest: {nl: verkopen, en: selling}}", "consent"),
        ("contract: own", "contract: other"),
        ("    about: customer\n", ""),
    ],
)
def test_who_bought_nothing_gets_no_marketing_unasked(old: str, new: str) -> None:
    assert found_in(SOFT) == set()
    assert found_in(changed(SOFT, old, new)) == {"G248"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("consent: news letter", "consent: order", "G247"),
        ("class: analytics", "class: functional", "G247"),
        ("consent: news letter", "consent: nothing", "G104"),
    ],
)
def test_a_cookie_waits_for_a_consent_that_is_asked(old: str, new: str, code: str) -> None:
    assert found_in(MEASURED) == set()
    assert found_in(changed(MEASURED, old, new)) == {code}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (", sensitive: special", "", "G249"),
        ("basis: consent\n", "basis: contract\n", "G249"),
        ("condition: explicit consent", "condition: a good reason", "G123"),
        ("guardian below: 16", "guardian below: young", "G119"),
    ],
)
def test_a_condition_and_an_age_fit_their_purpose(old: str, new: str, code: str) -> None:
    assert found_in(HEALTHY) == set()
    assert found_in(changed(HEALTHY, old, new)) == {code}


@pytest.mark.parametrize(
    ("authority", "age", "found"),
    [("nl/ap", "15", {"G250"}), ("nl/ap", "18", set()), ("", "13", set())],
)
def test_an_age_is_not_below_that_of_the_law(authority: str, age: str, found: set[str]) -> None:
    text = changed(HEALTHY, "guardian below: 16", f"guardian below: {age}")
    if authority:
        text = changed(text, "  languages:", f"  authority: {authority}\n  languages:")
    policy, _ = parse_policy(text, "policy.yaml")
    assert policy is not None
    told = [one for one in check_law(policy, the_law(), "policy.yaml") if one.code == "G250"]
    assert {one.code for one in told} == found
    assert all("as far as known on 2026-11-28" in one.message for one in told)


def test_no_form_asks_a_child() -> None:
    asks = "guardian below: 16\n    asks: {nl: Mag het?, en: May we?}"
    policy, _ = parse_policy(changed(HEALTHY, "guardian below: 16", asks), "policy.yaml")
    named = "withdrawn: withdrawn_on, by: parent, born: born_on}\n    form news letter: {}"
    text = changed(DATAMAP, "withdrawn: withdrawn_on}", named)
    datamap, findings = parse_datamap(text, "datamap.yaml")
    assert policy and datamap and findings == []
    assert codes(check_policy(policy, datamap)) == {"G340"}


@pytest.mark.parametrize("named", ["by: parent", "born: born_on", ""])
def test_the_map_says_who_consented_for_children(named: str) -> None:
    policy, _ = parse_policy(HEALTHY, "policy.yaml")
    whole = "withdrawn: withdrawn_on, by: parent, born: born_on"
    half = f"withdrawn: withdrawn_on, {named}".rstrip(", ")
    for words, found in ((whole, set()), (half, {"G327"})):
        text = changed(DATAMAP, "withdrawn: withdrawn_on", words)
        datamap, findings = parse_datamap(text, "datamap.yaml")
        assert policy and datamap and findings == []
        assert codes(check_policy(policy, datamap)) == found


def test_the_first_of_consents_is_told_only_where_a_withdrawal_between_is_too() -> None:
    policy, _ = parse_policy(HEALTHY, "policy.yaml")
    for words, found in (("since: since_on, withdrawn: w", set()), ("since: since_on", {"G329"})):
        words = f"{words}, by: parent, born: born_on"
        datamap, findings = parse_datamap(changed(DATAMAP, "withdrawn: withdrawn_on", words), "m")
        assert policy and datamap and findings == []
        assert codes(check_policy(policy, datamap)) == found


@pytest.mark.parametrize(
    ("text", "promise"),
    [
        (SOFT, "order.soft-opt-in"),
        (MEASURED, "cookies.consent"),
        (HEALTHY, "news-letter.condition"),
        (HEALTHY, "news-letter.guardian"),
    ],
)
def test_the_statement_owes_a_sentence_for_it(text: str, promise: str) -> None:
    policy, _ = parse_policy(text, "policy.yaml")
    before, _ = parse_policy(POLICY, "policy.yaml")
    assert policy and before
    assert promise in {one.id for one in required_promises(policy)}
    assert promise not in {one.id for one in required_promises(before)}


def test_only_what_waits_for_consent_must_wait() -> None:
    policy, _ = parse_policy(MEASURED, "policy.yaml")
    assert policy is not None
    (cookie,) = policy.cookies.values()
    assert cookie.waits_for_consent
    assert not replace(cookie, consent="").waits_for_consent
