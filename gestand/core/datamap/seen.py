"""Edges that let a person see a row that is not theirs: they own nothing in it.

No request of theirs reaches the row, and nothing in it is held or goes because of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from gestand.core.datamap.edges import Edges
from gestand.core.datamap.holdings import Edge, HeldTable, Seen
from gestand.core.datamap.model import Access, DataMap, MappedTable
from gestand.core.findings import Finding, did_you_mean
from gestand.core.names import store_of

CODES = {"G452": "An edge cannot let somebody see a row."}


def seen_by_others(
    datamap: DataMap, edges: Edges, held: Mapping[str, HeldTable]
) -> tuple[dict[str, HeldTable], list[Finding]]:
    """Return the tables, each with who may see its rows; and what is wrong with such an edge."""
    found, findings = dict(held), list[Finding]()
    for mapped in datamap.tables.values():
        for access in mapped.access if mapped.id in held else ():
            edge = edges.at(access.through or mapped.id, access.by)
            link = _link(mapped, access, edge, edges)
            wrong = next(_wrong(mapped, access, edge, edges), "")
            if access.through and link is None and not wrong:
                wrong = f"not exactly one other column of `{access.through}` points at this table"
            if wrong or edge is None:
                message = f"`{access.by}` of `{mapped.id}` cannot let anybody see a row: {wrong}"
                hint = "see `access:` in the reference of the data map"
                findings.append(Finding(access.span, "G452", message, access.by, hint))
                continue
            ways = (replace(way, edges=(edge, *way.edges)) for way in edges.ways(edge.parent))
            seen = Seen(edge, tuple(ways), frozenset(access.tells), link)
            table = found[mapped.id]
            found[mapped.id] = replace(table, seen=(*table.seen, seen))
    return found, findings


def _link(
    mapped: MappedTable, access: Access, edge: Edge | None, edges: Edges
) -> Edge | None:
    """Return the one edge by which rows of a table that links people point at this one."""
    found = [
        each
        for each in edges.references
        if (each.child, each.parent) == (access.through, mapped.id) and each != edge
    ]
    return found[0] if len(found) == 1 and not found[0].when else None


def _wrong(
    mapped: MappedTable, access: Access, edge: Edge | None, edges: Edges
) -> Iterator[str]:
    if edge is None:
        yield "it points at no row in every row; say with `to:` at which table it points"
        return
    if edge in edges.owners.get(mapped.id, ()):
        yield "it leads to an owner, who sees the row as theirs"
    for table in (edge.child, edge.parent):
        if store_of(table) != mapped.store:
            yield f"`{table}` is in another store"
    if edge.parent not in edges.datamap.tables or not edges.ways(edge.parent):
        yield f"`{edge.parent}` belongs to nobody"
    for name in access.tells:
        column = mapped.columns.get(name)
        if column is None:
            known = did_you_mean(name, mapped.columns)
            yield f"`{name}` of `tells:` is not under `columns:`; {known}".rstrip("; ")
        elif column.secret:
            yield f"`{name}` of `tells:` is a secret"
