"""What the row of a request keeps beside its events: what lists, days due and plans read of it.

The events are the truth; a row says nothing that does not follow from them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import reduce
from typing import NamedTuple

from gestand.core.facts import DATA, FOR
from gestand.core.request import Event, Request, State, What
from gestand.core.rights import after
from gestand.core.rights_facts import counts, is_overruled, restricted_parts
from gestand.core.rights_rules import Right


class Standing(NamedTuple):
    """How far a request has come, as texts; days are of the controller's zone, empty for none.

    `complained` is the day of the newest complaint. `effect` is what it changes in what may be held
    and used, as JSON, and empty where nothing; from the day `lifted` it does no more.
    """

    complained: str
    extended: str
    ended: str
    effect: str
    lifted: str


class Told(NamedTuple):
    """What happened to a request, as it is kept: an event, who did it, what was said, a day."""

    event: str
    who: str
    told: str
    day: str


def begun(number: int, right: str, received: str, told: str) -> Request:
    """Return a request as it came in; `told` is JSON."""
    first: Mapping[str, list[str]] = json.loads(told) if told else {}
    purposes, categories = (frozenset(first.get(name, ())) for name in ("purposes", "categories"))
    day = date.fromisoformat(received)
    return Request(number, Right(right), day, purposes=purposes, categories=categories)


def followed(request: Request, events: Iterable[Told]) -> Request:
    """Return a request as far as events brought it, that are on record."""
    return reduce(_after, events, request)


def _after(request: Request, told: Told) -> Request:
    event = Event(What(told.event), told.who, json.loads(told.told))
    return after(request, event, date.fromisoformat(told.day))


def standing_of(request: Request) -> Standing:
    """Return what a row keeps of a request."""
    effect = _effect(request)
    return Standing(
        complained=_text(request.complained),
        extended=request.extended,
        ended=_text(request.ended),
        effect="" if effect is None else json.dumps(effect, sort_keys=True),
        lifted=_text(request.lifted),
    )


def as_told(number: int, right: str, received: str, standing: Standing, state: str) -> Request:
    """Return a request by its row alone: as right as that is for `facts_of` and for its alarm.

    What was decided, and who was asked what, only its events tell.
    """
    request = Request(
        number,
        Right(right),
        date.fromisoformat(received),
        State(state),
        extended=standing.extended,
        ended=_day(standing.ended),
        complained=_day(standing.complained),
    )
    if not standing.effect:
        return request
    effect = json.loads(standing.effect)
    return replace(
        request,
        purposes=frozenset(effect.get("purposes", ())),
        categories=frozenset(effect.get("categories", ())),
        carried_out=_day(effect.get("carried_out", "")),
        announced=_day(effect.get("announced", "")),
        lifted=_day(standing.lifted),
    )


def _effect(request: Request) -> Mapping[str, str | list[str]] | None:
    """Return what a request changes; None where nothing, or nothing any more."""
    if not counts(request):
        return None
    if request.right is Right.RESTRICTION:
        days = {"carried_out": request.carried_out, "announced": request.announced}
        parts = {"categories": DATA, "purposes": FOR}
        only = {
            name: [part.name for part in restricted_parts(request) if part.what == what]
            for name, what in parts.items()
        }
        told: dict[str, str | list[str]] = {name: _text(day) for name, day in days.items()}
        return told | {name: names for name, names in only.items() if names}
    if request.right is Right.MARKETING:
        return {}  # the policy says of which purposes
    stands = [name for name in request.purposes if not is_overruled(request, name)]
    return {"purposes": sorted(stands)} if stands else None


def _text(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
