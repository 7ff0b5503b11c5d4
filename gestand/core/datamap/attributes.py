"""Columns of which another one tells what they hold: `by COLUMN:` of a column.

So are the tables of attributes, with a name and a value in each row. A name of which nobody said
what it is holds its row, and a person is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from gestand.core.datamap.becomes import read_erase
from gestand.core.datamap.column_keys import ATTRIBUTE
from gestand.core.datamap.conditions import Comparison, misfit
from gestand.core.datamap.holdings import Cell
from gestand.core.datamap.model import MappedColumn, MappedTable
from gestand.core.datamap.schema import Column, Kind
from gestand.core.document import Fields, Node
from gestand.core.entries import Entry, Reader
from gestand.core.findings import Finding
from gestand.core.found import Word, shown
from gestand.core.predicate import Emptied

CODES = {
    "G307": "it cannot be read what the values of a column are",
    "G456": "No column tells what the values of another are.",
}

_NO_DATA = ("technical", "secret")


def read_attributes(
    reader: Reader,
    entry: Entry,
    name: Word,
    telling: Sequence[tuple[Word, tuple[str, ...]]],
    source: str | None,
) -> MappedColumn:
    """Return a column of which another tells what it holds, with a finding for what is unclear."""
    plain = reader.text(entry.get("is"))
    if plain is not None or len(telling) > 1 or "paths" in entry.fields:
        message = f"it is said in two ways what {entry.what} holds"
        reader.found.add(entry.span, "G307", message, plain or "", "leave one of them out")
    key, (by, *_) = telling[0]
    named = reader.named(entry.get(key), "value", any_name=True)
    words: dict[str, MappedColumn] = {
        word: _word(reader, word, node, entry.what) for word, node in named.items()
    }
    return MappedColumn(
        name,
        source=source,
        erase=read_erase(reader, entry),
        zone=reader.text(entry.get("zone")),
        about=reader.text(entry.get("about"), "column"),
        by=Word(by, key.span),
        words=words,
        span=name.span,
    )


def _word(reader: Reader, name: Word, node: Node, column: str) -> MappedColumn:
    secret, told, source = False, False, None
    if isinstance(node, Fields):
        entry = reader.entry(node, f"`{shown(name)}` of {column}", ATTRIBUTE)
        category = reader.text(entry.need("is", "say what it holds"))
        secret, source = reader.yes(entry.get("secret")), reader.text(entry.get("source"))
        told = reader.yes(entry.get("told"))
    else:
        category = reader.text(node, "category")
    if category in _NO_DATA:
        message = f"a row with nothing but a `{category}` value is held by nothing"
        hint = "give its category, and `secret: true` where it is never told"
        reader.found.add(category.span, "G307", message, category, hint)
        category = None
    elif category is not None and (" when " in category or " about " in category):
        reader.not_yet(category, category.span)
    span = category.span if category else name.span
    return MappedColumn(name, category, secret, told=told, source=source, span=span)


def unread_by(
    column: MappedColumn, columns: Mapping[str, Column], mapped: MappedTable
) -> Iterator[Finding]:
    """Yield why the column that tells what values are cannot do so."""
    wrong = misfit(Comparison(column.by or ""), columns)
    there = columns.get(column.by or "")
    if not wrong and there is not None and there.kind not in (Kind.TEXT, Kind.INTEGER):
        wrong = f"`{there.name}` is {there.kind.value}: only a text or a whole number can tell it"
    if not wrong and there is not None and there.kind is Kind.INTEGER:
        odd = next((word for word in column.words if _number(word) is None), None)
        wrong = f"`{there.name}` is integer, and `{odd}` is no whole number" if odd else ""
    if wrong:
        message = f"nothing tells what `{column.name}` of `{mapped.id}` holds: {wrong}"
        hint = "name a column of the same row, with the words that stand in it"
        if mapped.history is not None and there is None:
            hint = (
                f"an old value without its word may be any of them: keep `{column.by}` in the "
                "history as well, or say under its own `columns:` what this column holds"
            )
        yield Finding(column.span, "G456", message, column.by or "", hint)


def cells_of(
    column: MappedColumn,
    columns: Mapping[str, Column],
    change: Emptied,
    source: str,
    ways: tuple[int, ...],
) -> Iterator[Cell]:
    """Yield a cell for each word: it stands in the rows with that word."""
    whole = columns[column.by or ""].kind is Kind.INTEGER
    for word, one in column.words.items():
        value = _number(word) if whole else str(word)
        if one.category is None or value is None:
            continue
        told = one.source or column.source or source
        plain = Cell(column.name, one.category, told, change, ways)
        yield replace(plain, when=(Comparison(column.by or "", (value,)),), secret=one.secret)


def _number(word: str) -> int | None:
    plain = word.removeprefix("-")
    return int(word) if plain.isascii() and plain.isdecimal() and len(plain) < 19 else None
