"""Tables with old versions of the rows of another table.

A column with the name of one of that table holds what that one holds, for as long as that one is
held, and becomes what it becomes. So nothing of it has to be written twice, or can be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from gestand.core.datamap.edges import Edges
from gestand.core.datamap.holdings import HeldTable, PastOf
from gestand.core.datamap.model import DataMap, History, MappedColumn, MappedTable, Owner
from gestand.core.datamap.schema import Table
from gestand.core.findings import Finding
from gestand.core.found import span_of

CODES = {"G450": "A table cannot be the history of another one."}


def with_owners(tables: Mapping[str, MappedTable]) -> dict[str, MappedTable]:
    """Give each history what the map says of the table that it is about: purposes and source."""
    return {name: _with_owner(tables, table) for name, table in tables.items()}


def _with_owner(tables: Mapping[str, MappedTable], table: MappedTable) -> MappedTable:
    history = table.history
    told = tables.get(history.of) if history else None
    if history is None or told is None:
        return table
    owners = (Owner(history.by, table=history.of, span=history.span),) if history.by else ()
    return replace(
        table,
        purposes=table.purposes or told.purposes,
        source=table.source or told.source,
        owners=table.owners or owners,
    )


def with_columns(datamap: DataMap, tables: Mapping[str, Table]) -> DataMap:
    """Give each history the columns that its live table has of the one that it is about."""
    mapped = {
        name: _with_columns(datamap, table, tables) if table.history else table
        for name, table in datamap.tables.items()
    }
    return replace(datamap, tables=mapped)


def _with_columns(
    datamap: DataMap, table: MappedTable, tables: Mapping[str, Table]
) -> MappedTable:
    of = table.history.of if table.history else ""
    told, live, there = datamap.tables.get(of), tables.get(table.id), tables.get(of)
    if told is None or live is None or there is None:
        return table
    same = {
        name: replace(told.columns.get(name, MappedColumn(name)), about=None, span=table.span)
        for name in live.columns
        if name in there.columns and name not in live.key and name not in table.derived
    }
    # What it copies of others is about them, and nothing is known of it here.
    apart = {owner.column for owner in table.owners} | {each.column for each in told.copies}
    columns = {name: column for name, column in same.items() if name not in apart}
    history = replace(table.history, own=frozenset(table.columns)) if table.history else None
    return replace(table, columns=columns | dict(table.columns), history=history)


def histories(
    datamap: DataMap, tables: Mapping[str, Table], edges: Edges, held: Mapping[str, HeldTable]
) -> tuple[dict[str, HeldTable], list[Finding]]:
    """Return the tables, each history with what it is the history of; and what is wrong with it."""
    found, findings = dict(held), list[Finding]()
    for mapped in datamap.tables.values():
        if mapped.history is None or mapped.id not in held:
            continue
        wrong = next(_wrong(datamap, mapped, mapped.history, edges, held), "")
        if wrong:
            message = f"`{mapped.id}` cannot be the history of `{mapped.history.of}`: {wrong}"
            hint = "see `history:` in the reference of the data map"
            span = span_of(mapped.history.of, mapped.history.span)
            findings.append(Finding(span, "G450", message, mapped.history.of, hint))
            continue
        (edge,) = edges.owners[mapped.id]
        keys = (key.columns for key in tables[mapped.id].foreign_keys)
        past = PastOf(edge, keeps=mapped.history.keep, declared=edge.columns in keys)
        found[mapped.id] = replace(held[mapped.id], past=past)
    return found, findings


def _wrong(
    datamap: DataMap,
    mapped: MappedTable,
    history: History,
    edges: Edges,
    held: Mapping[str, HeldTable],
) -> Iterator[str]:
    told, owners = datamap.tables.get(history.of), edges.owners.get(mapped.id, ())
    if told is None or not told.planned or history.of not in held:
        yield "that is no table with personal data in the data map"
        return
    if told.history is not None or history.of == mapped.id:
        yield "that is a history itself"
    if told.store != mapped.store:
        yield "that is in another store"
    if [(edge.parent, edge.when) for edge in owners] != [(history.of, ())]:
        yield f"not one column leads to `{history.of}`: name it with `by:`, and no other owner"
    if held[history.of].shared:
        yield "its rows are of several people; give this table its own owners and columns"
    if told.held_by:
        yield "its rows are held by a declared reach; give this table its own owner and columns"
    if mapped.held_by or mapped.consents or mapped.facts or mapped.files:
        yield "a history has no reach, consent, facts or files of its own"
    if any(b.table == mapped.id for bound in datamap.occasions.values() for b in bound):
        yield "it is an occasion itself"
