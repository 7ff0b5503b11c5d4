"""Whether a person is under a hold or restricted, by all that is on record about them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gestand.core.facts import HoldPlaced, Person, RestrictionPlaced
from gestand.work.company import Company
from gestand.work.noted import Noted, told_by_columns
from gestand.work.people import reading
from gestand.work.rights_kept import Kept, is_recorded_person


def is_apart(company: Company, kept: Kept, today: date) -> bool:
    """Tell whether nothing of the person of a request may be changed or removed today.

    Asks the register of holds, facts.yaml and the columns of the data map; CannotRun where one of
    them cannot be read.
    """
    return any(is_recorded_person(company.state, kept.row, one) for one in _apart(company, today))


def _apart(company: Company, today: date) -> Iterator[Person]:
    standing = Noted.of(company, today).standing
    yield from standing.held
    yield from standing.restricted
    for columns in company.holdings.facts:
        if columns.purpose is None:
            with reading(company, columns.table) as run:
                told = list(told_by_columns(run, columns, today))
            yield from (f.person for f in told if isinstance(f, RestrictionPlaced | HoldPlaced))
