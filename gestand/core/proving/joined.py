"""Whether what belongs together still is: as conditions on the rows of one table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gestand.core.datamap.holdings import Edge, HeldTable, Holdings, Moment, Occasion
from gestand.core.owners import ROW, meets, outward
from gestand.core.predicate import (
    ALWAYS,
    At,
    Column,
    Linked,
    Not,
    Null,
    Predicate,
    Reached,
    Unreadable,
    all_of,
    any_of,
    none_of,
)

_EVER = date(9998, 12, 31)


@dataclass(frozen=True)
class Joined:
    """Rows of a table to be looked at, and which of them are not with what they belong to."""

    table: str
    rows: Predicate
    wrong: Predicate


def left_behind(table: HeldTable) -> Joined | None:
    """Return the rows that are there while the row they belong to is gone.

    None where an owner's row stands in another store, or nobody owns the rows.
    """
    edges = table.owners
    if not edges or not all(edge.within_one_store for edge in edges):
        return None
    return Joined(table.id, ALWAYS, any_of(*map(_points_nowhere, edges)))


def hired(holdings: Holdings, on: date) -> Iterator[tuple[Occasion, Joined | None]]:
    """Yield the occasions that begin with a moment of their own and end in a row pointing back.

    An application is in the personnel file from the day of hiring, and until its employee has
    left: each employee who has not must point at an application that is there and says so. None
    where the two stand in different stores.
    """
    for occasion in holdings.occasions:
        back = [m for m in occasion.moments.values() if m.edge is not None and m.reverse]
        if occasion.from_ is not None and back:
            yield occasion, _in_its_file(occasion, occasion.from_, back[0], on)


def _in_its_file(occasion: Occasion, since: Moment, end: Moment, on: date) -> Joined | None:
    edge = end.edge
    if edge is None or since.edge is not None or not edge.within_one_store:
        return None
    left = At(Column(ROW, end.column), end.kind, end.zone)
    rows = all_of(_points(edge), none_of(Reached(left, on), Unreadable(left)))
    moment = At(Column("j", since.column), since.kind, since.zone)
    written = any_of(Reached(moment, _EVER), Unreadable(moment))
    there = Linked("j", edge.parent, outward(edge, ROW), all_of(meets(occasion.when, "j"), written))
    return Joined(edge.child, rows, all_of(rows, Not(there)))


def _points(edge: Edge) -> Predicate:
    """Return where a row points at one: by whole columns, as far as its condition counts."""
    return all_of(meets(edge.when, ROW), none_of(*(Null(own) for own, _ in outward(edge, ROW))))


def _points_nowhere(edge: Edge) -> Predicate:
    there = Linked("j", edge.parent, outward(edge, ROW), ALWAYS)
    return all_of(_points(edge), Not(there))
