"""How occasions reach rows: up to the rows that own them, down to the rows they own.

Never up and then down: an order of 2018 is not held by an order of 2026 of the same
customer. Every other reach is declared (GROUNDS rule 4). The row in question always has
the alias `t`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from gestand.core.datamap.holdings import (
    Edge,
    HeldTable,
    Holdings,
    Moment,
    Occasion,
    PastOf,
    Sibling,
    Way,
)
from gestand.core.owners import ROW as ROW
from gestand.core.owners import counts, inward, meets, nobodys, outward, same_person
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

Joined = tuple[str, str, tuple[tuple[Column, str], ...]]
"""Alias, table, and the columns that are equal."""


@dataclass(frozen=True)
class Reach:
    """How an occasion reaches the row `t`: over `edges`, seen from the row.

    Up and down, never up and then down (GROUNDS rule 4); `until` are the row's own moments
    that end a declared reach. `ways` are the numbers of the row's ways to people that it
    reaches with the row; None stands for all. `nullable` are the row's columns that lead
    nowhere when they are empty; with None no empty edge is a loss. With `past` the row is an old
    version of the one to which the first edge leads: once that is gone, nothing is lost.
    """

    occasion: Occasion
    edges: tuple[tuple[Edge, bool], ...]
    sibling: Sibling | None = None
    until: tuple[Moment, ...] = ()
    nullable: frozenset[str] | None = frozenset()
    ways: tuple[int, ...] | None = None
    past: bool = False

    @property
    def alias(self) -> str:
        """The alias that the occasion's row has."""
        if self.sibling is not None:
            return "q"
        return f"q{len(self.edges)}" if self.edges else ROW

    @property
    def upwards(self) -> bool:
        """Tell whether it leads from a row to one that owns it, and there to the occasion."""
        return bool(self.edges) and not any(down for _, down in self.edges)

    @property
    def points(self) -> bool:
        """Tell whether the row is that of the occasion, or keeps it there by pointing at it."""
        beside = self.sibling is not None or self.past
        return not beside and not any(down for _, down in self.edges)

    def condition(self, found: Predicate) -> Predicate:
        """Return where the reached occasion, at `alias`, meets the condition `found`."""
        if found == NEVER:
            return NEVER
        steps = self.joins()
        for (alias, table, pairs), outside, inside in zip(
            reversed(steps), *map(reversed, self._fitting()), strict=True
        ):
            found = all_of(outside, Linked(alias, table, pairs, all_of(inside, found)))
        return found

    def joins(self) -> list[Joined]:
        """Return alias, table and equal columns of each step from the row to the occasion."""
        if self.sibling is not None:
            own = (Column(ROW, name) for name in self.sibling.own_columns)
            pairs = tuple(zip(own, self.sibling.columns, strict=True))
            return [("q", self.sibling.table, pairs)]
        found: list[Joined] = []
        for number, (edge, down) in enumerate(self.edges, start=1):
            outer = f"q{number - 1}" if number > 1 else ROW
            table = edge.child if down else edge.parent
            pairs = inward(edge, outer) if down else outward(edge, outer)
            found.append((f"q{number}", table, pairs))
        return found

    @property
    def fitting(self) -> Predicate:
        """Return where the rows joined by the steps meet the conditions of their edges."""
        outside, inside = self._fitting()
        return all_of(*outside, *inside)

    def _fitting(self) -> tuple[list[Predicate], list[Predicate]]:
        """Return, for each step, the condition of its edge: on the row before it, or after it."""
        if self.sibling is not None:
            return [ALWAYS], [ALWAYS]
        outside = [
            ALWAYS if down else meets(edge.when, f"q{n}" if n else ROW)
            for n, (edge, down) in enumerate(self.edges)
        ]
        inside = [
            meets(edge.when, f"q{n}") if down else ALWAYS
            for n, (edge, down) in enumerate(self.edges, start=1)
        ]
        return outside, inside

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
            nullable = frozenset(edge.columns) if number > 1 else self.nullable or frozenset()
            nullable = frozenset() if self.nullable is None else nullable
            deeper = Linked(f"q{number}", edge.parent, outward(edge, outer), found)
            gone = self.past and number == 1
            here = NEVER if gone else _leads_nowhere(edge, outer, nullable)
            found = any_of(here, deeper) if found != NEVER else here
            found = all_of(meets(edge.when, outer), found)
        return found


def reaches(holdings: Holdings, table: HeldTable, occasion: Occasion) -> list[Reach]:
    """Return every way in which `occasion` reaches rows of `table` (GROUNDS rule 4)."""
    if table.past is not None:
        return _reaches_past(holdings, table.past, occasion)
    found: list[Reach] = []
    if occasion.table == table.id:
        found.append(Reach(occasion, ()))
    elif occasion.table in holdings.tables:
        bound = holdings.tables[occasion.table]
        for up in _beginnings(bound, table.id):
            found.append(Reach(occasion, tuple((edge, True) for edge in reversed(up))))
        for down, ways in _beginnings(table, occasion.table).items():
            steps = tuple((edge, False) for edge in down)
            nullable = None if table.shared else table.nullable
            found.append(Reach(occasion, steps, nullable=nullable, ways=ways))
    for sibling in table.siblings:
        if (sibling.occasion, sibling.table) == (occasion.name, occasion.table):
            until = (sibling.until,) if sibling.until else ()
            found.append(Reach(occasion, (), sibling, until, ways=_beside(table, sibling)))
    return found


def _reaches_past(holdings: Holdings, past: PastOf, occasion: Occasion) -> list[Reach]:
    """Return how `occasion` reaches old versions: as it reaches the row as it is now."""
    now = reaches(holdings, holdings.tables[past.edge.parent], occasion)
    return [replace(each, edges=((past.edge, False), *each.edges), past=True) for each in now]


def lost(table: HeldTable, reach: Reach) -> Predicate:
    """Return where it cannot be seen whether `reach` leads from the row to its occasion.

    A row of several whose edge is empty is nobody's loss, as long as it is somebody's.
    """
    down = any(down for _, down in reach.edges)
    if not table.shared or not reach.edges or down:
        return reach.broken
    return any_of(reach.broken, all_of(nobodys(table), Not(reach.condition(ALWAYS))))


def with_person(holdings: Holdings, table: HeldTable, reach: Reach, number: int) -> Predicate:
    """Return where `reach` reaches the person of way `number` with the row (GROUNDS rule 2).

    An occasion of nobody who is known, such as an order whose address was emptied, goes on
    holding rows for the people whose they are known to be.
    """
    if reach.ways is None or number in reach.ways:
        return ALWAYS
    theirs: tuple[Way, ...] = ()
    if reach.occasion.table in holdings.tables:
        theirs = holdings.tables[reach.occasion.table].ways
    passed = [(f"q{n}", edge) for n, (edge, _) in enumerate(reach.edges, start=1)]
    ways = (same_person(table.ways[number], way, reach.alias, passed) for way in theirs)
    nobody = none_of(*(counts(way, reach.alias, "n") for way in theirs)) if theirs else NEVER
    return any_of(*ways, nobody)


def beside_others(holdings: Holdings, table: HeldTable, sibling: Sibling, number: int) -> bool:
    """Tell whether a declared reach may lead over way `number` to somebody else's row.

    Every other reach goes along owner edges, and is for the people of the occasion alone. This
    one is so as well where both the row and the occasion belong to whom they meet over; and
    where they meet over an owner of the row, it is for no other owner of it.
    """
    bound, own = holdings.tables[sibling.table], table.ways[number]
    if own.first != sibling.own_columns:
        return all(way.first != sibling.own_columns for way in table.ways)
    if sibling.parent.parent == bound.id:
        return own.edges[1:] not in [way.edges for way in bound.ways]
    met = (way.edges for way in bound.ways if way.first == sibling.columns)
    return not any(edges[1:] == own.edges[1:] and not edges[0].when for edges in met if edges)


def leans_on(
    holdings: Holdings, table: HeldTable, sibling: Sibling, occasion: Occasion
) -> bool:
    """Tell whether rows of `table` that a declared reach leads to may need an occasion's row.

    A row that points at it by itself keeps it where it is for as long as the row stays.
    """
    if (sibling.occasion, sibling.table) != (occasion.name, occasion.table):
        return False
    edge, forgets = sibling.parent, [each.edge for each in holdings.forgets]
    points = edge.columns == sibling.own_columns and edge in holdings.pins(occasion.table)
    let_go = edge in forgets or edge.columns in {(loose.column,) for loose in table.loose}
    return not points or let_go


def categories_beside(holdings: Holdings, purpose: str, occasion: Occasion) -> frozenset[str]:
    """Return what `occasion` may hold for a purpose in rows that do not point at its own row."""
    return frozenset(
        cell.category
        for table in holdings.tables.values()
        if purpose in table.purposes
        and not all(reach.points for reach in reaches(holdings, table, occasion))
        for cell in table.cells
    )


def _beginnings(table: HeldTable, above: str) -> dict[tuple[Edge, ...], tuple[int, ...]]:
    """Return the paths from a table up to the table `above`, with the ways that begin so."""
    kept: dict[str, dict[tuple[Edge, ...], tuple[int, ...]]] | None = vars(table).get("_up")
    if kept is None:  # each occasion asks for it again
        kept = _paths_up(table)
        object.__setattr__(table, "_up", kept)
    return kept.get(above, {})


def _paths_up(table: HeldTable) -> dict[str, dict[tuple[Edge, ...], tuple[int, ...]]]:
    """Return the paths up from a table, by the table to which each leads for the first time."""
    found: dict[str, dict[tuple[Edge, ...], tuple[int, ...]]] = {}
    for number, way in enumerate(table.ways):
        passed: set[str] = set()
        for length, edge in enumerate(way.edges, start=1):
            if edge.parent not in passed:
                passed.add(edge.parent)
                paths = found.setdefault(edge.parent, {})
                path = way.edges[:length]
                paths[path] = (*paths.get(path, ()), number)
    return found


def _beside(table: HeldTable, sibling: Sibling) -> tuple[int, ...] | None:
    """Return the ways that begin with the column of a declared reach; None: it is no owner's."""
    same = tuple(n for n, way in enumerate(table.ways) if way.first == sibling.own_columns)
    return same if table.shared and same else None


def _leads_nowhere(edge: Edge, alias: str, nullable: frozenset[str]) -> Predicate:
    nulls = [Null(Column(alias, name)) for name in edge.columns]
    empty = any_of(*(n for n in nulls if n.column.name in nullable))
    lost = Not(Linked("x", edge.parent, outward(edge, alias), ALWAYS))
    return any_of(empty, all_of(none_of(*nulls), lost))
