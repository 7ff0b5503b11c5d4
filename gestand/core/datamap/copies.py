"""Which columns are copies of a value in the row that another column points at.

A copy holds nothing by itself: what holds the value that it copies holds the copy, and when nothing
does, the copy becomes what that value becomes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from gestand.core.datamap.edges import Edges
from gestand.core.datamap.emptied import emptied
from gestand.core.datamap.holdings import Cell, Copied, Edge, HeldTable
from gestand.core.datamap.model import Becomes, Copies, DataMap, MappedColumn, MappedTable
from gestand.core.datamap.schema import Column, Table
from gestand.core.findings import Finding, did_you_mean
from gestand.core.left import KEEPING
from gestand.core.predicate import Emptied

CODES = {"G449": "A copy cannot follow the value that it copies."}


def copies(
    datamap: DataMap,
    tables: Mapping[str, Table],
    edges: Edges,
    structural: Mapping[str, frozenset[str]],
    held: Mapping[str, HeldTable],
) -> tuple[tuple[Copied, ...], list[Finding]]:
    """Return the copies, and what is wrong with those that cannot follow.

    `structural` are, by table, the columns that are keys, edges or moments.
    """
    copying = _Copying(datamap, tables, edges, structural, held)
    found = [
        copied
        for mapped in datamap.tables.values()
        if mapped.id in tables
        for each in mapped.copies
        if (copied := copying.copied(mapped, each)) is not None
    ]
    return tuple(found), copying.findings


@dataclass(frozen=True)
class _Copying:
    datamap: DataMap
    tables: Mapping[str, Table]
    edges: Edges
    structural: Mapping[str, frozenset[str]]
    held: Mapping[str, HeldTable]
    findings: list[Finding] = field(default_factory=list)

    def copied(self, mapped: MappedTable, told: Copies) -> Copied | None:
        """Return one copy; None where it is refused."""
        live = self.tables[mapped.id].columns.get(told.column)
        edge = self.edges.at(mapped.id, told.by)
        cell = self._cell(edge, told.of) if edge else None
        wrong = next(self._wrong(mapped, told, edge, cell), "")
        change = self._change(mapped, live, cell) if live and cell and not wrong else wrong
        if isinstance(change, str) or edge is None or cell is None:
            message = f"copy `{told.column}` of `{mapped.id}` cannot follow: {change or wrong}"
            hint = "see `copies:` in the reference of the data map"
            self.findings.append(Finding(told.span, "G449", message, told.column, hint))
            return None
        return Copied(mapped.id, told.column, edge, cell, change)

    def _wrong(
        self, mapped: MappedTable, told: Copies, edge: Edge | None, cell: Cell | None
    ) -> Iterator[str]:
        """Yield why a copy cannot follow, the first reason first."""
        own = self.tables[mapped.id].columns
        if told.column not in own:
            known = did_you_mean(told.column, own)
            yield f"there is no such column; {known or 'name one of this table'}"
        if not mapped.planned:
            yield "its table is `not personal:`, and this is about somebody"
        if told.column in self.structural.get(mapped.id, frozenset()):
            yield "it is a key, an edge, a moment or part of a condition"
        if told.column in mapped.columns:
            yield "it stands under `columns:` as well; take it out there"
        if edge is None:
            known = "" if told.by in own else did_you_mean(told.by, own)
            yield f"`{told.by}` does not point at a row in every row; {known}".rstrip("; ")
            return
        if not edge.within_one_store:
            yield f"`{edge.parent}` is in another store"
        if cell is None:
            yield f"`{told.of}` of `{edge.parent}` holds no category of data"
            return
        there = self.tables[edge.parent].columns[told.of]
        if own[told.column].kind is not there.kind:
            yield f"it is {own[told.column].kind.value}, and what it copies {there.kind.value}"

    def _cell(self, edge: Edge, column: str) -> Cell | None:
        table = self.held.get(edge.parent)
        # Of a document, or where another column tells what it is, there are several.
        every = table.cells if table else ()
        cells = [cell for cell in every if cell.column == column and not cell.with_row]
        whole = len(cells) == 1 and not (cells[0].path or cells[0].when)
        return cells[0] if whole else None

    def _change(self, mapped: MappedTable, live: Column, cell: Cell) -> Emptied | str:
        """Return what the copy becomes: what its value becomes, or why that does not fit here."""
        there = cell.emptied
        if there.how not in ("null", "constant", *KEEPING):
            return "what it copies becomes a pseudonym, which is made of its own row"
        words = "" if there.how != "constant" else str(there.constant)
        erase = Becomes(there.how, words, there.size)
        asked = MappedColumn(live.name, cell.category, erase=erase)
        free = replace(live, checked=()) if live.name in mapped.checks else live
        change = emptied(asked, free, self.tables[mapped.id])
        if not isinstance(change, str) and free.checked and change.how != "null":
            return "a CHECK reads it: say under `checks:` why that takes what it becomes"
        return f"as its value becomes, {change}" if isinstance(change, str) else change
