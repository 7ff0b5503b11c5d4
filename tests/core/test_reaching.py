"""How sites and the address are reached: what breaks which promise, and what only stands by it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gestand.core.proving import words
from gestand.core.proving.reaching import SOON, Reach, Site, Trouble, evidence
from gestand.core.proving.verdict import Verdict, verdict

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
ORIGIN = "https://www.de-es.example"
HARMLESS = (Trouble.NONE, Trouble.NO_ANSWER)
GOOD = Site(ORIGIN, Trouble.NONE, "TLSv1.3", NOW + timedelta(days=60))


def judged(reach: Reach, promise: str = "security.measures") -> Verdict:
    found = [each for each in evidence(reach) if each.promise == promise]
    return verdict("measured", found, [], NOW, NOW.date()).verdict


@pytest.mark.parametrize("trouble", [one for one in Trouble if one not in HARMLESS])
def test_a_connection_that_is_not_safe_breaks_the_promise(trouble: Trouble) -> None:
    reach = Reach(NOW, (GOOD, Site(ORIGIN, trouble)))
    assert judged(reach) is Verdict.BROKEN
    assert {p.what for each in evidence(reach) for p in each.problems} <= words.PROBLEMS.keys()


def test_where_nobody_answers_nobody_can_tell() -> None:
    assert judged(Reach(NOW, (GOOD,))) is Verdict.KEPT
    silent = Site("https://b.example", Trouble.NO_ANSWER)
    assert judged(Reach(NOW, (GOOD, silent))) is Verdict.UNKNOWN
    assert judged(Reach(NOW - timedelta(days=2), (GOOD,))) is Verdict.UNKNOWN


def test_a_certificate_that_ends_soon_and_a_header_that_is_missing_are_told_only() -> None:
    ends = Site(ORIGIN, Trouble.NONE, "TLSv1.3", NOW + SOON, ("content-security-policy",))
    (found,) = evidence(Reach(NOW, (ends,)))
    assert [one.what for one in found.problems] == ["certificate ends soon", "header missing"]
    assert judged(Reach(NOW, (ends,))) is Verdict.KEPT
    over = Site(ORIGIN, Trouble.NONE, "TLSv1.3", NOW - timedelta(seconds=1))
    assert judged(Reach(NOW, (over,))) is Verdict.BROKEN


def test_mail_is_about_the_promises_to_answer_and_no_others() -> None:
    lost = Reach(NOW, (), arrived=False)
    assert {each.promise for each in evidence(lost)} == {"contact.questions", "rights.ask"}
    assert judged(lost, "rights.ask") is Verdict.BROKEN
    assert judged(Reach(NOW, (), arrived=True), "rights.ask") is Verdict.KEPT
    assert not [*evidence(Reach(NOW, ()))]
