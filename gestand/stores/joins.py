"""Rows that a question reads beside its own: each joined once, whatever asks for it.

A link that leads to the key of another table finds one row or none. Asked of all rows of a
table, such a link is far cheaper as an outer join, which the conditions share, than as a
question of its own in each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from gestand.core import predicate as p
from gestand.core.datamap.schema import Table

Pairs = tuple[tuple[int, str, str], ...]


@dataclass
class Joins:
    """What is joined to the rows of `row`, in the order in which it was asked for."""

    tables: Mapping[str, Table]
    row: sa.FromClause
    alias: Callable[[str, str], sa.FromClause]
    _joined: dict[tuple[str, Pairs], sa.FromClause] = field(default_factory=dict)
    _on: list[tuple[sa.FromClause, sa.ColumnElement[bool]]] = field(default_factory=list)

    def other(self, where: p.Linked, scope: Mapping[str, sa.FromClause]) -> sa.FromClause | None:
        """Return the joined row that a link leads to; None when it is to be asked on its own.

        Whether there is such a row at all is asked on its own, unless it is joined anyway.
        """
        outer = [scope[column.alias] for column, _ in where.pairs]
        if not all(any(each is known for known in self._known()) for each in outer):
            return None
        inner = tuple(name for _, name in where.pairs)
        if sorted(self.tables[where.table].key) != sorted(inner):
            return None
        pairs = tuple(
            (id(each), column.name, name)
            for each, (column, name) in zip(outer, where.pairs, strict=True)
        )
        same = (where.table, pairs)
        if same not in self._joined and where.where != p.ALWAYS:
            self._joined[same] = joined = self.alias(where.table, where.alias)
            equal = (
                joined.c[name] == each.c[column.name]
                for each, (column, name) in zip(outer, where.pairs, strict=True)
            )
            self._on.append((joined, sa.and_(*equal)))
        return self._joined.get(same)

    def source(self) -> sa.FromClause:
        """Return the rows with all that was joined to them."""
        found = self.row
        for joined, equal in self._on:
            found = found.outerjoin(joined, equal)
        return found

    def _known(self) -> list[sa.FromClause]:
        return [self.row, *self._joined.values()]
