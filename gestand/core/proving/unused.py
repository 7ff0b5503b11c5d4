"""Which cells nobody may use: their person restricted them, or objected to the purpose.

Views leave these out by conditions of their own. Here only who it is about is asked, and always to
the side of a value that may be used: in a row of several people an objection of one of them says
nothing while another of them did not object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set

from gestand.core.datamap.holdings import Cell, HeldTable, Way
from gestand.core.facts import DATA, Part
from gestand.core.moments import at
from gestand.core.owners import ROW, counts, meets, person_of
from gestand.core.policy.model import Purpose
from gestand.core.predicate import (
    NEVER,
    AskedSince,
    At,
    Column,
    Listed,
    Predicate,
    all_of,
    any_of,
    none_of,
)
from gestand.core.proving.overdue import Calendar
from gestand.core.proving.withdrawn import nothing_else

APART, AGAINST, UPHELD = "unused", "unwanted", "upheld"
"""How the names of the key sets begin of people who restricted something, and who objected."""

Restricted = Mapping[str, Set[Part | None]]
"""What people restricted, by their kind; None is all of it."""


def set_of(part: Part | None, kind: str) -> str:
    """Return the name of the key set of people of a kind who restricted a part."""
    return f"{APART} {part.what} {part.name}:{kind}" if part else f"{APART}:{kind}"


def restricted_cells(
    calendar: Calendar, table: HeldTable, purpose: Purpose, people: Restricted
) -> dict[str, Predicate]:
    """Return the columns that a purpose may not use in some rows, and in which."""

    def of(cell: Cell) -> Iterator[Predicate]:
        for way in (table.ways[number] for number in cell.ways):
            for part in people.get(way.kind, ()):
                if part is None or part.name in (
                    (cell.category,) if part.what == DATA else (purpose.id,)
                ):
                    yield _among(calendar, way, set_of(part, way.kind))

    return _by_column(table.cells, lambda cell: any_of(*of(cell)))


def objected_cells(
    calendar: Calendar, table: HeldTable, purpose: Purpose, kinds: Set[str]
) -> dict[str, Predicate]:
    """Return the columns that a purpose may not use in some rows, and in which."""
    held = calendar.policy.declared_categories(purpose.id)
    cells = [cell for cell in table.cells if cell.category in held]
    said = _objecting(calendar, table, purpose, kinds)
    return _by_column(cells, lambda _cell: said)


def left_of_objection(
    calendar: Calendar,
    table: HeldTable,
    purpose: Purpose,
    asked: tuple[Set[str], Predicate],
    *,
    upheld: bool = False,
) -> dict[str, Predicate]:
    """Return, by the names of some cells, where only a purpose held them that its people refused.

    `asked` are the kinds of people who objected, and the rows of which nothing is erased. With
    `upheld` only of people whose objection was upheld, and what had begun when they objected.
    """
    kinds, apart = asked
    said = _objecting(calendar, table, purpose, kinds, upheld=upheld)
    here = all_of(said, none_of(apart, calendar.unsettled(table))) if said != NEVER else NEVER
    found = {
        ", ".join(one.names): all_of(here, one.filled, nothing_else(calendar, one, purpose))
        for one in calendar.groups(table)
        if purpose.id in one.purposes
    }
    return {names: where for names, where in found.items() if where != NEVER}


def _objecting(
    calendar: Calendar,
    table: HeldTable,
    purpose: Purpose,
    kinds: Set[str],
    *,
    upheld: bool = False,
) -> Predicate:
    """Return the rows of which everybody whom the purpose may be about objected to it."""
    people = calendar.people(purpose)
    ways = [way for way in table.ways if way.kind in people]

    def said(way: Way) -> Predicate:
        if upheld:
            return _since(calendar, table, purpose, way)
        return _among(calendar, way, against(purpose.id, way.kind))

    asked = [said(way) if way.kind in kinds else NEVER for way in ways]
    others: list[Predicate] = []
    if table.shared:
        others = [all_of(counts(way), none_of(no)) for way, no in zip(ways, asked, strict=True)]
    return all_of(any_of(*asked), none_of(*others))


def _since(calendar: Calendar, table: HeldTable, purpose: Purpose, way: Way) -> Predicate:
    """Return where the purpose had begun when the person of a way objected, and that was upheld."""
    name = upheld_against(purpose.id, way.kind)
    found: list[Predicate] = []
    for path in calendar.paths(table, purpose):
        began = at(path.occasion.began, path.end)

        def asked(column: Column, folded: bool, began: At = began) -> Predicate:
            return AskedSince(name, column, began, folded)

        person = person_of(calendar.holdings, way, asked)
        found.append(calendar.there_was(purpose, path, person))
    return any_of(*found)


def upheld_against(purpose: str, kind: str) -> str:
    """Return the name of the key set of people of a kind who objected, which was upheld."""
    return f"{UPHELD}:{purpose}:{kind}"


def against(purpose: str, kind: str) -> str:
    """Return the name of the key set of people of a kind who objected to a purpose."""
    return f"{AGAINST}:{purpose}:{kind}"


def _by_column(
    cells: list[Cell] | tuple[Cell, ...], where: Callable[[Cell], Predicate]
) -> dict[str, Predicate]:
    found: dict[str, Predicate] = {}
    for cell in cells:
        here = all_of(meets(cell.when, ROW), where(cell))
        found[cell.column] = any_of(found.get(cell.column, NEVER), here)
    return {column: each for column, each in found.items() if each != NEVER}


def _among(calendar: Calendar, way: Way, name: str) -> Predicate:
    def listed(column: Column, folded: bool) -> Predicate:
        return Listed(name, (column,), folded)

    return person_of(calendar.holdings, way, listed)
