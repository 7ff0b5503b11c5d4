"""The columns in which an organisation keeps a consent: found for somebody, and written.

A consent is a ground where the row of its occasion says so (GROUNDS rule 14); the register is the
evidence. So what is recorded is written there as well, unless something newer stands there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from gestand.core.consent import Event, Said
from gestand.core.datamap.holdings import Consent, HeldTable, Moment, Way
from gestand.core.datamap.schema import Digits, Kind, Since1970, plain_text
from gestand.core.facts import Person
from gestand.core.names import bare
from gestand.core.owners import ROW
from gestand.core.predicate import NEVER, Column, Equals, Predicate, all_of
from gestand.errors import CannotRun
from gestand.records.consents import Row
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.consents.again import held_by_consent, meets
from gestand.work.keys import LONGEST_NUMBER
from gestand.work.whose import whose_where


@dataclass(frozen=True)
class Place:
    """A table whose rows carry the consent for a purpose, and the columns that do."""

    purpose: str
    table: HeldTable
    consent: Consent

    @property
    def names(self) -> tuple[str, ...]:
        """The columns in which something may be written."""
        withdrawn, text = self.consent.withdrawn, self.consent.text
        moments = (self.consent.given, withdrawn, self.consent.since)
        columns = (moment.column for moment in moments if moment is not None)
        return (*columns, *((text,) if text else ()))


def places(company: Company, purpose: str) -> list[Place]:
    """Return every table whose rows carry the consent for a purpose."""
    found = {
        occasion.table: occasion.consents[purpose]
        for occasion in company.holdings.occasions
        if purpose in occasion.consents
    }
    tables = company.holdings.tables
    return [Place(purpose, tables[name], consent) for name, consent in found.items()]


@contextmanager
def open_stores(
    company: Company, *, writing: str | None = None, only: str | None = None
) -> Iterator[Mapping[str, Run]]:
    """Open every store, or only one, with a transaction in each: to write in one of them."""
    with ExitStack() as stack:
        runs = {}
        for name, store in company.stores.items():
            if only not in (None, name):
                continue
            opened = store.run(company.schemas[name], company.holdings, company.zone)
            runs[name] = stack.enter_context(opened)
        for name, run in sorted(runs.items(), key=lambda item: item[0] != writing):
            stack.enter_context(run.transaction(writing=name == writing))
        yield runs


@dataclass(frozen=True)
class Found:
    """The row of an occasion to which something that somebody said belongs."""

    place: Place
    key: tuple[Any, ...]


class NotFound(Exception):
    """No row, or not one of this person; the text says what to do."""


def rows_for(
    company: Company, runs: Mapping[str, Run], said: Said, person: Person
) -> list[Found]:
    """Return the rows to which a consent belongs; NotFound where it cannot be told which.

    To give or refuse names one row; to withdraw may be about every one of the person.
    """
    every = places(company, said.purpose)
    if said.row:
        named = _named(company, runs, every, said, person)
        consent = named.place.consent
        if said.event is not Event.GIVEN and consent.withdrawn is None:
            run, table = runs[named.place.table.store], named.place.table.id
            stands = run.value(table, consent.given.column, named.key) is not None
            if stands and said.event is not Event.CORRECTED:
                message = "no column says of one row that consent was withdrawn: send `withdrawn` "
                message += "without `row`, for all rows of this person"
                raise NotFound(message)
        return [named]
    found = [Found(place, key) for place in every for key in _own(runs, place, person)]
    # Who says no on one form says nothing about what another row carries.
    for_one = said.event is Event.GIVEN or (said.event is Event.REFUSED and len(found) > 1)
    if for_one and len(found) != 1:
        reach = "no row" if not found else f"{len(found)} rows"
        message = f"{reach} of this person can carry it: name the one with `row`"
        kinds = {way.kind for place in every for way in place.table.ways}
        if kinds and person.kind not in kinds:
            message = f"no row of a {person.kind} carries it, but of: {', '.join(sorted(kinds))}"
        raise NotFound(message)
    return found


def _named(
    company: Company, runs: Mapping[str, Run], every: list[Place], said: Said, person: Person
) -> Found:
    for place in every:
        key = _typed(company, place, said.row)
        if key is None:
            continue
        table, run = place.table, runs[place.table.store]
        pairs = zip(table.key, key, strict=True)
        where = all_of(*(Equals(Column(ROW, name), (part,)) for name, part in pairs))
        whose = whose_where(company.holdings, runs, table.id, where)
        # A database may find `K1` for `k1`; only the key as it was written is that of the row.
        live = tuple(run.value(table.id, name, key) for name in table.key)
        if person in whose.people and live == key:
            return Found(place, key)
    message = "`row` names no row of this person that carries such a consent"
    raise NotFound(message)


def _typed(company: Company, place: Place, text: str) -> tuple[str | int, ...] | None:
    """Return the key of a row as its columns have it, a comma between two; None where none is."""
    live = company.schemas[place.table.store].tables[bare(place.table.id)]
    names = place.table.key
    parts = [part.strip() for part in text.split(",")] if len(names) > 1 else [text]
    if len(parts) != len(names):
        return None
    typed = (_part(live.columns[n].kind, part) for n, part in zip(names, parts, strict=True))
    key = tuple(part for part in typed if part is not None)
    return key if len(key) == len(names) else None


def _part(kind: Kind, text: str) -> str | int | None:
    if kind is not Kind.INTEGER:
        return text
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def may_be_row(company: Company, purpose: str, text: str) -> list[Found]:
    """Return the rows that may be meant by a key, whether they are there or not."""
    found = ((place, _typed(company, place, text)) for place in places(company, purpose))
    return [Found(place, key) for place, key in found if key is not None]


def _own(runs: Mapping[str, Run], place: Place, person: Person) -> list[tuple[Any, ...]]:
    """Return the keys of rows that name a person by themselves: other rows need `row`."""
    run, table = runs[place.table.store], place.table
    found = dict[tuple[Any, ...], None]()
    for way in table.ways:
        name = naming(way)
        if way.kind != person.kind or name is None:
            continue
        if way.by_identifier:
            keys = run.people_with(table.id, name, str(person.key))
            found |= dict.fromkeys(tuple(key) for key in keys)
        else:
            where = Equals(Column(ROW, name), (person.key,))
            rows = (row for part in run.rows_out(table.id, table.key, where) for row in part)
            found |= dict.fromkeys(tuple(row) for row in rows)
    return list(found)


def naming(way: Way) -> str | None:
    """Return the column in which a row names its person by itself; None where others tell."""
    if not way.edges:
        return way.column
    (edge, *more) = way.edges
    alone = not more and not edge.when and edge.parent_columns == (way.column,)
    return edge.columns[0] if alone else None


def tells_whose(way: Way) -> bool:
    """Tell whether each row of a way names its person by itself, and nothing else has a say."""
    return naming(way) is not None and not way.when


def finds_every_row(company: Company, purpose: str, kind: str) -> bool:
    """Tell whether no row that carries a consent of a kind of person can have been overlooked."""
    ways = (way for place in places(company, purpose) for way in place.table.ways)
    return all(tells_whose(way) for way in ways if way.kind == kind)


class Became(Enum):
    """What became of a row into which something was to be written that somebody said.

    Consent that is given again and counts for nothing leaves the earlier one, where that holds.
    """

    NOT_WRITTEN = "not written"
    WRITTEN = "written"
    GOES_ON = "goes on by the earlier consent"


def write_consent(
    company: Company, run: Run, found: Found, said: Said, before: Sequence[Row] = ()
) -> Became:
    """Write what somebody said into the row, in the open transaction, as far as that can be.

    Nothing is written where the row says something newer. `before` is what is on record of it:
    an earlier consent may have ended there, whatever the row says. Raises CannotRun where the
    database does not take it.
    """
    place, images = found.place, run.images()
    live = company.schemas[place.table.store].tables[bare(place.table.id)]
    written = images.written(place.table.id, place.table.key, [str(part) for part in found.key])
    now = images.at(place.table.id, place.table.key, [written]).get(written)
    if now is None:
        return Became.NOT_WRITTEN  # it has gone since it was found
    names = images.columns(place.table.id)
    stands = dict(zip(names, images.plain(place.table.id, names, now), strict=True))
    changes = _changes(company, run, place, stands, said)
    if changes is None:
        return Became.NOT_WRITTEN
    again = said.event is Event.GIVEN and stands[place.consent.given.column] is not None
    holds = _holds(company, run, found, said) if again else NEVER
    if place.consent.since and said.event is Event.GIVEN and changes:
        given = stands_at(run, place.consent.given, stands[place.consent.given.column])
        goes_on = again and holds is not NEVER and not _had_ended(given, before)
        changes |= _first_day(company, run, place.consent, stands if goes_on else {})
    changed = [name for name, value in changes.items() if stands[name] != value]
    if not changed:
        return Became.WRITTEN
    new = images.written(place.table.id, changed, [changes[name] for name in changed])
    told = dict(zip(names, now, strict=True)) | dict(zip(changed, new, strict=True))
    image = tuple(told[name] for name in names)
    refused = images.update(place.table.id, live.key, [image], changed)[0]
    if refused is not None:
        message = f"`{place.table.id}` does not take a consent: {refused.value}"
        raise CannotRun(message)
    if holds in (NEVER, None) or meets(run, place.table, found.key, holds):
        return Became.WRITTEN
    images.update(place.table.id, live.key, [now], changed)
    return Became.GOES_ON


def _holds(company: Company, run: Run, found: Found, said: Said) -> Predicate | None:
    """Return where consent holds a row, if the one in it does; else NEVER.

    None where no statement can tell it.
    """
    day = said.at.astimezone(ZoneInfo(company.zone)).date()
    where = held_by_consent(company, found.place.purpose, found.place.table, day)
    if where is None or meets(run, found.place.table, found.key, where):
        return where
    return NEVER


def _had_ended(given: At | None, before: Sequence[Row]) -> bool:
    """Tell whether what a row says was given had ended on record, and was not given again there."""
    ends = [one for one in before if one.event != Event.GIVEN.value]
    if given is None or not ends:
        return False
    last = max(ends, key=lambda one: (one.at, one.number))
    since = (one for one in before if (one.at, one.number) > (last.at, last.number))
    again = any(_at_once(given, said_at(one)) for one in since)
    return not said_at(last).is_before(given) and not again


def said_at(row: Row) -> At:
    """Return when something on record was said."""
    return At(date.fromisoformat(row.day), datetime.fromisoformat(row.at).replace(microsecond=0))


def _at_once(one: At, other: At) -> bool:
    return not one.is_before(other) and not other.is_before(one)


def _first_day(
    company: Company, run: Run, consent: Consent, stands: Mapping[str, str | None]
) -> dict[str, str | None]:
    """Return what the column says of the day since which a consent that is given again stands.

    `stands` are the columns of the row; none where no earlier consent goes on by it.
    """
    given, since = consent.given, consent.since
    if since is None or not stands:
        return {since.column: None} if since else {}
    at = stands_at(run, given, stands[given.column])
    first = stands_at(run, since, stands[since.column])
    if at is None or (first is None and stands[since.column] is not None):
        return {}  # a person is asked what is meant
    if first is not None and not at.is_before(first) and not _broken(run, consent, stands, first):
        return {}
    if (since.kind, since.zone) == (given.kind, given.zone):
        return {since.column: stands[given.column]}
    began = at.exact or datetime.combine(at.day, time(0), ZoneInfo(company.zone))
    return {since.column: moment_text(since, began, company.zone)}


def _broken(run: Run, consent: Consent, stands: Mapping[str, str | None], first: At) -> bool:
    """Tell whether a consent had been withdrawn since its first day."""
    ended = consent.withdrawn
    withdrawn = stands_at(run, ended, stands[ended.column]) if ended else None
    return withdrawn is not None and not withdrawn.is_before(first)


def _changes(
    company: Company, run: Run, place: Place, stands: Mapping[str, str | None], said: Said
) -> dict[str, str | None] | None:
    """Return what columns are to say; None where no column can say it."""
    consent = place.consent
    given = stands_at(run, consent.given, stands[consent.given.column])
    withdrawn = None
    if consent.withdrawn:
        withdrawn = stands_at(run, consent.withdrawn, stands[consent.withdrawn.column])
    now = At(said.at.astimezone(ZoneInfo(company.zone)).date(), said.at.replace(microsecond=0))
    if said.event is Event.GIVEN:
        changes: dict[str, str | None] = {}
        if given is None or given.is_before(now):
            changes[consent.given.column] = moment_text(consent.given, said.at, company.zone)
            if consent.text:
                changes[consent.text] = said.shown
        if consent.withdrawn and withdrawn is not None and not now.is_before(withdrawn):
            changes[consent.withdrawn.column] = None
        return changes
    if stands[consent.given.column] is None or (given is not None and now.is_before(given)):
        return {}
    if consent.withdrawn is None:
        # Nobody gave it: then the column that says so is wrong.
        return {consent.given.column: None} if said.event is Event.CORRECTED else None
    if given is not None and has_ended(given, withdrawn) and not _is_to_come(withdrawn, now):
        return {}  # it had ended by then: a later day would give it back for a while
    return {consent.withdrawn.column: moment_text(consent.withdrawn, said.at, company.zone)}


@dataclass(frozen=True)
class At:
    """When a column says that something was said: its day and, of a time, the moment in UTC."""

    day: date
    exact: datetime | None = None

    def is_before(self, other: At) -> bool:
        """Tell whether it lies before another moment; of one day only times can tell."""
        if self.exact is not None and other.exact is not None:
            return self.exact < other.exact
        return self.day < other.day


def has_ended(given: At, withdrawn: At | None) -> bool:
    """Tell whether a consent was withdrawn after it was given; of one day the end is later."""
    return withdrawn is not None and not withdrawn.is_before(given)


def _is_to_come(withdrawn: At | None, now: At) -> bool:
    return withdrawn is not None and now.is_before(withdrawn)


def stands_at(run: Run, moment: Moment, value: object) -> At | None:
    """Return when a column says that something was said; None where it does not, or is odd."""
    day = None if value is None else run.day(moment, value)
    if day is None:
        return None
    if not isinstance(moment.kind, Kind):
        exact = moment.kind.moment(plain_text(value), moment.zone)
        return At(day, _in_utc(exact) if exact else None)
    return At(day, _exact(moment, str(value)) if moment.kind is Kind.TIMESTAMP else None)


def _exact(moment: Moment, text: str) -> datetime | None:
    try:
        moment_said = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if ":" not in text:
        return None  # a day where a time should stand
    named = moment_said.tzinfo is not None
    zoned = moment_said if named else moment_said.replace(tzinfo=ZoneInfo(moment.zone))
    return _in_utc(zoned)


def _in_utc(moment_said: datetime) -> datetime | None:
    try:
        return moment_said.astimezone(UTC).replace(microsecond=0)
    except OverflowError:
        return None


def moment_text(moment: Moment, at: datetime, home: str) -> str:
    """Return a moment as its column holds it: a day of the controller, or a time in its zone.

    Where moments are counted since 1970 it is the number, in figures.
    """
    if isinstance(moment.kind, Digits):
        return at.astimezone(ZoneInfo(moment.zone)).strftime("%Y%m%d%H%M%S")
    if isinstance(moment.kind, Since1970):
        return str(int(at.timestamp()) * moment.kind.per_second)
    if moment.kind is Kind.TIMESTAMP:
        return at.astimezone(ZoneInfo(moment.zone)).strftime("%Y-%m-%d %H:%M:%S")
    return at.astimezone(ZoneInfo(home)).date().isoformat()
