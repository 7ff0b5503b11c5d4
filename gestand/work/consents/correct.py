"""Correct an entry of the register of consents: by another entry, never by taking one out.

A consent that was recorded and not given, or not by this person, ends by that at once. What is
right is recorded as what it is.
"""

from __future__ import annotations

from dataclasses import replace

from gestand.core.consent import LONGEST, Event, Said
from gestand.core.facts import Person
from gestand.errors import CannotRun
from gestand.records.consents import Row
from gestand.settings import now
from gestand.work.company import Company
from gestand.work.consents.columns import open_stores, rows_for
from gestand.work.consents.record import Recorded, occasion_of, record
from gestand.work.keyring import Keyring

CORRECTS = "corrects:"
"""How the receipt of an entry begins that corrects another one."""


def correct(
    company: Company, keyring: Keyring, receipt: str, person: Person, because: str
) -> Recorded:
    """Record that the consent with `receipt` was recorded wrongly; it does not count from now.

    `person` is whom it was recorded of, named once more: a wrong receipt would end the consent of
    somebody else. Raises CannotRun where there is no such consent of this person, where it was
    corrected, or is no consent that was given.
    """
    if not because.strip() or len(because) > LONGEST:
        message = f"say why, in at most {LONGEST} letters and without a name: --how TEXT"
        raise CannotRun(message)
    row = _known(company, receipt)
    if company.state.digest(person.kind, person.key) != row.person:
        message = "this receipt is about somebody else"
        raise CannotRun(message)
    said = Said(
        Event.CORRECTED,
        row.purpose,
        (person.kind, str(person.key)),
        now().replace(microsecond=0),
        f"{CORRECTS}{receipt}",
        how=because.strip(),
    )
    return record(company, keyring, [replace(said, row=_row(company, row, said, person))], "")


def _known(company: Company, receipt: str) -> Row:
    with company.state.consents() as register:
        found = register.with_receipts([receipt, f"{CORRECTS}{receipt}"])
    row = found.get(receipt)
    if row is None:
        message = "no consent has this receipt"
        raise CannotRun(message)
    if len(found) > 1:
        message = "this consent was corrected already"
        raise CannotRun(message)
    if row.event != Event.GIVEN.value:
        message = f"this entry says `{row.event}`, which is no ground: record what is right"
        raise CannotRun(message)
    return row


def _row(company: Company, row: Row, said: Said, person: Person) -> str:
    """Return the key of the row that a consent was recorded of."""
    with open_stores(company) as runs:
        every = rows_for(company, runs, replace(said, event=Event.WITHDRAWN), person)
    for found in every:
        if occasion_of(company, found) == row.occasion:
            return ",".join(map(str, found.key))
    message = "no row of this person carries this consent any more: there is nothing to end"
    raise CannotRun(message)
