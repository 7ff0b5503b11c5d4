"""What is asked of each row once, however many conditions refer to it.

A condition is taken apart. What looks at columns becomes a column of the statement; how the
answers go together (all, any, not) is worked out from the line that was read. A database could
work that out as well, but it would read each part again wherever it stands: for the rows of a
few people that takes far longer than to find them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any as AnyValue

import sqlalchemy as sa

from gestand.core import predicate as p
from gestand.stores.render import Expression, Renderer, Scope

Line = Sequence[AnyValue]
Holds = Callable[[Line], AnyValue]
"""Tells of a line that was read whether a condition holds; NULL counts as no."""
Places = Callable[[Line], tuple[AnyValue, ...]]
"""Returns what stands at some places of a line."""


@dataclass
class Questions:
    """The columns of one statement, in the order in which they were asked for."""

    renderer: Renderer
    columns: list[Expression] = field(default_factory=list)
    looked_at: set[int] = field(default_factory=set)
    """The places of what conditions look at: all else in a line changes none of their answers."""
    _places: dict[int, int] = field(default_factory=dict)
    _there: dict[tuple[int, str], Holds] = field(default_factory=dict)
    _asked: dict[tuple[p.Predicate, tuple[int, ...]], Holds] = field(default_factory=dict)

    def place(self, column: Expression) -> int:
        """Return where a column stands in a line; the same column is read once."""
        if id(column) not in self._places:
            self._places[id(column)] = len(self.columns)
            self.columns.append(column)  # which keeps its id from being given away
        return self._places[id(column)]

    def look_at(self, column: Expression) -> int:
        """Return the place of a column at which a condition looks."""
        place = self.place(column)
        self.looked_at.add(place)
        return place

    def holds(self, where: p.Predicate, scope: Scope) -> Holds:
        """Return what tells of a line whether `where` holds."""
        if isinstance(where, p.All):
            return all_hold(self.holds(part, scope) for part in where.parts)
        if isinstance(where, p.Any):
            return _any_holds(self.holds(part, scope) for part in where.parts)
        if isinstance(where, p.Not):
            return _not(self.holds(where.part, scope))
        if isinstance(where, p.Linked) and (joined := self._joined(where, scope)) is not None:
            within = self.holds(where.where, {**scope, where.alias: joined})
            return all_hold((self.there(joined, where.pairs[0][1]), within))
        return self._once(where, scope)

    def there(self, joined: sa.FromClause, key: str) -> Holds:
        """Return what tells whether a row was found to be joined, by a column of its key."""
        same = (id(joined), key)
        if same not in self._there:
            # Not the key itself: lines would differ in it that are the same in all else.
            self._there[same] = itemgetter(self.look_at(joined.c[key].is_not(None)))
        return self._there[same]

    def _once(self, where: p.Predicate, scope: Scope) -> Holds:
        same = (where, tuple(id(scope[alias]) for alias in sorted(p.free_aliases(where))))
        if same not in self._asked:
            self._asked[same] = self._ask(where, scope)
        return self._asked[same]

    def _ask(self, where: p.Predicate, scope: Scope) -> Holds:
        if isinstance(where, p.Unreadable):
            return _not(self._answer(self.renderer.readable(where.at, scope)))
        if isinstance(where, p.InTime):
            compared = self._answer(self.renderer.compared(where, scope))
            return _any_holds((compared, self.holds(p.Unreadable(where.other), scope)))
        if not isinstance(where, p.Reached | p.NotBefore):
            return self._answer(self.renderer.render(where, scope))
        moments = (where.at, where.other) if isinstance(where, p.NotBefore) else (where.at,)
        unread = (self.holds(p.Unreadable(moment), scope) for moment in moments)
        compared = self._answer(self.renderer.compared(where, scope))
        return all_hold((compared, *map(_not, unread)))

    def _answer(self, asked: Expression) -> Holds:
        if isinstance(asked, sa.True_):
            return _always
        if isinstance(asked, sa.False_):
            return never
        return itemgetter(self.look_at(asked))

    def _joined(self, where: p.Linked, scope: Scope) -> sa.FromClause | None:
        return self.renderer.joins.other(where, scope) if self.renderer.joins else None


def all_hold(parts: Iterable[Holds]) -> Holds:
    """Return what tells whether every part holds; what is certain is settled here."""
    asked = tuple(dict.fromkeys(part for part in parts if part is not _always))
    if never in asked:
        return never
    if not asked:
        return _always

    def holds(line: Line) -> bool:
        for part in asked:  # a generator in `all` would take three times as long
            if not part(line):
                return False
        return True

    return asked[0] if len(asked) == 1 else holds


def _any_holds(parts: Iterable[Holds]) -> Holds:
    asked = tuple(dict.fromkeys(part for part in parts if part is not never))
    if _always in asked:
        return _always
    if not asked:
        return never

    def holds(line: Line) -> bool:
        for part in asked:
            if part(line):
                return True
        return False

    return asked[0] if len(asked) == 1 else holds


def _not(part: Holds) -> Holds:
    if part is _always:
        return never
    return _always if part is never else lambda line: not part(line)


def _always(_line: Line) -> bool:
    return True


def never(_line: Line) -> bool:
    """Return False: what never holds is asked of no row."""
    return False


def places(numbers: tuple[int, ...]) -> Places:
    """Return what takes these places out of a line."""
    if len(numbers) == 1:
        (number,) = numbers
        return lambda line: (line[number],)
    return itemgetter(*numbers) if numbers else lambda _line: ()
