"""Which counters follow the rows that they count, found in map and schema.

A counter is a number in a row that says how many rows of another table belong to it. When some of
these go, it is counted anew, or lowered, in the transaction in which they go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gestand.core.datamap.conditions import misfit
from gestand.core.datamap.edges import Edges
from gestand.core.datamap.holdings import Counter, Edge
from gestand.core.datamap.model import Counts, DataMap, MappedTable
from gestand.core.datamap.schema import Kind, Table
from gestand.core.findings import Finding, did_you_mean

CODES = {"G448": "A counter cannot follow the rows that it counts."}


def counters(
    datamap: DataMap,
    tables: Mapping[str, Table],
    edges: Edges,
    structural: Mapping[str, frozenset[str]],
) -> tuple[tuple[Counter, ...], list[Finding]]:
    """Return the counters that follow, and what is wrong with the others.

    `structural` are, by table, the columns that are keys, edges or moments.
    """
    counting = _Counting(datamap, tables, edges, structural)
    found = [
        counter
        for mapped in datamap.tables.values()
        if mapped.id in tables
        for counts in mapped.counts
        if (counter := counting.counter(mapped, counts)) is not None
    ]
    return tuple(found), counting.findings


@dataclass(frozen=True)
class _Counting:
    datamap: DataMap
    tables: Mapping[str, Table]
    edges: Edges
    structural: Mapping[str, frozenset[str]]
    findings: list[Finding] = field(default_factory=list)

    def counter(self, mapped: MappedTable, counts: Counts) -> Counter | None:
        """Return one counter; None where it stays as it is, or is refused."""
        edge = self._edge(mapped, counts)
        wrong = next(self._wrong(mapped, counts, edge), "")
        if wrong:
            message = f"counter `{counts.column}` of `{mapped.id}` cannot follow: {wrong}"
            hint = "see `counts:` in the reference of the data map"
            self.findings.append(Finding(counts.span, "G448", message, counts.column, hint))
        if wrong or edge is None or counts.then == "keep":
            return None
        lowers = counts.then == "lower"
        return Counter(counts.column, edge, counts.when, lowers, counts.sums)

    def _wrong(self, mapped: MappedTable, counts: Counts, edge: Edge | None) -> Iterator[str]:
        """Yield why a counter cannot follow, the first reason first."""
        column = self.tables[mapped.id].columns.get(counts.column)
        child = self.datamap.tables.get(counts.of)
        if column is None:
            known = did_you_mean(counts.column, self.tables[mapped.id].columns)
            yield f"there is no such column; {known or 'name one of this table'}"
            return
        if counts.column in self.structural.get(mapped.id, frozenset()):
            yield "it is a key, an edge, a moment or part of a condition"
        if counts.column in mapped.columns:
            yield "it stands under `columns:` as well; take it out there"
        if column.kind not in (Kind.INTEGER, Kind.NUMBER) or column.generated:
            yield f"it is {'generated' if column.generated else column.kind.value}, and no number"
        if child is None or not child.planned or counts.of not in self.tables:
            yield f"no rows of `{counts.of}` go: it is no table with personal data here"
            return
        if mapped.store != child.store:
            yield f"`{counts.of}` is in another store, and cannot change in the same transaction"
        if edge is None:
            yield f"not one column of `{counts.of}` points at the key of this table: say `by:`"
        yield from self._unread(counts, child)

    def _unread(self, counts: Counts, child: MappedTable) -> Iterator[str]:
        """Yield why it cannot be read which rows count, or what they come to.

        What is added up may not change in rows that stay.
        """
        for compared in counts.when:
            if text := misfit(compared, self.tables[child.id].columns):
                yield text
        sums = counts.sums
        if sums is None:
            return
        column, told = self.tables[child.id].columns.get(sums), child.columns.get(sums)
        if column is None:
            known = did_you_mean(sums, self.tables[child.id].columns)
            yield f"`{child.id}` has no column `{sums}`; {known or 'name one of that table'}"
        elif column.kind is not Kind.INTEGER or column.nullable or column.generated:
            yield f"`{sums}` is not a whole number in each row, as it stands there"
        elif sums in child.derived or (told and (told.category or told.secret or told.erase)):
            yield f"`{sums}` may change while its row stays: only what is `technical` is added up"

    def _edge(self, mapped: MappedTable, counts: Counts) -> Edge | None:
        """Return by what the rows that are counted point at the row with the counter."""
        child, key = self.tables.get(counts.of), self.tables[mapped.id].key
        if child is None or not key:
            return None
        leading = [
            edge
            for edge in self.edges.references
            if (edge.child, edge.parent, edge.parent_columns) == (counts.of, mapped.id, key)
            and not edge.when
            and counts.by in (None, *edge.columns)
        ]
        if leading or counts.by not in child.columns or len(key) > 1:
            return leading[0] if len(leading) == 1 else None
        here, there = child.columns[str(counts.by)], self.tables[mapped.id].columns[key[0]]
        alike = (here.kind, here.alike) == (there.kind, there.alike)
        return Edge(counts.of, (str(counts.by),), mapped.id, key) if alike else None

