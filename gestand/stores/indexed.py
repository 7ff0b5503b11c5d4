"""What must stay unique, or be JSON, though no column says so: indexes on expressions, checks.

A database tells these in its own words. Which columns they read is taken from the names in
them: one too many asks a person for a word, one too few would let a run fail half-way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from gestand.core.datamap.schema import Column, Kind

Said = Iterable[tuple[str, str]]
"""Tables, each with an expression in the database's own words."""

_QUOTED = re.compile(r"'(?:[^']|'')*'")
_CAST = re.compile(r"::\s*(?:character varying|text|bpchar)(?:\(\d+\))?")
_FOLDS = re.compile(r"\b(?:lower|upper|trim|btrim|ltrim|rtrim)\b|[()\s\"`\[\],]")
_JSON = re.compile(r"\bjson_valid\s*\(\s*[\"`\[]?(\w+)", re.IGNORECASE)
_NULL_ONCE = re.compile(r"\bNULLS NOT DISTINCT\b")
_WHERE = re.compile(r"\bwhere\b", re.IGNORECASE)


def with_expressions(
    table: str, columns: Mapping[str, Column], unique: Said, checks: Said
) -> dict[str, Column]:
    """Return the columns of a table with what unique indexes and checks ask of them."""
    found = dict(columns)
    texts = [_null_once(text) for named, text in unique if named == table]
    texts += [(c.generated, c.null_once) for c in columns.values() if c.generated and c.unique]
    for text, once in texts:
        indexed, where = _split(text)
        plain = _folds_only(indexed, found)
        for name in _read(indexed, found):
            was = replace(found[name], null_once=found[name].null_once or once)
            change = {"unique": True} if plain else {"indexed": _shown(indexed)}
            found[name] = replace(was, **change)
        for name in _read(where, found):
            found[name] = replace(found[name], indexed=_shown(text))
    for name in (name for named, text in checks if named == table for name in _JSON.findall(text)):
        column = found.get(name)
        if column is not None and column.kind is Kind.TEXT and not column.nullable:
            found[name] = replace(column, kind=Kind.OTHER)  # an empty text is no JSON
    for text in (_plain(text) for named, text in checks if named == table):
        for name in _read(text, found):
            found[name] = replace(found[name], checked=(*found[name].checked, text))
    return found


def _plain(text: str) -> str:
    """Return a check on one line, without the brackets around the whole of it."""
    text = " ".join(text.split()).removeprefix("CHECK ")
    while text.startswith("(") and text.endswith(")") and _closes_last(text):
        text = text[1:-1].strip()
    return text


def _closes_last(text: str) -> bool:
    """Tell whether the first bracket is closed by the last one."""
    depth = 0
    for place, letter in enumerate(_QUOTED.sub(lambda quoted: "x" * len(quoted[0]), text)):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            return place == len(text) - 1
    return False


def _null_once(text: str) -> tuple[str, bool]:
    """Return an index without the words that make NULL a value like others, and if they stood."""
    without = _NULL_ONCE.sub("", text)
    return without, without != text


def _split(text: str) -> tuple[str, str]:
    """Return what is indexed, and which rows are."""
    parts = _WHERE.split(_QUOTED.sub("''", text), maxsplit=1)
    return parts[0], parts[1] if len(parts) > 1 else ""


def _read(text: str, columns: Mapping[str, Column]) -> list[str]:
    words = {word.lower() for word in re.findall(r"\w+", _QUOTED.sub("", text))}
    return [
        name
        for name, column in columns.items()
        if not column.generated and {*re.findall(r"\w+", name.lower())} <= words
    ]


def _folds_only(text: str, columns: Mapping[str, Column]) -> bool:
    """Tell whether two different pseudonyms are different to the index as well."""
    left = _FOLDS.sub(" ", _CAST.sub("", text.lower())).replace("both from", " ").split()
    return set(left) <= {name.lower() for name in columns}


def _shown(text: str) -> str:
    return " ".join(text.split())[:80]
