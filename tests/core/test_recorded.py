"""Facts beside the policy: what is read, what is refused, and that nothing of it is repeated."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core import recorded
from gestand.core.facts import (
    ConsentWithdrawn,
    Fact,
    HoldPlaced,
    Objected,
    Person,
    RestrictionLifted,
    RestrictionPlaced,
)
from gestand.core.findings import Finding
from gestand.core.policy.model import Basis
from gestand.core.recorded import Known, parse_facts
from gestand.core.standing import standing
from tests.core.small import codes, well_told

KNOWN = Known(
    {"customer": True, "guest": False},
    {"news": Basis.INTEREST, "pool": Basis.CONSENT, "service": Basis.CONTRACT},
    "Europe/Amsterdam",
    frozenset({"phone"}),
)
DIGEST = "0a" * 32
WHOLE = f"""\
facts: 1
recorded:
  - {{fact: restriction, who: "customer:17", when: 2026-03-01, because: contested, source: letter}}
  - {{fact: restriction lifted, who: "customer:17", when: 2026-05-02, told: 2026-05-01}}
  - {{fact: objection, who: "customer:17", when: 2026-03-31T23:30Z, purpose: news}}
  - {{fact: objection withdrawn, who: "customer:17", when: 2026-04-02, purpose: news}}
  - {{fact: consent withdrawn, who: "guest:#{DIGEST}", when: 2026-03-01, purpose: pool}}
  - {{fact: consent refused, who: "customer:17", when: 2026-03-01, purpose: pool}}
  - {{fact: hold, who: "customer:18", when: 2026-03-01, because: a claim, by: legal,
      review: 2026-09-01}}
  - {{fact: hold released, who: "customer:18", when: 2026-06-01, because: settled}}
  - {{fact: erasure asked, who: "customer:17", when: 2026-03-01}}
"""

MISTAKES = [
    ("G104", "a kind of person", 'who: "customer:17", when: 2026-03-01, b',
     'who: "custmer:17", when: 2026-03-01, b'),
    ("G104", "a purpose", "when: 2026-04-02, purpose: news", "when: 2026-04-02, purpose: nws"),
    ("G117", "a key", "told: 2026-05-01", "told: 2026-05-01, tolld: 2026-05-01"),
    ("G118", "no reason", ", because: contested", ""),
    ("G118", "nobody to be told", ", told: 2026-05-01", ""),
    ("G118", "no review", ", by: legal,\n      review: 2026-09-01", ", by: legal"),
    ("G118", "no list", "recorded:", "recordd:"),
    ("G119", "one fact without a list", "recorded:\n", "recorded: none\nother:\n"),
    ("G119", "a fact in words", "  - {fact: hold released",
     "  - settled\n  - {fact: hold released"),
    ("G123", "a fact", "fact: objection,", "fact: objected,"),
    ("G123", "a consent that was given", "fact: consent refused", "fact: consent given"),
    ("G126", "a day", "when: 2026-06-01", "when: 1 June"),
    ("G126", "no such time", "2026-03-31T23:30Z", "2026-03-31T25:30Z"),
    ("G129", "no version", "facts: 1\n", ""),
    ("G601", "an address", 'who: "customer:18", when: 2026-03',
     "who: customer:a@b.example, when: 2026-03"),
    ("G601", "a guest by name", f'"guest:#{DIGEST}"', "guest:Ann"),
    ("G601", "no key", 'who: "customer:18", when: 2026-03', "who: customer, when: 2026-03"),
    ("G602", "a time without a zone", "2026-03-31T23:30Z", "2026-03-31T23:30"),
    ("G603", "an objection to a contract", "30Z, purpose: news", "30Z, purpose: service"),
    ("G603", "an interest withdrawn", '17", when: 2026-03-01, purpose: pool',
     '17", when: 2026-03-01, purpose: news'),
    ("G604", "a lifting too early", "when: 2026-05-02, told: 2026-05-01",
     "when: 2026-02-02, told: 2026-02-01"),
    ("G604", "a release of somebody else", 'who: "customer:18", when: 2026-06',
     'who: "customer:19", when: 2026-06'),
    ("G605", "told afterwards", "told: 2026-05-01", "told: 2026-05-03"),
    ("G606", "one of two holds", 'erasure asked, who: "customer:17", when: 2026-03-01',
     'hold, who: "customer:18", when: 2026-03-02, because: x, by: y, review: 2026-09-01'),
    ("G607", "two parts at once", 'erasure asked, who: "customer:17", when: 2026-03-01',
     'restriction, who: "customer:19", when: 2026-03-02, because: x, purpose: news, '
     'category: phone'),
]  # fmt: skip


def read(text: str) -> tuple[tuple[Fact, ...], list[Finding]]:
    return parse_facts(text, "facts.yaml", KNOWN)


@pytest.mark.parametrize(("code", "what", "old", "new"), MISTAKES)
def test_a_mistake_in_the_facts_is_told(code: str, what: str, old: str, new: str) -> None:
    assert WHOLE.count(old) == 1, what
    _, findings = read(WHOLE.replace(old, new))
    assert code in codes(findings), what
    assert well_told(findings), findings


def test_consent_that_was_given_belongs_with_its_occasion() -> None:
    _, (finding,) = read(WHOLE.replace("fact: consent refused", "fact: consent given"))
    assert "`consent given`" in finding.message
    assert "the column that `consent PURPOSE:` of the data map names" in finding.suggestion


def test_every_code_has_a_case() -> None:
    assert set(recorded.CODES) <= {code for code, *_ in MISTAKES}


def test_whole_facts_are_read_with_their_days_and_their_lines() -> None:
    facts, findings = read(WHOLE)
    person = Person("customer", "17")
    assert findings == []
    assert facts[0] == RestrictionPlaced(person, date(2026, 3, 1), "contested", source="letter")
    assert facts[1] == RestrictionLifted(person, date(2026, 5, 2), date(2026, 5, 1))
    assert facts[2] == Objected(person, date(2026, 4, 1), "news")
    hidden = Person("guest", DIGEST, hidden=True)
    assert facts[4] == ConsentWithdrawn(hidden, date(2026, 3, 1), "pool")
    held = HoldPlaced(
        Person("customer", "18"), date(2026, 3, 1), "a claim", "legal", date(2026, 9, 1)
    )
    assert facts[6] == held
    assert [fact.span.line for fact in facts if fact.span] == [3, 4, 5, 6, 7, 8, 9, 11, 12]


def test_what_stands_depends_on_the_day() -> None:
    facts, _ = read(WHOLE)
    early = standing(facts, date(2026, 4, 1))
    late = standing(facts, date(2026, 6, 1))
    assert {person.key for person in early.restricted} == {"17"}
    assert {purpose for _, purpose in early.objections} == {"news"}
    assert {person.key for person in early.held} == {"18"}
    assert (late.restricted, late.objections, late.held) == ({}, {}, {})
    assert len(late.withdrawn) == 2
    assert [fact.on for fact in late.erasures] == [date(2026, 3, 1)]


def test_of_one_day_the_later_fact_counts() -> None:
    who = "who: 'customer:1', when: 2026-03-01"
    lifted = f"  - {{fact: restriction lifted, {who}, told: 2026-03-01}}\n"
    placed = f"  - {{fact: restriction, {who}, because: contested}}\n"
    once, _ = read(f"facts: 1\nrecorded:\n{placed}{lifted}")
    again, _ = read(f"facts: 1\nrecorded:\n{placed}{lifted}{placed}")
    assert not standing(once, date(2026, 3, 1)).restricted
    assert standing(again, date(2026, 3, 1)).restricted


SECRET = "Jan Jansen"
PLACES = ["17", "2026-03-01", "contested", "letter", "legal", "restriction", "who", "fact", "guest"]


@pytest.mark.parametrize("place", [*PLACES, "pool", "facts", "recorded", "told", "- {", '"'])
def test_what_stands_in_the_file_is_in_no_finding(place: str) -> None:
    _, findings = read(WHOLE.replace(place, SECRET))
    assert SECRET not in repr(findings)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    facts, findings = read(text)
    assert facts == ()
    assert findings
