"""Take in what another store holds: in which columns, and how its values are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from gestand.core.datamap.schema import Column, Kind, plain_text
from gestand.stores.base import Key

BATCH = 10_000
_WHOLE = {int, type(None)}


def normalised(rows: list[Key], columns: Sequence[Column]) -> list[Key]:
    """Return rows with their values as every store writes them.

    Raises ValueError where a whole number is none: nobody knows what that would be equal to.
    """
    for place, column in enumerate(columns):
        if column.kind is Kind.INTEGER and not {type(row[place]) for row in rows} <= _WHOLE:
            raise ValueError
    zoned = [place for place, column in enumerate(columns) if column.zone]
    return [_without_zone(row, zoned) for row in rows] if zoned else rows


def _without_zone(row: Key, places: Sequence[int]) -> Key:
    """Return a row whose moments are in UTC without saying so: not every database reads that."""
    values = list(row)
    for place in places:
        if isinstance(values[place], str):
            values[place] = values[place].removesuffix("+00")
    return tuple(values)


def as_texts(rows: list[Key], places: Sequence[int]) -> list[Key]:
    """Return rows with the bytes at some places as texts: a moment may be written in bytes."""
    texts = {*places}
    return [
        tuple(plain_text(v) if n in texts and v is not None else v for n, v in enumerate(row))
        for row in rows
    ]


def batches(rows: Iterable[Key]) -> Iterator[list[Key]]:
    """Yield rows a batch at a time."""
    coming = iter(rows)
    while batch := list(islice(coming, BATCH)):
        yield batch
