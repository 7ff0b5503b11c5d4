"""What each cell of a row is and why it is held, as a person is told it (GDPR article 15).

Decided from the schema and from the marks of a row; the values themselves are not looked at.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from gestand.core.datamap.conditions import Comparison
from gestand.core.datamap.holdings import Cell, HeldTable, Holdings, Occasion
from gestand.core.documents import Document, Path, at, is_odd, read, without
from gestand.core.documents import is_left as is_part_left
from gestand.core.encoded import NotDecoded, decoded
from gestand.core.left import KEEPING, KEYED, WITH_ROW, is_left
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
    its own stays as long as anything in its row. `moment` is the policy's name of a date. With a
    `path` it is a part of the `document` in the column; without one, what else stands there. It is
    told of rows that meet `when`, and none of the `others`. Its values are written in a `code`.
    """

    name: str
    role: Role
    keeps: tuple[int, ...]
    category: str = ""
    source: str = ""
    moment: str = ""
    emptied: Emptied | None = None
    column: str = ""
    path: Path = ()
    document: Document | None = None
    when: tuple[Comparison, ...] = ()
    others: tuple[tuple[Comparison, ...], ...] = ()
    code: str = ""

    @property
    def with_row(self) -> bool:
        """Whether it is what its row tells by being there."""
        return self.emptied is not None and self.emptied.how == WITH_ROW


@dataclass(frozen=True)
class Why:
    """How a cell stands, and by which purposes of the step (their places) it is held."""

    standing: Standing
    held_by: tuple[int, ...] = ()


def columns_told(holdings: Holdings, step: Read) -> tuple[ColumnTold, ...]:
    """Return what each column of a step is, in the order of the table."""
    table = holdings.tables[step.table]
    cells = {c.column: c for c in table.cells if not (c.path or c.when)}
    moments = dict(_moments(holdings, table))
    references = {*table.key, *_edge_columns(holdings, table)}
    documents = {papers.document.column: papers.document for papers in table.documents}
    parts = [cell for cell in table.cells if (cell.path or cell.when) and not cell.secret]
    others: dict[str, list[tuple[Comparison, ...]]] = {}
    for cell in table.cells:
        others.setdefault(cell.column, []).extend([cell.when] if cell.when else [])
    told: list[ColumnTold] = []
    for name in step.columns:
        told += (_data(step, cell, documents.get(name)) for cell in parts if cell.column == name)
        if name in cells:
            told.append(_data(step, cells[name], None))
            continue
        role, every = _role(name, references, moments), tuple(range(len(step.keeps)))
        moment, document = moments.get(name, ""), documents.get(name)
        beside = tuple(others.get(name, ()))
        told.append(ColumnTold(
            name, role, every, moment=moment, column=name, document=document, others=beside
        ))
    return tuple(replace(one, code=table.codes.get(one.name, "")) for one in told)


def part_told(column: ColumnTold, values: Mapping[str, object]) -> object:
    """Return what is told of a row: of a document a part, or all the rest.

    Secrets in it are left out. Of one that cannot be read, and may hold a secret, only how long it
    is.
    """
    telling = {compared.column for when in (column.when, *column.others) for compared in when}
    if not telling <= values.keys():
        return None  # what it is stands in a column that is not told here
    document, value = column.document, values.get(column.column)
    fit = all(_fits(compared, values) for compared in column.when)
    other = any(all(_fits(c, values) for c in when) for when in column.others)
    if not fit or other:
        return None
    if document is None or value is None:
        return _read(column, value)
    odd, found = is_odd(document, value), read(value)
    if column.path:
        return None if odd or found is None else at(found, column.path)[1]
    if found is None:
        return {"unreadable": len(str(value))} if document.secret else value
    left = without(found, document.secret if odd else (*document.data, *document.secret))
    return left or None


def _read(column: ColumnTold, value: object) -> object:
    """Return what is written in a value; one that is not in its code as it stands there."""
    if not column.code or is_empty(column, (), value):
        return value
    try:
        return decoded(column.code, value)
    except NotDecoded:
        whole = bytes(value) if isinstance(value, bytearray | memoryview) else value
        plain = b64encode(whole).decode("ascii") if isinstance(whole, bytes) else str(whole)
        return {"not decoded": plain}


def why(column: ColumnTold, held: Sequence[bool], waits: Sequence[bool]) -> Why:
    """Return how a cell stands in a row: `held` says per purpose of the step whether it holds.

    Where a person must decide about one that `waits`, the cell stays as it is until then. What a
    row tells by being there goes with its row, and stays where that does.
    """
    live = tuple(number for number in column.keeps if held[number])
    if live:
        return Why(Standing.HELD, live)
    if any(waits[number] for number in column.keeps):
        return Why(Standing.WAITS)
    return Why(Standing.LEFT if column.with_row else Standing.LOOSE)


def is_empty(column: ColumnTold, key: Sequence[object], value: object) -> bool:
    """Tell whether nothing is held in a cell, or only what took the place of a value."""
    if value is None:
        return True
    change = column.emptied
    if change is not None and change.parts is not None:
        return any(is_part_left(part, value) for part in change.parts.parts)
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
        for one in policy.regular_recipients.values()
        if purpose in one.purposes and category in policy.expand(*one.gets)
    )


def _data(step: Read, cell: Cell, document: Document | None) -> ColumnTold:
    keeps = tuple(n for n, keep in enumerate(step.keeps) if cell.name in keep.columns)
    return ColumnTold(
        cell.name,
        Role.DATA,
        keeps,
        cell.category,
        cell.source,
        emptied=cell.emptied,
        column=cell.column,
        path=cell.path,
        document=document,
        when=cell.when,
    )


def _fits(compared: Comparison, values: Mapping[str, object]) -> bool:
    """Tell whether a row meets a comparison; where its column is not told, nothing is sure."""
    return values.get(compared.column) in compared.values


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
