"""What a site leaves on a device against the declared list, both ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gestand.core.calendar import Period
from gestand.core.policy.model import Policy
from gestand.core.proving import words
from gestand.core.proving.verdict import Evidence, Verdict, Weight, verdict
from gestand.core.proving.visits import (
    Asked,
    Crawl,
    Storage,
    Trace,
    compare,
    evidence,
    longest,
)
from tests.core.small import POLICY, changed
from tests.core.small_statement import policy_of

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
SITE = "de-es.example"
FUNCTIONAL = policy_of()
TRACKING = policy_of(changed(POLICY, "class: functional", "class: tracking"))
PRINTER = "gets: [name], for: order}"
HOSTED = policy_of(changed(POLICY, PRINTER, PRINTER[:-1] + ", hosts: [druk.example]}"))
SESSION = Trace(Storage.COOKIE, "sessionid", SITE, "/", timedelta(days=14))
PIXEL = Asked("https://cdn.druk.example", "cdn.druk.example", "/")


def crawl(*traces: Trace, asked: tuple[Asked, ...] = (), left: int = 0) -> Crawl:
    return Crawl(NOW, (f"https://{SITE}",), (SITE,), 3, left, 0, traces, asked)


CASES: dict[str, tuple[Policy, Crawl, list[str]]] = {
    "as declared": (FUNCTIONAL, crawl(SESSION), []),
    "for a session though it may stay": (FUNCTIONAL, crawl(replace(SESSION, lasts=None)), []),
    "of the host above": (FUNCTIONAL, crawl(replace(SESSION, host="es.de-es.example")), []),
    "that nobody else can set": (FUNCTIONAL, crawl(replace(SESSION, name="__Host-sessionid")), []),
    "nobody declared it": (
        FUNCTIONAL, crawl(SESSION, replace(SESSION, name="_ga")), ["undeclared trace"],
    ),
    "a third party that nobody declared": (
        FUNCTIONAL,
        crawl(SESSION, Trace(Storage.COOKIE, "_t", "volg.example", "/")),
        ["undeclared trace of others"],
    ),
    "storage that nobody declared": (
        FUNCTIONAL,
        crawl(SESSION, Trace(Storage.LOCAL, "visitor", SITE, "/")),
        ["undeclared trace"],
    ),
    "declared and not there": (FUNCTIONAL, crawl(), ["not found"]),
    "a second too long": (
        FUNCTIONAL,
        crawl(replace(SESSION, lasts=timedelta(days=14, seconds=1))),
        ["lasts longer"],
    ),
    "of another host": (
        FUNCTIONAL, crawl(replace(SESSION, host="not-de-es.example")), ["other host"],
    ),
    "in a storage without an end": (
        FUNCTIONAL, crawl(replace(SESSION, storage=Storage.LOCAL, lasts=None)), ["no known end"],
    ),
    "it came back": (FUNCTIONAL, crawl(replace(SESSION, came_back=True)), ["came back"]),
    "before consent": (TRACKING, crawl(SESSION), ["before consent"]),
    "it waits for consent": (TRACKING, crawl(), []),
    "a host that nobody declared": (
        FUNCTIONAL, crawl(SESSION, asked=(PIXEL,)), ["undeclared origin"],
    ),
    "below the host of a recipient": (HOSTED, crawl(SESSION, asked=(PIXEL,)), []),
}  # fmt: skip


@pytest.mark.parametrize(("policy", "found", "expected"), CASES.values(), ids=CASES)
def test_what_is_found_is_compared_both_ways(
    policy: Policy, found: Crawl, expected: list[str]
) -> None:
    problems = compare(found, policy)
    assert [problem.what for problem in problems] == expected
    assert all(words.said(one, language) for one in problems for language in words.LANGUAGES)


def test_a_month_is_never_shorter_than_one_of_31_days() -> None:
    assert longest(Period(years=1, months=1, weeks=1, days=1)) == timedelta(days=366 + 31 + 8)
    assert longest(None) == timedelta(0)


def judged(
    found: Crawl, policy: Policy = FUNCTIONAL, ago: timedelta = timedelta(0)
) -> dict[str, Verdict]:
    """Judge each promise by a crawl alone, as one that is measured."""
    told = evidence(found, policy)
    return {
        one.promise: verdict("measured", [one], [], NOW + ago, NOW.date()).verdict for one in told
    }


def red(found: Crawl, policy: Policy = FUNCTIONAL) -> set[str]:
    verdicts = judged(found, policy).items()
    return {promise.partition(".")[2] for promise, one in verdicts if one is Verdict.BROKEN}


def test_each_problem_breaks_its_promises_and_no_others() -> None:
    other = replace(SESSION, name="_ga")
    assert red(crawl(SESSION)) == set()
    assert red(crawl(SESSION, other)) == {"none", "functional", "list"}
    of_others = replace(other, host="volg.example")
    assert red(crawl(SESSION, of_others)) == {"none", "functional", "list", "readers"}
    assert red(crawl(replace(SESSION, lasts=timedelta(days=15)))) == {"expiry", "list"}
    assert red(crawl(replace(SESSION, came_back=True))) == {"removal"}
    assert red(crawl(replace(SESSION, host="volg.example"))) == {"list", "readers"}
    assert red(crawl(SESSION), TRACKING) == {"functional", "consent"}
    assert red(crawl(SESSION, asked=(PIXEL,))) == {"others"}


def test_what_is_old_or_was_not_visited_is_never_green() -> None:
    assert judged(crawl(SESSION))["cookies.expiry"] is Verdict.KEPT
    old = judged(crawl(SESSION), ago=timedelta(days=1, seconds=1))
    assert {*old.values()} == {Verdict.UNKNOWN}
    elsewhere = replace(crawl(), origins=("https://x.example",), hosts=("x.example",))
    assert {*judged(elsewhere).values()} == {Verdict.UNKNOWN}
    above = replace(elsewhere, hosts=("example",))
    assert {*judged(above).values()} == {Verdict.UNKNOWN}
    below = replace(elsewhere, hosts=(f"www.{SITE}",))
    assert judged(below)["cookies.list"] is Verdict.KEPT
    nobody_said = crawl(SESSION, replace(SESSION, name="_ga"))
    assert judged(nobody_said)["cookies.consent"] is Verdict.UNKNOWN


def test_where_nobody_looked_counts_as_a_place() -> None:
    first: Evidence = next(evidence(crawl(SESSION, left=2), FUNCTIONAL))
    assert first.places == {"pages behind a sign-in", "pages that were not read"}
    (missed,) = compare(crawl(), FUNCTIONAL)
    assert missed.weight is Weight.NOTE
