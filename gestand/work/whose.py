"""Whose rows they are that a step asks about: the people, as their own tables name them."""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.datamap.holdings import HeldTable, Way
from gestand.core.facts import Person, folded_text
from gestand.core.names import store_of
from gestand.core.owners import ROW, outward, person_of
from gestand.core.plan.led import Led
from gestand.core.plan.steps import AskHuman
from gestand.core.predicate import Column, Not, Null, Predicate, all_of
from gestand.core.reach import Joined
from gestand.work.sweep import Prepared

FEW = 50
"""What is written about more people than these is about none of them in particular."""


def people_of(prepared: Prepared, asking: AskHuman) -> list[Person]:
    """Return the people whose rows a step asks about, in open transactions.

    None where one of the rows may be somebody's whom this store cannot tell, or there are many.
    """
    holdings = prepared.company.holdings
    table = holdings.tables.get(asking.table)
    found: dict[Person, None] = {}
    if table is None:
        return []
    for way in table.ways:
        named = person_of(holdings, way, lambda column, _: Not(Null(column)))
        led = _led(table, way, all_of(asking.where, named))
        if led is None:
            return []
        for person in _at_the_end(prepared, table, way, led):
            found[person] = None
            if len(found) > FEW:
                return []
    return list(found)


def _at_the_end(prepared: Prepared, table: HeldTable, way: Way, led: Led) -> Iterator[Person]:
    keys = [key for (key,) in prepared.runs[table.store].ends_of(led)]
    own = prepared.company.holdings.subjects[way.kind]
    if own is None:
        yield from (Person(way.kind, folded_text(str(key))) for key in keys)
        return
    # As their own row writes it, and nobody of whom there is no row.
    for key, _ in prepared.runs[store_of(own)].rows_at(own, (), keys[: FEW + 1]):
        yield Person(way.kind, key)


def _led(table: HeldTable, way: Way, rows: Predicate) -> Led | None:
    """Return how the store of a table comes to who is named; None where it cannot by itself."""
    joins: list[Joined] = []
    alias, stands = ROW, table.id
    for number, edge in enumerate(way.edges, start=1):
        is_last = number == len(way.edges)
        if is_last and not way.by_identifier and way.column in edge.parent_columns:
            own = edge.columns[edge.parent_columns.index(way.column)]
            return Led(table.id, rows, (*joins, _end(edge.parent, Column(alias, own), way.column)))
        if store_of(edge.parent) != table.store:
            return None
        joins.append((f"o{number}", edge.parent, outward(edge, alias)))
        alias, stands = f"o{number}", edge.parent
    return Led(table.id, rows, (*joins, _end(stands, Column(alias, way.column), way.column)))


def _end(table: str, named: Column, column: str) -> Joined:
    """Return a last join, of which only what leads to it is read."""
    return ("end", table, ((named, column),))
