"""Tables of which no column can be held: the next run takes away all their rows.

Keys, `technical` and `secret` columns hold nothing (GROUNDS rule 2), and a row goes with its last
held value (rule 1). That may be meant, of a cart without goods, but never by accident.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gestand.core.datamap.holdings import Cell, HeldTable
from gestand.core.datamap.model import DataMap
from gestand.core.findings import Finding
from gestand.core.policy.model import Policy

CODES = {"G462": "No column of a table can be held, so that all its rows go at the next run."}


def unheld(
    policy: Policy, datamap: DataMap, table: HeldTable, about: Mapping[str, frozenset[str]]
) -> Iterator[Finding]:
    """Find a table that nothing can hold and does not say so, or that says so and can be held.

    `about` gives by purpose the kinds of people that it is about.
    """
    mapped = datamap.tables[table.id]
    if mapped.history is not None:
        return  # what holds a row holds its old versions
    held = next((c for c in table.cells if may_be_held(policy, table, c, about)), None)
    if held is None and mapped.holds_nothing is None:
        message = (
            f"no column of `{table.id}` can be held: each row goes at the next run, or is emptied "
            "where another row needs its key"
        )
        hint = (
            "give a column that tells something of them its category, say with `each row tells:` "
            "what it tells that a row is there, or under `holds nothing:` why these rows may go"
        )
        yield Finding(mapped.span, "G462", message, table.id, hint)
    elif held is not None and mapped.holds_nothing is not None:
        message = f"`{table.id}` is said to hold nothing, and `{held.name}` can be held"
        yield Finding(mapped.span, "G462", message, table.id, "take `holds nothing:` out")


def may_be_held(
    policy: Policy, table: HeldTable, cell: Cell, about: Mapping[str, frozenset[str]]
) -> bool:
    """Tell whether some purpose of a table may hold a cell about somebody whose row it is."""
    return any(
        table.ways[number].kind in about[name]
        and cell.category in policy.declared_categories(name)
        for name in table.purposes
        if name in about
        for number in cell.ways
    )
