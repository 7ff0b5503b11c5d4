"""What each cell of a row is and why it is held, as a person is told it (GDPR article 15).

Decided from the schema and from the marks of a row; the values themselves are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from gestand.core.datamap.holdings import Cell, HeldTable, Holdings, Occasion
from gestand.core.left import KEEPING, KEYED, is_left
from gestand.core.plan.steps import Read
from gestand.core.policy.model import Policy, Recipient
from gestand.core.predicate import Emptied


class Role(Enum):
    """What a column is: a category of data, a date, a number that refers, or what goes along."""

    DATA = "data"
    DATE = "date"
    REFERENCE = "reference"
    RECORD = "record"


class Standing(Enum):
    """How a cell stands: held, set apart, waiting for a person to decide, or without a ground.

    What is `left` has no ground either, and goes with its row: the rest of the value has gone.
    """

    LEFT = "left"
    HELD = "held"
    APART = "set apart"
    WAITS = "waits for a person"
    LOOSE = "no ground"


@dataclass(frozen=True)
class ColumnTold:
    """A column that is told.

    `keeps` are the places, in the step, of the purposes that may hold it; what is no data of
    its own stays as long as anything in its row. `moment` is the policy's name of a date.
    """

    name: str
    role: Role
    keeps: tuple[int, ...]
    category: str = ""
    source: str = ""
    moment: str = ""
    emptied: Emptied | None = None


@dataclass(frozen=True)
class Why:
    """How a cell stands, and by which purposes of the step (their places) it is held."""

    standing: Standing
    held_by: tuple[int, ...] = ()


def columns_told(holdings: Holdings, step: Read) -> tuple[ColumnTold, ...]:
    """Return what each column of a step is, in the order of the table."""
    table = holdings.tables[step.table]
    cells = {cell.column: cell for cell in table.cells}
    moments = dict(_moments(holdings, table))
    references = {*table.key, *_edge_columns(holdings, table)}
    return tuple(
        _data(step, cells[name])
        if name in cells
        else ColumnTold(
            name,
            _role(name, references, moments),
            tuple(range(len(step.keeps))),
            moment=moments.get(name, ""),
        )
        for name in step.columns
    )


def why(column: ColumnTold, held: Sequence[bool], waits: Sequence[bool]) -> Why:
    """Return how a cell stands in a row: `held` says per purpose of the step whether it holds.

    Where a person must decide about one that `waits`, the cell stays as it is until then.
    """
    live = tuple(number for number in column.keeps if held[number])
    if live:
        return Why(Standing.HELD, live)
    unsure = any(waits[number] for number in column.keeps)
    return Why(Standing.WAITS if unsure else Standing.LOOSE)


def is_empty(column: ColumnTold, key: Sequence[object], value: object) -> bool:
    """Tell whether nothing is held in a cell, or only what took the place of a value."""
    if value is None:
        return True
    change = column.emptied
    if change is None or change.how in KEEPING | KEYED:
        return False
    return is_left(change, key, value)


def only_part(column: ColumnTold, key: Sequence[object], value: object) -> bool:
    """Tell whether a cell holds no more than what stays of a value that has gone."""
    change = column.emptied
    keeps = change is not None and change.how in KEEPING | KEYED
    return change is not None and keeps and is_left(change, key, value)


def receivers(policy: Policy, purpose: str, category: str) -> tuple[Recipient, ...]:
    """Return who gets values of `category` for `purpose`, as the policy says."""
    return tuple(
        one
        for one in policy.recipients.values()
        if purpose in one.purposes and category in policy.expand(*one.gets)
    )


def _data(step: Read, cell: Cell) -> ColumnTold:
    keeps = tuple(n for n, keep in enumerate(step.keeps) if cell.column in keep.columns)
    return ColumnTold(
        cell.column, Role.DATA, keeps, cell.category, cell.source, emptied=cell.emptied
    )


def _role(name: str, references: set[str], moments: dict[str, str]) -> Role:
    if name in references:
        return Role.REFERENCE
    return Role.DATE if name in moments else Role.RECORD


def _edge_columns(holdings: Holdings, table: HeldTable) -> Iterator[str]:
    for edge in holdings.references:
        if edge.child == table.id:
            yield from edge.columns


def _moments(holdings: Holdings, table: HeldTable) -> Iterator[tuple[str, str]]:
    """Yield the columns of a table that hold moments, and the name of each in the policy."""
    for sibling in table.siblings:
        if sibling.until is not None:
            yield sibling.until.column, ""
    for occasion in holdings.occasions:
        plain = (moment for moment in occasion.all_moments())
        yield from ((m.column, "") for m in plain if occasion.stands_in(m) == table.id)
    for occasion in holdings.occasions:
        yield from _named(occasion, table)


def _named(occasion: Occasion, table: HeldTable) -> Iterator[tuple[str, str]]:
    for name, moment in occasion.moments.items():
        if occasion.stands_in(moment) == table.id:
            yield moment.column, name
