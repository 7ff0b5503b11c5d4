"""Put tables in an order in which children come before their parents."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter


def children_first(
    tables: Iterable[str], edges: Iterable[tuple[str, str]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Order `tables` by (child, parent) edges: return the order, and the first cycle found.

    The order is the same on every run. Where there is a cycle the order is empty.
    """
    graph: dict[str, set[str]] = {table: set() for table in sorted(tables)}
    for child, parent in sorted(edges):
        graph[parent].add(child)
    sorter = TopologicalSorter(graph)
    try:
        return _stable(sorter), ()
    except CycleError as error:
        return (), tuple(error.args[1])


def _stable(sorter: TopologicalSorter[str]) -> tuple[str, ...]:
    sorter.prepare()
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order.extend(ready)
        sorter.done(*ready)
    return tuple(order)
