"""Columns that hold several things: documents of which the parts are named, and attributes.

What stands in a document, or beside a word that tells what it is, is a cell of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.laws.luck import Luck
from tests.laws.schemes import WORDS, Column, Scheme, Table

PATHS = ("$.to.name", "$.to.code", "$.said", "$.paid", "$.token")
ATTRIBUTES = ("mobile", "street")
ODD = ("no document", '{"to": "somebody"}', '{"said": "a", "said": "b"}', "[]")
"""What nobody can cut a part out of."""


def hold_several(luck: Luck, found: Scheme, table: Table) -> None:
    """Give a table a document, or an attribute and the word that tells what it is."""
    columns = table.said["columns"]
    if luck.happens(15):
        nullable = luck.happens(60)
        words: dict[str, object] = {"paths": _parts(luck)}
        table.columns.append(Column("papers", "TEXT", "papers", nullable, words=(words,)))
        if luck.happens(30):
            words["is"] = "technical"
        if luck.happens(30):
            words["erase"] = "null" if nullable else "{}"
        columns["papers"] = words | _about(luck, found, table)
    if luck.happens(14):
        table.columns.append(Column("trait", "VARCHAR(20)", "trait", words=ATTRIBUTES))
        table.columns.append(Column("told", "VARCHAR(60)", "text", nullable=luck.happens(60)))
        holds = {word: luck.one_of(WORDS) for word in ATTRIBUTES}
        columns["told"] = {"by trait": holds} | _about(luck, found, table)


def _parts(luck: Luck) -> dict[str, object]:
    parts: dict[str, object] = {"$.to.name": luck.one_of(WORDS)}
    for path in luck.some(PATHS[1:3], least=1):
        parts[path] = luck.one_of(WORDS)
    if luck.happens(30):
        parts["$.to.name"] = {"is": parts["$.to.name"], "erase": "withdrawn"}
    if luck.happens(50):
        parts |= {"$.paid": "technical"}
    if luck.happens(40):
        parts |= {"$.token": "secret"}
    return parts


def _about(luck: Luck, found: Scheme, table: Table) -> dict[str, str]:
    begins = [begins for begins, _ in found.ways(table.name)]
    if len({*begins}) > 1 and "," not in begins[0] and luck.happens(50):
        return {"about": luck.one_of(begins)}
    return {}


def held_in(words: object) -> Iterator[str]:
    """Yield what a column holds, cell by cell, each with whom it is about."""
    if not isinstance(words, dict):
        yield str(words)
        return
    cells = words.get("paths") or words.get("by trait")
    about = f" about {words['about']}" if "about" in words else ""
    for held in cells.values() if cells else [words["is"]]:
        text = str(held["is"] if isinstance(held, dict) else held)
        yield text if text in ("technical", "secret") else f"{text}{about}"


def document(luck: Luck, column: Column, text: str, *, odd: bool) -> str | None:
    """Draw a document: most parts are there; where `odd`, it may be read in no way or in two."""
    if column.nullable and luck.happens(20):
        return None
    if odd and luck.happens(20):
        return luck.one_of(ODD)
    (words,) = column.words
    found: dict[str, object] = {}
    for path in words["paths"] if isinstance(words, dict) else ():
        _, *above, last = path.split(".")
        inside = found
        for name in above:
            inside = inside.setdefault(name, {})  # type: ignore[assignment]
        if luck.happens(80):
            inside[last] = 7 if last == "paid" else f"{text[:-2]}-{last}-x"
    if odd and luck.happens(20):
        found["else"] = f"{text[:-2]}-else-x"
    return written(found)


def written(found: dict[str, object]) -> str:
    """Return a document as all are written here, so that two can be compared as texts."""
    return json.dumps(found, sort_keys=True)


def plainly(value: object) -> object:
    """Return a value, and a document as all are written here."""
    if not isinstance(value, str) or not value.startswith("{"):
        return value
    pairs: list[str] = []

    def one(each: list[tuple[str, object]]) -> dict[str, object]:
        pairs.extend(name for name, _ in each)
        return dict(each)

    try:
        found = json.loads(value, object_pairs_hook=one)
    except ValueError:
        return value
    return written(found) if len(pairs) == len({*pairs}) else value
