"""Bring columns and the register to say the same.

What stands in a column of the organisation is copied, so that a restored backup does not forget it
(GROUNDS rule 13); and what ended on record ends in the columns of a backup that was put back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from gestand.core.consent import Event, Said
from gestand.core.facts import Person, folded_text
from gestand.core.policy.model import Basis
from gestand.errors import CannotRun
from gestand.records.consents import Consents, Row
from gestand.records.kept import Taken
from gestand.settings import now, today
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.consents.columns import (
    At,
    Became,
    Found,
    Place,
    has_ended,
    naming,
    open_stores,
    places,
    said_at,
    stands_at,
    tells_whose,
    write_consent,
)
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
    given: At | None
    withdrawn: At | None
    text: str

    @property
    def open_since(self) -> At | None:
        """When the consent was given that stands; None where none does."""
        if self.given is None or has_ended(self.given, self.withdrawn):
            return None
        return self.given


@dataclass
class Agreed:
    """How many consents were copied into the register, and how many rows were brought to agree.

    `to_come` names the rows, by table and key, that tell of a consent of a later day than today.
    """

    copied: int = 0
    written: int = 0
    to_come: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)


def agree(company: Company, keyring: Keyring, *, restored: bool = False) -> Agreed:
    """Copy what columns say, and write into them what ended since; CannotRun as `record` does.

    Of one day a column of days cannot tell whether consent was given before it ended or after: it
    was before where a store was `restored` from a backup, else it is what the row says now.
    """
    done = Agreed()
    for place in _places(company):
        ends: list[tuple[Found, Said]] = []
        for batch in list_batches(company, place):
            done.copied += _copy(company, keyring, place, batch, restored=restored)
            ends += _ends(company, place, batch)
            later = (one for one in batch if one.given and one.given.day > today(company.zone))
            done.to_come += ((place.table.id, one.key) for one in later)
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
    ways = [naming(way) for way in place.table.ways if tells_whose(way)]
    return list(dict.fromkeys([*place.table.key, *place.names, *filter(None, ways)]))


def _in_row(run: Run, place: Place, values: dict[str, Any]) -> _InRow:
    consent, ended = place.consent, place.consent.withdrawn
    return _InRow(
        tuple(values[name] for name in place.table.key),
        _person(place, values),
        stands_at(run, consent.given, values[consent.given.column]),
        stands_at(run, ended, values[ended.column]) if ended else None,
        str(values[consent.text] or "") if consent.text else "",
    )


def _person(place: Place, values: dict[str, Any]) -> Person | None:
    """Return whose row it is, where the row itself says so."""
    for way in place.table.ways:
        name = naming(way) if tells_whose(way) else None
        value = values.get(name) if name else None
        if value is not None:
            return Person(way.kind, folded_text(str(value)) if way.by_identifier else value)
    return None


def _copy(
    company: Company,
    keyring: Keyring,
    place: Place,
    batch: Sequence[_InRow],
    *,
    restored: bool,
) -> int:
    """Add to the register what rows say and it does not know; return how many consents."""
    with company.state.consents() as register:
        if not batch or not _new(company, register, place, batch, restored=restored):
            return 0
    with keyring.journal.recording() as news, company.state.consents() as register:
        # Once more, where nobody else writes now: a number is given once.
        new = _new(company, register, place, batch, restored=restored)
        try:
            register.add(new)
        except Taken as error:
            message = "another program has recorded the same consents: look, and try again"
            raise CannotRun(message) from error
        if new:
            news.append((CONSENTS, sealed_by(new)))
    return len(new)


def _new(
    company: Company,
    register: Consents,
    place: Place,
    batch: Sequence[_InRow],
    *,
    restored: bool,
) -> list[Row]:
    """Return what rows say and the register does not know, as it would keep it."""
    known, number = _Known.of(company, register, place, batch), register.newest()
    told = ((one, says) for one in batch for says in _says(company, known, one, restored=restored))
    return [
        _as_row(company, place, one, n, says) for n, (one, says) in enumerate(told, number + 1)
    ]


@dataclass(frozen=True)
class _Says:
    """An event that stands in a row; `at` is its moment, as well as that is known."""

    event: Event
    on: date
    at: datetime


@dataclass(frozen=True)
class _Known:
    """What the register knows of rows, and of their people for all of their rows, oldest first."""

    company: Company
    place: Place
    of_row: Mapping[str, list[Row]]
    of_person: Mapping[str, list[Row]]

    @classmethod
    def of(
        cls, company: Company, register: Consents, place: Place, batch: Sequence[_InRow]
    ) -> _Known:
        """Ask the register about some rows of a place."""
        occasions = [occasion_of(company, Found(place, one.key)) for one in batch]
        people = [digest for one in batch if (digest := _digest(company, one))]
        rows: dict[str, list[Row]] = {}
        for row in register.of_occasions(occasions):
            if row.purpose == place.purpose:
                rows.setdefault(row.occasion, []).append(row)
        for_all: dict[str, list[Row]] = {}
        for row in register.of_people(people):
            if row.purpose == place.purpose and not row.occasion:
                for_all.setdefault(row.person, []).append(row)
        return cls(company, place, rows, for_all)

    def about(self, one: _InRow) -> list[Row]:
        """Return what was said about a row, or about all of its person, oldest first."""
        occasion = occasion_of(self.company, Found(self.place, one.key))
        rows = [*self.of_row.get(occasion, ())]
        if digest := _digest(self.company, one):
            rows += self.of_person.get(digest, ())
        return sorted(rows, key=lambda row: (row.at, row.number))


def _says(company: Company, known: _Known, one: _InRow, *, restored: bool) -> Iterator[_Says]:
    """Yield what a row says and the register does not know; nothing that is to come."""
    day, told = today(company.zone), known.about(one)
    zone = ZoneInfo(company.zone)
    if one.given is not None and one.given.day <= day:
        at = one.given.exact or datetime.combine(one.given.day, time(0), zone).astimezone(UTC)
        last = told[-1] if told else None
        if not restored and last and one.open_since and _may_be_again(last, one.given):
            yield _Says(Event.GIVEN, one.given.day, datetime.fromisoformat(last.at))
        elif not _knows(told, one.given, ended=False):
            yield _Says(Event.GIVEN, one.given.day, at)
    if one.withdrawn is not None and one.withdrawn.day <= day:
        end = datetime.combine(one.withdrawn.day, time(23, 59, 59), zone).astimezone(UTC)
        if not _knows(told, one.withdrawn, ended=True):
            # Never a moment to come: what somebody says until then would count as older.
            at = one.withdrawn.exact or min(end, now().replace(microsecond=0))
            yield _Says(Event.WITHDRAWN, one.withdrawn.day, at)


def _may_be_again(last: Row, given: At) -> bool:
    """Tell whether consent may have been given once more on the day on which it ended."""
    said_so = last.event != Event.GIVEN.value and last.in_column == 1
    return said_so and given.exact is None and last.day == given.day.isoformat()


def _knows(told: Sequence[Row], at: At, *, ended: bool) -> bool:
    """Tell whether the register has what a column says: of a day or, of a time, not before it."""
    return any(
        (row.event != Event.GIVEN.value) == ended
        and row.day == at.day.isoformat()
        and (at.exact is None or datetime.fromisoformat(row.at) >= at.exact)
        for row in told
        if ended or row.occasion
    )


def _digest(company: Company, one: _InRow) -> str:
    return company.state.digest(one.person.kind, one.person.key) if one.person else ""


def _as_row(company: Company, place: Place, one: _InRow, number: int, says: _Says) -> Row:
    occasion, at = occasion_of(company, Found(place, one.key)), says.at.isoformat()
    receipt = company.state.digest(COLUMN, place.purpose, occasion, says.event.value, at)
    return Row(
        number=number,
        receipt=f"{COLUMN}:{receipt}",
        kind=one.person.kind if one.person else "",
        person=_digest(company, one),
        purpose=place.purpose,
        occasion=occasion,
        event=says.event.value,
        at=at,
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
    open_ones = [one for one in batch if one.open_since is not None]
    if not open_ones or place.consent.withdrawn is None:
        return
    with company.state.consents() as register:
        known = _Known.of(company, register, place, open_ones)
    for one in open_ones:
        last = next(reversed(known.about(one)), None)
        if last is None or last.event == Event.GIVEN.value or one.given is None:
            continue
        at = datetime.fromisoformat(last.at)
        if not said_at(last).is_before(one.given):
            yield Found(place, one.key), Said(Event(last.event), place.purpose, ("", ""), at)


def _write(company: Company, place: Place, ends: Sequence[tuple[Found, Said]]) -> int:
    if not ends:
        return 0
    with open_stores(company, writing=place.table.store, only=place.table.store) as runs:
        run = runs[place.table.store]
        became = [write_consent(company, run, found, said) for found, said in ends]
    return became.count(Became.WRITTEN)
