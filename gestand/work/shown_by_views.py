"""What views of purposes show although nobody may use it: read in the views as they are.

A view is asked for the rows of a few people by its key, whatever it was made of: one that somebody
replaced by hand is found as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from gestand.core.datamap.holdings import HeldTable
from gestand.core.names import store_of
from gestand.core.policy.model import Purpose
from gestand.core.predicate import Predicate
from gestand.core.proving.verdict import Problem
from gestand.errors import CannotRun
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.taken_along import can_tell
from gestand.work.views import view_name

Cells = Callable[[HeldTable, Purpose], Mapping[str, Predicate]]
"""By column of a table where a purpose may not use it."""


@dataclass
class Shown:
    """What was seen, by the purpose that may not use it; and the stores that could not tell."""

    by_purpose: dict[str, list[Problem]] = field(default_factory=dict)
    unseen: set[str] = field(default_factory=set)


def shown(
    company: Company, runs: Mapping[str, Run], purposes: Mapping[str, Purpose],
    asked: tuple[str, Cells],
) -> Shown:  # fmt: skip
    """Return where views show what they must not; `asked` is the problem that is, and the cells."""
    found, (what, cells) = Shown(), asked
    for store, run in runs.items():
        for name, table, purpose in _there(company, store, run, purposes):
            columns = cells(table, purpose)
            told = _told(company, runs, (name, table.id), columns) if columns else {}
            if told is None:
                found.unseen.add(store)
                break  # the transaction may be of no more use
            problems = found.by_purpose.setdefault(purpose.id, [])
            if told:
                problems.append(Problem(what, f"{name}: {', '.join(told)}", max(told.values())))
    return found


def _there(
    company: Company, store: str, run: Run, purposes: Mapping[str, Purpose]
) -> Iterator[tuple[str, HeldTable, Purpose]]:
    """Yield the views that a store has, each with its table and purpose."""
    there = run.views().there()
    tables = [one for one in company.holdings.tables.values() if one.store == store]
    for table, purpose, tail in product(tables, purposes.values(), (False, True)):
        if (name := view_name(purpose.id, table.id, tail=tail)) in there:
            yield name, table, purpose


def _told(
    company: Company, runs: Mapping[str, Run], view: tuple[str, str],
    columns: Mapping[str, Predicate],
) -> Mapping[str, int] | None:  # fmt: skip
    """Return how often a view shows what it must not, by column; None where nobody can tell."""
    name, table = view
    store = store_of(table)
    if table not in can_tell(company, runs, store, {table: columns.values()}):
        return None
    try:
        with runs[store].plainly():
            return runs[store].views().shows(name, table, columns)
    except CannotRun:
        return None
