"""Which counters follow the rows that go."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from gestand.core.datamap.holdings import Holdings
from gestand.core.plan.steps import Recount


def recounts(holdings: Holdings, touched: Collection[str]) -> Iterator[Recount]:
    """Yield a step for each counter of rows of the tables that are `touched`."""
    for counter in holdings.counters:
        edge = counter.edge
        if edge.child in touched:
            identity = f"recount:{edge.parent}:{counter.column}"
            yield Recount(identity, edge.parent, edge.parent_columns, counter)
