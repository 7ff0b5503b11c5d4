"""Weigh an objection: what was decided on a request is the answer to what its plan asks."""

from __future__ import annotations

from collections.abc import Mapping

from gestand.core.asking import weigh_step
from gestand.core.calendar import Period, add
from gestand.work.company import Company
from gestand.work.decide import Answer, decide
from gestand.work.keyring import Keyring
from gestand.work.sweep import Request, prepare

_UNTIL = Period(months=6)
"""Until when an answer to keep stands that the end of the request makes needless."""


def weigh(company: Company, keyring: Keyring, asked: Request, upheld: Mapping[str, str]) -> int:
    """Answer each question about purposes that somebody objected to; return how many there were.

    `upheld` says of each purpose that was decided on why; an empty reason says that it is refused.
    What was answered before is not asked any more.
    """
    with prepare(company, asked) as prepared:
        asking = {measured.step.id for measured in prepared.plan.questions}
    answered = 0
    for table in company.holdings.tables:
        for purpose, because in upheld.items():
            if (step := weigh_step(table, purpose)) in asking:
                until = add(asked.as_of, _UNTIL)
                why = because or "the objection was refused"
                answer = Answer(remove=bool(because), until=until, because=why)
                decide(company, asked, step, answer, keyring)
                answered += 1
    return answered
