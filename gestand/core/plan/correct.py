"""Compile a correction (rectification, GDPR article 16; GROUNDS rule 19).

Every live copy of the old value about this person gets the new one, the person's own row
last, so that a run that is stopped finds the old value again. A document that a law
freezes keeps what it says: a person is asked to add a supplement. What is set apart is not
changed until that is over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gestand.core.apart import parts_apart, set_apart
from gestand.core.datamap.holdings import Cell, HeldTable
from gestand.core.grounds import Grounds
from gestand.core.owners import ROW, meets, outward
from gestand.core.plan.compile import Compiler
from gestand.core.plan.steps import AskHuman, Program, SetApart, Survey, Write
from gestand.core.plan.steps_apart import rows_apart
from gestand.core.policy.model import Basis
from gestand.core.predicate import (
    NEVER,
    Column,
    Linked,
    Listed,
    Null,
    Predicate,
    all_of,
    any_of,
    none_of,
    of_row,
)

OLD_VALUE, NEW_VALUE = "old value", "new value"
"""The key sets in which the two values stand during a run; no step holds them."""


@dataclass(frozen=True)
class Correction:
    """A category of data about a person, with its old and its new value.

    Without an old one it is filled in (GDPR article 16: to have incomplete data completed).
    `column` is which of several columns of that category it stands in, in the person's own row.
    """

    category: str
    old: str | None
    new: str
    column: str = ""

    @property
    def shape(self) -> tuple[str, str, bool]:
        """What the steps depend on, whatever the values are."""
        return self.category, self.column, self.fills_in

    @property
    def fills_in(self) -> bool:
        """Tell whether nothing stood there."""
        return not self.old


@dataclass(frozen=True)
class Correcting:
    """Writes the steps that correct `category` in the rows of the people asked about.

    With `fills_in` it has no value: then it is written into the person's own row alone, where a
    purpose holds that, and into no copy. A table that has the `column` holds the value in that.
    """

    compiler: Compiler
    grounds: Grounds
    category: str
    column: str = ""
    fills_in: bool = False

    def program(self) -> Program:
        """Return a step per column that may hold a copy, the person's own row last."""
        steps: list[Write | AskHuman | SetApart] = []
        surveys: dict[str, Survey] = {}
        for name in self.compiler.holdings.order:
            table = self.compiler.holdings.tables[name]
            copies = [] if self.fills_in else list(self._copies(table))
            if self.compiler.scope(table) == NEVER and not copies:
                continue
            surveys[name] = Survey(name, table.key, self.compiler.scope(table), (), whole=False)
            steps += copies
            if self.compiler.scope(table) == NEVER:
                continue
            steps += self._filled_in(table) if self.fills_in else self._steps(table)
            if any(cell.category == self.category for cell in table.cells):
                scope = self.compiler.scope(table)
                steps += rows_apart(self.compiler.holdings, self.grounds, table, scope)
        return Program(self.grounds.question.as_of, tuple(steps), surveys)

    def _copies(self, table: HeldTable) -> Iterator[Write]:
        """Yield a step for each column that copies what is corrected, in whosever row."""
        for copied in self.compiler.holdings.copies:
            parent = self.compiler.holdings.tables[copied.edge.parent]
            scope = self.compiler.scope(parent, copied.cell.ways)
            meant = copied.table == table.id and self._is_meant(parent, copied.cell)
            if not meant or scope == NEVER:
                continue
            # A copy of what is set apart alone stays what that is.
            own = all_of(scope, none_of(*self._apart(parent, copied.cell)))
            theirs = Linked("f", parent.id, outward(copied.edge, ROW), of_row(own, ROW, "f"))
            same = Listed(OLD_VALUE, (Column(ROW, copied.column),))
            apart = set_apart(self.compiler.holdings, self.grounds.question, table)
            where = all_of(same, theirs, none_of(apart))
            step = f"write:{table.id}:{copied.column}"
            yield Write(step, table.id, table.key, copied.column, where)

    def _steps(self, table: HeldTable) -> Iterator[Write | AskHuman]:
        for cell in table.cells:
            # A history tells what was; it is no live copy.
            if not self._is_meant(table, cell) or table.past is not None:
                continue
            same: Predicate = Listed(OLD_VALUE, (Column(ROW, cell.column),))
            if cell.path:
                same = none_of(Null(Column(ROW, cell.column)))
            same = all_of(meets(cell.when, ROW), same)
            where = all_of(
                self.compiler.scope(table, cell.ways), same, none_of(*self._apart(table, cell))
            )
            if cell.path or self._frozen(table, cell):
                reason = "an issued document shows the old value: add a supplement to it"
                step = f"ask:{table.id}:supplement-{cell.column}"
                if cell.path:
                    reason = f"see whether `{cell.name}` has the old value, and correct it there"
                    step = f"ask:{table.id}:look-{cell.column}-{'-'.join(cell.path)}"
                if step in self.grounds.question.decided:
                    key = tuple(Column(ROW, name) for name in table.key)
                    where = all_of(where, none_of(Listed(f"settled:{step}", key)))
                yield AskHuman(step, table.id, table.key, (cell.column,), reason, where)
            else:
                step = f"write:{table.id}:{cell.name.replace(' ', '-')}"
                yield Write(step, table.id, table.key, cell.column, where)

    def _is_meant(self, table: HeldTable, cell: Cell) -> bool:
        """Tell whether the value may stand in a cell: of several of its category in one of them."""
        if cell.with_row:
            return False
        own = {each.column for each in table.cells if each.category == self.category}
        named = self.column in own
        return cell.category == self.category and (not named or cell.column == self.column)

    def _filled_in(self, table: HeldTable) -> Iterator[Write]:
        """Yield a step for the empty column of a person's own row, where a purpose may hold it."""
        own = [
            number
            for number, way in enumerate(table.ways)
            if not way.edges and self.compiler.holdings.subjects[way.kind] == table.id
        ]
        for cell in table.cells:
            if not self._is_meant(table, cell) or cell.path or cell.when or not own:
                continue
            column = Column(ROW, cell.column)
            empty = any_of(Null(column), Listed(OLD_VALUE, (column,)))
            held = any_of(
                *(self.grounds.live(table, claim) for claim in self.grounds.claims(table, cell))
            )
            free = none_of(*self._apart(table, cell))
            where = all_of(self.compiler.scope(table, own), empty, held, free)
            step = f"write:{table.id}:{cell.name.replace(' ', '-')}"
            yield Write(step, table.id, table.key, cell.column, where)

    def _apart(self, table: HeldTable, cell: Cell) -> Iterator[Predicate]:
        """Yield where a cell is set apart: with all about its person, or alone."""
        holdings, question = self.compiler.holdings, self.grounds.question
        yield set_apart(holdings, question, table, cell.ways)
        yield parts_apart(holdings, question, table, self.grounds.claims(table, cell), [cell])

    def _frozen(self, table: HeldTable, cell: Cell) -> bool:
        purposes = self.grounds.policy.purposes
        return any(
            purposes[claim.purpose].basis is Basis.LAW and purposes[claim.purpose].keep.exactly
            for claim in self.grounds.claims(table, cell)
        )
