"""Documents in JSON of which only some parts are somebody's data, each at a path of its own.

A database changes the parts itself. What is said here is the same in Python: to recognise what
was left, to tell the parts to a person, and, where a database has no strict reader of its own, to
see that a document is what the data map says of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn

Path = tuple[str, ...]
"""The keys that lead from the document to a part of it."""

_KEY = r"[A-Za-z_][A-Za-z0-9_-]*|\"[A-Za-z0-9_ .@/-]+\""
_PATH = re.compile(rf"\$(?:\.(?:{_KEY}))+")
_KEYS = re.compile(rf"\.({_KEY})")
_DEEP = 30
"""So many levels are read; some databases read hardly more."""


class _Odd(ValueError):
    """What is read is no document in JSON, or one that readers may take for different things."""


@dataclass(frozen=True)
class Part:
    """A part of a document, and what it becomes: it is `removed`, `null` or a `constant`."""

    path: Path
    how: str = "removed"
    constant: str = ""


@dataclass(frozen=True)
class Document:
    """The documents in a column: the paths of their parts, and which are data, and which secret.

    In an `open` one other keys may stand as well, which say nothing about anybody.
    """

    column: str
    named: tuple[Path, ...]
    data: tuple[Path, ...] = ()
    secret: tuple[Path, ...] = ()
    open: bool = False

    @property
    def above(self) -> tuple[Path, ...]:
        """The paths that lead to parts, from the document on: there an object must be."""
        found = {path[:length] for path in self.named for length in range(1, len(path))}
        return tuple(sorted(found, key=lambda path: (len(path), path)))


@dataclass(frozen=True)
class Parts:
    """Parts of documents that go together.

    Where a document cannot be read as the map says, nothing of it changes; or with `whole` it
    becomes as a whole `instead`.
    """

    document: Document
    parts: tuple[Part, ...] = ()
    whole: bool = False
    instead: str | None = None


def path_of(text: str) -> Path | None:
    """Return the keys of a path such as `$.billing."e-mail"`; None for what is none."""
    if not _PATH.fullmatch(text):
        return None
    return tuple(key.strip('"') for key in _KEYS.findall(text[1:]))


def written(path: Path) -> str:
    """Return a path as every database reads it: with each key in quotes."""
    return "$" + "".join(f'."{key}"' for key in path)


def shown(path: Path) -> str:
    """Return a path as one writes it."""
    plain = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
    return "$" + "".join(f".{k}" if plain.fullmatch(k) else f'."{k}"' for k in path)


def within(one: Path, other: Path) -> bool:
    """Tell whether a path leads to a part of what another leads to, or to the same."""
    return one[: len(other)] == other


def read(value: object) -> dict[str, object] | None:
    """Return the object that a document is; None where it is no JSON, or none to be sure of.

    A key that stands twice is read by some as its first value and by others as its last.
    """
    if isinstance(value, dict):
        return value if _depth(value) <= _DEEP else None
    if not isinstance(value, str | bytes):
        return None
    try:
        text = value.decode() if isinstance(value, bytes) else value
        if nesting(text) > _DEEP:
            return None
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def is_odd(document: Document, value: object) -> bool:
    """Tell whether a value cannot be read as the map says; NULL can be."""
    if value is None:
        return False
    found = read(value)
    if found is None:
        return True
    for path in document.above:
        there, above = at(found, path)
        if there and above is not None and not isinstance(above, dict):
            return True
    return not document.open and any(True for _ in unnamed(document, found))


def unnamed(document: Document, found: dict[str, object]) -> Iterator[Path]:
    """Yield the paths in a document that nobody named."""
    return _unnamed(found, (), {*document.named}, {*document.above})


def at(found: object, path: Path) -> tuple[bool, object]:
    """Return whether something stands at a path, and what."""
    for key in path:
        if not isinstance(found, dict) or key not in found:
            return False, None
        found = found[key]
    return True, found


def without(found: dict[str, object], paths: Sequence[Path]) -> dict[str, object]:
    """Return a document without the parts at some paths, and without what holds nothing else."""
    left: dict[str, object] = {}
    for key, value in found.items():
        below = [path[1:] for path in paths if path[0] == key]
        if () in below:
            continue
        if below and isinstance(value, dict):
            rest = without(value, below)
            if rest:
                left[key] = rest
        else:
            left[key] = value
    return left


def is_gone(part: Part, found: dict[str, object]) -> bool:
    """Tell whether a document holds at a path what the part becomes, or nothing."""
    there, value = at(found, part.path)
    return not there or is_left(part, value)


def is_left(part: Part, value: object) -> bool:
    """Tell whether a value that stands at a path is what the part becomes."""
    if part.how == "removed":
        return False
    return value is None if part.how == "null" else value == part.constant


def are_gone(parts: Parts, value: object) -> bool:
    """Tell whether nothing is left to be done in a document; one that is odd has its parts."""
    if value is None:
        return True
    if is_odd(parts.document, value):
        return parts.whole and value == parts.instead
    found = read(value)
    return found is not None and all(is_gone(part, found) for part in parts.parts)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Odd
    return found


def _no_number(_word: str) -> NoReturn:
    raise _Odd


def nesting(text: str) -> int:
    """Return how deep a text may be nested: brackets in its strings count as well."""
    deepest = depth = 0
    for sign in re.findall(r"[\[\]{}]", text):
        depth += 1 if sign in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _depth(value: object) -> int:
    level, depth = [value], 0
    while level:
        depth += 1
        inner = [v for v in level if isinstance(v, dict | list)]
        level = [x for v in inner for x in (v.values() if isinstance(v, dict) else v)]
    return depth


def _unnamed(
    found: dict[str, object], here: Path, named: set[Path], above: set[Path]
) -> Iterator[Path]:
    for key, value in found.items():
        path = (*here, key)
        if path in named:
            continue
        if path not in above:
            yield path
        elif isinstance(value, dict):
            yield from _unnamed(value, path, named, above)
