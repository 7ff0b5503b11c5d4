"""Ways by which one occasion holds a table, whose ends differ (GROUNDS rule 4)."""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.datamap.holdings import HeldTable, Holdings, Occasion
from gestand.core.datamap.model import DataMap
from gestand.core.findings import Finding
from gestand.core.policy.model import Policy
from gestand.core.reach import Reach, reaches

CODES = {
    "G427": "Two ways by which an occasion holds a table end differently.",
}


def differing_ends(policy: Policy, datamap: DataMap, holdings: Holdings) -> Iterator[Finding]:
    """Yield where a row is held past its own `until` by another way of the same occasion.

    A value stays while one ground holds, so that such an end would never come.
    """
    for table in holdings.tables.values():
        for held in datamap.tables[table.id].held_by:
            bound = [o for o in holdings.bound(held.occasion) if _holds(policy, table, o)]
            if held.until and any(_differ(reaches(holdings, table, o)) for o in bound):
                yield Finding(
                    held.span,
                    "G427",
                    f"`{held.occasion}` holds `{table.id}` in another way as well, "
                    f"which `{held.until}` does not end",
                    held.until,
                    "take `until` away, or name the column of the other way under `refers:`",
                )


def _holds(policy: Policy, table: HeldTable, occasion: Occasion) -> bool:
    purposes = (policy.purposes[name] for name in table.purposes if name in policy.purposes)
    return any(occasion.name in purpose.occasions for purpose in purposes)


def _differ(found: list[Reach]) -> bool:
    """Tell whether two ways that may hold a row for the same person have different ends."""
    return any(
        one.until != other.until and (None in (a, b) or set(a or ()) & set(b or ()))
        for number, one in enumerate(found)
        for other in found[:number]
        for a, b in ((one.ways, other.ways),)
    )
