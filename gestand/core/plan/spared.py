"""Rows that go by a plan and turn out to stay, before anything has been removed.

The steps that come first empty rows that go. Where somebody else has written since the plan, such
a row may be held again, or be pointed at by one that is (GROUNDS rule 23). So the removals are
asked again then, in their order: what they spare stands in key sets of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gestand.core.datamap.holdings import Edge, Holdings
from gestand.core.owners import ROW
from gestand.core.plan.pins import spared, still_pointed_at
from gestand.core.plan.steps import Erase, Going, Redact, Step
from gestand.core.predicate import (
    Column,
    Listed,
    Predicate,
    all_of,
    none_of,
)


def turned_out_to_stay(table: str, key: tuple[str, ...]) -> Predicate:
    """Return where the row `t` of a table is spared."""
    return Listed(spared(f"gone:{table}"), tuple(Column(ROW, name) for name in key))


def asking_again(steps: Iterable[Step], holdings: Holdings) -> Iterator[Step]:
    """Yield the steps; those that come before what they trust to go say what to ask again."""
    every = list(steps)
    for step in every:
        if isinstance(step, Redact) and step.trusts:
            first = _pointing(step.trusts, holdings)
            found = (_going(other, holdings) for other in every if other.table in first)
            yield replace(step, going=tuple(going for going in found if going is not None))
        else:
            yield step


def _pointing(tables: Iterable[str], holdings: Holdings) -> set[str]:
    """Return tables with those whose rows keep theirs where they are, within one store."""
    found, before = {*tables}, set[str]()
    while found != before:
        before = set(found)
        found |= {e.child for e in _keeping(holdings) if e.parent in before and e.within_one_store}
    return found


def _keeping(holdings: Holdings) -> list[Edge]:
    forgotten = [forgets.edge for forgets in holdings.forgets]
    return [e for e in holdings.references if e not in forgotten and e.child in holdings.tables]



def _going(step: Step, holdings: Holdings) -> Going | None:
    if isinstance(step, Erase):
        pointed = still_pointed_at(step, holdings, planned=True, again=True)
        where = all_of(step.where, none_of(step.pinned, pointed))
        return Going(f"gone:{step.table}", step.table, step.key, where)
    if isinstance(step, Redact) and step.edge:
        return Going(step.id, step.table, step.key, step.where)
    return None
