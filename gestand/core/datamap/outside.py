"""Foreign keys of tables elsewhere that act by themselves: no plan can show what goes there."""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.datamap.model import MappedTable
from gestand.core.datamap.schema import Table
from gestand.core.findings import Finding

CODES = {"G457": "A foreign key from elsewhere acts by itself when rows are removed or changed."}


def from_outside(mapped: MappedTable, table: Table) -> Iterator[Finding]:
    """What stands outside the store is in no plan: nobody would know what went there."""
    for name in table.outside:
        yield Finding(
            mapped.span,
            "G457",
            f"foreign key {name} acts by itself when rows of `{mapped.id}` are removed or changed",
            mapped.id,
            "make it RESTRICT: no plan can show what would go or change there, or must stay",
        )
