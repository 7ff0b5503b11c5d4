"""Copies of values in which an identifier stands: they are there by what holds the value itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gestand.core.datamap.holdings import Copied
from gestand.core.owners import ROW
from gestand.core.predicate import Column, Equals, all_of
from gestand.core.residue.grades import Grade, Why
from gestand.stores.base import Key, Run
from gestand.work.company import Company

Whys = Mapping[str, Why]
"""By column why a cell is there."""


@dataclass(frozen=True)
class Copies:
    """The copies in rows that were found, each with the keys of the rows that it copies."""

    company: Company
    _origins: dict[tuple[str, Key], list[tuple[Copied, list[Key]]]] = field(default_factory=dict)

    def note(self, run: Run, table: str, key: Key, columns: Iterable[str]) -> None:
        """Note the copies among some columns of a row, inside the caller's transaction."""
        for copied in self.company.holdings.copies:
            if copied.table == table and copied.column in columns and None not in key:
                origins = self._origins.setdefault((table, key), [])
                origins.append((copied, self._origin(run, copied, key)))

    def _origin(self, run: Run, copied: Copied, key: Key) -> list[Key]:
        """Return the keys of the rows at which the pointer beside a copy leads."""
        edge = copied.edge
        ends = tuple(run.value(copied.table, column, key) for column in edge.columns)
        if None in ends:
            return []
        parent = self.company.holdings.tables[edge.parent].key
        if edge.parent_columns == parent:
            return [ends]
        pairs = zip(edge.parent_columns, ends, strict=True)
        there = all_of(*(Equals(Column(ROW, name), (value,)) for name, value in pairs))
        return [found for some in run.rows_out(edge.parent, parent, there) for found in some]

    def wanted(self) -> dict[str, list[Key]]:
        """Return, by their table, the keys of the rows that hold the values themselves."""
        found: dict[str, dict[Key, None]] = {}
        for copied, keys in (each for origins in self._origins.values() for each in origins):
            found.setdefault(copied.edge.parent, {}).update(dict.fromkeys(keys))
        return {table: list(keys) for table, keys in found.items() if keys}

    def judged(
        self, table: str, key: Key, whys: Whys, held: Mapping[str, Mapping[Key, Whys]]
    ) -> Whys:
        """Return why the cells of a row are there; `held` tells it of the values themselves.

        A copy of a value that is nowhere may be about anybody: a plan asks a person.
        """
        told = dict(whys)
        for copied, origins in self._origins.get((table, key), ()):
            there = held.get(copied.edge.parent, {})
            known = [there[origin][copied.cell.column] for origin in origins if origin in there]
            told[copied.column] = known[0] if known else Why(Grade.WAITS)
        return told
