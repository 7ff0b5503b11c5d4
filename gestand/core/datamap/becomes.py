"""Read what a value becomes where it goes and its row stays: `erase:` of a column.

A plain word is `null`, `pseudonym` or a constant. A mapping has one key, and each key under which
something of the value stays begins with `keep`.
"""

from __future__ import annotations

from gestand.core.datamap.column_keys import ERASE, PARTS, PER
from gestand.core.datamap.model import Becomes
from gestand.core.document import Fields, Items, Node, Scalar
from gestand.core.entries import Entry, Reader
from gestand.core.found import Word, shown

CODES = {"G305": "what a value becomes cannot be read"}

_SIZES = {"keep first": "first", "keep last": "last", "keep steps of": "steps"}
_LARGEST = 1_000_000_000


def read_erase(reader: Reader, column: Entry) -> Becomes | None:
    """Return what a value becomes; None where the map leaves that to the type of the column."""
    node = column.fields.get("erase", (None, None))[1]
    if isinstance(node, Fields):
        return _mapping(reader, reader.entry(node, f"`erase` of {column.what}", ERASE))
    if isinstance(node, Scalar) and not (node.plain and not node.text):
        word = node.text  # an empty text in quotes is a constant too
        return Becomes(word) if word in ("null", "pseudonym") else Becomes("constant", word)
    reader.text(column.get("erase"))
    return None


def _mapping(reader: Reader, erase: Entry) -> Becomes | None:
    keys = erase.others(())
    if len(keys) != 1:
        hint = "write one key, such as `{keep first: 4}`"
        reader.found.add(erase.span, "G305", f"{erase.what} is not one key", "", hint)
        return None
    (key,) = keys
    node = erase.get(key)
    if key == "keep":
        return Becomes(reader.choice(node, PARTS, PARTS[0])) if node else None
    if key == "pseudonym per":
        return _pseudonym(reader, node)
    if key == "tombstone":
        words = reader.text(node)
        return Becomes("tombstone", words) if words else None
    if key not in _SIZES:
        return None  # told as an unknown key
    size = _size(reader, key, node)
    return None if size is None else Becomes(_SIZES[key], size=size)


def _pseudonym(reader: Reader, node: Node | None) -> Becomes | None:
    if isinstance(node, Items):
        columns = reader.texts(node, "column")
        return Becomes("columns", columns=columns) if columns else None
    per = reader.choice(node, PER, "row") if node else None
    return Becomes("pseudonym" if per == "row" else per) if per else None


def _size(reader: Reader, key: Word, node: Node | None) -> int | None:
    word = reader.text(node, "number")
    if word is None:
        return None
    digits = word if word.isascii() and word.isdecimal() and len(word) < len(str(_LARGEST)) else "0"
    if not int(digits):
        message = f"`{shown(word)}` is no whole number from 1 on"
        reader.found.add(word.span, "G305", message, word, f"write it as `{key}: 4`")
        return None
    return int(digits)
