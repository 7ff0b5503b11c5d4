"""What a database needs so that its promises can be kept: indexes, rights, and no surprises.

Everything follows from the data map as it is matched with the live schema; nothing here looks
at a row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from gestand.core.datamap.holdings import HeldTable, Holdings
from gestand.core.datamap.schema import Schema
from gestand.core.names import store_of

ERASED, EMPTIED = "CASCADE", "SET NULL"

_NONE: Mapping[str, tuple[str, ...]] = {}


@dataclass(frozen=True)
class Index:
    """An index of a table: its leading columns; `folded` looks past case and outer spaces."""

    table: str
    columns: tuple[str, ...]
    folded: bool = False


@dataclass(frozen=True)
class Lookup:
    """A question that is asked for each row or person: which rows have these values?

    `by` says in words what asks it.
    """

    index: Index
    by: str


@dataclass(frozen=True)
class Cascade:
    """What the database does by itself to rows of `child` when a row of `parent` is removed."""

    child: str
    columns: tuple[str, ...]
    parent: str
    action: str


@dataclass(frozen=True)
class Rights:
    """What the user of `gestand apply` may do to a table, apart from reading it."""

    table: str
    remove: bool
    change: tuple[str, ...]
    add: bool = False


def lookups(holdings: Holdings) -> list[Lookup]:
    """Return what is looked up over and over: edges, declared reaches and identifiers."""
    found: dict[Index, str] = {}
    of_rows = (*_of_edges(holdings), *_of_counters(holdings), *_of_reaches(holdings))
    for index, by in (*of_rows, *_of_people(holdings)):
        found.setdefault(index, by)
    return [Lookup(index, by) for index, by in found.items()]


def _of_edges(holdings: Holdings) -> Iterator[tuple[Index, str]]:
    for edge in holdings.references:
        yield Index(edge.child, edge.columns), f"rows of `{edge.child}` of one `{edge.parent}`"
        yield Index(edge.parent, edge.parent_columns), f"what a row of `{edge.child}` points at"


def _of_counters(holdings: Holdings) -> Iterator[tuple[Index, str]]:
    for counter in holdings.counters:
        edge = counter.edge
        yield Index(edge.child, edge.columns), f"rows that `{edge.parent}` counts"


def _of_reaches(holdings: Holdings) -> Iterator[tuple[Index, str]]:
    for table in holdings.tables.values():
        for one in table.siblings:
            yield Index(one.table, one.columns), f"the `{one.occasion}` that holds `{table.id}`"


def _of_people(holdings: Holdings) -> Iterator[tuple[Index, str]]:
    for kind, table in holdings.subjects.items():
        if table is not None:
            for name in holdings.identifiers[kind]:
                yield Index(table, (name,), folded=True), f"who of kind `{kind}` has an identifier"
    for same in holdings.same_people:
        for kind, column in ((same.kind, same.column), (same.other, same.other_column)):
            if (own := holdings.subjects[kind]) is not None:
                by = f"who of kind `{kind}` is the same person as somebody of another kind"
                yield Index(own, (column,), folded=True), by
    for held in holdings.tables.values():
        for way in held.ways:
            if way.by_identifier:
                there = way.edges[-1].parent if way.edges else held.id
                index = Index(there, (way.column,), folded=True)
                yield index, f"rows of kind `{way.kind}` by an identifier"


def acted_on(schema: Schema) -> frozenset[str]:
    """Return the tables at whose rows foreign keys point that act by themselves.

    Their rows are locked before they are removed: whoever points at one by then is asked about.
    """
    keys = (key for table in schema.tables.values() for key in table.foreign_keys)
    return frozenset(f"{schema.store}.{key.target}" for key in keys if key.on_removal)


def rights(
    holdings: Holdings,
    store: str,
    *,
    undone: bool = False,
    locked: Collection[str] = (),
    added: Mapping[str, tuple[str, ...]] = _NONE,
) -> list[Rights]:
    """Return, by table of a store, what `gestand apply` must be allowed to do, and no more.

    Where a run can be `undone`, rows are put in again, and locked while they are read. Some
    databases let nobody lock a row of which no column may be changed: so are rows at which
    pointers are emptied before they go. To tables in `added` rows come by a form, and some columns
    of these are written later.
    """
    pointed = {f.edge.parent for f in holdings.forgets if f.edge.within_one_store}
    still = {*locked, *pointed}
    found = [
        Rights(
            table.id,
            True,
            table.columns if undone else _changes(holdings, table, still, added.get(table.id, ())),
            add=undone or table.id in added,
        )
        for table in holdings.tables.values()
        if table.store == store
    ]
    for name in {counter.edge.parent for counter in holdings.counters} - {*holdings.tables}:
        if store_of(name) == store:
            found.append(Rights(name, False, _counting(holdings, name)))
    return sorted(found, key=lambda each: each.table)


def _changes(
    holdings: Holdings, table: HeldTable, still: Collection[str], later: tuple[str, ...]
) -> tuple[str, ...]:
    changed = tuple(dict.fromkeys((*_changed(holdings, table), *later)))
    return changed or (table.key[:1] if table.id in still else ())


def _counting(holdings: Holdings, table: str) -> tuple[str, ...]:
    """Return the counters of a table that follow the rows that they count."""
    return tuple(c.column for c in holdings.counters if c.edge.parent == table)


def _changed(holdings: Holdings, table: HeldTable) -> tuple[str, ...]:
    """Return the columns that may be emptied or corrected."""
    columns = [
        *(cell.column for cell in table.cells if not cell.with_row),
        *(emptied.column for emptied in table.rest),
        *(loose.column for loose in table.loose),
        *(name for f in holdings.forgets if f.edge.child == table.id for name in f.columns),
        *_counting(holdings, table.id),
        *(copied.column for copied in holdings.copies if copied.table == table.id),
    ]
    return tuple(dict.fromkeys(columns))


def surprises(cascades: Iterable[Cascade], holdings: Holdings) -> list[Cascade]:
    """Return what the database does by itself where rows of personal tables go."""
    acting = (one for one in cascades if one.action in (ERASED, EMPTIED))
    return [one for one in acting if one.parent in holdings.tables]


def acting_triggers(schemas: Mapping[str, Schema], holdings: Holdings) -> list[tuple[str, str]]:
    """Return (table, trigger) of all that fires when rows of personal tables go or change."""
    return [
        (f"{store}.{name}", trigger)
        for store, schema in schemas.items()
        for name, table in schema.tables.items()
        for trigger in table.triggers
        if f"{store}.{name}" in holdings.tables
    ]
