"""Classification is total: every column of a table with personal data is told what it holds."""

from __future__ import annotations

from gestand.core.datamap.model import MappedTable
from gestand.core.datamap.schema import Table
from gestand.core.datamap.writing import misfit
from gestand.core.findings import Finding, did_you_mean

CODES = {
    "G403": "A column of the data map is not in its table.",
    "G404": "A column is not classified.",
    "G406": "A column that is a key, an edge or a moment is classified as a value as well.",
}


def unclassified(
    mapped: MappedTable, table: Table, structural: frozenset[str]
) -> list[Finding]:
    """Return what is not told of a table's columns, or told amiss; `structural` ones are known."""
    findings: list[Finding] = []
    for name, column in mapped.columns.items():
        if name not in table.columns:
            hint = did_you_mean(name, table.columns) or "take it out of the data map"
            message = f"column `{name}` is not in table `{mapped.id}`"
            findings.append(Finding(column.span, "G403", message, name, hint))
        elif name in structural and (
            column.category or column.paths or column.by
        ):
            message = f"column `{name}` is a key, an edge or a moment: it stays with its row"
            hint = "take its category away, or keep the value in a column of its own"
            findings.append(Finding(column.span, "G406", message, name, hint))
        elif odd := misfit(column, table.columns[name], mapped.id):
            findings.append(odd)
    for name in table.columns:
        if name not in {*structural, *mapped.columns, *mapped.derived}:
            findings.append(
                Finding(
                    mapped.span,
                    "G404",
                    f"column `{name}` of `{mapped.id}` is not classified",
                    name,
                    "give its category, or `technical` or `secret`",
                )
            )
    return findings
