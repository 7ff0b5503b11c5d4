"""Where consent was withdrawn, and what rested on it alone is there all the same.

The sweep erases it, and a request tells by when somebody had an answer. Neither is asked here: only
whether something is left, in the rows where consent stood, of which nothing else may hold it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from gestand.core.apart import WITHDRAWN
from gestand.core.datamap.holdings import HeldTable, Occasion
from gestand.core.moments import at
from gestand.core.owners import ROW, person_of
from gestand.core.policy.model import Basis, Purpose
from gestand.core.predicate import AskedSince, Column, Predicate, all_of, any_of, none_of
from gestand.core.proving.overdue import Calendar, Group, Path

YESTERDAY = timedelta(days=1)
"""What is withdrawn today goes with the next run, and breaks nothing until then."""


@dataclass(frozen=True)
class Ended:
    """The consents to a purpose in the rows of a table that somebody withdrew.

    `left` gives, by the names of some cells, where something is in them all the same.
    """

    purpose: str
    table: HeldTable
    said: Predicate
    left: Mapping[str, Predicate]

    @property
    def conditions(self) -> tuple[Predicate, ...]:
        """All that is asked of a row."""
        return (self.said, *self.left.values())


def ended(
    calendar: Calendar, facts: Iterable[tuple[str, str]], apart: Callable[[HeldTable], Predicate]
) -> Iterator[Ended]:
    """Yield what is asked of each occasion for which people are asked to consent.

    `facts` are the purposes and kinds of people about whom a fact says that they withdrew, and
    `apart` says in which rows of a table nothing is erased.
    """
    noted = frozenset(facts)
    for occasion, table, purpose in _asking(calendar):
        by_column = calendar.withdrawn(purpose, Path(occasion), calendar.on - YESTERDAY)
        said = any_of(by_column, *_by_facts(calendar, occasion, table, purpose, noted))
        there = all_of(said, none_of(apart(table), calendar.unsettled(table)))
        left = {
            ", ".join(one.names): all_of(there, one.filled, nothing_else(calendar, one, purpose))
            for one in calendar.groups(table)
            if purpose.id in one.purposes
        }
        yield Ended(purpose.id, table, said, left)


def _asking(calendar: Calendar) -> Iterator[tuple[Occasion, HeldTable, Purpose]]:
    """Yield each occasion with its table and a purpose for which people are asked to consent.

    Once for a table: the same consent stands there, whichever occasion of the purpose it is of.
    """
    found: dict[tuple[str, str], tuple[Occasion, HeldTable, Purpose]] = {}
    for occasion in calendar.holdings.occasions:
        table = calendar.holdings.tables.get(occasion.table)
        if table is None:
            continue
        for one in (calendar.policy.purposes[name] for name in occasion.consents):
            if one.basis is Basis.CONSENT and occasion.name in one.occasions:
                found.setdefault((occasion.table, one.id), (occasion, table, one))
    yield from found.values()


def _by_facts(
    calendar: Calendar,
    occasion: Occasion,
    table: HeldTable,
    purpose: Purpose,
    noted: frozenset[tuple[str, str]],
) -> Iterator[Predicate]:
    """Yield where a fact says that somebody withdrew after they had agreed."""
    given = at(occasion.consents[purpose.id].given, ROW)
    for way in table.ways:
        if (purpose.id, way.kind) in noted:
            name = f"{WITHDRAWN}:{purpose.id}:{way.kind}"

            def asked(column: Column, folded: bool, name: str = name) -> Predicate:
                return AskedSince(name, column, given, folded)

            yield person_of(calendar.holdings, way, asked)


def nothing_else(calendar: Calendar, group: Group, purpose: Purpose) -> Predicate:
    """Return where no other purpose may hold some cells."""
    others = ((one, path) for one, path in calendar.each(group) if one != purpose)
    return none_of(*(calendar.perhaps_held(one, path) for one, path in others))
