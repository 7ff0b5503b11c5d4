"""Verdicts: from evidence, claims and a moment, and green only when all of it is fresh and good."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core.promises import ATTESTED, ENFORCED, MEASURED
from gestand.core.proving.verdict import (
    FRESH,
    Evidence,
    Judged,
    Problem,
    Signed,
    Verdict,
    Weight,
    verdict,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = NOW.date()
BREACH, DOUBT = Problem("overdue", "shop.orders"), Problem("to decide", "s.t", 2, Weight.DOUBT)
NOTE = Problem("unfilled", "shop.orders.remark", 1, Weight.NOTE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def seen(*problems: Problem, ago: timedelta = HOUR, unseen: str = "") -> Evidence:
    stores, lost = frozenset({"shop"}), frozenset(unseen.split())
    return Evidence("p", "x", NOW - ago, 5, problems, stores, lost)


def away() -> Evidence:
    return Evidence("p", "x", NOW, 1, places=frozenset({"mailbox"}))


def signed(until: date, begins: date | None = None, broken: str = "") -> Signed:
    return Signed("iso", "Somebody", begins, until, broken)


CASES = {
    "seen and good": (ENFORCED, [seen(NOTE)], [], Verdict.KEPT),
    "seen and bad": (ENFORCED, [seen(), seen(BREACH)], [], Verdict.BROKEN),
    "bad whatever was signed": (ATTESTED, [seen(BREACH)], [signed(TODAY)], Verdict.BROKEN),
    "nothing was seen": (MEASURED, [], [], Verdict.HOLLOW),
    "nobody signed": (ATTESTED, [seen()], [], Verdict.HOLLOW),
    "signed until today": (ATTESTED, [], [signed(TODAY, TODAY)], Verdict.KEPT),
    "signed until yesterday": (ATTESTED, [], [signed(TODAY - DAY)], Verdict.LAPSED),
    "one of two has lapsed": (ATTESTED, [], [signed(TODAY), signed(TODAY - DAY)], Verdict.LAPSED),
    "signed from tomorrow": (ATTESTED, [], [signed(TODAY + DAY, TODAY + DAY)], Verdict.UNKNOWN),
    "no claim after all": (ATTESTED, [], [signed(TODAY, None, "old")], Verdict.BROKEN),
    "seen too long ago": (ENFORCED, [seen(ago=FRESH + HOUR)], [], Verdict.UNKNOWN),
    "a breach of long ago": (ENFORCED, [seen(BREACH, ago=FRESH + HOUR)], [], Verdict.UNKNOWN),
    "seen in the future": (ENFORCED, [seen(ago=-HOUR)], [], Verdict.UNKNOWN),
    "a store was down": (ENFORCED, [seen(unseen="hr")], [], Verdict.UNKNOWN),
    "all of it is out of reach": (ENFORCED, [away()], [], Verdict.UNKNOWN),
    "out of reach, and signed": (ENFORCED, [away()], [signed(TODAY)], Verdict.KEPT),
    "to be decided": (ENFORCED, [seen(DOUBT)], [], Verdict.UNKNOWN),
    "somebody signed, and nobody looked": (MEASURED, [], [signed(TODAY)], Verdict.KEPT),
}


@pytest.mark.parametrize(("mode", "evidence", "claims", "expected"), CASES.values(), ids=CASES)
def test_a_verdict(
    mode: str, evidence: list[Evidence], claims: list[Signed], expected: Verdict
) -> None:
    assert verdict(mode, evidence, claims, NOW, TODAY).verdict is expected


def test_the_age_is_that_of_the_oldest_evidence() -> None:
    judged = verdict(ENFORCED, [seen(), seen(ago=3 * HOUR)], [], NOW, TODAY)
    assert judged == Judged(Verdict.KEPT, "measured", 3 * HOUR)


def test_what_nobody_could_look_at_rests_on_who_signed() -> None:
    nothing = Evidence("overdue", "order.kept", NOW, 0, needs=1)
    for evidence in ([], [nothing]):
        assert verdict(MEASURED, evidence, [signed(TODAY)], NOW, TODAY).why == "signed"
    assert verdict(MEASURED, [seen()], [signed(TODAY)], NOW, TODAY).why == "measured"


moments = st.integers(-40, 40).map(lambda hours: timedelta(hours=hours))
problems = st.lists(st.sampled_from([BREACH, DOUBT, NOTE]), max_size=2).map(tuple)
taken = st.builds(
    lambda told, ago, unseen: seen(*told, ago=ago, unseen=unseen),
    problems, moments, st.sampled_from(["", "hr"]),
)  # fmt: skip
days = st.integers(-3, 3).map(lambda n: TODAY + timedelta(days=n))
claimed = st.builds(signed, days, st.none() | days, st.sampled_from(["", "old"]))


@given(
    st.sampled_from([ENFORCED, MEASURED, ATTESTED]),
    st.lists(taken, max_size=3),
    st.lists(claimed, max_size=2),
)
def test_green_is_never_old_partial_doubtful_or_of_nobody(
    mode: str, evidence: list[Evidence], claims: list[Signed]
) -> None:
    if verdict(mode, evidence, claims, NOW, TODAY).verdict is Verdict.KEPT:
        assert evidence or claims
        assert mode != ATTESTED or claims
        assert all(timedelta(0) <= NOW - each.at <= FRESH for each in evidence)
        assert not any(each.wrong or each.doubtful or each.unseen for each in evidence)
        assert all((c.begins or TODAY) <= TODAY <= c.until and not c.broken for c in claims)


@given(st.lists(taken, max_size=3), st.lists(claimed, max_size=2))
def test_a_breach_is_red_whatever_else_is_told(
    evidence: list[Evidence], claims: list[Signed]
) -> None:
    judged = verdict(ENFORCED, [*evidence, seen(BREACH)], claims, NOW, TODAY)
    assert judged.verdict is Verdict.BROKEN
