"""The facts that requests of people are: restrictions, objections, consents that were withdrawn."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from gestand.core.facts import Fact, Person
from gestand.core.rights_facts import facts_of, is_upheld, source_of
from gestand.core.rights_rules import Right
from gestand.work.rights_kept import by_row, folded
from gestand.work.state import State


def asked(state: State, marketing: Collection[str], as_of: date) -> tuple[Fact, ...]:
    """Return what requests on record say as of a day, of people who are known by a digest.

    `marketing` are the purposes to which an objection to direct marketing is. What came to its
    end before that day is not read.
    """
    with state.requests() as records:
        rows = records.in_force(as_of.isoformat())
    return tuple(
        fact
        for row in rows
        if row.person
        for fact in facts_of(by_row(row), Person(row.kind, row.person, hidden=True), marketing)
    )


def upheld(state: State, before: date) -> frozenset[tuple[str, str]]:
    """Return by which requests, as a fact names them, an objection to which purpose was upheld.

    Those of which it was carried out before a day: then nothing may be left that yields to it.
    """
    with state.requests() as records:
        rows = [row for row in records.in_force(before.isoformat())
                if row.asked == Right.OBJECTION.value]  # fmt: skip
        events = records.events_of([row.number for row in rows])
    every = (kept.request for kept in folded(rows, events).values())
    return frozenset(
        (source_of(request), purpose)
        for request in every
        if request.carried_out is not None and request.carried_out < before
        for purpose in request.purposes
        if is_upheld(request, purpose)
    )
