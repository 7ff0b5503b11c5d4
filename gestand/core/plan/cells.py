"""Which cells of a table go together: what the same claims may hold, about the same people."""

from __future__ import annotations

from collections.abc import Sequence

from gestand.core.datamap.holdings import HeldTable
from gestand.core.grounds import Claim, Grounds
from gestand.core.predicate import Emptied

Group = tuple[tuple[Claim, ...], tuple[Emptied, ...], tuple[int, ...] | None]
"""The claims that may hold some columns, what those become, and whom they are about."""


def emptied_together(grounds: Grounds, table: HeldTable) -> list[Group]:
    """Group the columns by the claims that may hold them and by the people they are about.

    What holds nothing itself (secrets, technical columns) goes with the last held cell. The
    columns that name a person go last: until then the rest can be found again.
    """
    groups: dict[tuple[tuple[Claim, ...], tuple[int, ...] | None], list[Emptied]] = {}
    naming = {way.column for way in table.identifiers}
    for cell in sorted(table.cells, key=lambda cell: table.shared and cell.column in naming):
        claims = tuple(sorted(grounds.claims(table, cell), key=claim_order))
        about = cell.ways if table.shared else None
        groups.setdefault((claims, about), []).append(cell.emptied)
    if table.rest:
        groups.setdefault((tuple(claims_of(grounds, table)), None), []).extend(table.rest)
    return [(claims, tuple(changes), about) for (claims, about), changes in groups.items()]


def claims_of(grounds: Grounds, table: HeldTable) -> list[Claim]:
    """Return every claim on cells of a table, in their order."""
    found: set[Claim] = set()
    for cell in table.cells:
        found |= grounds.claims(table, cell)
    return sorted(found, key=claim_order)


def claim_order(claim: Claim) -> tuple[str, str, tuple[int, ...]]:
    """Return by what claims are sorted."""
    return claim.purpose, str(claim.since or ""), claim.ways


def names_of(claims: Sequence[Claim]) -> tuple[str, ...]:
    """Return the purposes of some claims, each once."""
    return tuple(dict.fromkeys(claim.purpose for claim in sorted(claims, key=claim_order)))


