"""Take in, for the conditions of one store, what they read in the others.

What is taken in is counted and digested on both sides: a set that is not complete must never
look like rows that are not there (GROUNDS rule 22). Then the run stops, and nothing goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from gestand.core.datamap.schema import Table
from gestand.core.plan.abroad import Abroad, Reading, store_of, taken_as
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

    Raises CannotRun where one does not arrive as it is.
    """
    for abroad in reading.tables:
        _take_in(company, runs[reading.store], runs[store_of(abroad.table)], abroad)


def _take_in(company: Company, here: Run, there: Run, abroad: Abroad) -> None:
    schema = company.schemas[store_of(abroad.table)]
    live = schema.tables[abroad.table.partition(".")[2]]
    _refuse_alike(abroad, live)
    for _ in range(TRIES):
        sent, arrived = Tally(), Tally()
        rows = sent.along(there.rows_out(abroad.table, abroad.columns))
        here.take_in(abroad, schema.dialect, live, rows)
        for batch in here.rows_out(abroad.table, abroad.columns):
            arrived.add(batch)
        if there.count(abroad.table) == sent.rows and arrived.same_as(sent):
            return
    message = (
        f"store `{store_of(abroad.table)}`: not every row of `{abroad.table}` could be taken "
        "along to another store, so nobody knows there what is held: nothing is removed"
    )
    raise CannotRun(message)


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
