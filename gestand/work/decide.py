"""Record what a person decides about rows that the rules cannot settle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gestand.core.calendar import Period
from gestand.core.facts import Decision
from gestand.core.findings import did_you_mean
from gestand.core.names import store_of
from gestand.core.plan.steps import AskHuman
from gestand.errors import CannotRun
from gestand.settings import decider
from gestand.work.company import Company
from gestand.work.facts import record_decision
from gestand.work.keyring import Keyring
from gestand.work.sweep import Prepared, Request, prepare
from gestand.work.whose import whose_rows
from gestand.work.words import hidden

REVIEW_AFTER = Period(months=6)
"""For how long an answer to keep rows counts, where nobody says until when."""


@dataclass(frozen=True)
class Answer:
    """A person's answer: the rows may go, or stay until `until`; and why."""

    remove: bool
    until: date
    because: str


def decide(
    company: Company, request: Request, step: str, answer: Answer, keyring: Keyring
) -> Decision:
    """Record a decision about the rows that `step` asks about now, and return it.

    An answer to keep counts until its day; an answer to remove has no end. The reason, and who
    decided, stand under the keys of people where the data map names a master key. Raises
    CannotRun where that cannot be used, for a step that asks nothing, without a reason, or for an
    answer that lets nothing go.
    """
    if not answer.because.strip():
        message = "a decision needs its reason: --because TEXT"
        raise CannotRun(message)
    if not answer.remove and answer.until < request.as_of:
        message = f"--until {answer.until} lies before {request.as_of}: nothing would be decided"
        raise CannotRun(message)
    with prepare(company, request) as prepared:
        asking = _asking(prepared, step)
        if answer.remove and asking.instead:
            message = f"`{step}` cannot be answered by --remove: {asking.instead}"
            raise CannotRun(message)
        run = prepared.runs[store_of(asking.table)]
        with prepared.ready.transaction():
            digest = company.state.digest
            rows = frozenset(digest(step, key, shown) for key, shown in run.rows_of(asking))
            whose = whose_rows(prepared, asking)
    last = None if answer.remove else answer.until
    because = answer.because.strip()
    decision = Decision(step, answer.remove, last, because, decider(), request.as_of, rows)
    with keyring.journal.recording():  # nothing is decided on a memory that is in doubt
        record_decision(company.state, decision, hidden(keyring, decision, whose))
    return decision


def _asking(prepared: Prepared, step: str) -> AskHuman:
    asking = {m.step.id: m.step for m in prepared.plan.questions}
    found = asking.get(step)
    if isinstance(found, AskHuman):
        return found
    hint = did_you_mean(step, asking) or "`gestand plan` lists the steps that ask"
    message = f"no step `{step}` asks a person now; {hint}"
    raise CannotRun(message)
