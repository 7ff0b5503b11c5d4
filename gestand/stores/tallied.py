"""Which of several conditions holds first of a row, many times over, in few numbers.

Rows are counted by these numbers: a database sorts one number faster than twenty, and works out
each condition once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

Condition = sa.ColumnElement[bool]

LARGEST = 2**53
"""Up to here every database counts exactly, whatever it makes of a sum."""


@dataclass(frozen=True)
class Kinds:
    """Columns, each of which packs what several ladders say of a row; `sizes` are their steps."""

    columns: tuple[sa.ColumnElement[Any], ...]
    sizes: tuple[tuple[int, ...], ...]

    def read(self, numbers: Sequence[int]) -> tuple[int, ...]:
        """Return what each ladder said, from the columns of one line."""
        found: list[int] = []
        for number, sizes in zip(numbers, self.sizes, strict=True):
            left = int(number)
            for size in sizes:
                left, said = divmod(left, size)
                found.append(said)
        return tuple(found)


def kinds(ladders: Sequence[Sequence[Condition]]) -> Kinds:
    """Return the columns that tell of a row which condition of each ladder holds first."""
    packed: list[list[tuple[sa.ColumnElement[Any], int]]] = [[]]
    largest = 1
    for steps in ladders:
        size = len(steps) + 1
        if largest * size > LARGEST:
            packed.append([])
            largest = 1
        packed[-1].append((_step(steps, largest), size))
        largest *= size
    columns = (
        # A number that is written down is a small one to PostgreSQL, and so would be their sum.
        sum((column for column, _ in one[1:]), sa.cast(one[0][0], sa.BigInteger)).label(
            f"kind_{number}"
        )
        for number, one in enumerate(packed)
        if one
    )
    return Kinds(tuple(columns), tuple(tuple(size for _, size in one) for one in packed if one))


def _step(steps: Sequence[Condition], times: int) -> sa.ColumnElement[Any]:
    """Return the number of the first step that holds, times the place at which it is packed."""
    whens = [
        (step, sa.literal_column(str(number * times), sa.BigInteger))
        for number, step in enumerate(steps, start=1)
    ]
    return sa.case(*whens, else_=sa.literal_column("0", sa.BigInteger))
