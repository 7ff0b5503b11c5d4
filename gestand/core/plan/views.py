"""Compile what a purpose may read of each table: the views that roles get instead of tables.

A view has the row's key and the columns that the purpose may use, and of them only the cells
for which it has a live ground that nothing suspends: what `gestand may` tells, row by row. What
a purpose may only do in its tail (GROUNDS rule 26) stands in a view of its own, so that nobody
who may read the one reads the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gestand.core.claims import Claim
from gestand.core.datamap.holdings import Cell, HeldTable
from gestand.core.names import store_of
from gestand.core.plan.cells import claims_of
from gestand.core.plan.simpler import simpler
from gestand.core.plan.steps import Use
from gestand.core.plan.told_since import also_as_told, told_by_rows
from gestand.core.plan.use import Using, Ways
from gestand.core.predicate import (
    NEVER,
    All,
    Among,
    Any,
    Linked,
    Not,
    Predicate,
    any_of,
)

_Found = dict[tuple[Claim, Ways], dict[Use, Predicate]]
"""By claim, and by whom a cell is about, where a purpose may use it in which way."""


@dataclass(frozen=True)
class Shown:
    """A column of a view, and in which of its rows it is shown; None: in all of them.

    In the other rows it is NULL: somebody else's value has no ground there.
    """

    column: str
    where: Predicate | None


@dataclass(frozen=True)
class View:
    """What `purpose` may read of `table`: rows that meet `where`, their key and some columns.

    With `only` it is what the purpose may use for that in its tail, and for nothing else.
    `left_out` are columns that the purpose may use and that no view can show; `elsewhere` are
    other stores that hold what decides about the rows: then there is no view. `told` says, by key
    set, of which of its keys the condition finds the same in people's own rows.
    """

    purpose: str
    table: str
    key: tuple[str, ...]
    columns: tuple[Shown, ...]
    where: Predicate
    only: str = ""
    left_out: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    told: Mapping[str, Predicate] = field(default_factory=dict, compare=False)


def views(using: Using) -> Iterator[View]:
    """Yield the views of a purpose, table by table; none of a table that it may never use."""
    for name in reversed(using.compiler.holdings.order):
        table = using.compiler.holdings.tables[name]
        claims = [c for c in claims_of(using.grounds, table) if c.purpose == using.purpose]
        only = using.tail_use()
        about = {cell.ways for cell in table.cells}
        found: _Found = {
            (claim, ways): dict(using.uses(table, claim, ways, tail=bool(only)))
            for claim in claims
            for ways in about
        }
        for use, words in ((Use.WHOLE, ""), (Use.TAIL, only)):
            view = _view(using, table, found, use, words)
            if view is not None:
                yield view


def _view(using: Using, table: HeldTable, found: _Found, use: Use, only: str) -> View | None:
    """Return the view of one table for one way to use it."""
    by_column: dict[str, list[Predicate]] = {}
    left_out: dict[str, None] = {}
    for cell in table.cells:
        theirs = [c for c in using.grounds.claims(table, cell) if c.purpose == using.purpose]
        where = any_of(*(found[claim, cell.ways].get(use, NEVER) for claim in theirs))
        if where == NEVER or _is_secret(table, cell):
            continue
        if cell.path:  # a part: the rest of its document may have another ground, or none
            left_out[cell.name] = None
        else:
            by_column.setdefault(cell.column, []).append(where)
    if not by_column:
        return None
    each = {
        column: simpler(also_as_told(any_of(*parts), using.grounds, table.id))
        for column, parts in by_column.items()
    }
    where = simpler(any_of(*each.values()))
    columns = tuple(
        Shown(column, None if own == where else own)
        for column, own in each.items()
        if column not in table.key
    )
    elsewhere = sorted({store_of(t) for t in tables_read(where)} - {table.store})
    return View(
        using.purpose,
        table.id,
        table.key,
        columns,
        where,
        only,
        tuple(left_out),
        tuple(elsewhere),
        told_by_rows(using.grounds, table.store),
    )


def _is_secret(table: HeldTable, cell: Cell) -> bool:
    return cell.secret or cell.column in table.secrets


def tables_read(where: Predicate) -> frozenset[str]:
    """Return the tables in whose rows a condition looks, besides the row in question."""
    if isinstance(where, All | Any):
        return frozenset[str]().union(*map(tables_read, where.parts))
    if isinstance(where, Not):
        return tables_read(where.part)
    if isinstance(where, Linked | Among):
        return frozenset((where.table, *tables_read(where.where)))
    return frozenset()
