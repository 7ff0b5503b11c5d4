"""What the register says that counts before a column does: consent that somebody withdrew.

Only what was withdrawn for all of a person's rows is a fact about the person; of one row its own
column tells.
"""

from __future__ import annotations

from datetime import date, timedelta

from gestand.core.consent import Event
from gestand.core.facts import ConsentWithdrawn, Person
from gestand.records.consents import Row
from gestand.work.company import Company

SOURCE = "register of consents"


def withdrawn(company: Company, *, in_columns: bool) -> list[ConsentWithdrawn]:
    """Return what was withdrawn and stands in no column yet; with `in_columns` all of it.

    All of it counts where a backup was put back: its columns are of before.
    """
    purposes, kinds = company.policy.purposes, company.holdings.subjects
    with company.state.consents() as register:
        ended = [
            row
            for row in register.ended(in_columns=in_columns)
            if not row.occasion and row.purpose in purposes and row.kind in kinds
        ]
        said = register.of_people([row.person for row in ended]) if ended else []
    return [_fact(row, said) for row in ended]


def _given_again(ended: Row, said: list[Row]) -> bool:
    """Tell whether somebody gave it again on the same day: facts tell days, and no hours."""
    return any(
        row.event == Event.GIVEN.value
        and (row.person, row.purpose, row.day) == (ended.person, ended.purpose, ended.day)
        and row.at > ended.at
        for row in said
    )


def _fact(row: Row, said: list[Row]) -> ConsentWithdrawn:
    """Return what was withdrawn: as of the day before, where it was given again on that day.

    So what came of that day stands, and what another row says of before has ended.
    """
    person, day = Person(row.kind, row.person, hidden=True), date.fromisoformat(row.day)
    day -= timedelta(days=_given_again(row, said))
    return ConsentWithdrawn(person, day, row.purpose, source=SOURCE)
