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
    given: dict[tuple[str, str, str], str] = {}
    for row in (row for row in said if row.event == Event.GIVEN.value):
        matter = (row.person, row.purpose, row.day)
        given[matter] = max(given.get(matter, ""), row.at)
    return [_fact(row, given.get((row.person, row.purpose, row.day), "")) for row in ended]


def _fact(ended: Row, given: str) -> ConsentWithdrawn:
    """Return what was withdrawn: as of the day before, where it was `given` again on that day.

    Facts tell days, and no hours: so what came of that day stands, and what another row says of
    before has ended.
    """
    person, day = Person(ended.kind, ended.person, hidden=True), date.fromisoformat(ended.day)
    day -= timedelta(days=given > ended.at)
    return ConsentWithdrawn(person, day, ended.purpose, source=SOURCE)
