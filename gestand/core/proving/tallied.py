"""What is overdue in a table, read from how many rows there are of each kind.

A store is asked twice at most, whatever number of purposes there is: how many rows have something
in each group of cells, and in how many of them something is not surely held. Only where there are
such rows are they told apart: of each it says which of some conditions holds first, and those for
which it says the same are counted. What that makes of each group of cells is worked out here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gestand.core.predicate import NEVER, Predicate, all_of, any_of, none_of
from gestand.core.proving.overdue import Calendar, Group, lost

Ladder = tuple[Predicate, ...]
"""Conditions of which the first that holds counts: 1 for the first one, 0 where none does."""

Kinds = Mapping[tuple[int, ...], int]
"""How many rows there are of each kind: what each ladder said of them."""

SURELY, PERHAPS, LOST, OVER = 1, 2, 3, 4
"""The steps of the ladder of a reach: it goes on, perhaps does, leads nowhere, has ended."""


@dataclass(frozen=True)
class Tally:
    """What is asked of the rows of a table, and where the answer on each group of cells stands.

    `filled` is the ladder that tells where each group has something in it, `suspect` says where one
    of these is not surely held. `reaches` gives by group the purposes with the ladders of the ways
    in which they reach its cells. `apart` is the ladder of rows of which nothing is overdue.
    """

    groups: tuple[Group, ...]
    filled: tuple[int, ...]
    suspect: Predicate
    ladders: tuple[Ladder, ...]
    reaches: tuple[tuple[tuple[str, int], ...], ...]
    apart: int


@dataclass
class Counted:
    """In how many rows something is the matter with a group of cells.

    `late` gives in how many the period of each purpose is over, `groundless` in how many none ever
    held it; `wrong` is how many there are of both.
    """

    wrong: int = 0
    doubtful: int = 0
    groundless: int = 0
    late: dict[str, int] = field(default_factory=dict)


class _Ladders:
    """Ladders by their number, each once."""

    def __init__(self) -> None:
        self.numbers: dict[Ladder, int] = {}

    def number(self, *steps: Predicate) -> int:
        """Return the number of a ladder."""
        return self.numbers.setdefault(steps, len(self.numbers))


def tally(calendar: Calendar, groups: Sequence[Group], apart: Predicate = NEVER) -> Tally:
    """Return what is asked of a table of which these are groups of cells."""
    ladders = _Ladders()
    filled = tuple(ladders.number(group.filled) for group in groups)
    suspect = any_of(*(_not_surely_held(calendar, group) for group in groups))
    reaches = tuple(tuple(_reaches(calendar, group, ladders)) for group in groups)
    number = ladders.number(apart)
    return Tally(tuple(groups), filled, suspect, tuple(ladders.numbers), reaches, number)


def _reaches(
    calendar: Calendar, group: Group, ladders: _Ladders
) -> Iterator[tuple[str, int]]:
    """Yield each purpose with the ladder of each way: what an earlier step says is not asked."""
    for purpose, path in calendar.each(group):
        surely, perhaps = calendar.surely_held(purpose, path), calendar.perhaps_held(purpose, path)
        second = NEVER if perhaps == surely else perhaps
        over = calendar.was_held(purpose, path)
        yield purpose.id, ladders.number(surely, second, lost(group.table, path), over)


def _not_surely_held(calendar: Calendar, group: Group) -> Predicate:
    surely = (calendar.surely_held(purpose, path) for purpose, path in calendar.each(group))
    return all_of(group.filled, none_of(*surely))


def counted(asked: Tally, kinds: Kinds) -> list[Counted]:
    """Return what the rows that are suspect come to, for each group of cells."""
    found = [Counted() for _ in asked.groups]
    for kind, rows in kinds.items():
        if kind[asked.apart]:
            continue
        unsure = [_unsure(asked, number, kind) for number in range(len(found))]
        for number, one in enumerate(found):
            if not kind[asked.filled[number]]:
                continue
            one.doubtful += rows * unsure[number]
            if not any(unsure) and _unheld(asked, number, kind):
                _add(one, rows, [p for p, own in asked.reaches[number] if kind[own] == OVER])
    return found


def _add(one: Counted, rows: int, over: Sequence[str]) -> None:
    one.wrong += rows
    one.groundless += 0 if over else rows
    for purpose in dict.fromkeys(over):
        one.late[purpose] = one.late.get(purpose, 0) + rows


def _unheld(asked: Tally, number: int, kind: Sequence[int]) -> bool:
    """Tell that nothing holds a group of cells, and that this is known."""
    return all(kind[reach] in (0, OVER) for _, reach in asked.reaches[number])


def _unsure(asked: Tally, number: int, kind: Sequence[int]) -> bool:
    """Tell that only a person can tell whether anything holds a group of cells.

    That is a question about the row: until it is answered all of the row stays.
    """
    said = {kind[reach] for _, reach in asked.reaches[number]}
    return not said.isdisjoint((PERHAPS, LOST)) and SURELY not in said
