"""The steps that tell what is set apart, and why."""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.apart import HELD, OBJECTING, RESTRICTED, set_apart
from gestand.core.datamap.holdings import HeldTable, Holdings
from gestand.core.grounds import Grounds
from gestand.core.owners import ROW, meets
from gestand.core.plan.cells import emptied_together, names_of
from gestand.core.plan.steps import SetApart
from gestand.core.predicate import NEVER, Predicate, all_of, any_of, none_of


def rows_apart(
    holdings: Holdings, grounds: Grounds, table: HeldTable, scope: Predicate
) -> Iterator[SetApart]:
    """Tell which rows are set apart as a whole (GROUNDS rule 18)."""
    for fact in (RESTRICTED, HELD):
        apart = set_apart(holdings, grounds.question, table, by=(fact,))
        if apart != NEVER:
            where = all_of(scope, apart)
            step = f"apart:{table.id}:{fact}"
            yield SetApart(step, table.id, table.key, ("*",), fact, (), where)


def cells_apart(
    holdings: Holdings, grounds: Grounds, table: HeldTable, scope: Predicate
) -> Iterator[SetApart]:
    """Tell which cells nothing holds but purposes that an objection suspends (rule 17)."""
    apart = set_apart(holdings, grounds.question, table)
    for number, (group, changes, _, when) in enumerate(emptied_together(grounds, table)):
        suspended = [claim for claim in group if grounds.may_be_suspended(claim)]
        emptied = {name for change in changes for name in change.names}
        here = (cell for cell in table.cells if cell.when == when)
        columns = tuple(c.name for c in here if {c.name, c.column} & emptied)
        if suspended and columns:
            step = f"apart:{table.id}:{OBJECTING}-{number + 1}"
            held = any_of(*(grounds.live(table, claim) for claim in suspended))
            used = (grounds.usable(table, claim) for claim in group)
            where = all_of(scope, meets(when, ROW), held, none_of(*used, apart))
            named = names_of(suspended)
            yield SetApart(step, table.id, table.key, columns, OBJECTING, named, where)
