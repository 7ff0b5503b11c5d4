"""Where somebody asked to be erased, and what yields to that is there all the same.

It may have come back: a backup was put back, a list was read in once more, or the erasure missed
it. What stays is taken widely: a law, an interest, a contract that goes on, what began after the
request, and whatever cannot be read. Rows of several people are not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from gestand.core.datamap.holdings import HeldTable
from gestand.core.moments import at
from gestand.core.owners import person_of
from gestand.core.policy.model import Basis, Purpose
from gestand.core.predicate import AskedSince, Column, Predicate, all_of, any_of, none_of
from gestand.core.proving.overdue import Calendar, Group, Path

ERASING = "erasing"
"""How the names of the key sets begin in which those stand who asked to be erased."""


@dataclass(frozen=True)
class Back:
    """A table with rows of people of whom some asked: by the names of some cells what is back."""

    table: HeldTable
    left: Mapping[str, Predicate]


def back(
    calendar: Calendar, kinds: Iterable[str], apart: Callable[[HeldTable], Predicate]
) -> Iterator[Back]:
    """Yield what is asked of each table that may have rows of people of some `kinds`.

    `apart` says in which rows of a table nothing is erased.
    """
    asking = frozenset(kinds)
    for table in calendar.holdings.tables.values():
        ways = [way.kind for way in table.ways]
        if table.past is None and not table.shared and len(ways) == 1 and asking >= {*ways}:
            kept = none_of(apart(table), calendar.unsettled(table))
            left = {
                ", ".join(group.names): all_of(kept, _yielded(calendar, group))
                for group in calendar.groups(table)
                if group.purposes
            }
            yield Back(table, left)


def _yielded(calendar: Calendar, group: Group) -> Predicate:
    """Return where cells are filled that somebody asked to be erased, and nothing keeps."""
    asked = [
        calendar.there_was(purpose, path, _asked(calendar, group.table, path))
        for purpose, path in calendar.each(group)
        if _yields(purpose)
    ]
    stays = (_stays(calendar, group, purpose, path) for purpose, path in calendar.each(group))
    return all_of(group.filled, any_of(*asked), none_of(*stays))


def _yields(purpose: Purpose) -> bool:
    return purpose.marketing or purpose.basis in (Basis.CONSENT, Basis.CONTRACT)


def _stays(calendar: Calendar, group: Group, purpose: Purpose, path: Path) -> Predicate:
    """Return where an occasion keeps the cells of a group, whatever was asked."""
    if not _yields(purpose):
        return calendar.perhaps_held(purpose, path)
    later = calendar.perhaps_held(purpose, path, _asked(calendar, group.table, path))
    if purpose.basis is not Basis.CONTRACT:
        return later
    return any_of(later, calendar.perhaps_held(purpose, path, calendar.in_tail(purpose, path)))


def _asked(calendar: Calendar, table: HeldTable, path: Path) -> Predicate:
    """Return where the person of a row asked after the occasion at the end of a path had begun."""
    (way,), began = table.ways, at(path.occasion.began, path.end)

    def since(column: Column, folded: bool) -> Predicate:
        return AskedSince(f"{ERASING}:{way.kind}", column, began, folded)

    return person_of(calendar.holdings, way, since)
