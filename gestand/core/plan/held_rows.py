"""Compile by what rows are held that were found in another way than over their people.

The grounds are those of a plan about everybody: requests, restrictions and decisions count. Only
the question differs: not what goes, but why a row that is there may be there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gestand.core.access.told import Standing, columns_told, why
from gestand.core.apart import parts_apart, set_apart
from gestand.core.datamap.holdings import HeldTable, Holdings
from gestand.core.grounds import Grounds
from gestand.core.plan.cells import claims_of
from gestand.core.plan.compile import Compiler
from gestand.core.plan.steps import Keep, Program, Read, Survey
from gestand.core.predicate import NEVER, Column, Listed, Predicate, any_of
from gestand.core.reach import ROW


def found_rows(table: str) -> str:
    """Return the name of the key set in which the rows of a table stand that were found."""
    return f"found:{table}"


@dataclass(frozen=True)
class HeldRows:
    """Writes the steps that tell, of rows in key sets, which purposes hold them and until when.

    A step reads no values. The last of its `keeps` holds nothing: it waits where the row is set
    apart.
    """

    compiler: Compiler
    grounds: Grounds

    def program(self, tables: Iterable[str]) -> Program:
        """Return a step for each table."""
        held = [self.compiler.holdings.tables[name] for name in tables]
        steps = tuple(map(self._read, held))
        surveys = {
            step.table: Survey(step.table, step.key, step.scope, (), whole=False) for step in steps
        }
        return Program(self.grounds.question.as_of, steps, surveys)

    def _read(self, table: HeldTable) -> Read:
        apart = Keep(f"apart:{table.id}", table.id, table.key, table.columns, "", -1, NEVER)
        return Read(
            f"found:{table.id}",
            table.id,
            table.key,
            (),
            (),
            self._scope(table),
            (*self.compiler.keeps(table), apart),
            (*self.compiler.doubts(table), self._apart(table)),
            self.grounds.let_go(table),
        )

    def _scope(self, table: HeldTable) -> Predicate:
        return Listed(found_rows(table.id), tuple(Column(ROW, name) for name in table.key))

    def _apart(self, table: HeldTable) -> Predicate:
        holdings, question = self.compiler.holdings, self.grounds.question
        claims = claims_of(self.grounds, table)
        parts = parts_apart(holdings, question, table, claims, table.cells)
        return any_of(set_apart(holdings, question, table), parts)


@dataclass(frozen=True)
class CellHeld:
    """How a cell stands, and by which purposes of its step (their places) it is held."""

    standing: Standing
    held_by: tuple[int, ...] = ()


def cells_held(
    holdings: Holdings, step: Read, held: Sequence[bool], waits: Sequence[bool]
) -> dict[str, CellHeld]:
    """Return, by column, how the cells of a row stand that a step of `HeldRows` was about."""
    *_, apart = waits
    keeps, whole = step.keeps[:-1], holdings.tables[step.table].columns
    told = {}
    for column in columns_told(holdings, replace(step, columns=whole, keeps=keeps)):
        found = why(column, held[:-1], waits[:-1])
        loose = found.standing is not Standing.HELD
        standing = Standing.APART if apart and loose else found.standing
        told[column.name] = CellHeld(standing, found.held_by)
    for papers in holdings.tables[step.table].documents:
        cells = [c for c in holdings.tables[step.table].cells if c.column == papers.document.column]
        told[papers.document.column] = _as_whole([told[c.name] for c in cells if c.path])
    table = holdings.tables[step.table]
    for name in dict.fromkeys(cell.column for cell in table.cells if cell.when):
        told[name] = _of_one([told[c.name] for c in table.cells if c.column == name])
    return told


def _of_one(cells: Sequence[CellHeld]) -> CellHeld:
    """Return how a value stands of which only one of these cells is in the row."""
    for standing in (Standing.HELD, Standing.APART, Standing.WAITS):
        found = [cell for cell in cells if cell.standing is standing]
        if found:
            held_by = {number for cell in found for number in cell.held_by}
            return CellHeld(standing, tuple(sorted(held_by)))
    return CellHeld(Standing.LOOSE)


def _as_whole(parts: Sequence[CellHeld]) -> CellHeld:
    """Return how a document stands in which something was found: nobody knows in which part."""
    standings = {part.standing for part in parts}
    held_by = tuple(sorted({number for part in parts for number in part.held_by}))
    if len(standings) == 1:
        return CellHeld(standings.pop(), held_by)
    return CellHeld(Standing.WAITS if standings else Standing.LOOSE)
