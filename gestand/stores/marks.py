"""The marks of a survey: what a plan found out about each row of a table, asked once.

A row that every purpose holds is not noted. Each other one has its key, per claim whether
that holds the row (`s0`, `s1`, ...), per group of cells whether there is anything left
to empty (`d0`, `d1`, ...), and whether it goes (`g`). All that is counted and carried out is
read from these, window by window.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any as AnyValue

import sqlalchemy as sa

from gestand.core.datamap.schema import Column, Kind
from gestand.core.plan.steps import Erase, Redact
from gestand.stores.expressions import CountWhere, Joined, one_or_many
from gestand.stores.keysets import KeySets

LIVE, NOT_HELD, UNCLEAR = 1, 0, 2
CLAIM = "s"
GOES = "g"

Condition = sa.ColumnElement[bool]


def marks_of(table: str) -> str:
    """Return the name of the key set with the marks of a table."""
    return f"marks:{table}"


def gone_of(table: str) -> str:
    """Return the name of the key set with the rows of a table that go."""
    return f"gone:{table}"


def set_of(step: Erase | Redact) -> str:
    """Return the name of the key set in which the rows of a step stand."""
    return step.id if isinstance(step, Redact) and step.alone else marks_of(step.table)


def claim_mark(number: int) -> str:
    """Return the mark that tells whether a claim holds the row."""
    return f"{CLAIM}{number}"


def cells_mark(group: int | None) -> str:
    """Return the mark that tells whether a group of cells still holds anything."""
    return f"d{group}"


def not_held(marks: sa.Table, claims: Iterable[int]) -> Condition:
    """Return where none of the claims holds the row."""
    return sa.and_(sa.true(), *(marks.c[claim_mark(n)] == NOT_HELD for n in claims))


def goes(marks: sa.Table) -> Condition:
    """Return where the row goes."""
    found: Condition = marks.c[GOES] == 1
    return found


def loses(marks: sa.Table, step: Redact) -> Condition:
    """Return where the cells of a step hold something that nothing holds any more."""
    return sa.and_(marks.c[cells_mark(step.group)] == 1, not_held(marks, step.claims))


def loses_any(marks: sa.Table, steps: Sequence[Redact]) -> Condition:
    """Return where the cells of one of the steps hold something that nothing holds."""
    return sa.or_(sa.false(), *(loses(marks, step) for step in steps))


def counted(where: Condition) -> sa.ColumnElement[AnyValue]:
    """Return the number of rows that meet a condition, as a column of an answer."""
    return CountWhere(where)


@dataclass(frozen=True)
class Windows:
    """The rows of each step, a window of positions at a time."""

    sets: KeySets
    columns: Mapping[str, Mapping[str, Column]]

    def last(self, step: Erase | Redact) -> int:
        """Return the last place at which a row of the step can stand."""
        return self.sets.last(set_of(step))

    def reaching(self, step: Erase | Redact, rows: int) -> int:
        """Return how many places have about so many rows, and no more."""
        return self.sets.reaching(set_of(step), rows)

    def keys(self, step: Erase | Redact) -> sa.Select[AnyValue]:
        """Return the keys of the step's rows at the places over `:after`, up to `:last`."""
        found = self.sets.noted(set_of(step))
        keys = (found.c[f"k{n}"] for n in range(len(step.key)))
        return sa.select(*keys).where(*self._window(step, found))

    def joined_keys(self, step: Erase | Redact) -> sa.Select[AnyValue]:
        """Return of a window how many keys there are, the first and last, and their parts.

        Each part is one text; the first and last are NULL where a key is no number, or where
        the database has no use for them.
        """
        found = self.sets.noted(set_of(step))
        place = self.sets.dialect.place(found)
        wanted: list[sa.ColumnElement[AnyValue]] = [sa.func.count()]
        if self.sets.dialect.reads_along and self.numbered(step):
            wanted += [sa.func.min(found.c.k0), sa.func.max(found.c.k0)]
        else:
            wanted += [sa.null(), sa.null()]
        wanted += [Joined(found.c[f"k{n}"], place) for n in range(len(step.key))]
        return sa.select(*wanted).select_from(found).where(*self._window(step, found))

    def numbered(self, step: Erase | Redact) -> bool:
        """Tell whether the keys of the step's rows are numbers."""
        return len(step.key) == 1 and self.columns[step.table][step.key[0]].kind is Kind.INTEGER

    def _window(self, step: Erase | Redact, found: sa.Table) -> Sequence[Condition]:
        window = self.sets.window(found)
        if isinstance(step, Erase):
            return (*window, goes(found))
        return window if step.alone else (*window, loses(found, step), sa.not_(goes(found)))

    def within(
        self, step: Erase | Redact, own: Sequence[sa.ColumnElement[AnyValue]]
    ) -> sa.ColumnElement[bool]:
        """Return where the columns `own` are the key of a row in the window."""
        return one_or_many(own).in_(self.keys(step))
