"""The requests of people as they are kept: read, and followed as far as each has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gestand.core.facts import Person
from gestand.core.request import Request
from gestand.core.request_row import Told, as_told, begun, followed, standing_of
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


def by_row(row: Row) -> Request:
    """Return a request by its row alone, as `as_told` does."""
    return as_told(row.number, row.asked, row.received, row.standing, row.state)


def row_of(row: Row, request: Request) -> Row:
    """Return the row of a request that has come so far."""
    come = row._replace(state=request.state.value, version=request.version)
    return come._replace(**standing_of(request)._asdict())


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
        first = begun(row.number, row.asked, row.received, told[0].told if told else "")
        rest = (Told(one.event, one.who, one.told, one.day) for one in told[1:])
        found[row.number] = Kept(row, followed(first, rest), tuple(told))
    return found
