"""Tell processors that a period is over: what goes here goes there as well (GDPR article 28(3)).

The instruction is on record before anything is removed, in the transaction that begins the run: a
run that is stopped forgets none. It names categories and a day, and no person: who that is the
processor finds by its own copy of the period.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gestand.core.notices import DUE, ENDED
from gestand.core.plan.steps import Erase, Plan, Redact
from gestand.core.policy.model import Policy, Role
from gestand.records.base import News
from gestand.work.company import Company
from gestand.work.notices_kept import notices
from gestand.work.registers import KINDS, NOTICES, add_line
from gestand.work.state import State
from gestand.work.sweep import Prepared, in_force


def instruct(prepared: Prepared, receipt: int, news: list[News]) -> None:
    """Write down which processors are to remove what this run does, within a transaction.

    A processor that was not told yet of the same categories on that day is told once of both; a
    notice of an earlier day does not reach what went since, so there is another one. Nothing is
    written for a run about some people: `gestand notices --request` finds who is told of that.
    """
    request, company = prepared.request, prepared.company
    if request.people or request.correction:
        return
    policy = in_force(company.versions, request.as_of)[-1]
    processors = [one for one in policy.recipients.values() if one.role is Role.PROCESSOR]
    going = frozenset(_going(company, prepared.plan)) if processors else frozenset()
    if not going:
        return
    open_still = _untold(company.state, request.as_of)
    for one in processors:
        categories = (policy.expand(*one.gets) & going) - open_still.get(one.id, frozenset())
        if categories:
            told = {
                "request": 0, "receipt": receipt, "to": one.id, "name": one.name, "why": ENDED,
                "disclosures": [], "on": request.as_of.isoformat(),
                "categories": _ordered(policy, categories),
            }  # fmt: skip
            add_line(company.state, news, NOTICES, (_next(company.state), 0), (DUE, told))


def _going(company: Company, plan: Plan) -> Iterator[str]:
    """Yield the categories of which a plan removes something."""
    for measured in plan.changes:
        step = measured.step
        if not isinstance(step, Erase | Redact):
            continue
        for cell in company.holdings.tables[step.table].cells:
            if isinstance(step, Erase) or cell.name in step.columns:
                yield cell.category


def _untold(state: State, day: date) -> dict[str, frozenset[str]]:
    """Return by processor of which categories it has still to be told that end on a day."""
    found: dict[str, frozenset[str]] = {}
    for one in notices(state).values():
        reaches = one.on is not None and one.on >= day
        if one.wanted.why == ENDED and one.stage == DUE and reaches:
            known = found.get(one.wanted.to, frozenset())
            found[one.wanted.to] = known | {*one.wanted.categories}
    return found


def _ordered(policy: Policy, names: frozenset[str]) -> list[str]:
    return [name for name in policy.categories if name in names]


def _next(state: State) -> int:
    return max((line[KINDS[NOTICES]] for line in state.lines(NOTICES)), default=0) + 1
