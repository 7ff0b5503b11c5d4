"""Columns of whole numbers that tell moments, counted since 1970."""

from __future__ import annotations

from gestand.core.datamap.model import MappedColumn
from gestand.core.datamap.schema import Column, Kind, Since1970
from gestand.core.datamap.table_keys import COUNTED
from gestand.core.entries import Entry, Reader
from gestand.core.findings import Finding

CODES = {"G459": "A column cannot count moments since 1970 as it says."}


def read_since_1970(reader: Reader, entry: Entry) -> Since1970 | None:
    """Return how a column counts moments, with a finding for what is unclear."""
    node = entry.get("since 1970")
    if node is None:
        return None
    if entry.get("zone") is not None:
        message = f"{entry.what} counts since 1970, which is in UTC, and has a zone"
        reader.found.add(entry.span, "G459", message, "zone", "leave one of them out")
    how = reader.choice(node, COUNTED, "")
    return Since1970(how) if how else None


def misfit(mapped: MappedColumn, live: Column, table: str) -> Finding | None:
    """Return why a column cannot count since 1970, where its table says that it does."""
    if mapped.since_1970 is None or live.kind is Kind.INTEGER:
        return None
    message = f"`{live.name}` of `{table}` is {live.kind.value}: whole numbers count since 1970"
    return Finding(mapped.span, "G459", message, live.name, "take `since 1970:` out")
