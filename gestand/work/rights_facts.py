"""The facts that requests of people are: restrictions, objections, consents that were withdrawn."""

from __future__ import annotations

from collections.abc import Collection

from gestand.core.facts import Fact, Person
from gestand.core.rights_facts import TELLING, facts_of
from gestand.work.rights_kept import folded
from gestand.work.state import State

_NAMES = tuple(sorted(right.value for right in TELLING))


def asked(state: State, marketing: Collection[str]) -> tuple[Fact, ...]:
    """Return what requests on record say, of people who are known by a digest.

    `marketing` are the purposes to which an objection to direct marketing is.
    """
    with state.requests() as records:
        rows, events = records.of_rights(*_NAMES)
    return tuple(
        fact
        for kept in folded(rows, events).values()
        if kept.row.person
        for fact in facts_of(
            kept.request, Person(kept.row.kind, kept.row.person, hidden=True), marketing
        )
    )
