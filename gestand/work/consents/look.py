"""Look at the register of consents: of somebody, or all of it, without naming anybody."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TextIO

from gestand.core.calendar import add
from gestand.core.consent import Event
from gestand.core.facts import Person
from gestand.core.moments import CONSENT_GIVEN
from gestand.core.policy.model import Policy
from gestand.records.consents import Row
from gestand.work.company import Company
from gestand.work.holder import Holders, holders
from gestand.work.sheets import shown_in_cells

EXPORTED = ("number", "receipt", "kind", "person", "purpose", "event", "at", "day", "words", "how")
_EXPORTED_OF = attrgetter(*EXPORTED)


@dataclass(frozen=True)
class Latest:
    """What somebody said last about a purpose, for one row or for all; `until` is its last day.

    It ends by itself on that day at the latest: something else may end it before or, where the day
    is None, alone. Consent that was given again too `late` holds nothing: the day is that of the
    earlier one, which goes on.
    """

    row: Row
    until: date | None
    expired: bool
    late: bool = False


def latest(
    company: Company, person: Person, today: date, held: Holders | None = None
) -> tuple[list[Latest], int]:
    """Return what a person said last, by purpose and row, and how many are left out.

    These may be of somebody who had the key before, as `held` tells. CannotRun where it cannot be
    read.
    """
    rows, others = history(company, person, held)
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        if not row.occasion:
            # What somebody says for all of their rows is later than what they said for each.
            found = {at: one for at, one in found.items() if one.purpose != row.purpose}
        found[row.purpose, row.occasion] = row
    return [_told(company.policy, rows, row, today) for row in found.values()], others


@dataclass
class Standing:
    """Of how many rows consent stands to some words; the days are those on which it was given."""

    purpose: str
    words: str
    number: int
    first: str
    last: str


def standing(company: Company, today: date) -> list[Standing]:
    """Return how many consents stand on a day, by purpose and by the words that were shown.

    What has ended by itself does not count; nobody is named. CannotRun as `latest` raises it.
    """
    with company.state.consents() as register:
        rows = register.standing()
    found: dict[tuple[str, str], Standing] = {}
    for purpose, words, day, number in rows:
        if _is_over(company.policy, purpose, day, today):
            continue
        one = found.setdefault((purpose, words), Standing(purpose, words, 0, day, day))
        one.number, one.last = one.number + number, max(one.last, day)
    return [*found.values()]


def history(
    company: Company, person: Person, held: Holders | None = None
) -> tuple[list[Row], int]:
    """Return all that is on record of a person, oldest first, as `latest` does."""
    with company.state.consents() as register:
        rows = register.of_people([company.state.digest(person.kind, person.key)])
    if not rows:
        return [], 0
    held = held or holders(company, (person,))
    own = [row for row in rows if held.are((person,), date.fromisoformat(row.day), row.at)]
    return own, len(rows) - len(own)


def _told(policy: Policy, rows: Sequence[Row], row: Row, today: date) -> Latest:
    given = [one for one in rows if _is_given(one, row.purpose, row.occasion)]
    late = row in given and not row.in_column
    # What a column says holds; where it may be of somebody who had the key before, nobody can tell.
    counts = next((one for one in reversed(given) if one.in_column), None) if late else row
    last = last_day(policy, counts) if counts else None
    return Latest(row, last, expired=last is not None and last < today, late=late)


def _is_given(row: Row, purpose: str, occasion: str) -> bool:
    return (row.event, row.purpose, row.occasion) == (Event.GIVEN.value, purpose, occasion)


def last_day(policy: Policy, row: Row) -> date | None:
    """Return the last day on which consent that was given counts by itself; None otherwise.

    None as well where it was given again too late: no column says it then.
    """
    counts = row.event == Event.GIVEN.value and row.in_column
    return ends(policy, row.purpose, date.fromisoformat(row.day)) if counts else None


def ends(policy: Policy, name: str, day: date) -> date | None:
    """Return the last day by itself of what was given to a purpose on a day."""
    purpose = policy.purposes.get(name)
    if purpose is None:
        return None
    by_itself = any(ending.moment == CONSENT_GIVEN for ending in purpose.keep.after)
    return add(day, purpose.keep.period) if by_itself else None


def _is_over(policy: Policy, purpose: str, day: str, today: date) -> bool:
    last = ends(policy, purpose, date.fromisoformat(day))
    return last is not None and last < today


def export(company: Company, out: TextIO, form: str) -> int:
    """Write every consent to `out`, as `csv` or `json` lines; return how many.

    People stand there as keyed digests. A few rows are in memory at a time.
    """
    count = 0
    writer = csv.writer(out)
    if form == "csv":
        writer.writerow(EXPORTED)
    for row in every(company):
        number, *texts = _EXPORTED_OF(row)
        if form == "csv":
            writer.writerow((number, *shown_in_cells(texts)))
        else:
            told = dict(zip(EXPORTED, (number, *texts), strict=True))
            out.write(json.dumps(told, ensure_ascii=False) + "\n")
        count += 1
    return count


def every(company: Company) -> Iterator[Row]:
    """Yield every consent that is on record, in the order in which they were recorded."""
    with company.state.consents() as register:
        yield from register.after(0)
