"""Documents in JSON, by the words of a data map: each part is a cell of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

BETWEEN = " $."


def column_of(cell: str) -> str:
    """Return the column in which a cell stands."""
    return cell.partition(BETWEEN)[0]


def parts(column: str, words: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the cells in the documents of a column, each with what it holds."""
    for path, value in words["paths"].items():
        yield f"{column} {path}", value["is"] if isinstance(value, dict) else value


def part_of(told: object, cell: str) -> object:
    """Return what stands in a part of a document; None where it is not there."""
    found: object = _read(told)
    for key in cell.partition(BETWEEN)[2].split("."):
        found = found.get(key) if isinstance(found, dict) else None
    return found


def left(column: str, words: dict[str, Any], told: object, held: list[str]) -> object:
    """Return what stays of a document in a row of which some cells are held."""
    document = _read(told)
    if document is None or _has_others(document, words):
        goes = "erase" in words and not _any_held(column, words, held)
        return _as_a_whole(words["erase"]) if goes else told
    for path, value in words["paths"].items():
        holds_data = (value["is"] if isinstance(value, dict) else value) not in _NO_DATA
        if holds_data and f"{column} {path}" not in held:
            _let_go(document, path.split(".")[1:], value)
    return json.dumps(document)


def waits(column: str, words: dict[str, Any], told: object, held: list[str]) -> bool:
    """Tell whether a person is asked about a document: a part must go, and it cannot be read."""
    document = _read(told)
    odd = document is None or _has_others(document, words)
    data = [cell for cell, what in parts(column, words) if what not in _NO_DATA]
    loose = any(cell not in held for cell in data)
    stays = any(cell in held for cell in data) if "erase" in words else bool(held)
    return told is not None and odd and loose and stays


_NO_DATA = ("technical", "secret")


def _as_a_whole(erase: object) -> object:
    return None if erase == "null" else erase


def _any_held(column: str, words: dict[str, Any], held: list[str]) -> bool:
    return any(cell in held for cell, _ in parts(column, words))


def _read(told: object) -> dict[str, Any] | None:
    try:
        found = json.loads(str(told), object_pairs_hook=_once)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of which no key stands twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _has_others(document: dict[str, Any], words: dict[str, Any]) -> bool:
    paths = [path.split(".")[1:] for path in words["paths"]]
    return not _fits(document, paths, open_=words.get("is") == "technical")


def _fits(found: dict[str, Any], paths: list[list[str]], *, open_: bool) -> bool:
    for key, value in found.items():
        below = [path[1:] for path in paths if path[0] == key]
        if [] in below or (not below and open_):
            continue
        if not below or not (value is None or isinstance(value, dict)):
            return False
        if value is not None and not _fits(value, below, open_=open_):
            return False
    return True


def _let_go(found: dict[str, Any], keys: list[str], value: object) -> None:
    first, *rest = keys
    if first not in found or (rest and found[first] is None):
        return
    if rest:
        _let_go(found[first], rest, value)
    elif isinstance(value, dict) and "erase" in value:
        found[first] = value["erase"]
    else:
        del found[first]
