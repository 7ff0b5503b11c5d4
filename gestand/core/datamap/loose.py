"""Which column of an edge can be emptied once nothing holds the row for that owner.

A row of several people outlives the one who asked for erasure, and then it need not say whose
it was. Never a column that another edge, a condition, a moment or a declared reach reads: what
holds the row for somebody else would change with it (GROUNDS rule 20).
"""

from __future__ import annotations

from gestand.core.datamap.edges import Edges
from gestand.core.datamap.holdings import Edge, Loose, Occasion
from gestand.core.datamap.model import MappedTable
from gestand.core.datamap.schema import Column, Table


def loose_edges(
    mapped: MappedTable, table: Table, edges: Edges, occasions: tuple[Occasion, ...]
) -> tuple[Loose, ...]:
    """Return the columns that may be emptied in rows of several owners."""
    ways = edges.ways(mapped.id)
    owners = edges.owners.get(mapped.id, ())
    if len(ways) < 2 or _dates_or_owns(mapped.id, edges, occasions):
        return ()
    return tuple(
        Loose(edge.columns[0], tuple(n for n, way in enumerate(ways) if way.edges[:1] == (edge,)))
        for edge in owners
        if len(owners) > 1 and _reads_alone(mapped, table, edges, edge)
    )


def _dates_or_owns(table: str, edges: Edges, occasions: tuple[Occasion, ...]) -> bool:
    """Tell whether the rows are occasions, date one, or lead other rows to their owners."""
    dating = {occasion.stands_in(m) for occasion in occasions for m in occasion.all_moments()}
    owning = {edge.parent for owners in edges.owners.values() for edge in owners}
    return table in dating | owning | {occasion.table for occasion in occasions}


def _reads_alone(mapped: MappedTable, table: Table, edges: Edges, edge: Edge) -> bool:
    column = edge.columns[0]
    here = table.columns.get(column)
    if len(edge.columns) > 1 or here is None or not here.takes_null or here.unique or _bound(here):
        return False
    others = [e for e in edges.references if e.child == mapped.id and column in e.columns]
    read = {compared.column for owner in mapped.owners for compared in owner.when}
    read |= {held.via for held in mapped.held_by} | {*table.key}
    read |= {owner.column for owner in mapped.owners if owner.identifier}
    pointed = any(e.parent == mapped.id and column in e.parent_columns for e in edges.references)
    return len(others) == 1 and column not in read and not pointed


def _bound(column: Column) -> bool:
    """Tell whether the column follows others, or is read by an index in its own way."""
    return bool(column.generated or column.indexed)
