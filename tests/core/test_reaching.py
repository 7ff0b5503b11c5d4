"""How sites and the address are reached: what breaks which promise, and what only stands by it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gestand.core.proving import words
from gestand.core.proving.reaching import SOON, Reach, Reaches, Site, Trouble, evidence
from gestand.core.proving.verdict import Verdict, verdict

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
ORIGIN = "https://www.de-es.example"
HARMLESS = (Trouble.NONE, Trouble.NO_ANSWER)
GOOD = Site(ORIGIN, Trouble.NONE, "TLSv1.3", NOW + timedelta(days=60))


def judged(reach: Reach, promise: str = "security.measures") -> Verdict:
    found = [each for each in evidence(Reaches((reach,))) if each.promise == promise]
    return verdict("measured", found, [], NOW, NOW.date()).verdict


@pytest.mark.parametrize("trouble", [one for one in Trouble if one not in HARMLESS])
def test_a_connection_that_is_not_safe_breaks_the_promise(trouble: Trouble) -> None:
    reach = Reach(NOW, (GOOD, Site(ORIGIN, trouble)))
    assert judged(reach) is Verdict.BROKEN
    found = [p.what for each in evidence(Reaches((reach,))) for p in each.problems]
    assert {*found} <= words.PROBLEMS.keys()


def test_where_nobody_answers_nobody_can_tell() -> None:
    assert judged(Reach(NOW, (GOOD,))) is Verdict.KEPT
    silent = Site("https://b.example", Trouble.NO_ANSWER)
    assert judged(Reach(NOW, (GOOD, silent))) is Verdict.UNKNOWN
    assert judged(Reach(NOW - timedelta(days=2), (GOOD,))) is Verdict.UNKNOWN


def test_a_certificate_that_ends_soon_and_a_header_that_is_missing_are_told_only() -> None:
    ends = Site(ORIGIN, Trouble.NONE, "TLSv1.3", NOW + SOON, ("content-security-policy",))
    (found,) = evidence(Reaches((Reach(NOW, (ends,)),)))
    assert [one.what for one in found.problems] == ["certificate ends soon", "header missing"]
    assert judged(Reach(NOW, (ends,))) is Verdict.KEPT


def test_mail_is_about_the_promises_to_answer_and_no_others() -> None:
    lost = Reach(NOW, (), arrived=False)
    promises = {each.promise for each in evidence(Reaches((lost,)))}
    assert promises == {"contact.questions", "rights.ask"}
    assert judged(lost, "rights.ask") is Verdict.BROKEN
    assert judged(Reach(NOW, (), arrived=True), "rights.ask") is Verdict.KEPT
    assert not [*evidence(Reaches((Reach(NOW, ()),)))]


def test_what_was_not_looked_at_again_is_as_it_was_found() -> None:
    other = Site("https://b.example", Trouble.NONE, "TLSv1.3", NOW + timedelta(days=60))
    clear = Reaches().after(Reach(NOW, (Site(ORIGIN, Trouble.IN_CLEAR),), arrived=False))
    later = clear.after(Reach(NOW + timedelta(hours=1), (other,)))
    assert [len(one.sites) for one in later.rounds] == [1, 1]
    assert sum(each.wrong for each in evidence(later)) == 3
    mended = later.after(Reach(NOW + timedelta(hours=2), (GOOD,), arrived=True))
    assert sum(each.wrong for each in evidence(mended)) == 0
    assert [one.at.hour for one in mended.rounds] == [13, 14]
