"""Which letters fit a request: in every state in which one must go there is one, of every right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from gestand.core.letters.fitting import FITS, LATE, fitting
from gestand.core.request import EVERYTHING, NO_IDENTITY, Event, Outcome, Request, State, What
from gestand.core.rights import after, possible
from gestand.core.rights_rules import Right
from gestand.work.drafts import OF_REQUESTS

DAY = date(2026, 3, 2)
SAID = {"because": "x", "how": "x", "to": "x", "until": "2026-04-01", "method": "shown",
        "reason": "complex", "ground": "x"}  # fmt: skip
UNKNOWN = {
    State.IDENTITY_ASKED, State.NOT_IDENTIFIED, State.IN_HAND, State.DECIDED, State.FEE_ASKED,
}
"""States of requests whose person has to be known."""

SILENT = {State.IN_HAND, State.DECIDED, State.CLOSED}
"""States in which nothing has to be told to the person."""


def events(what: What) -> Iterator[Event]:
    """Yield an event in each way that makes a difference to what is told."""
    if what is What.DECIDE:
        for outcome in (Outcome.GRANTED, Outcome.REFUSED):
            for item in (EVERYTHING, "contact"):
                yield Event(what, "Ann", {**SAID, "item": item, "outcome": outcome.value})
    elif what is What.CONFIRM:
        yield from (Event(what, "Bo", {**SAID, "item": one}) for one in (EVERYTHING, "contact"))
    elif what not in (What.HOLD, What.RELEASE, What.NARROW):
        yield Event(what, "Ann", SAID)


def is_sensible(request: Request, event: Event) -> bool:
    """Leave out what a guard refuses, so that no request is one that cannot be."""
    item, outcomes = event.said.get("item"), {i.outcome for i in request.items.values()}
    done = not request.items or Outcome.GRANTED in outcomes
    return {
        What.CONFIRM: item in request.items,
        What.CARRY_OUT: done and all(i.is_complete for i in request.items.values()),
        What.REFUSE: not done and all(i.is_complete for i in request.items.values()),
        What.EXTEND: not request.extended,
    }.get(event.what, True)


def every(right: Right) -> Iterator[Request]:
    """Yield a request of a right in every way that it can come to stand, as TRANSITIONS tells."""
    todo, seen = [Request(1, right, DAY)], set[object]()
    while todo:
        request = todo.pop()
        stands = (
            request.state, bool(request.extended), bool(request.complained), bool(request.lifted),
            bool(request.apart_until), tuple(sorted(request.items)),
            tuple((i.outcome, i.is_complete) for i in request.items.values()),
        )  # fmt: skip
        if stands in seen:
            continue
        seen.add(stands)
        yield request
        todo += [
            after(request, event, DAY)
            for what in possible(request) for event in events(what) if is_sensible(request, event)
        ]  # fmt: skip


@pytest.mark.parametrize("right", Right, ids=lambda right: right.value)
def test_wherever_a_letter_must_go_one_fits(right: Right) -> None:
    requests = [*every(right)]
    assert {one.state for one in requests} >= {*State} - {
        State.DETAILS_ASKED, State.RECIPIENTS_TOLD, *(UNKNOWN if right in NO_IDENTITY else ())
    }
    bare = {one.state for one in requests if not [*fitting(one)]}
    assert bare <= SILENT
    told = {State.ANSWERED, State.CARRIED_OUT, State.RECIPIENTS_TOLD}
    for one in requests:
        found = [*fitting(one, late=True)]
        assert len(found) == len({*found}) <= 6 and found[0] == LATE
        whole = all(item.outcome is Outcome.GRANTED for item in one.items.values())
        assert one.state not in told or whole or {"refused", "partly refused"} & {*found}


def test_every_letter_about_a_request_fits_some_request() -> None:
    found = {name for right in Right for one in every(right) for name in fitting(one)}
    assert found | {LATE} == {*OF_REQUESTS} == {fit.letter for fit in FITS} | {LATE}
