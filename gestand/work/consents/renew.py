"""Which consents end by themselves soon: ask again before they do, or what they hold goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gestand.core.datamap.holdings import Moment
from gestand.core.names import store_of
from gestand.core.plan.steps import MayUse, Use
from gestand.core.policy.model import Basis
from gestand.core.predicate import all_of, none_of
from gestand.work.company import Company
from gestand.work.consents.look import ends
from gestand.work.sweep import Request, in_force, opened


@dataclass(frozen=True)
class Ending:
    """A row that a purpose may use by consent today, and not any more on a later day.

    `last` is its last day, where that follows from the day on which consent was given.
    """

    purpose: str
    table: str
    key: tuple[Any, ...]
    last: date | None = None


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
            run, given = now.runs[store_of(step.table)], _given(company, purpose, step.table)
            columns = [*step.key, *([given.column] if given else [])]
            for key, rest in (
                (row[: len(step.key)], row[len(step.key) :])
                for rows in run.rows_out(step.table, columns, where)
                for row in rows
            ):
                day = run.day(given, rest[0]) if given else None
                last = ends(company.policy, purpose, day) if day else None
                yield Ending(purpose, step.table, tuple(key), last)


def _given(company: Company, purpose: str, table: str) -> Moment | None:
    """Return where a row says itself when consent was given to a purpose."""
    occasions = (o for o in company.holdings.occasions if o.table == table)
    found = (o.consents[purpose].given for o in occasions if purpose in o.consents)
    return next((moment for moment in found if moment.edge is None), None)
