"""Compile which values of a person a purpose may use today and a recipient gets.

What may be used is what `core/plan/use.py` says of the purpose as a whole: what is in its tail, set
apart, suspended by an objection, or unclear, is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from gestand.core.datamap.holdings import Cell, HeldTable
from gestand.core.grounds import Grounds
from gestand.core.plan.compile import Compiler
from gestand.core.plan.read import Telling, masked
from gestand.core.plan.steps import Keep, MayUse, Program, Read, Use
from gestand.core.plan.use import Using
from gestand.core.predicate import NEVER


@dataclass(frozen=True)
class Giving:
    """Writes the steps that read, per table, the values of `categories` that may be given.

    The name of a step is that of the `MayUse` step whose rows it reads. What it gives are the
    cells that its one `keep` names; nothing is asked about how long they are held.
    """

    compiler: Compiler
    grounds: Grounds
    purpose: str
    categories: Collection[str]

    def program(self) -> Program:
        """Return a step for each way in which a table holds something that may be given."""
        found = Using(self.compiler, self.grounds, self.purpose).program()
        usable = (s for s in found.steps if isinstance(s, MayUse) and s.use is Use.WHOLE)
        steps = tuple(step for use in usable for step in self._read(use))
        surveys = {step.table: found.surveys[step.table] for step in steps}
        return Program(found.as_of, steps, surveys)

    def _read(self, use: MayUse) -> Iterator[Read]:
        holdings = self.compiler.holdings
        table = holdings.tables[use.table]
        limits = Telling(self.compiler, self.grounds).only_where(table)
        cells = _given(table, use.columns, self.categories)
        names = dict.fromkeys(name for cell in cells for name in _of(cell))
        shown = tuple(
            name
            for name in names
            if masked(holdings, table, name) is None and limits.get(name) != NEVER
        )
        if shown:
            only = {name: where for name, where in limits.items() if name in shown}
            # What stands beside them is read to know what they are, and not given.
            given = tuple(cell.name for cell in cells)
            keep = Keep(use.id, use.table, use.key, given, use.purpose, 0, use.where)
            yield Read(
                use.id, use.table, use.key, shown, (), use.where, (keep,), (NEVER,), NEVER,
                only_where=only,
            )  # fmt: skip


def _given(table: HeldTable, names: Collection[str], categories: Collection[str]) -> list[Cell]:
    """Return the cells of a table with these names that hold one of the categories."""
    cells = (cell for cell in table.cells if cell.name in names and not cell.secret)
    return [cell for cell in cells if cell.category in categories]


def _of(cell: Cell) -> Iterator[str]:
    """Yield the columns that tell a cell: its own, and those that say what it is."""
    yield cell.column
    yield from (compared.column for compared in cell.when)
