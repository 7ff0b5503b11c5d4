"""How occasions reach rows: up to the rows that own them, down to the rows they own.

Never up and then down: an order of 2018 is not held by an order of 2026 of the same
customer. Every other reach is declared (GROUNDS rule 4). The row in question always has
the alias `t`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gestand.core.datamap.holdings import Edge, HeldTable, Holdings, Moment, Occasion, Sibling
from gestand.core.predicate import (
    ALWAYS,
    NEVER,
    Column,
    Linked,
    Not,
    Null,
    Predicate,
    all_of,
    any_of,
    none_of,
)

ROW = "t"


@dataclass(frozen=True)
class Reach:
    """How an occasion reaches the row `t`: over `edges`, seen from the row.

    Up and down, never up and then down (GROUNDS rule 4); `until` are the row's own moments
    that end a declared reach.
    """

    occasion: Occasion
    edges: tuple[tuple[Edge, bool], ...]
    sibling: Sibling | None = None
    until: tuple[Moment, ...] = ()
    nullable: frozenset[str] = frozenset()

    @property
    def alias(self) -> str:
        """The alias that the occasion's row has."""
        if self.sibling is not None:
            return "q"
        return f"q{len(self.edges)}" if self.edges else ROW

    def condition(self, found: Predicate) -> Predicate:
        """Return where the reached occasion, at `alias`, meets the condition `found`."""
        if found == NEVER:
            return NEVER
        for alias, table, pairs in reversed(self.joins()):
            found = Linked(alias, table, pairs, found)
        return found

    def joins(self) -> list[tuple[str, str, tuple[tuple[Column, str], ...]]]:
        """Return alias, table and equal columns of each step from the row to the occasion."""
        if self.sibling is not None:
            own = (Column(ROW, name) for name in self.sibling.own_columns)
            pairs = tuple(zip(own, self.sibling.columns, strict=True))
            return [("q", self.sibling.table, pairs)]
        found: list[tuple[str, str, tuple[tuple[Column, str], ...]]] = []
        for number, (edge, down) in enumerate(self.edges, start=1):
            outer = f"q{number - 1}" if number > 1 else ROW
            table = edge.child if down else edge.parent
            pairs = inward(edge, outer) if down else outward(edge, outer)
            found.append((f"q{number}", table, pairs))
        return found

    @property
    def broken(self) -> Predicate:
        """Return where an edge on the way from the row up to the occasion leads nowhere."""
        if self.sibling is not None:
            return _leads_nowhere(self.sibling.parent, ROW, frozenset())
        found: Predicate = NEVER
        for number in range(len(self.edges), 0, -1):
            edge, down = self.edges[number - 1]
            if down:
                return NEVER
            outer = f"q{number - 1}" if number > 1 else ROW
            nullable = self.nullable if number == 1 else frozenset(edge.columns)
            deeper = Linked(f"q{number}", edge.parent, outward(edge, outer), found)
            here = _leads_nowhere(edge, outer, nullable)
            found = any_of(here, deeper) if found != NEVER else here
        return found


def reaches(holdings: Holdings, table: HeldTable, occasion: Occasion) -> list[Reach]:
    """Return every way in which `occasion` reaches rows of `table` (GROUNDS rule 4)."""
    found: list[Reach] = []
    own_path = holdings.owner_path(table.id)
    if occasion.table == table.id:
        found.append(Reach(occasion, ()))
    elif occasion.table in holdings.tables:
        their_path = holdings.owner_path(occasion.table)
        up = _until_parent(their_path, table.id)
        down = _until_parent(own_path, occasion.table)
        if up:
            found.append(Reach(occasion, tuple((edge, True) for edge in reversed(up))))
        if down:
            steps = tuple((edge, False) for edge in down)
            found.append(Reach(occasion, steps, nullable=table.nullable))
    for sibling in table.siblings:
        if (sibling.occasion, sibling.table) == (occasion.name, occasion.table):
            until = (sibling.until,) if sibling.until else ()
            found.append(Reach(occasion, (), sibling, until))
    return found


def holds_others(
    holdings: Holdings, purpose: str, people: frozenset[str], occasion: Occasion
) -> bool:
    """Tell whether `occasion` may hold, for `purpose`, rows of people whose own it is not."""
    owner = holdings.tables[occasion.table].person
    return any(
        table.person != owner and table.person in people
        for table in holdings.tables.values()
        if purpose in table.purposes and reaches(holdings, table, occasion)
    )


def person_of(
    holdings: Holdings, table: HeldTable, test: Callable[[Column, bool], Predicate]
) -> Predicate:
    """Return `test` on the column that names the person of the row `t`.

    The second argument of `test` says whether that column is an identifier, to be compared
    without case and spaces, and not a key.
    """
    if table.identifier is not None:
        return test(Column(ROW, table.identifier), True)
    path = holdings.owner_path(table.id)
    if not path:
        return test(Column(ROW, table.key[0]), False)
    top = holdings.tables[path[-1].parent]
    if top.identifier is not None:
        return _upward(path, lambda alias: test(Column(alias, top.identifier or ""), True))
    if path[-1].parent_columns == top.key and len(path) == 1:
        return test(Column(ROW, path[0].columns[0]), False)
    return _upward(path, lambda alias: test(Column(alias, top.key[0]), False))


def _upward(path: tuple[Edge, ...], test: Callable[[str], Predicate]) -> Predicate:
    found = test(f"o{len(path)}")
    for number in range(len(path), 0, -1):
        outer = f"o{number - 1}" if number > 1 else ROW
        edge = path[number - 1]
        found = Linked(f"o{number}", edge.parent, outward(edge, outer), found)
    return found


def _until_parent(path: tuple[Edge, ...], table: str) -> tuple[Edge, ...]:
    for index, edge in enumerate(path):
        if edge.parent == table:
            return path[: index + 1]
    return ()


def _leads_nowhere(edge: Edge, alias: str, nullable: frozenset[str]) -> Predicate:
    nulls = [Null(Column(alias, name)) for name in edge.columns]
    empty = any_of(*(n for n in nulls if n.column.name in nullable))
    lost = Not(Linked("x", edge.parent, outward(edge, alias), ALWAYS))
    return any_of(empty, all_of(none_of(*nulls), lost))


def outward(edge: Edge, alias: str) -> tuple[tuple[Column, str], ...]:
    """Pair the child's columns, at `alias`, with the parent's."""
    own = (Column(alias, name) for name in edge.columns)
    return tuple(zip(own, edge.parent_columns, strict=True))


def inward(edge: Edge, alias: str) -> tuple[tuple[Column, str], ...]:
    """Pair the parent's columns, at `alias`, with the child's."""
    own = (Column(alias, name) for name in edge.parent_columns)
    return tuple(zip(own, edge.columns, strict=True))
