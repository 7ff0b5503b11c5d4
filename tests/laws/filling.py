"""Fill the tables of a company that was made up, and lay it down as a project."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import yaml
from hypothesis import strategies as st

from tests.laws.companies import (
    ADDRESSES,
    BAD,
    DAYS_OF_THE_RUN,
    NOWHERE,
    Drawn,
    Row,
    days_near_a_limit,
)
from tests.laws.following import follow, followed
from tests.laws.insides import document, hold_several
from tests.laws.luck import Luck
from tests.laws.promising import DIGITS, datamap, policies, promised
from tests.laws.schemes import Column, Scheme, Table, scheme
from tests.laws.shapes import Shape

DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
HOURS = ("00:00:00", "12:30:00", "23:30:00")


WORLDS = 8
"""How often the tables are filled: with rows that have nothing to do with those before.

What costs time is to declare and to compile; so some fillings share what is compiled. Each is an
example of its own, with people of its own who ask.
"""
APART = 1000
"""By how much the keys of one filling are higher than those of the one before."""


@dataclass(frozen=True)
class Made:
    """A company that was made up: a project to lay down, and the tables it came from."""

    drawn: Drawn
    scheme: Scheme


@st.composite
def made(draw: st.DrawFn, *, bad: int = 25) -> Made:
    """Draw a company; in `bad` of a hundred some dates and edges are broken."""
    luck = Luck(draw)
    tables = scheme(luck)
    for table in [table for table in tables.tables.values() if table.personal]:
        hold_several(luck, tables, table)
    declared = promised(luck, tables)
    follow(luck, declared)
    written = policies(luck, declared)
    words = yaml.dump(datamap(luck, declared), Dumper=DUMPER, sort_keys=False)
    as_of = luck.one_of(DAYS_OF_THE_RUN)
    rows: dict[str, list[Row]] = {name: [] for name in tables.tables}
    for world in range(WORLDS):
        filler = _Filler(luck, tables, days_near_a_limit(as_of), luck.happens(bad), world)
        found = {name: filler.rows(table) for name, table in tables.tables.items()}
        for name, each in followed(luck, tables, _pointed(filler, found)).items():
            rows[name] += each
    people = {kind: table for kind, table in tables.kinds.items()}
    shape = Shape("made up", (), {}, words, tables.schema(), people)
    return Made(Drawn(shape, written, rows, as_of), tables)


@dataclass
class _Filler:
    luck: Luck
    scheme: Scheme
    days: tuple[date, ...]
    bad: bool
    world: int

    def __post_init__(self) -> None:
        self.keys: dict[str, list[tuple[object, ...]]] = {}

    def rows(self, table: Table) -> list[Row]:
        """Draw the rows of a table; what points at later tables is filled in afterwards."""
        count = self.luck.number(1, 3) if table.kind else self.luck.number(0, 4)
        found: dict[tuple[object, ...], Row] = {}
        self.keys[table.name] = []
        for number in range(count):
            row = {c.name: self.value(table, c, number) for c in table.columns}
            for pointer in table.pointers:
                if pointer.table in self.keys and pointer.table != table.name:
                    self.point(row, table, pointer.columns, pointer.table)
            key = tuple(row[name] for name in table.key)
            found.setdefault(key, row)
        self.keys[table.name] = list(found)
        return list(found.values())

    def value(self, table: Table, column: Column, number: int) -> object:
        """Draw what stands in a column."""
        if column.fill in self.drawn:
            return self.drawn[column.fill](table, column, number)
        if column.nullable and self.luck.happens(20):
            return None
        return number + 7 if column.fill == "amount" else self.text(table, column, number)

    @property
    def drawn(self) -> dict[str, Callable[[Table, Column, int], object]]:
        """How to draw what is no plain text or amount."""
        odd = ("odd", None) if self.bad else ()
        return {
            "key": self.key,
            "part": lambda table, column, number: number % 2 + 1,
            "word": lambda table, column, number: self.luck.one_of(column.words),
            "trait": lambda table, column, number: self.luck.one_of((*column.words, *odd)),
            "edge": lambda table, column, number: self.number_of_a_row(column),
            "address": lambda table, column, number: self.address(column),
            "day": lambda table, column, number: self.day(column),
            "later": lambda table, column, number: None,
            "papers": self.document,
        }

    def key(self, table: Table, column: Column, number: int) -> object:
        """Return a key that no other row of the table has."""
        key = number // 2 + 1 if "part" in table.key else number + 1
        return key + self.world * APART

    def address(self, column: Column) -> object:
        """Draw the address of a guest."""
        empty = column.nullable and self.luck.happens(20)
        return None if empty else f" {self.world}.{self.luck.one_of(ADDRESSES).strip()}"

    def document(self, table: Table, column: Column, number: int) -> object:
        """Draw a document."""
        return document(self.luck, column, self.text(table, column, number), odd=self.bad)

    def text(self, table: Table, column: Column, number: int) -> str:
        """Return a text that stands nowhere else."""
        return f"{table.name}-{column.name}-{number + self.world * APART}-x"

    def number_of_a_row(self, column: Column) -> object:
        """Return the key of a row that may be there or not, of whatever table it is."""
        if column.nullable and self.luck.happens(20):
            return None
        return self.luck.number(1, 3 + self.bad) + self.world * APART

    def day(self, column: Column) -> object:
        """Draw a day near a limit."""
        if column.nullable and self.luck.happens(30):
            return None
        if self.bad and self.luck.happens(12):
            return self.luck.one_of(BAD)
        found = self.luck.one_of(self.days).isoformat()
        if column.kind in DIGITS:
            never = self.luck.happens(15)
            digits = re.sub("[^0-9]", "", f"{found}{self.luck.one_of(HOURS)}")
            return "infinity" if never else digits
        return f"{found} {self.luck.one_of(HOURS)}" if column.kind == "TIMESTAMP" else found

    def point(self, row: Row, table: Table, columns: tuple[str, ...], target: str) -> None:
        """Let a row point at one of another table, or at none where that may be."""
        known = [column for column in columns if column not in table.key or len(columns) == 1]
        nullable = all(table.column(name).nullable for name in known)
        keys = self.keys[target]
        lost = self.bad and self.luck.happens(10)
        if nullable and (self.luck.happens(25) or not keys):
            row |= dict.fromkeys(known)
        elif keys and not lost:
            row |= dict(zip(columns, self.luck.one_of(keys), strict=True))
        else:
            row |= dict.fromkeys(columns, NOWHERE + self.world * APART)


def _pointed(filler: _Filler, rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Let rows point at rows of their own table and of later ones, now that these are there."""
    tables = list(filler.scheme.tables)
    for name, table in filler.scheme.tables.items():
        for pointer in table.pointers:
            if tables.index(pointer.table) < tables.index(name):
                continue
            for row in rows[name]:
                keys = [
                    key
                    for key in filler.keys[pointer.table]
                    # Part of such a pointer is the key of the row itself.
                    if pointer.columns[0] != "part" or key[0] == row["part"]
                ]
                _point_within(filler, row, table, pointer.columns, keys)
    return _without_loss(filler, rows)


def _point_within(
    filler: _Filler, row: Row, table: Table, columns: tuple[str, ...], keys: list
) -> None:
    last = columns[-1]
    if not keys or filler.luck.happens(30):
        row[last] = None
    else:
        row[last] = filler.luck.one_of(keys)[-1]


def _without_loss(filler: _Filler, rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Leave out rows that point nowhere, where nothing is broken in this company."""
    if filler.bad:
        return rows
    while True:
        lost = {
            (name, number)
            for name, table in filler.scheme.tables.items()
            for number, row in enumerate(rows[name])
            if not _is_whole(filler.scheme, table, row, rows)
        }
        if not lost:
            return rows
        rows = {
            name: [row for number, row in enumerate(each) if (name, number) not in lost]
            for name, each in rows.items()
        }


def _is_whole(scheme: Scheme, table: Table, row: Row, rows: dict[str, list[Row]]) -> bool:
    leading = [(p.columns, p.table) for p in table.pointers]
    for owner in table.owners:
        if owner.table and (not owner.when or f"'{row.get('object_type')}'" in owner.when):
            leading.append((owner.columns, owner.table))
    for columns, target in leading:
        value = tuple(row[column] for column in columns)
        key = scheme.tables[target].key
        if None not in value and value not in {tuple(r[k] for k in key) for r in rows[target]}:
            return False
    return True
