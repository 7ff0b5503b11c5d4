"""What a person's decision stands on: columns of the row asked about, and of rows beside it.

Once one of these values changes the decision no longer counts and the question is asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gestand.core.datamap.holdings import Edge, HeldTable, Holdings, Occasion
from gestand.core.owners import ROW, inward, outward
from gestand.core.reach import Joined, Reach


@dataclass(frozen=True)
class Beside:
    """Columns of other rows that a decision stands on; `joins` lead to them from the row `t`."""

    joins: tuple[Joined, ...]
    columns: tuple[str, ...]


def own_columns(occasion: Occasion) -> tuple[str, ...]:
    """Return the columns of the row itself that say whether it is the occasion, and when."""
    names = [compared.column for compared in occasion.when]
    for moment in occasion.all_moments():
        if moment.edge is None:
            names.append(moment.column)
        elif not moment.reverse:
            names.extend(moment.edge.columns)
    return tuple(dict.fromkeys(names))


def edge_columns(holdings: Holdings, table: HeldTable) -> Iterator[str]:
    """Yield the columns of a table that lead to other rows, with those of their conditions."""
    for edge in table.owners:
        yield from (*edge.columns, *(compared.column for compared in edge.when))
    for sibling in table.siblings:
        yield from sibling.own_columns


def beside_occasion(
    occasion: Occasion, alias: str = ROW, joins: tuple[Joined, ...] = ()
) -> Iterator[Beside]:
    """Yield where moments of an occasion stand in other rows than its own, which is at `alias`."""
    columns: dict[tuple[Edge, bool], dict[str, None]] = {}
    for moment in occasion.all_moments():
        if moment.edge is not None:
            columns.setdefault((moment.edge, moment.reverse), {})[moment.column] = None
    for (edge, reverse), names in columns.items():
        pairs = inward(edge, alias) if reverse else outward(edge, alias)
        there = edge.child if reverse else edge.parent
        yield Beside((*joins, ("v", there, pairs)), tuple(names))


def beside_reaches(reaches: Iterable[Reach]) -> tuple[Beside, ...]:
    """Return the moments of the occasions at the end of some reaches, wherever they stand."""
    found: dict[Beside, None] = {}
    for reach in reaches:
        joins = tuple(reach.joins())
        if joins:
            found[Beside(joins, own_columns(reach.occasion))] = None
        found |= dict.fromkeys(beside_occasion(reach.occasion, reach.alias, joins))
    return tuple(found)
