"""Which columns repeat what identifies people elsewhere: a login name in a log, in clear.

What values two columns share is asked of the database; here stands which pairs are worth asking.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from gestand.core.datamap.schema import Kind, Schema
from gestand.core.discovery.grades import IDENTIFIER, NONE, Judged
from gestand.core.discovery.looks import Looks

_SHORT, _FEW = 60, 3
_ALIKE = 0.6
"""Of the values of a column that must stand in the other one before it is the same."""

_IDENTIFYING = ("username", "name", "email")
_TEXTS = (Kind.TEXT, Kind.BLOB)


@dataclass(frozen=True)
class Pair:
    """A column of which nothing is known, and one that identifies people."""

    table: str
    column: str
    people: str
    by: str
    category: str


def worth_asking(
    schema: Schema,
    subjects: Mapping[str, Mapping[str, Judged]],
    judged: Mapping[str, Mapping[str, Judged]],
    looks: Mapping[str, Mapping[str, Looks]],
) -> Iterator[Pair]:
    """Yield each pair of a short text of which nothing is known and what identifies people."""
    known = [
        (table, column, said.category)
        for table, columns in subjects.items()
        for column, said in columns.items()
        if said.grade == IDENTIFIER and said.category in _IDENTIFYING
        and schema.tables[table].columns[column].kind in _TEXTS
    ]  # fmt: skip
    for table, columns in judged.items():
        for column, said in columns.items():
            seen = looks.get(table, {}).get(column)
            if said.grade != NONE or seen is None or seen.seen < _FEW or seen.length > _SHORT:
                continue
            if schema.tables[table].columns[column].kind in _TEXTS and table not in subjects:
                yield from (Pair(table, column, *each) for each in known)


def repeating(seen: Looks, pair: Pair, share: float) -> Looks:
    """Return the looks of a column that repeats another one; as they were where it does not."""
    if share < _ALIKE or seen.repeats:
        return seen
    return replace(seen, repeats=pair.category)
