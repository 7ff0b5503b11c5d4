"""Whose rows they are that a step asks about: the people, as their own tables name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from gestand.core.datamap.holdings import HeldTable, Holdings, Way
from gestand.core.facts import Person, folded_text
from gestand.core.names import store_of
from gestand.core.owners import ROW, outward, person_of
from gestand.core.plan.led import Led
from gestand.core.plan.steps import AskHuman
from gestand.core.predicate import Column, Not, Null, Predicate, all_of
from gestand.core.reach import Joined
from gestand.stores.base import Run
from gestand.work.sweep import Prepared

FEW = 50
"""What is written about more people than these is about none of them in particular."""


@dataclass(frozen=True)
class Whose:
    """The people whose rows they are; with `others` some may be somebody's who is not known."""

    people: tuple[Person, ...] = ()
    others: bool = False


def whose_rows(prepared: Prepared, asking: AskHuman) -> Whose:
    """Return whose rows a step asks about, in open transactions; nobody where there are many."""
    holdings = prepared.company.holdings
    return whose_where(holdings, prepared.runs, asking.table, asking.where)


def whose_where(
    holdings: Holdings, runs: Mapping[str, Run], of_table: str, where: Predicate
) -> Whose:
    """Return whose rows they are that meet a condition, in open transactions of `runs`."""
    table = holdings.tables.get(of_table)
    found: dict[Person, None] = {}
    others = False
    for way in table.ways if table else ():
        led = led_to(holdings, table, way, where) if table else None
        if table is None or led is None:
            others = True
            continue
        people, keys = _at_the_end(holdings, runs, table, way, led)
        others = others or len(people) < keys
        found |= dict.fromkeys(people)
    return Whose((), others=True) if len(found) > FEW else Whose(tuple(found), others)


def led_to(holdings: Holdings, table: HeldTable, way: Way, where: Predicate) -> Led | None:
    """Return how a store comes to the people to whom a way leads from rows that meet `where`.

    None where it cannot tell that by itself.
    """
    within = _within(table, way)
    if within is None:
        return None
    named = person_of(holdings, within, lambda column, _: Not(Null(column)))
    return _led(table, way, all_of(where, named))


def _within(table: HeldTable, way: Way) -> Way | None:
    """Return the part of a way in the store of its table; None where that does not name anybody.

    What points at the row of a person in another store names them just as well.
    """
    if all(store_of(edge.parent) == table.store for edge in way.edges):
        return way
    *before, last = way.edges
    stays = all(store_of(edge.parent) == table.store for edge in before)
    if not stays or way.by_identifier or way.when or last.parent_columns != (way.column,):
        return None
    return replace(way, edges=tuple(before), column=last.columns[0], when=last.when)


def _at_the_end(
    holdings: Holdings, runs: Mapping[str, Run], table: HeldTable, way: Way, led: Led
) -> tuple[list[Person], int]:
    """Return the people to whom a way leads, and how many keys or identifiers that it leads to."""
    keys = [key for (key,) in runs[table.store].ends_of(led)]
    own = holdings.subjects[way.kind]
    if own is None:
        folded = dict.fromkeys(folded_text(str(key)) for key in keys)
        return [Person(way.kind, key) for key in folded], len(folded)
    if len(keys) > FEW:
        return [], len(keys)
    # As their own row writes it, and nobody of whom there is no row.
    rows = runs[store_of(own)].rows_at(own, (), keys)
    return [Person(way.kind, key) for key, _ in rows], len(keys)


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
