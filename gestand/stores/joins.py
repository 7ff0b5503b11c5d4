"""Rows that a question reads beside its own: each joined once, whatever asks for it.

A link that leads to the key of another table finds one row or none. Asked of all rows of a
table, such a link is far cheaper as an outer join, which the conditions share, than as a
question of its own in each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from gestand.core import predicate as p
from gestand.core.datamap.schema import Table
from gestand.stores.phrases import called

Pairs = tuple[tuple[int, str, str], ...]


@dataclass
class Joins:
    """What is joined to the rows of `row`, in the order in which it was asked for.

    `rows` are those that stand in `row` together, where it is made of several.
    """

    tables: Mapping[str, Table]
    row: sa.FromClause
    alias: Callable[[str, str, set[str]], sa.FromClause]
    rows: tuple[sa.FromClause, ...] = ()
    _joined: dict[tuple[str, Pairs], sa.FromClause] = field(default_factory=dict)
    _on: list[tuple[sa.FromClause, sa.ColumnElement[bool]]] = field(default_factory=list)

    def other(self, where: p.Linked, scope: Mapping[str, sa.FromClause]) -> sa.FromClause | None:
        """Return the joined row that a link leads to; None when it is to be asked on its own.

        Whether there is such a row at all is asked on its own, unless it is joined anyway.
        """
        return self.led_to(where.table, where.alias, where.pairs, scope, where.where != p.ALWAYS)

    def led_to(
        self,
        table: str,
        alias: str,
        pairs: Sequence[tuple[p.Column, str]],
        scope: Mapping[str, sa.FromClause],
        join: bool = True,
    ) -> sa.FromClause | None:
        """Return the joined row of `table` to which `pairs` lead; None when that is no key of it.

        Without `join` a row that is not joined already is not joined either.
        """
        outer = [scope[column.alias] for column, _ in pairs]
        if not all(any(each is known for known in self._known()) for each in outer):
            return None
        live = self.tables.get(table)
        if live is None or sorted(live.key) != sorted(name for _, name in pairs):
            return None
        by = tuple((id(scope[column.alias]), column.name, name) for column, name in pairs)
        same = (table, by)
        if same not in self._joined and join:
            taken = {called(known) for known in self._known()}
            self._joined[same] = joined = self.alias(table, alias, taken)
            equal = (
                joined.c[name] == scope[column.alias].c[column.name] for column, name in pairs
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
        return [self.row, *self.rows, *self._joined.values()]
