"""The steps that tell what is set apart, and why."""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.apart import HELD, OBJECTING, RESTRICTED, parts_apart, set_apart
from gestand.core.datamap.holdings import HeldTable, Holdings
from gestand.core.facts import DATA, FOR
from gestand.core.grounds import Grounds
from gestand.core.owners import ROW, meets
from gestand.core.plan.cells import claims_of, emptied_together, names_of
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


def parts_of_rows(
    holdings: Holdings, grounds: Grounds, table: HeldTable, scope: Predicate
) -> Iterator[SetApart]:
    """Tell which parts of rows are set apart: a category, or what a purpose holds."""
    for part in sorted({part for part, _ in grounds.question.parts}):
        data = part.what == DATA
        claims = [c for c in claims_of(grounds, table) if part == (FOR, c.purpose)]
        of_category = [c for c in table.cells if part == (DATA, c.category)]
        held = [c for c in table.cells if grounds.claims(table, c) & {*claims}]
        apart = parts_apart(holdings, grounds.question, table, claims, of_category)
        if apart != NEVER:
            columns = tuple(cell.name for cell in (of_category if data else held))
            step = f"apart:{table.id}:{RESTRICTED}-{part.what}-{part.name.replace(' ', '-')}"
            named = () if data else (part.name,)
            where = all_of(scope, apart)
            yield SetApart(step, table.id, table.key, columns, RESTRICTED, named, where)


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
