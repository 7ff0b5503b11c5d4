"""Where somebody asked to be erased, and what yields to that is there all the same.

It may have come back: a backup was put back, a list was read in once more, or the erasure missed
it. What stays is taken widely: a law, an interest, a contract that goes on, what began after the
request, and whatever cannot be read. In a row of several people a value is back where everybody
whom it is about asked, as far as they are known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from gestand.core.datamap.holdings import HeldTable, Way
from gestand.core.moments import at
from gestand.core.owners import counts, person_of
from gestand.core.policy.model import Basis, Purpose
from gestand.core.predicate import (
    NEVER,
    AskedSince,
    Column,
    Predicate,
    all_of,
    any_of,
    none_of,
)
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
        if table.past is None and asking & {way.kind for way in table.ways}:
            kept = none_of(apart(table), calendar.unsettled(table))
            left = {
                ", ".join(group.names): _yielded(_Asked(calendar, asking, ways), group)
                for group, ways in _by_people(calendar, table)
                if group.purposes
            }
            every = left.items()
            yield Back(table, {name: all_of(kept, one) for name, one in every if one != NEVER})


def _by_people(calendar: Calendar, table: HeldTable) -> Iterator[tuple[Group, tuple[Way, ...]]]:
    """Yield the cells of a table that the same purposes may hold of the same people."""
    about = {cell.name: cell.ways for cell in table.cells}
    for group in calendar.groups(table):
        ways = [about.get(name, tuple(range(len(table.ways)))) for name in group.names]
        for each in dict.fromkeys(ways):
            theirs = [n for n, own in enumerate(ways) if own == each]
            cells = tuple(group.cells[n] for n in theirs)
            names = tuple(group.names[n] for n in theirs)
            yield replace(group, cells=cells, names=names), tuple(table.ways[n] for n in each)


@dataclass(frozen=True)
class _Asked:
    """Says where everybody whom cells are about asked to be erased; `kinds` are those who did."""

    calendar: Calendar
    kinds: frozenset[str]
    ways: tuple[Way, ...]

    def after(self, path: Path) -> Predicate:
        """Return where they asked after the occasion at the end of a path had begun."""
        each = [self._one(way, path) for way in self.ways]
        if len(each) == 1:
            return each[0]
        ways = zip(self.ways, each, strict=True)
        others = (all_of(counts(way), none_of(asked)) for way, asked in ways)
        return all_of(any_of(*each), none_of(*others))

    def _one(self, way: Way, path: Path) -> Predicate:
        began = at(path.occasion.began, path.end)

        def since(column: Column, folded: bool) -> Predicate:
            return AskedSince(f"{ERASING}:{way.kind}", column, began, folded)

        return person_of(self.calendar.holdings, way, since) if way.kind in self.kinds else NEVER


def _yielded(asked: _Asked, group: Group) -> Predicate:
    """Return where cells are filled that somebody asked to be erased, and nothing keeps."""
    calendar = asked.calendar
    each = calendar.each(group)
    those = [
        calendar.there_was(purpose, path, asked.after(path))
        for purpose, path in each
        if _yields(purpose)
    ]
    stays = (_stays(asked, purpose, path) for purpose, path in each)
    return all_of(group.filled, any_of(*those), none_of(*stays))


def _yields(purpose: Purpose) -> bool:
    return purpose.marketing or purpose.basis in (Basis.CONSENT, Basis.CONTRACT)


def _stays(asked: _Asked, purpose: Purpose, path: Path) -> Predicate:
    """Return where an occasion keeps cells, whatever was asked."""
    calendar = asked.calendar
    if not _yields(purpose):
        return calendar.perhaps_held(purpose, path)
    later = calendar.perhaps_held(purpose, path, asked.after(path))
    if purpose.basis is not Basis.CONTRACT:
        return later
    return any_of(later, calendar.perhaps_held(purpose, path, calendar.in_tail(purpose, path)))
