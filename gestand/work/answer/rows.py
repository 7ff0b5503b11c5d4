"""A row as it is told: each value with why it is held; and values as texts.

What a database holds can be anything. It is shown as it is, never hidden: bytes as base64,
characters that cannot be seen by their signs.
"""

from __future__ import annotations

import json
import math
from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from gestand.core.access.told import (
    ColumnTold,
    Role,
    Standing,
    Why,
    is_empty,
    only_part,
    part_told,
    why,
)
from gestand.core.plan.steps import Read
from gestand.stores.base import Lasts, RowTold

UNSEEN = {number: 0x2400 + number for number in range(32) if chr(number) not in "\t\n"}
UNSEEN[0x7F] = 0x2421
RISKY = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet program run a text as a formula, in both widths."""


@dataclass(frozen=True)
class FileTold:
    """A file that a row names: its name in the archive, or why it is not in it."""

    member: str | None
    outside: bool = False


@dataclass(frozen=True)
class CellTold:
    """A value with what its column is and why it is held; `empty` where nothing is held.

    A `masked` one is about somebody else: there is a value, and it is not told.
    """

    column: ColumnTold
    value: Any
    why: Why
    empty: bool
    file: FileTold | None = None
    masked: bool = False

    @property
    def holds_data(self) -> bool:
        """Whether a value is told that some purpose holds."""
        told = not (self.empty or self.masked)
        return told and self.why.standing is Standing.HELD and self.column.role is Role.DATA


@dataclass(frozen=True)
class RowShown:
    """A row with its number in the answer, its cells, and its live grounds by purpose.

    With `apart` nothing uses, changes or removes it until a restriction or a hold is over. One that
    is not `own` is somebody else's, and who asks may see it.
    """

    number: int
    key: tuple[Any, ...]
    cells: tuple[CellTold, ...]
    grounds: Mapping[str, Lasts]
    apart: bool = False
    own: bool = True
    _for: dict[tuple[int, ...], dict[str, Lasts]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def for_(self, step: Read, cell: CellTold) -> dict[str, Lasts]:
        """Return the grounds that hold a cell, by purpose: most cells of a row have the same."""
        held_by = cell.why.held_by
        if held_by not in self._for:
            names = dict.fromkeys(step.keeps[number].purpose for number in held_by)
            self._for[held_by] = {name: self.grounds[name] for name in names}
        return self._for[held_by]

    @cached_property
    def holds_data(self) -> bool:
        """Whether any value is told that some purpose holds."""
        return any(cell.holds_data for cell in self.cells)


def shown(
    step: Read,
    columns: Sequence[ColumnTold],
    row: RowTold,
    number: int,
    files: Mapping[str, FileTold],
) -> RowShown:
    """Return a row as it is told; `files` are those that it names, by column."""
    live = [lasts is not None for lasts in row.held]
    pairs = zip(step.columns, row.values, strict=True)
    found = {name: value for name, value in pairs if name not in row.masked}
    told = ((column, part_told(column, found)) for column in columns)
    cells = tuple(
        CellTold(
            column,
            value,
            _why(column, row, live, value),
            is_empty(column, row.key, value) and column.column not in row.masked,
            files.get(column.name),
            column.column in row.masked,
        )
        for column, value in told
    )
    return RowShown(number, row.key, cells, _by_purpose(step, row), own=row.own)


def _why(column: ColumnTold, row: RowTold, live: Sequence[bool], value: Any) -> Why:
    """Return how a cell stands; what is left of a value waits for nothing but its row."""
    found = why(column, live, row.waits)
    loose = found.standing is Standing.LOOSE
    return Why(Standing.LEFT) if loose and only_part(column, row.key, value) else found


def set_apart(row: RowShown) -> RowShown:
    """Return the row of somebody about whom everything is set apart: nothing of it goes."""
    cells = (
        cell if cell.why.standing is Standing.HELD else replace(cell, why=Why(Standing.APART))
        for cell in row.cells
    )
    return replace(row, cells=tuple(cells), apart=True)


def told_in_part(row: RowShown) -> RowShown | None:
    """Return what may be told of a row of which the rest is kept by an order that is secret.

    What nothing else holds is left out, as if it were gone; None where that is the whole row.
    """
    stays = (Standing.HELD, Standing.WAITS, Standing.APART)
    if not any(cell.why.standing in stays for cell in row.cells):
        return None
    cells = (
        replace(cell, value=None, empty=True) if cell.why.standing is Standing.LOOSE else cell
        for cell in row.cells
    )
    return replace(row, cells=tuple(cells))


def part_apart(row: RowShown, categories: Collection[str]) -> RowShown:
    """Return the row of somebody of whom some categories alone are set apart: these stay."""
    cells = (
        replace(cell, why=Why(Standing.APART))
        if cell.column.category in categories and cell.why.standing is not Standing.HELD
        else cell
        for cell in row.cells
    )
    return replace(row, cells=tuple(cells)) if categories else row


def _by_purpose(step: Read, row: RowTold) -> dict[str, Lasts]:
    found: dict[str, Lasts] = {}
    for keep, lasts in zip(step.keeps, row.held, strict=True):
        known = found.get(keep.purpose)
        if lasts is None or (known is not None and known.until is None):
            continue
        if known is None or lasts.until is None or (known.until and lasts.until > known.until):
            found[keep.purpose] = lasts
    return found


def raw(value: Any) -> Any:
    """Return a value for JSON: as it is, but bytes as base64 and what JSON lacks as a text."""
    if isinstance(value, bytes | bytearray | memoryview):
        return {"base64": b64encode(bytes(value)).decode("ascii")}
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return str(value)


def text(value: Any) -> str:
    """Return a value as a text for people, on as many lines as it has."""
    if value is None:
        return ""
    found = raw(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return f"base64:{found['base64']}"
    if isinstance(found, dict | list):
        found = json.dumps(found, ensure_ascii=False, default=str)
    return str(found).replace("\r\n", "\n").translate(UNSEEN)


def spreadsheet_cell(value: Any) -> str:
    """Return a value as a text that no spreadsheet program runs as a formula."""
    plain = text(value)
    risky = plain.startswith("\t") or plain.lstrip().startswith(RISKY)
    return f"'{plain}" if risky else plain
