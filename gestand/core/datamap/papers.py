"""Columns with documents in JSON: `paths:` of a column, read and checked against the column.

Only the parts that a path names are somebody's data, each with its own category. What cannot be
told safely is refused: paths through lists, and paths that lead into one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from gestand.core.datamap.becomes import read_erase
from gestand.core.datamap.column_keys import PART
from gestand.core.datamap.holdings import Cell, Papers
from gestand.core.datamap.model import Becomes, MappedColumn
from gestand.core.datamap.schema import Column, Kind
from gestand.core.document import Fields, Node
from gestand.core.documents import Document, Part, Parts, Path, path_of, within
from gestand.core.entries import Entry, Reader
from gestand.core.findings import Finding
from gestand.core.found import Word, shown
from gestand.core.predicate import Emptied

CODES = {
    "G306": "a path in a document cannot be read",
    "G455": "The parts of a document cannot be taken out of its column as asked.",
}

_TECHNICAL, _SECRET = "technical", "secret"
_EMPTY = "{}"
_JSON_ONLY = re.compile(r"\(?json_valid\([\"`]?\w+[\"`]?\)\)?", re.IGNORECASE)
_DECLARED = ("json", "longtext")
_BY_PATH = "name each part by its own path, as `$.billing.email: email`"


def read_document(reader: Reader, entry: Entry, name: Word, source: str | None) -> MappedColumn:
    """Return a column of which the parts are declared, with a finding for each that cannot be."""
    word = reader.text(entry.get("is"))
    if word is not None and word != _TECHNICAL:
        message = f"the keys of {entry.what} that no path names can only be `technical`"
        reader.found.add(word.span, "G306", message, word, _BY_PATH)
    about = reader.text(entry.get("about"), "column")
    paths: dict[Path, MappedColumn] = {}
    named = reader.named(entry.get("paths"), "path", any_name=True)
    for text, node in named.items():
        path = path_of(text)
        if path is None:
            reader.found.add(text.span, "G306", f"`{shown(text)}` is no path", text, _hint(text))
        elif clash := next((one for one in paths if _overlap(one, path)), None):
            message = f"`{shown(text)}` and another path of {entry.what} lead into one another"
            hint = "name a part, or the parts of that part"
            reader.found.add(text.span, "G306", message, ".".join(clash), hint)
        else:
            paths[path] = _part(reader, text, node, entry.what)
    erase, zone = read_erase(reader, entry), reader.text(entry.get("zone"))
    is_open = word == _TECHNICAL
    return MappedColumn(
        name,
        source=source,
        erase=erase,
        zone=zone,
        about=about,
        paths=paths,
        open=is_open,
        span=name.span,
    )


def _hint(text: str) -> str:
    if "[" in text or "*" in text:
        return "a list goes as a whole: name the key under which it stands"
    return "write it as `$.key` or `$.key.key`, and odd keys as `$.\"e-mail 2\"`"


def _overlap(one: Path, other: Path) -> bool:
    return within(one, other) or within(other, one)


def _part(reader: Reader, name: Word, node: Node, column: str) -> MappedColumn:
    if not isinstance(node, Fields):
        return _holds(reader, name, reader.text(node, "category"))
    entry = reader.entry(node, f"`{shown(name)}` of {column}", PART)
    plain = _holds(reader, name, reader.text(entry.need("is", "say what it holds")))
    source = reader.text(entry.get("source"))
    erase = read_erase(reader, entry)
    if erase is not None and erase.how not in ("null", "constant"):
        message = f"a part of a document cannot become that: {entry.what}"
        hint = "leave `erase:` out and the part is removed, or write `null` or a constant"
        reader.found.add(entry.span, "G306", message, "", hint)
        erase = None
    told = reader.yes(entry.get("told"))
    return replace(plain, told=told, source=source, erase=erase)


def _holds(reader: Reader, name: Word, category: Word | None) -> MappedColumn:
    if category is None or category == _TECHNICAL:
        return MappedColumn(name, span=name.span)
    if category == _SECRET:
        return MappedColumn(name, secret=True, span=category.span)
    if " when " in category or " about " in category:
        reader.not_yet(category, category.span)
        return MappedColumn(name, span=name.span)
    return MappedColumn(name, category, span=category.span)


def papers_of(column: MappedColumn, live: Column, table: str) -> Papers | Finding:
    """Return what becomes of the documents in a column, or why that cannot be."""
    misfit = _misfit(column, live)
    if misfit:
        message = f"no part can be taken out of column `{column.name}` of `{table}`: {misfit}"
        hint = "keep the part in a column of its own, or classify the column as a whole"
        return Finding(column.span, "G455", message, column.name, hint)
    named = tuple(column.paths)
    data = tuple(path for path, part in column.paths.items() if part.category)
    secret = tuple(path for path, part in column.paths.items() if part.secret)
    null = column.erase == Becomes("null") or (column.erase is None and live.takes_null)
    whole = Emptied(column.name, "null") if null else Emptied(column.name, "constant", _EMPTY)
    document = Document(column.name, named, data, secret, column.open)
    return Papers(document, whole, unread_goes=column.erase is not None)


def parts_of(
    column: MappedColumn, papers: Papers, source: str, ways: tuple[int, ...]
) -> Iterator[Cell]:
    """Yield a cell for each part of a document that holds data."""
    for path, part in column.paths.items():
        if part.category is None:
            continue
        becomes = _becomes(path, part.erase)
        change = Emptied(column.name, "parts", None, parts=Parts(papers.document, (becomes,)))
        told = part.source or column.source or source
        yield Cell(column.name, part.category, told, change, ways, path)


def without_own_check(live: Column) -> Column:
    """Return a column without the CHECK that only asks for JSON, which it goes on being."""
    others = tuple(text for text in live.checked if not _JSON_ONLY.fullmatch(text.strip()))
    return replace(live, checked=others)


def _becomes(path: Path, erase: Becomes | None) -> Part:
    return Part(path) if erase is None else Part(path, erase.how, erase.words)


def _misfit(column: MappedColumn, live: Column) -> str:
    written = live.declared.lower()
    if live.kind is not Kind.TEXT and not (
        live.kind is Kind.OTHER and (not written or written.startswith(_DECLARED))
    ):
        return f"it is {live.declared or live.kind.value}, and no text or JSON"
    if live.unique or live.indexed:
        return "it is unique, and what stays of two documents may be the same"
    if live.generated:
        return "it is generated from others"
    if live.length is not None:
        return f"it takes {live.length} characters, and a document may be written longer again"
    if column.erase == Becomes("null") and not live.takes_null:
        return "it may not be NULL"
    if column.erase not in (None, Becomes("null"), Becomes("constant", _EMPTY)):
        return f"as a whole a document becomes `null` or `{_EMPTY}`"
    return ""
