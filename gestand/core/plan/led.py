"""How a condition comes from the row in question to the rows of other tables that it reads.

A condition about a few rows says nothing about rows that none of them leads to. So of a table of
another store only those are taken along to which the rows in question lead (GROUNDS rule 22).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gestand.core.names import store_of
from gestand.core.owners import ROW
from gestand.core.predicate import (
    All,
    Among,
    Any,
    Linked,
    Listed,
    Not,
    Predicate,
    columns_of,
    of_row,
)
from gestand.core.reach import Joined


@dataclass(frozen=True)
class Led:
    """Rows to which the rows of `table` that meet `scope` lead, over `joins`, the last of all.

    Without joins they are these rows themselves; their own store can tell which they are.
    """

    table: str
    scope: Predicate
    joins: tuple[Joined, ...]

    @property
    def inner(self) -> tuple[str, ...]:
        """The columns of the last table that equal what stands in the rows before."""
        return tuple(name for _, name in self.joins[-1][2])


@dataclass(frozen=True)
class Scope:
    """The tables that aliases stand for in a part of a condition, and how one comes there.

    `rows` says which rows `t` the condition is about; None: nobody knows, it may be every row.
    `told` are the rows of an alias of which their own store can tell which they are.
    """

    tables: Mapping[str, str]
    rows: Predicate | None = None
    joins: tuple[Joined, ...] = ()
    told: Mapping[str, Led] = field(default_factory=dict)

    @classmethod
    def of(cls, table: str, rows: Predicate | None = None) -> Scope:
        """Return the scope of a condition on rows `t` of a table."""
        return cls({ROW: table}, rows)

    def joined(self, join: Joined, told: Led | None = None) -> Scope:
        """Return the scope of what stands within a join."""
        alias, table, _ = join
        known = {other: led for other, led in self.told.items() if other != alias}
        known |= {alias: told} if told else {}
        return Scope({**self.tables, alias: table}, self.rows, (*self.joins, join), known)

    def led(self, alias: str) -> Led | None:
        """Return how one comes to the rows of an alias; None where it may be every row."""
        if alias in self.told:
            return self.told[alias]
        places = [place for place, join in enumerate(self.joins, start=1) if join[0] == alias]
        if self.rows is None or not places:
            return None
        return Led(self.tables[ROW], self.rows, self.joins[: places[-1]])


def told_there(where: Among) -> Led | None:
    """Return the rows of the other table that are meant; None where its store cannot tell alone.

    It can where nothing is read but its own tables, and who asks: everything else is made known
    to it later.
    """
    store, _, _ = where.table.partition(".")
    asked = of_row(where.where, where.alias, ROW)
    return Led(where.table, asked, ()) if _of_store(asked, store, frozenset({ROW})) else None


def _of_store(where: Predicate, store: str, aliases: frozenset[str]) -> bool:
    """Tell whether a condition reads only rows of a store, and none from outside of itself."""
    if isinstance(where, All | Any):
        return all(_of_store(part, store, aliases) for part in where.parts)
    if isinstance(where, Not):
        return _of_store(where.part, store, aliases)
    if isinstance(where, Linked | Among):
        outer = where.columns if isinstance(where, Among) else [own for own, _ in where.pairs]
        inside = store_of(where.table) == store and {c.alias for c in outer} <= aliases
        return inside and _of_store(where.where, store, aliases | {where.alias})
    if isinstance(where, Listed) and not where.name.startswith("asked:"):
        return False
    return {column.alias for column in columns_of(where)} <= aliases


def is_within(where: Predicate, rows: Predicate) -> bool:
    """Tell whether every row that meets `where` surely meets `rows`: it is a part of `where`.

    False says only that this cannot be seen.
    """
    alternatives = set(_alternatives(rows))
    parts = set(parts_of(where))
    if any(set(parts_of(one)) <= parts for one in alternatives):
        return True
    return any(set(_alternatives(part)) <= alternatives for part in parts)


def parts_of(where: Predicate) -> Iterable[Predicate]:
    """Return the conditions that must all be met."""
    return where.parts if isinstance(where, All) else (where,)


def _alternatives(where: Predicate) -> Iterable[Predicate]:
    return where.parts if isinstance(where, Any) else (where,)
