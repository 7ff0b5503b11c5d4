"""Pseudonyms that are the same for the same value, person or group, checked against the table.

Each is made with a key from what stays: the value itself, the key of the person whose row it is, or
columns that nothing ever empties. Who does not have the key cannot tell from what it was made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gestand.core.datamap.holdings import Way
from gestand.core.datamap.model import Becomes
from gestand.core.datamap.schema import Column, Kind, Table
from gestand.core.left import LENGTH
from gestand.core.names import bare, store_of
from gestand.core.predicate import Emptied


@dataclass(frozen=True)
class Pseudonyms:
    """Those of the table `id`; `structural` are its columns that stay as long as the row."""

    id: str
    tables: Mapping[str, Table]
    structural: frozenset[str]

    @property
    def table(self) -> Table:
        """The table itself."""
        return self.tables[self.id]

    def of(self, wanted: Becomes, column: Column, about: Sequence[Way]) -> Emptied | str:
        """Return what a column about some people becomes, or why such a pseudonym does not fit."""
        misfit = _misfit(column)
        if misfit or wanted.how == "value":
            return misfit or Emptied(column.name, "value", "value", reads=(column.name,))
        if wanted.how == "columns":
            return self._of_group(wanted.columns, column)
        if len(about) != 1:
            return "it is about several people: say with `about:` about whom"
        (way,) = about
        if way.by_identifier or not _names_the_person(way):
            return "its row does not point at the row of the person, so that theirs is not known"
        if len(way.edges) > 1:
            return self._of_far(column, way)
        return Emptied(column.name, "person", way.kind, reads=way.first)

    def _of_far(self, column: Column, way: Way) -> Emptied | str:
        """Return a pseudonym of a person whose key stands in another row, to which edges lead."""
        *between, last = way.edges
        store = store_of(self.id)
        for edge in between:
            there = self.tables[edge.parent]
            if edge.parent == self.id or store_of(edge.parent) != store:
                return f"whose it is stands in `{edge.parent}`, out of reach of the statement"
            if edge.when or edge.parent_columns != there.key:
                return f"`{', '.join(edge.columns)}` does not lead to one row of `{edge.parent}`"
        if last.when:
            return "whose it is depends on another column"
        along = tuple((e.columns, bare(e.parent), e.parent_columns) for e in between)
        return Emptied(column.name, "person", way.kind, reads=last.columns, along=along)

    def _of_group(self, columns: tuple[str, ...], column: Column) -> Emptied | str:
        """Return a pseudonym made of columns; what may be emptied itself cannot make one twice."""
        for name in columns:
            there = self.table.columns.get(name)
            if there is None:
                return f"there is no column `{name}`"
            if name not in self.structural or there.nullable:
                return f"`{name}` may become something else: name keys, edges, moments that stay"
        return Emptied(column.name, "columns", self.id, reads=columns)


def _names_the_person(way: Way) -> bool:
    """Tell whether the row, or the one before the person's, holds the key of the person."""
    return bool(way.column) and (not way.edges or way.edges[-1].parent_columns == (way.column,))


def _misfit(column: Column) -> str:
    if column.kind is not Kind.TEXT:
        return f"a pseudonym is a text, and it is {column.kind.value}"
    if column.length is not None and column.length < LENGTH:
        return f"such a pseudonym has {LENGTH} characters, and it takes {column.length}"
    if column.unique or column.indexed:
        return "it is unique, and the same pseudonym may stand in two rows: use `pseudonym`"
    return "it follows others" if column.generated else ""
