"""The facts that requests of people are: restrictions, objections, consents that were withdrawn."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from gestand.core.facts import Fact, Person
from gestand.core.rights_facts import facts_of
from gestand.work.rights_kept import by_row
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
