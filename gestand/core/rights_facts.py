"""What a request of somebody changes in what may be held and used, from the moment it is on record.

A restriction counts once it was carried out, until it is lifted. An objection, and a withdrawal of
consent, count as soon as they came in: nobody weighs first whether that is so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from gestand.core.facts import (
    DATA,
    FOR,
    ConsentWithdrawn,
    Fact,
    Objected,
    Part,
    Person,
    RestrictionLifted,
    RestrictionPlaced,
)
from gestand.core.request import Outcome, Request, State
from gestand.core.rights_items import item_of
from gestand.core.rights_rules import Right

TELLING = frozenset({Right.RESTRICTION, Right.OBJECTION, Right.MARKETING, Right.WITHDRAWAL})
"""The rights of which a request is a fact of its own."""

_NONE = (State.WITHDRAWN, State.FORWARDED, State.NOT_IDENTIFIED)
_ENDED = (State.ANSWERED, State.CLOSED)


def counts(request: Request) -> bool:
    """Tell whether a request is, or was, a fact of its own."""
    if request.right not in TELLING or request.state in _NONE:
        return False
    if request.right is not Right.RESTRICTION:
        return True
    named = request.categories or request.purposes
    return request.carried_out is not None and (not named or bool(restricted_parts(request)))


def facts_of(request: Request, person: Person, marketing: Collection[str]) -> Iterator[Fact]:
    """Yield the facts that a request of a person is; `marketing` are purposes of that kind."""
    if not counts(request):
        return
    source = source_of(request)
    if request.right is Right.RESTRICTION:
        yield from _restriction(request, person, source)
    elif request.right is Right.WITHDRAWAL:
        for purpose in sorted(request.purposes):
            yield ConsentWithdrawn(person, request.received, purpose, source=source)
    elif request.right in (Right.OBJECTION, Right.MARKETING):
        named = marketing if request.right is Right.MARKETING else request.purposes
        for purpose in sorted(named):
            if not is_overruled(request, purpose):
                yield Objected(person, request.received, purpose, source=source)


def source_of(request: Request) -> str:
    """Return how the facts that a request is name it."""
    return f"request {request.number}"


def is_upheld(request: Request, purpose: str) -> bool:
    """Tell whether it was decided that an objection to a purpose is right."""
    item = item_of(request, purpose, {})
    return item is not None and item.outcome is Outcome.GRANTED


def is_overruled(request: Request, purpose: str) -> bool:
    """Tell whether two people decided that an objection to a purpose is refused, and said so."""
    if request.state not in _ENDED or request.right is not Right.OBJECTION:
        return False
    item = item_of(request, purpose, {})
    return item is not None and item.outcome is Outcome.REFUSED and item.is_complete


def _restriction(request: Request, person: Person, source: str) -> Iterator[Fact]:
    if request.carried_out is None:
        return  # `counts` told so
    lifted, told = request.lifted, request.announced
    named = request.categories or request.purposes
    for part in restricted_parts(request) if named else (None,):
        yield RestrictionPlaced(person, request.carried_out, "", part, source=source)
        if lifted is not None and told is not None:
            yield RestrictionLifted(person, lifted, told, part, source=source)


def restricted_parts(request: Request) -> tuple[Part, ...]:
    """Return what alone is restricted, as far as that was granted; nothing: all of a person.

    Of a request that is known by its row alone what was granted stands in that.
    """
    named = [Part(DATA, name) for name in request.categories]
    named += [Part(FOR, name) for name in request.purposes]
    decided = {part: item_of(request, part.name, {}) for part in sorted(named)}
    return tuple(
        part for part, item in decided.items() if item is None or item.outcome is Outcome.GRANTED
    )
