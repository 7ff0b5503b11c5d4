"""Who may hold a value: the purposes that name its category, and since when they do.

A claim holds nothing yet: whether it has a live ground for a row is what `grounds` tells.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from gestand.core.datamap.conditions import Comparison
from gestand.core.datamap.holdings import Cell, HeldTable, Loose, Occasion
from gestand.core.facts import DATA
from gestand.core.lives import Lives
from gestand.core.owners import ROW, meets, of_these
from gestand.core.policy.model import Policy
from gestand.core.predicate import Predicate, any_of, none_of
from gestand.core.reach import categories_beside


@dataclass(frozen=True)
class Claim:
    """A purpose that may hold a column, for occasions begun on or after `since`.

    `ways` are the numbers of the row's ways to the people for whom it may; none: all of them. It
    counts only for rows that meet `when`. Where it is asked for some of these people only, `among`
    are the ways to all of them: while one leads to somebody, nobody stands in their stead.
    `spared` is a category of which erasure was refused to somebody: that such a claim yields to a
    request is asked for that category alone. So is `apart` one that alone is restricted of
    somebody.
    """

    purpose: str
    since: date | None = None
    ways: tuple[int, ...] = ()
    among: tuple[int, ...] = ()
    when: tuple[Comparison, ...] = ()
    spared: str = ""
    apart: str = ""


_Held = tuple[str, str, tuple[int, ...], tuple[Comparison, ...]]
"""The table of a cell, its category, the ways to the people it is about, and in which rows."""


@dataclass(frozen=True)
class Claims(Lives):
    """The claims on all cells of all tables, for one question.

    What was found for a table and what its cells hold is kept: each step asks for it again.
    """

    _claims_of: dict[_Held, frozenset[Claim]] = field(default_factory=dict, compare=False)
    _found: dict[tuple[str, str, Claim], Predicate] = field(default_factory=dict, compare=False)

    def _once(
        self, find: Callable[[HeldTable, Claim], Predicate], table: HeldTable, claim: Claim
    ) -> Predicate:
        """Return what `find` says of a table and a claim, or what it said of them before."""
        same = (find.__name__, table.id, claim)
        if same not in self._found:
            self._found[same] = find(table, claim)
        return self._found[same]

    def claims(self, table: HeldTable, cell: Cell) -> frozenset[Claim]:
        """Return who may hold a cell of `table` (GROUNDS rule 2)."""
        held = (table.id, cell.category, cell.ways, cell.when)
        if held not in self._claims_of:
            self._claims_of[held] = self._may_hold(table, cell)
        return self._claims_of[held]

    def _may_hold(self, table: HeldTable, cell: Cell) -> frozenset[Claim]:
        ways: dict[tuple[str, date | None, str], list[int]] = {}
        for name in table.purposes:
            for number in cell.ways:
                kind = table.ways[number].kind
                found = self._claim(cell.category, name, kind)
                if found is not None:
                    is_spared = (cell.category, kind) in self.question.spared
                    spared = cell.category if is_spared else ""
                    ways.setdefault((*found, spared), []).append(number)
        apart = cell.category if self.is_apart(cell.category) else ""
        return frozenset(
            Claim(name, since, tuple(own), (), cell.when, spared, apart)
            for (name, since, spared), own in ways.items()
        )

    def is_apart(self, category: str) -> bool:
        """Tell whether a category alone is restricted of somebody."""
        return any(part == (DATA, category) for part, _ in self.question.parts)

    def spared_beside(self, purpose: str, occasion: Occasion) -> list[str]:
        """Return the categories beside an occasion of which erasure was refused."""
        data = categories_beside(self.holdings, purpose, occasion)
        data &= self.policy.declared_categories(purpose)
        return sorted({category for category, _ in self.question.spared if category in data})

    def claims_on_edge(self, table: HeldTable, edge: Loose) -> frozenset[Claim]:
        """Return who may hold anything of a row for the owner to whom an edge leads."""
        every = frozenset[Claim]().union(*(self.claims(table, cell) for cell in table.cells))
        return frozenset(_only(claim, edge.ways) for claim in every if {*claim.ways} & {*edge.ways})

    def _claim(self, category: str, name: str, kind: str) -> tuple[str, date | None] | None:
        since: date | None = None
        for newer, older in self._newest_first(name):
            if newer is None or not self._declares(newer, name, category, kind):
                return None if newer is self.policy else (name, since)
            since = newer.effective if older is not None else None
        return name, since

    def _declares(self, policy: Policy, name: str, category: str, kind: str) -> bool:
        purpose = policy.purposes.get(name)
        if purpose is None or category not in policy.declared_categories(name):
            return False
        return kind in self.people(purpose)


def _only(claim: Claim, ways: Sequence[int]) -> Claim:
    """Return a claim for those of its people to whom some ways lead."""
    theirs = tuple(number for number in claim.ways if number in ways)
    return claim if theirs == claim.ways else replace(claim, ways=theirs, among=claim.ways)


def ways_of(table: HeldTable, claim: Claim) -> tuple[int, ...]:
    """Return the numbers of the row's ways to the people for whom a claim may hold it."""
    return claim.ways or tuple(range(len(table.ways)))


def perhaps_of(table: HeldTable, claim: Claim) -> Sequence[int]:
    """Return the ways to the people for whom `claim` may hold something: see `of_these`."""
    unknown = all(table.ways[number].doubtful for number in ways_of(table, claim))
    return range(len(table.ways)) if unknown else ways_of(table, claim)


def of_claim(
    table: HeldTable, claim: Claim, ask: Callable[[int | None], Predicate]
) -> Predicate:
    """Return where `ask` holds for one of the people of a claim, or in their stead: `of_these`."""
    return of_these(table, ways_of(table, claim), ask, claim.among)


def erasing(claim: Claim, kind: str) -> str:
    """Return the key set of the people whose request to erase a claim yields to."""
    return f"erasing:{claim.spared}:{kind}" if claim.spared else f"erasing:{kind}"


def fits(claim: Claim) -> Predicate:
    """Return which rows a claim counts for."""
    return meets(claim.when, ROW)


def unnamed(table: HeldTable) -> Predicate:
    """Return where a column tells of another what it holds, and nobody said what that is."""
    by_column: dict[str, list[Predicate]] = {}
    for cell in table.cells:
        if cell.when:
            by_column.setdefault(cell.column, []).append(meets(cell.when, ROW))
    return any_of(*(none_of(*named) for named in by_column.values()))
