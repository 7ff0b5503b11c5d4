"""The requests of people as they are kept: read, and followed as far as each has come."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce

from gestand.core.facts import Person
from gestand.core.request import Event, Request, What
from gestand.core.rights import after
from gestand.core.rights_rules import Right
from gestand.errors import CannotRun
from gestand.records.requests import Happened, Row
from gestand.work.state import State


@dataclass(frozen=True)
class Kept:
    """A request with its row in own records, and what happened to it, oldest first."""

    row: Row
    request: Request
    events: tuple[Happened, ...]


def requests(state: State) -> dict[int, Kept]:
    """Return every request by its number, as far as it has come."""
    with state.requests() as records:
        return folded(records.every(), records.events())


def request_known(state: State, number: int) -> Kept:
    """Return one request; CannotRun where there is none."""
    with state.requests() as records:
        found = folded(*records.one(number)).get(number)
    if found is None:
        message = f"there is no request {number}: `gestand request` lists them"
        raise CannotRun(message)
    return found


def is_recorded_person(state: State, row: Row, person: Person) -> bool:
    """Tell whether a request is of somebody whom a fact names, by their key or its digest."""
    digest = person.key if person.hidden else state.digest(person.kind, person.key)
    return bool(row.person) and (row.kind, row.person) == (person.kind, digest)


def folded(rows: Iterable[Row], events: Iterable[Happened]) -> dict[int, Kept]:
    """Return requests by number, as far as what happened has brought them."""
    by_request: dict[int, list[Happened]] = {}
    for happened in events:
        by_request.setdefault(happened.request, []).append(happened)
    found: dict[int, Kept] = {}
    for row in rows:
        told = by_request.get(row.number, [])
        first: Mapping[str, list[str]] = json.loads(told[0].told) if told else {}
        purposes = frozenset(first.get("purposes", ()))
        received = date.fromisoformat(row.received)
        begun = Request(row.number, Right(row.asked), received, purposes=purposes)
        found[row.number] = Kept(row, reduce(_after, told[1:], begun), tuple(told))
    return found


def _after(request: Request, happened: Happened) -> Request:
    event = Event(What(happened.event), happened.who, json.loads(happened.told))
    return after(request, event, date.fromisoformat(happened.day))
