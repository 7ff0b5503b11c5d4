"""Which rows must stay because another row still points at them."""

from __future__ import annotations

from collections.abc import Mapping

from gestand.core.datamap.holdings import Edge, HeldTable, Holdings, Loose
from gestand.core.owners import ROW, meets
from gestand.core.plan.steps import Erase, Redact
from gestand.core.predicate import (
    ALWAYS,
    Column,
    Linked,
    Listed,
    Predicate,
    all_of,
    any_of,
    none_of,
)


def spared(name: str) -> str:
    """Return the name of the key set with those of a set `name` that turned out to stay."""
    return f"spared:{name}"


def still_pointed_at(
    erase: Erase, holdings: Holdings, *, planned: bool, again: bool = False
) -> Predicate:
    """Return where a row of another table still points at the row `t`.

    In a plan nothing has gone yet: rows that are going (key set `gone:TABLE`) do not
    count, nor do pointers that are emptied first. With `again` those of them do count that
    turned out to stay. When carrying out, every row that is there and still points counts.
    """
    emptied = [forgets.edge for forgets in holdings.forgets] if planned else []
    pins = (edge for edge in erase.pins if edge not in emptied)
    return any_of(*(_points(edge, holdings, planned=planned, again=again) for edge in pins))


def goes_first(erase: Erase, holdings: Holdings) -> Predicate:
    """Return where the row `t` goes and no other has to go before it.

    Where any row goes there is one of these, or a pointer that is emptied: rows go after those that
    point at them, and in no circle.
    """
    emptied = [forgets.edge for forgets in holdings.forgets]
    solid = (_pointing(edge, ALWAYS) for edge in erase.pins if edge not in emptied)
    return all_of(erase.where, none_of(erase.pinned, *solid))


def still_goes(erase: Erase, emptied: Mapping[Edge, Redact]) -> Predicate:
    """Return where the row `t` goes as everything is now, but for pointers that are `emptied`.

    A step empties those that the plan has seen; one that came since keeps the row.
    """
    solid = [_pointing(edge, ALWAYS) for edge in erase.pins if edge not in emptied]
    new = []
    for edge, step in emptied.items():
        seen = Listed(step.id, tuple(Column("c", name) for name in step.key))
        new.append(_pointing(edge, none_of(seen)))
    return all_of(erase.where, none_of(erase.pinned, *solid, *new))


def _points(edge: Edge, holdings: Holdings, *, planned: bool, again: bool) -> Predicate:
    child = holdings.tables.get(edge.child)
    staying: Predicate = ALWAYS
    if planned and child is not None:
        key = tuple(Column("c", name) for name in child.key)
        going = [f"gone:{child.id}"]
        going += [edge_step(child, e) for e in child.loose if (e.column,) == edge.columns]
        stay = [Listed(spared(name), key) for name in going if again and edge.within_one_store]
        staying = any_of(none_of(*(Listed(name, key) for name in going)), *stay)
    return _pointing(edge, staying)


def _pointing(edge: Edge, where: Predicate) -> Predicate:
    """Return where a row `c` of which `where` is true points at the row `t`."""
    own = tuple(Column(ROW, name) for name in edge.parent_columns)
    pairs = tuple(zip(own, edge.columns, strict=True))
    return Linked("c", edge.child, pairs, all_of(meets(edge.when, "c"), where))


def edge_step(table: HeldTable, edge: Loose) -> str:
    """Return the id of the step that empties the edge to an owner who is let go."""
    return f"redact:{table.id}:edge-{edge.column}"
