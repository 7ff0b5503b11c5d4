"""Cookies: how a policy lists them, what their table says, and what a statement owes."""

from __future__ import annotations

import pytest

from gestand.core.calendar import Period
from gestand.core.policy.model import Cookie, CookieClass
from gestand.core.policy.published import Document, Table
from tests.core.small import POLICY, changed, told
from tests.core.small_statement import EN, NL, findings_of, policy_of, published

LISTED = "cookies:\n" + POLICY.partition("cookies:\n")[2].partition("rights:")[0]
WORDS = "for: {nl: iets, en: something}"
THREE = f"""\
cookies:
  class: functional
  items:
    class:   {{{WORDS}, lifetime: session, host: de-es.example}}
    counter: {{class: analytics, {WORDS}, lifetime: P1Y6M, host: meet.example}}
    _follow: {{class: tracking, {WORDS}, lifetime: P14D, host: volg.example}}
"""
MANY = changed(POLICY, LISTED, THREE)
ASKED = "\nWij vragen eerst om toestemming. {#cookies.consent}\n"
ASKED_EN = "\nWe ask for consent first. {#cookies.consent}\n"


def cookies() -> list[Cookie]:
    return list(policy_of(MANY).cookies.values())


def table(document: Document) -> Table:
    blocks = [block for section in document.sections for block in section.blocks]
    return next(b for b in blocks if isinstance(b, Table) and b.promise == "cookies.list")


def test_a_class_counts_for_all_cookies_that_have_none_of_their_own() -> None:
    assert [(one.name, one.kind) for one in cookies()] == [
        ("class", CookieClass.FUNCTIONAL),
        ("counter", CookieClass.ANALYTICS),
        ("_follow", CookieClass.TRACKING),
    ]


def test_a_cookie_of_a_session_has_no_lifetime() -> None:
    assert [one.lifetime for one in cookies()] == [
        None, Period(years=1, months=6), Period(days=14),
    ]  # fmt: skip


def test_a_class_may_stand_beside_the_names() -> None:
    (only,) = policy_of().cookies.values()
    assert (only.name, only.kind) == ("sessionid", CookieClass.FUNCTIONAL)


def test_the_table_says_what_each_cookie_is_in_both_languages() -> None:
    nl, en = table(published(NL, "nl", MANY)), table(published(EN, "en", MANY))
    assert (nl.caption, nl.heads[2:4]) == ("Onze cookies", ("Soort", "Hoe lang"))
    assert [row.cells for row in en.rows] == [
        ("class", "Something", "Needed", "Until you close the browser", "de-es.example"),
        ("counter", "Something", "For measuring", "1 year and 6 months", "meet.example"),
        (r"\_follow", "Something", "For following you, only with your consent", "14 days",
         "volg.example"),
    ]  # fmt: skip
    assert [row.cells[3] for row in nl.rows] == ["Tot u de browser sluit", "1 jaar en 6 maanden",
                                                 "14 dagen"]  # fmt: skip


def test_the_statement_must_ask_consent_where_a_cookie_follows() -> None:
    assert findings_of(nl=NL + ASKED, en=EN + ASKED_EN, policy=MANY) == []
    assert "`cookies.consent` has no sentence" in told(findings_of(policy=MANY), "G522")
    assert "cookies.consent" not in {f.fragment for f in findings_of()}


@pytest.mark.parametrize("kind", ["analytics", "tracking"])
def test_only_functional_cookies_is_untrue_with_another_class(kind: str) -> None:
    said = NL + "\nWij gebruiken alleen wat nodig is. {#cookies.functional}\n"
    other = changed(POLICY, "class: functional", f"class: {kind}")
    assert "G531" not in {finding.code for finding in findings_of(nl=said)}
    assert "`cookies.functional` untrue" in told(findings_of(nl=said, policy=other), "G531")
