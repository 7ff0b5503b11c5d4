"""Tables elsewhere with a say in rows of a store, or with some of them: no plan can show these."""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.datamap.model import MappedTable
from gestand.core.datamap.schema import Table
from gestand.core.findings import Finding

CODES = {
    "G457": "A foreign key from elsewhere acts by itself when rows are removed or changed.",
    "G465": "Rows of a table stand in a table elsewhere, which inherits from it.",
}


def from_outside(mapped: MappedTable, table: Table) -> Iterator[Finding]:
    """What stands outside the store is in no plan: nobody would know what went there, or stayed."""
    if table.rows_elsewhere:
        yield Finding(
            mapped.span,
            "G465",
            f"`{table.rows_elsewhere}` inherits from `{mapped.id}`: a program that reads the one "
            "finds the rows of the other, and no plan can",
            mapped.id,
            "let it stand in the same schema, and declare it; or let it inherit no more",
        )
    for name in table.outside:
        yield Finding(
            mapped.span,
            "G457",
            f"foreign key {name} acts by itself when rows of `{mapped.id}` are removed or changed",
            mapped.id,
            "make it RESTRICT: no plan can show what would go or change there, or must stay",
        )
