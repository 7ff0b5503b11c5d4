"""Ask of a table what only several stores can tell together, without a plan.

What conditions read in other stores is taken along to the store of the table, a batch at a time
and counted on both sides. Where it does not arrive whole nobody can tell, and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gestand.core.datamap.holdings import HeldTable
from gestand.core.names import store_of
from gestand.core.plan.abroad import Reading
from gestand.core.plan.led import Scope
from gestand.core.predicate import Predicate
from gestand.errors import CannotRun
from gestand.stores.base import Run
from gestand.work.abroad import take_in
from gestand.work.company import Company


def can_tell(
    company: Company,
    runs: Mapping[str, Run],
    store: str,
    asked: Mapping[str, Iterable[Predicate]],
) -> frozenset[str]:
    """Take along what conditions on tables of a store read elsewhere.

    Returns the tables of `asked` of which the store can tell now which rows meet them: not those
    that read a store that is down, or rows that do not arrive as they are.
    """
    near, far, together = set[str](), set[str](), Reading(store)
    for table, wheres in asked.items():
        alone, every = Reading(store), tuple(wheres)
        _note(alone, table, every)
        if not {store, *alone.stores, *_of_people(company.holdings.tables[table])} <= runs.keys():
            continue
        (far if alone.tables else near).add(table)
        _note(together, table, every)
    try:
        take_in(company, runs, together)
    except CannotRun:
        far = set()
    return frozenset(near | far)


def _note(reading: Reading, table: str, wheres: Iterable[Predicate]) -> None:
    for where in wheres:
        reading.condition(where, Scope.of(table), table)


def _of_people(table: HeldTable) -> frozenset[str]:
    """Return the stores that know whose rows these are, and who of them is set apart."""
    return frozenset(store_of(edge.parent) for way in table.ways for edge in way.edges)
