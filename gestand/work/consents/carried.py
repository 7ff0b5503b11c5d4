"""Whether something is held of somebody by their consent: it may be on record and hold nothing.

Consent counts only where it is given while something else still holds the row (GROUNDS rule 14).
"""

from __future__ import annotations

from datetime import date

from gestand.core.facts import Person
from gestand.core.plan.steps import MayUse
from gestand.work.company import Company
from gestand.work.sweep import Request, prepare

NOTHING = (
    "holds nothing of them: consent counts only where it is given while something else still "
    "holds the row"
)


LATE = (
    "goes on until its own last day: one that is given again counts only while something else "
    "still holds the row, or where the data map names a column `since:` for it"
)
"""What is said of an earlier consent, where another one was given again too late."""


def carries(company: Company, person: Person, purpose: str, day: date) -> bool:
    """Tell whether a purpose holds something of a person today; CannotRun where nobody can tell.

    What it may not use at the moment, as while a restriction stands, it holds all the same.
    """
    with prepare(company, Request(day, (person,), use=purpose)) as prepared:
        steps = prepared.plan.measured
    return any(one.rows for one in steps if isinstance(one.step, MayUse))
