"""Bring columns and the register to say the same.

What stands in a column of the organisation is copied, so that a restored backup does not forget it
(GROUNDS rule 13); and what ended on record ends in the columns of a backup that was put back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from gestand.core.consent import Event, Said
from gestand.core.datamap.holdings import Moment
from gestand.core.facts import Person, folded_text
from gestand.core.policy.model import Basis
from gestand.records.consents import Consents, Row
from gestand.settings import today
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.consents.columns import Found, Place, open_stores, places, write_consent
from gestand.work.consents.record import occasion_of
from gestand.work.consents.sealed import CONSENTS, sealed_by
from gestand.work.keyring import Keyring

COLUMN = "column"
"""How somebody said it, where a column of the organisation tells no more."""

@dataclass(frozen=True)
class _InRow:
    """What the columns of one row say."""

    key: tuple[Any, ...]
    person: Person | None
    given: date | None
    withdrawn: date | None
    text: str


@dataclass
class Agreed:
    """How many consents were copied into the register, and how many rows were brought to agree."""

    copied: int = 0
    written: int = 0


def agree(company: Company, keyring: Keyring) -> Agreed:
    """Copy what columns say, and write into them what ended since; CannotRun as `record` does."""
    done = Agreed()
    for place in _places(company):
        ends: list[tuple[Found, Said]] = []
        for batch in list_batches(company, place):
            done.copied += _copy(company, keyring, place, batch)
            ends += _ends(company, place, batch)
        done.written += _write(company, place, ends)
    return done


def _places(company: Company) -> Iterator[Place]:
    for purpose in company.policy.purposes.values():
        if purpose.basis is Basis.CONSENT:
            yield from places(company, purpose.id)


def list_batches(company: Company, place: Place) -> Iterator[list[_InRow]]:
    """Yield what the rows of a place say about consent, a few hundred rows at a time."""
    store, columns = place.table.store, _columns(place)
    with open_stores(company, only=store) as runs:
        run = runs[store]
        for rows in run.rows_out(place.table.id, columns):
            told = (_in_row(run, place, dict(zip(columns, row, strict=True))) for row in rows)
            yield [one for one in told if one.given is not None or one.withdrawn is not None]


def _columns(place: Place) -> list[str]:
    ways = [way.first[0] for way in place.table.ways if len(way.edges) <= 1]
    return list(dict.fromkeys([*place.table.key, *place.names, *ways]))


def _in_row(run: Run, place: Place, values: dict[str, Any]) -> _InRow:
    consent = place.consent
    return _InRow(
        tuple(values[name] for name in place.table.key),
        _person(place, values),
        _day(run, consent.given, values),
        _day(run, consent.withdrawn, values) if consent.withdrawn else None,
        str(values[consent.text] or "") if consent.text else "",
    )


def _day(run: Run, moment: Moment, values: dict[str, Any]) -> date | None:
    value = values[moment.column]
    return None if value is None else run.day(moment, value)


def _person(place: Place, values: dict[str, Any]) -> Person | None:
    """Return whose row it is, where the row itself says so."""
    for way in place.table.ways:
        if len(way.edges) > 1 or way.when or any(edge.when for edge in way.edges):
            continue
        if way.edges and way.column not in way.edges[0].parent_columns:
            continue
        value = values.get(way.first[0])
        if value is not None:
            return Person(way.kind, folded_text(str(value)) if way.by_identifier else value)
    return None


def _copy(company: Company, keyring: Keyring, place: Place, batch: Sequence[_InRow]) -> int:
    """Add to the register what rows say and it does not know; return how many consents."""
    told = [(one, said) for one in batch for said in _says(company, place, one)]
    if not told:
        return 0
    with company.state.consents() as register:
        known = _known(company, register, place, batch)
        number = register.newest()
    new: list[Row] = []
    for one, said in told:
        occasion = occasion_of(company, Found(place, one.key))
        person = _digest(company, one)
        ended = said.event is not Event.GIVEN
        said_by = {(occasion, ended, said.on), *([(person, True, said.on)] if ended else [])}
        if not said_by & known:
            number += 1
            new.append(_as_row(company, place, one, (number, occasion, person), said))
    if not new:
        return 0
    with keyring.journal.recording((CONSENTS, sealed_by(new))), company.state.consents() as mine:
        mine.add(new)
    return len(new)


@dataclass(frozen=True)
class _Says:
    """An event that stands in a row; of one day the end is the later one."""

    event: Event
    on: date


def _says(company: Company, place: Place, one: _InRow) -> Iterator[_Says]:
    day = today(company.zone)
    if one.given is not None and one.given <= day:
        yield _Says(Event.GIVEN, one.given)
    if one.withdrawn is not None and one.withdrawn <= day:
        yield _Says(Event.WITHDRAWN, one.withdrawn)


def _known(
    company: Company, register: Consents, place: Place, batch: Sequence[_InRow]
) -> set[tuple[str, bool, date]]:
    """Return what the register knows: by occasion, or by person for all of theirs."""
    occasions = [occasion_of(company, Found(place, one.key)) for one in batch]
    people = [digest for one in batch if (digest := _digest(company, one))]
    rows = [row for row in register.of_occasions(occasions) if row.purpose == place.purpose]
    found = {(r.occasion, r.event != Event.GIVEN.value, date.fromisoformat(r.day)) for r in rows}
    for row in register.of_people(people):
        if row.purpose == place.purpose and not row.occasion:
            found.add((row.person, True, date.fromisoformat(row.day)))
    return found


def _digest(company: Company, one: _InRow) -> str:
    return company.state.digest(one.person.kind, one.person.key) if one.person else ""


def _as_row(
    company: Company, place: Place, one: _InRow, known: tuple[int, str, str], says: _Says
) -> Row:
    number, occasion, person = known
    receipt = company.state.digest(COLUMN, place.purpose, occasion, says.event.value, says.on)
    hour = time(0) if says.event is Event.GIVEN else time(23, 59, 59)
    at = datetime.combine(says.on, hour, ZoneInfo(company.zone)).astimezone(UTC)
    return Row(
        number=number,
        receipt=f"{COLUMN}:{receipt}",
        kind=one.person.kind if one.person else "",
        person=person,
        purpose=place.purpose,
        occasion=occasion,
        event=says.event.value,
        at=at.isoformat(),
        day=says.on.isoformat(),
        words=one.text if says.event is Event.GIVEN else "",
        how=COLUMN,
        sealed="",
        in_column=1,
    )


def _ends(
    company: Company, place: Place, batch: Sequence[_InRow]
) -> Iterator[tuple[Found, Said]]:
    """Yield what the register knows to have ended, and the row does not."""
    open_ones = [one for one in batch if one.given is not None and not _has_ended(one)]
    if not open_ones or place.consent.withdrawn is None:
        return
    occasions = {occasion_of(company, Found(place, one.key)): one for one in open_ones}
    with company.state.consents() as register:
        rows = [r for r in register.of_occasions([*occasions]) if r.purpose == place.purpose]
        people = [digest for one in open_ones if (digest := _digest(company, one))]
        ended = [r for r in register.of_people(people) if r.purpose == place.purpose]
    latest = {row.occasion: row for row in rows}
    for_all = {row.person: row for row in ended if not row.occasion}
    for occasion, one in occasions.items():
        last = _last(latest.get(occasion), for_all.get(_digest(company, one)))
        if last is None or last.event == Event.GIVEN.value or last.day < str(one.given):
            continue
        at = datetime.fromisoformat(last.at)
        yield Found(place, one.key), Said(Event(last.event), place.purpose, ("", ""), at)


def _write(company: Company, place: Place, ends: Sequence[tuple[Found, Said]]) -> int:
    if not ends:
        return 0
    with open_stores(company, writing=place.table.store, only=place.table.store) as runs:
        run = runs[place.table.store]
        return sum(write_consent(company, run, found, said) for found, said in ends)


def _last(one: Row | None, other: Row | None) -> Row | None:
    both = [row for row in (one, other) if row is not None]
    return max(both, key=lambda row: (row.at, row.number), default=None)


def _has_ended(one: _InRow) -> bool:
    return one.withdrawn is not None and one.given is not None and one.withdrawn >= one.given
