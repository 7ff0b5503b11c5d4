"""Which consents end by themselves soon: ask again before they do, or what they hold goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gestand.core.lives import Lives, Question
from gestand.core.names import store_of
from gestand.core.plan.steps import MayUse, Use
from gestand.core.policy.model import Basis
from gestand.core.predicate import Predicate, all_of, none_of
from gestand.work.company import Company
from gestand.work.consents.last_days import Terms, columns_of, known_here, last_days
from gestand.work.sweep import Opened, Request, in_force, opened


@dataclass(frozen=True)
class Ending:
    """A row that a purpose may use by consent today, and not any more on a later day.

    `last` is its last day; None where a moment in another store has a say in that.
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
            yield from _told(company, now, step, where)


def _told(
    company: Company, now: Opened, step: MayUse, where: Predicate
) -> Iterator[Ending]:
    """Yield rows whose consent ends, each with its last day as far as that is known here."""
    run, terms = now.runs[store_of(step.table)], _terms(company, step, now.program.as_of)
    names = list(dict.fromkeys([*step.key, *columns_of(terms)]))
    parts: Iterable[list[Any]] = run.rows_out(step.table, names, where)
    if any(moment.edge for moment, _ in terms):
        parts = list(parts)  # while one question is answered there may be no other
    for part in parts:
        rows = [dict(zip(names, values, strict=True)) for values in part]
        for row, last in zip(rows, last_days(run, terms, rows), strict=True):
            key = tuple(row[name] for name in step.key)
            yield Ending(step.purpose, step.table, key, last)


def _terms(company: Company, step: MayUse, day: date) -> Terms:
    """Return what ends the consent in a row; nothing where another store knows it."""
    lives = Lives(company.holdings, in_force(company.versions, day), Question(day))
    for occasion in company.holdings.occasions:
        if occasion.table == step.table and step.purpose in occasion.consents:
            terms = lives.terms(step.purpose, occasion)
            return terms if known_here(terms) else ()
    return ()
