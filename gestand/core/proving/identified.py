"""Where a copy of an identity document is kept for longer than it takes to look at it.

What a law makes somebody keep, such as an employer, is none of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import timedelta

from gestand.core.datamap.holdings import HeldTable
from gestand.core.left import WITH_ROW
from gestand.core.moments import at
from gestand.core.owners import ROW
from gestand.core.policy.model import Basis
from gestand.core.predicate import (
    Differs,
    Predicate,
    Reached,
    all_of,
    any_of,
    none_of,
)
from gestand.core.proving.overdue import Calendar, Group, Path

A_DAY = timedelta(days=1)
"""How long a copy may be there. A row tells days and no hours: of the day before it is not sure."""


@dataclass(frozen=True)
class Copies:
    """Cells of a table that hold copies of documents: where they do, and where for too long."""

    table: HeldTable
    names: tuple[str, ...]
    there: Predicate
    kept: Predicate


def copies(calendar: Calendar, documents: Set[str]) -> Iterator[Copies]:
    """Yield the cells whose category is one of `documents`, by the purposes that may hold them."""
    for table in calendar.holdings.tables.values():
        named = {cell.name for cell in table.cells if cell.category in documents}
        for group in calendar.groups(table) if named else ():
            changes = tuple(
                change for change, name in zip(group.cells, group.names, strict=True)
                if name in named and change.how != WITH_ROW
            )  # fmt: skip
            if changes:
                there = Differs(ROW, table.key, changes)
                names = tuple(name for name in group.names if name in named)
                yield Copies(table, names, there, all_of(there, _too_long(calendar, group)))


def _too_long(calendar: Calendar, group: Group) -> Predicate:
    """Return where an occasion of the row began over a day ago, and no law keeps it."""
    each = calendar.each(group)
    old = (calendar.there_was(one, path, _began(path, calendar)) for one, path in each)
    laws = (calendar.perhaps_held(one, path) for one, path in each if one.basis is Basis.LAW)
    return all_of(any_of(*old), none_of(*laws))


def _began(path: Path, calendar: Calendar) -> Predicate:
    return Reached(at(path.occasion.began, path.end), calendar.on - 2 * A_DAY)
