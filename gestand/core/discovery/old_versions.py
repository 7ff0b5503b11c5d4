"""Which tables hold old versions of the rows of another one, as an audit trail does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gestand.core.datamap.schema import Schema
from gestand.core.discovery.naming import words
from gestand.core.discovery.pointing import Pointer

_WORDS = frozenset(
    "history historie audit log version versions revision revisions archive old hist aud trail "
    "changes shadow journal backup".split()
)
_SHARED = 0.5
"""Of the columns of the table itself that its old versions have as well, at least."""


@dataclass(frozen=True)
class OldVersions:
    """A table whose rows are old versions of rows of `of`, told by the column `by`."""

    table: str
    of: str
    by: str


def old_versions(schema: Schema, pointers: Sequence[Pointer]) -> Mapping[str, OldVersions]:
    """Return the tables of old versions: called after another, with its columns and a pointer."""
    found: dict[str, OldVersions] = {}
    for pointer in pointers:
        table, of = schema.tables[pointer.table], schema.tables[pointer.target]
        rest = set(words(table.name)) - set(words(of.name))
        if table is of or not rest or not rest <= _WORDS or (pointer.column,) == table.key:
            continue
        plain = {name for name in of.columns if name not in of.key}
        if plain and len(plain & {*table.columns}) >= _SHARED * len(plain):
            found.setdefault(table.name, OldVersions(table.name, of.name, pointer.column))
    return found
