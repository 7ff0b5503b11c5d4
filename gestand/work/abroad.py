"""Take in, for the conditions of one store, what they read in the others.

What is taken in is counted and digested on both sides: a set that is not complete must never
look like rows that are not there (GROUNDS rule 22). Then the run stops, and nothing goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from gestand.core.datamap.schema import Column, Kind, Table
from gestand.core.names import bare, store_of
from gestand.core.owners import ROW
from gestand.core.plan.abroad import Abroad, Reading, taken_as
from gestand.core.plan.led import Led
from gestand.core.predicate import ALWAYS, Listed, Predicate, any_of
from gestand.core.predicate import Column as At
from gestand.errors import CannotRun
from gestand.stores.base import Key, Run
from gestand.work.company import Company

TRIES = 3
"""Not every database reads one state of itself: somebody may write while its rows are counted."""


@dataclass
class Tally:
    """How many rows passed by, and a digest of them in that order."""

    rows: int = 0
    digest: Any = field(default_factory=sha256)

    def add(self, batch: list[Key]) -> None:
        """Count some rows."""
        self.rows += len(batch)
        self.digest.update(repr(batch).encode("utf-8", "replace"))

    def along(self, batches: Iterable[list[Key]]) -> Iterator[list[Key]]:
        """Yield batches of rows, and count them."""
        for batch in batches:
            self.add(batch)
            yield batch

    def same_as(self, other: Tally) -> bool:
        """Tell whether the same rows passed by there, in the same order."""
        return self.rows == other.rows and self.digest.digest() == other.digest.digest()


def take_in(company: Company, runs: Mapping[str, Run], reading: Reading) -> None:
    """Take in the tables of other stores that a store reads, inside the caller's transactions.

    Of a table of which it is known how the rows in question lead to it only the rows that they
    lead to are taken in: who asks for one person does not pay for all the others. Their key sets
    `asked:KIND` must be there.

    Raises CannotRun where one does not arrive as it is.
    """
    led = [_Led(company, runs, reading.store, abroad) for abroad in reading.tables]
    for each in led:
        if not each.by_keys:
            each.arrive(ALWAYS)
    few = [each for each in led if each.by_keys]
    for each in few:
        each.begin()
    # What one of them leads to may lead on to rows of another, or of itself.
    while any([each.grows() for each in few]):
        pass


@dataclass
class _Led:
    """A table of another store on its way to the store `here`.

    `keys` are the values found so far that lead to its rows, by the columns that must equal them.
    """

    company: Company
    runs: Mapping[str, Run]
    here: str
    abroad: Abroad
    keys: dict[tuple[str, ...], set[Key]] = field(default_factory=dict)

    @property
    def by_keys(self) -> bool:
        """Tell whether its rows can be looked for by the keys that lead to them."""
        led = self.abroad.led
        return led is not None and all(map(self._equal_alike, led))

    def _equal_alike(self, led: Led) -> bool:
        """Tell whether values that are equal here are the same value there."""
        if not led.joins:
            return True
        tables = {ROW: led.table, **{alias: table for alias, table, _ in led.joins}}
        return all(
            exact(self._column(tables[outer.alias], outer.name), self._column(tables[alias], name))
            for alias, _, pairs in led.joins[-1:]
            for outer, name in pairs
        )

    @property
    def _told_there(self) -> list[Predicate]:
        """The conditions of which that store itself can tell which rows meet them."""
        return [led.scope for led in self.abroad.led or () if not led.joins]

    def _column(self, table: str, name: str) -> tuple[str, Column]:
        schema = self.company.schemas[store_of(table)]
        return schema.dialect, schema.tables[bare(table)].columns[name]

    def begin(self) -> None:
        """Take in the rows that are meant whatever leads to them, or none yet."""
        self.arrive(any_of(*self._told_there))

    def grows(self) -> bool:
        """Take in the rows that are led to; False where these are all there already."""
        found: dict[tuple[str, ...], set[Key]] = {}
        for led in filter(lambda led: led.joins, self.abroad.led or ()):
            found.setdefault(led.inner, set()).update(self.runs[self.here].ends_of(led))
        if all(keys <= self.keys.get(names, set()) for names, keys in found.items()):
            return False
        for names, keys in found.items():
            self.keys.setdefault(names, set()).update(keys)
        self.arrive(any_of(*self._told_there, *map(self._wanted, self.keys)))
        return True

    def _wanted(self, names: tuple[str, ...]) -> Predicate:
        """Return where the columns equal one of the keys; that store gets to know them."""
        there = self.runs[store_of(self.abroad.table)]
        name = f"wanted:{self.here}:{self.abroad.table}:{'-'.join(names)}"
        columns = [self._column(self.abroad.table, column)[1] for column in names]
        there.fill(name, sorted(self.keys[names]), columns)
        return Listed(name, tuple(At(ROW, column) for column in names))

    def arrive(self, where: Predicate) -> None:
        """Take in the rows that meet a condition, and no others; count and digest them."""
        abroad = self.abroad
        here, there = self.runs[self.here], self.runs[store_of(abroad.table)]
        schema = self.company.schemas[store_of(abroad.table)]
        live = schema.tables[bare(abroad.table)]
        _refuse_alike(abroad, live)
        for _ in range(TRIES):
            sent, arrived = Tally(), Tally()
            rows = sent.along(there.rows_out(abroad.table, abroad.columns, where))
            here.take_in(abroad, schema.dialect, live, rows)
            for batch in here.rows_out(abroad.table, abroad.columns):
                arrived.add(batch)
            if there.count(abroad.table, where) == sent.rows and arrived.same_as(sent):
                return
        message = (
            f"store `{store_of(abroad.table)}`: not every row of `{abroad.table}` could be taken "
            "along to another store, so nobody knows there what is held: nothing is removed"
        )
        raise CannotRun(message)


def exact(own: tuple[str, Column], other: tuple[str, Column]) -> bool:
    """Tell whether two columns of two kinds of database have the same value where they are equal.

    Where a text equals another one that is written in another way, its keys find too little.
    """
    (dialect, first), (dialect_there, second) = own, other
    if first.kind is Kind.INTEGER:
        return second.kind is Kind.INTEGER
    same = first.kind is second.kind and dialect == dialect_there
    exact = same and first.kind in (Kind.TEXT, Kind.UUID)
    return exact and not first.alike and not second.alike


def _refuse_alike(abroad: Abroad, live: Table) -> None:
    """Stop where a text equals another one in its own store only: elsewhere it would not."""
    for name in abroad.compared:
        if alike := live.columns[name].alike:
            message = (
                f"`{abroad.table}.{name}` looks past {alike}, and rows of another store are held "
                "by what stands there: let it compare texts as they stand"
            )
            raise CannotRun(message)


def take_in_sets(
    company: Company, runs: Mapping[str, Run], store: str, sets: Mapping[str, str]
) -> None:
    """Take in key sets of other stores; `sets` names for each the table whose rows it holds."""
    for name, table in sets.items():
        there = runs[store_of(table)]
        same = company.schemas[store].dialect == company.schemas[store_of(table)].dialect
        columns = [taken_as(column, same_kind=same) for column in there.key_columns(table)]
        runs[store].fill(name, there.keys_of(name, len(columns)), columns)
