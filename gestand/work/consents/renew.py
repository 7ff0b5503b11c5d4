"""Which consents end by themselves soon: ask again before they do, or what they hold goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gestand.core.names import store_of
from gestand.core.plan.steps import MayUse, Use
from gestand.core.policy.model import Basis
from gestand.core.predicate import all_of, none_of
from gestand.work.company import Company
from gestand.work.sweep import Request, in_force, opened


@dataclass(frozen=True)
class Ending:
    """A row that a purpose may use by consent today, and not any more on a later day."""

    purpose: str
    table: str
    key: tuple[Any, ...]


def ending(company: Company, today: date, then: date) -> Iterator[Ending]:
    """Yield the rows of occasions whose consent is over on the day `then`, if nothing happens.

    Raises CannotRun where a store cannot be read.
    """
    for purpose in in_force(company.versions, today)[-1].purposes.values():
        if purpose.basis is Basis.CONSENT:
            yield from _of_purpose(company, purpose.id, today, then)


def _of_purpose(company: Company, purpose: str, today: date, then: date) -> Iterator[Ending]:
    occasions = {o.table for o in company.holdings.occasions if purpose in o.consents}
    with (
        opened(company, Request(today, use=purpose)) as now,
        opened(company, Request(then, use=purpose)) as later,
        now.transaction(),
    ):
        over = {step.id: step for step in later.program.steps if isinstance(step, MayUse)}
        for step in now.program.steps:
            if not isinstance(step, MayUse) or step.use is not Use.WHOLE:
                continue
            if step.table not in occasions or step.id not in over:
                continue
            # What is asked of the rows on both days stands in one statement: cut-offs are values.
            where = all_of(step.where, none_of(over[step.id].where))
            run = now.runs[store_of(step.table)]
            for rows in run.rows_out(step.table, step.key, where):
                yield from (Ending(purpose, step.table, tuple(row)) for row in rows)
