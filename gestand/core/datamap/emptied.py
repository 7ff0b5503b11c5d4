"""What takes the place of a value in a row that must stay, checked against the column.

NULL where the column allows it, in more than one row; else an empty text, or for a unique
column a pseudonym made from the row's key. A number or a date that may not be NULL needs a word
from a person.
"""

from __future__ import annotations

from gestand.core.datamap.model import MappedColumn
from gestand.core.datamap.schema import Column, Kind, Table
from gestand.core.predicate import Emptied

PSEUDONYM_PREFIX = "erased-"
PSEUDONYM_LENGTH = 18
"""The prefix and a key of eleven digits; a shorter column could overflow."""


def emptied(mapped: MappedColumn, column: Column, table: Table) -> Emptied | None:
    """Return what the column holds once emptied, or None when nothing fits.

    Where a unique index reads it in its own way, only a person can say what fits.
    """
    if column.generated or (column.indexed and mapped.erase is None):
        return None
    if mapped.erase == "null" or (mapped.erase is None and column.takes_null):
        return Emptied(column.name, "null") if column.takes_null else None
    if mapped.erase == "pseudonym" or (mapped.erase is None and column.unique):
        return _pseudonym(column, table)
    return _constant(mapped.erase or "", column)


def kept_when_empty(mapped: MappedColumn, column: Column) -> bool:
    """Tell whether a technical column stays as it is: it cannot be emptied and names nobody.

    A generated one follows the columns that it is made of.
    """
    if column.generated and not mapped.secret:
        return True
    return not mapped.secret and not column.takes_null and column.kind is not Kind.TEXT


def _pseudonym(column: Column, table: Table) -> Emptied | None:
    fits = column.length is None or column.length >= PSEUDONYM_LENGTH
    return (
        Emptied(column.name, "pseudonym")
        if column.kind is Kind.TEXT and fits and not _may_coincide(column, table)
        else None
    )


def _may_coincide(column: Column, table: Table) -> bool:
    """Tell whether the pseudonyms of two rows may be the same text to a unique column.

    The keys `K1` and `k1` are two, and to a column that looks past case they are one.
    """
    keys = (table.columns[name] for name in table.key)
    looser = any(key.kind is Kind.TEXT and key.alike != column.alike for key in keys)
    return column.unique and bool(column.alike) and looser


def _constant(text: str, column: Column) -> Emptied | None:
    if column.unique:
        return None
    if column.kind is Kind.TEXT:
        fits = column.length is None or len(text) <= column.length
        return Emptied(column.name, "constant", text) if fits else None
    if column.kind in (Kind.INTEGER, Kind.NUMBER) and text.lstrip("-").isdigit():
        return Emptied(column.name, "constant", int(text))
    return None
