"""Values that are part of a key, such as an address for mail: they stay as long as their row.

A key is never emptied (GROUNDS rule 20). So what such a value tells stands in the declaration only
where `each row tells:` says it, and where another row needs its row it stays, though nothing holds
it any more. Both are warnings: a map with codes in its keys is as good as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gestand.core.datamap.holdings import Edge, Holdings
from gestand.core.datamap.model import DataMap, MappedTable
from gestand.core.datamap.schema import Kind, Schema, Table
from gestand.core.findings import Finding
from gestand.core.names import store_of

CODES = {
    "G344": "A value that is part of a key has no category, so that no statement or answer has it.",
    "G345": "A value that is part of a key stays for as long as another row points at its row.",
}


def check_key_values(
    datamap: DataMap, schemas: Mapping[str, Schema], holdings: Holdings
) -> Iterator[Finding]:
    """Yield a warning for each value of a key that is not told of, or that may stay behind."""
    for held in holdings.tables.values():
        mapped = datamap.tables[held.id]
        live = schemas[mapped.store].tables[held.id.removeprefix(f"{mapped.store}.")]
        values = _values(mapped, live, holdings)
        if not values:
            continue
        if mapped.each_row is None:
            yield _untold(mapped, values)
            continue
        forgotten = [forgets.edge for forgets in holdings.forgets]
        for pin in holdings.pins(held.id):
            if pin not in forgotten and pin.child != held.id:
                yield _kept(datamap, mapped, values, pin, schemas)


def _values(mapped: MappedTable, live: Table, holdings: Holdings) -> list[str]:
    """Return the texts in a key of several columns that lead nowhere and are not `technical`."""
    if len(live.key) < 2 or mapped.history is not None:
        return []
    own = [edge for edge in holdings.references if edge.child == mapped.id]
    leading = {column for edge in own for column in edge.columns}
    leading |= {each.column for edge in own for each in edge.when}
    return [
        name for name in live.key
        if live.columns[name].kind is Kind.TEXT and name not in leading | mapped.columns.keys()
    ]  # fmt: skip


def _untold(mapped: MappedTable, values: list[str]) -> Finding:
    named = _named(values)
    message = f"no category says what {named} of `{mapped.id}` tells, in the key of each row"
    hint = (
        "say it with `each row tells: CATEGORY`, so that statement and answers have it; or with "
        f"`{values[0]}: technical` that it tells nothing of anybody"
    )
    return Finding(mapped.span, "G344", message, mapped.id, hint)


def _kept(
    datamap: DataMap, mapped: MappedTable, values: list[str], pin: Edge,
    schemas: Mapping[str, Schema],
) -> Finding:  # fmt: skip
    """Say which rows keep a value where it is, and what to write where the pointer can go."""
    message = (
        f"{_named(values)} of `{mapped.id}` cannot be emptied: while a row of `{pin.child}` points "
        "at it, the row stays with that value, though nothing holds it any more"
    )
    child = datamap.tables.get(pin.child)
    live = schemas[store_of(pin.child)].tables.get(pin.child.partition(".")[2])
    empty = live is not None and all(live.columns[name].nullable for name in pin.columns)
    hint = "let the other table point at a key that tells nothing, or hold both for as long"
    if child is not None and child.planned and empty:
        hint = f"write `forgets: [{', '.join(pin.columns)}]` at `{pin.child}`: then the value goes"
    elif child is not None and not child.planned:
        hint = f"describe `{pin.child}`, whose rows stay while the data map leaves it out"
    return Finding(mapped.span, "G345", message, mapped.id, hint)


def _named(values: list[str]) -> str:
    return " and ".join(f"`{name}`" for name in values)
