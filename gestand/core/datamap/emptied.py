"""What takes the place of a value in a row that must stay, checked against the column.

NULL where the column allows it, in more than one row; else an empty text, or no bytes, and for a
unique text a pseudonym made from the row's key. A number or a date that may not be NULL needs a
word from a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from gestand.core.datamap.model import Becomes, DataMap, MappedColumn, MappedTable
from gestand.core.datamap.schema import Column, Kind, Table
from gestand.core.left import KEEPING, KEYED
from gestand.core.predicate import Emptied

_NAMED = ("pseudonym", "tombstone")
_PREFIX = "erased"
_LONGEST = {Kind.INTEGER: 11, Kind.UUID: 36}
"""Characters of a key, by its kind: a column that takes fewer could overflow."""

_WHOLE = re.compile(r"-?[0-9]{1,18}")
_NULL, _PSEUDONYM, _EMPTY = Becomes("null"), Becomes("pseudonym"), Becomes("constant")


def emptied(mapped: MappedColumn, column: Column, table: Table) -> Emptied | str:
    """Return what the column holds once emptied, or why that does not fit.

    Where a unique index reads it in its own way, only a person can say what fits.
    """
    if column.generated or (column.indexed and mapped.erase is None):
        return "it follows others, or is read in another way than as it stands"
    wanted = mapped.erase or _by_type(column)
    if wanted.how == "null":
        return Emptied(column.name, "null") if column.takes_null else _why_not_null(column)
    if wanted.how in _NAMED:
        return _pseudonym(wanted, column, table)
    if wanted.how == "constant":
        return _constant(wanted.words, column)
    return _part(wanted, column)


def read_elsewhere(
    datamap: DataMap, mapped: MappedTable, column: MappedColumn, structural: frozenset[str]
) -> str:
    """Return what else reads a column, so that its value may not become what the map says.

    What people and rows hold would change with it, and who is erased first would make a difference.
    """
    name = column.name
    if column.erase is None:
        return ""
    if name in structural:
        return "it is a key, an edge, a moment or part of a condition, and stays with its row"
    if column.erase.how not in KEEPING | KEYED:
        return ""
    if column.secret:
        return "it is a secret, of which nothing stays"
    if name in mapped.files:
        return "it names a file, and what stays of a name may be the name of another file"
    subjects = datamap.subjects.values()
    identifying = {owner.column for owner in mapped.owners if owner.identifier}
    if column.erase.how in KEEPING:
        identifying |= {n for s in subjects if s.table == mapped.id for n in s.identified_by}
    if name in identifying:
        return "it tells who somebody is, and what stays of that may be somebody else"
    return ""


def kept_when_empty(mapped: MappedColumn, column: Column) -> bool:
    """Tell whether a technical column stays as it is: it cannot be emptied and names nobody.

    A generated one follows the columns that it is made of.
    """
    if column.generated and not mapped.secret:
        return True
    return not mapped.secret and not column.nullable_twice and column.kind is not Kind.TEXT


def _by_type(column: Column) -> Becomes:
    if column.takes_null:
        return _NULL
    return _PSEUDONYM if column.unique else _EMPTY


def _why_not_null(column: Column) -> str:
    if column.nullable_twice:
        return "a CHECK may refuse NULL"
    return "a unique index takes NULL once only" if column.nullable else "it may not be NULL"


def _pseudonym(wanted: Becomes, column: Column, table: Table) -> Emptied | str:
    if column.kind is not Kind.TEXT:
        return f"a {wanted.how} is a text, and it is {column.kind.value}"
    longest = _longest(wanted.words or _PREFIX, table)
    if column.length is not None and (longest is None or column.length < longest):
        most = "as many characters as the key" if longest is None else f"up to {longest} characters"
        return f"a {wanted.how} has {most}, and it takes {column.length}"
    if _may_coincide(column, table):
        return f"it is unique, and may take the {wanted.how}s of two rows for the same"
    return Emptied(column.name, wanted.how, wanted.words)


def _longest(words: str, table: Table) -> int | None:
    """Return how long some words with the key of a row can be; None where nobody knows."""
    longest = len(words)
    for key in (table.columns[name] for name in table.key):
        most = key.length if key.kind is Kind.TEXT else _LONGEST.get(key.kind, 40)
        if most is None:
            return None
        longest += 1 + most
    return longest


def _may_coincide(column: Column, table: Table) -> bool:
    """Tell whether the pseudonyms of two rows may be the same text to a unique column.

    The keys `K1` and `k1` are two, and to a column that looks past case they are one.
    """
    keys = (table.columns[name] for name in table.key)
    looser = any(key.kind is Kind.TEXT and key.alike != column.alike for key in keys)
    return column.unique and bool(column.alike) and looser


def _constant(text: str, column: Column) -> Emptied | str:
    if column.unique:
        return "it is unique, and the same constant would stand in two rows"
    if column.kind is Kind.BLOB and (misfit := _no_bytes(text, column)):
        return misfit
    if column.kind in (Kind.TEXT, Kind.BLOB):
        if column.length is not None and len(text) > column.length:
            return f"it takes {column.length} characters, and the constant has {len(text)}"
        return Emptied(column.name, "constant", text)
    if column.kind in (Kind.INTEGER, Kind.NUMBER) and _WHOLE.fullmatch(text):
        return Emptied(column.name, "constant", int(text))
    return f"it is {column.kind.value} and may not be NULL"


def _no_bytes(text: str, column: Column) -> str:
    """Return why bytes cannot hold a constant as every database reads it."""
    if column.declared.lower().startswith("binary("):
        return "it is filled up with zeros, so that no constant stays as it is"
    if not text.isascii() or "\\" in text:
        return "a constant for bytes is of plain letters, figures and signs"
    return ""


def _part(wanted: Becomes, column: Column) -> Emptied | str:
    """Return what stays of a value, or why that does not fit."""
    if column.unique or column.indexed:
        return "it is unique, and what stays of two values may be the same"
    misfit = _MISFITS[wanted.how](wanted, column)
    if misfit:
        return misfit
    instead = _INSTEAD.get(column.kind, "")
    return Emptied(column.name, wanted.how, None if column.takes_null else instead, wanted.size)


def _no_characters(wanted: Becomes, column: Column) -> str:
    if column.kind is not Kind.TEXT:
        return f"only a text has characters, and it is {column.kind.value}"
    if column.length is not None and column.length <= wanted.size:
        return f"it takes {column.length} characters, so that every value would stay whole"
    return ""


def _no_date(wanted: Becomes, column: Column) -> str:
    if column.kind in (Kind.DATE, Kind.TIMESTAMP):
        return ""
    return f"only a date has a {wanted.how}, and it is {column.kind.value}"


def _no_number(wanted: Becomes, column: Column) -> str:
    if column.kind not in (Kind.INTEGER, Kind.NUMBER):
        return f"only a number has steps, and it is {column.kind.value}"
    if column.declared.lower().startswith(_FLOATING):
        return f"it is {column.declared}, which cannot be compared exactly"
    if column.kind is Kind.INTEGER and wanted.size == 1:
        return "it is integer, so that every value would stay whole"
    return ""


def _no_address(_wanted: Becomes, column: Column) -> str:
    if column.kind is Kind.TEXT or column.declared == "inet":
        return ""
    return f"only a text can hold an internet address here, and it is {column.kind.value}"


_FLOATING = ("float", "double", "real")
_MISFITS: Mapping[str, Callable[[Becomes, Column], str]] = {
    "first": _no_characters,
    "last": _no_characters,
    "year": _no_date,
    "month": _no_date,
    "steps": _no_number,
    "network": _no_address,
}
_INSTEAD: Mapping[Kind, str | int] = {
    Kind.DATE: "0001-01-01",
    Kind.TIMESTAMP: "0001-01-01",
    Kind.INTEGER: 0,
    Kind.NUMBER: 0,
}
"""What takes the place of a value of which no part can be told, where it may not be NULL."""
