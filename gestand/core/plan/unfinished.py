"""What is asked once an erasure is over: is there anything that a plan would still name?

Others may have added rows about the same person meanwhile. Mostly nobody has, and one question
tells that where a plan takes several for each table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gestand.core.datamap.holdings import Holdings
from gestand.core.names import store_of
from gestand.core.owners import ROW
from gestand.core.plan.pins import goes_first
from gestand.core.plan.steps import AskHuman, Erase, Program, Redact, Step
from gestand.core.predicate import Differs, Predicate, all_of, names_listed

MEASURED = ("gone:", "redact:", "spared:")
"""How the key sets are called that a plan fills as it goes: without one they are of before."""


@dataclass(frozen=True)
class Unfinished:
    """Where a row of a table would go, be emptied or be asked about by the step with that `id`.

    Rows about which a person is asked are `counted`: those that were seen are there still.
    """

    id: str
    table: str
    where: Predicate
    counted: bool = False


def left_of(
    program: Program, holdings: Holdings
) -> Mapping[str, Sequence[Unfinished]] | None:
    """Return, by store, where rows may still be left to a program; None where only a plan tells.

    Wherever a plan names rows it is true of one of them; it may be true where a plan names none.
    """
    if any(survey.whole for survey in program.surveys.values()):
        return None
    found = [left for step in program.steps for left in _left(step, holdings)]
    listed = (name for left in found for name in names_listed(left.where))
    if any(name.startswith(MEASURED) for name in listed):
        return None
    stores = dict.fromkeys(store_of(left.table) for left in found)
    return {s: tuple(left for left in found if store_of(left.table) == s) for s in stores}


def _left(step: Step, holdings: Holdings) -> Iterator[Unfinished]:
    """Yield where rows may be left to one step.

    Nothing points at rows that go where none goes, and a counter has nothing to follow then.
    """
    if isinstance(step, Redact) and not step.forgets:
        differs = Differs(ROW, step.key, step.changes)
        yield Unfinished(step.id, step.table, all_of(step.where, differs))
    elif isinstance(step, Erase):
        yield Unfinished(step.id, step.table, goes_first(step, holdings))
    elif isinstance(step, AskHuman):
        yield Unfinished(step.id, step.table, step.where, counted=True)
