"""Columns that tell moments otherwise than as dates: numbers since 1970, and fourteen digits."""

from __future__ import annotations

from gestand.core.datamap.column_keys import COUNTED, WRITTEN
from gestand.core.datamap.model import MappedColumn
from gestand.core.datamap.schema import Column, Digits, Kind, Since1970, Writing
from gestand.core.entries import Entry, Reader
from gestand.core.findings import Finding

CODES = {"G459": "A column cannot tell moments in the way the data map says."}


def read_writing(reader: Reader, entry: Entry) -> Writing | None:
    """Return how a column tells moments, with a finding for what is unclear."""
    counted, written = entry.get("since 1970"), entry.get("written")
    if counted is not None:
        for other in ("zone", "written"):
            if entry.get(other) is not None:
                message = f"{entry.what} counts since 1970, which is in UTC, and has `{other}:`"
                reader.found.add(entry.span, "G459", message, other, "leave one of them out")
        how = reader.choice(counted, COUNTED, "")
        return Since1970(how) if how else None
    how = reader.choice(written, WRITTEN, "") if written is not None else ""
    return Digits(how) if how else None


def fits(writing: Writing | None, kind: Kind) -> bool:
    """Tell whether a column of a kind can tell moments so."""
    if isinstance(writing, Since1970):
        return kind is Kind.INTEGER
    return isinstance(writing, Digits) and kind in (Kind.TEXT, Kind.BLOB)


def misfit(mapped: MappedColumn, live: Column, table: str) -> Finding | None:
    """Return why a column cannot tell moments so, where its table says that it does."""
    writing = mapped.writing
    if writing is None or fits(writing, live.kind):
        return None
    counts = isinstance(writing, Since1970)
    how = "whole numbers count since 1970" if counts else "texts and bytes write digits"
    message = f"`{live.name}` of `{table}` is {live.kind.value}: {how}"
    hint = f"take `{'since 1970' if counts else 'written'}:` out"
    return Finding(mapped.span, "G459", message, live.name, hint)
