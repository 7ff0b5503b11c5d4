"""What texts of own records say: parsed once for those that are asked for again and again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from gestand.errors import CannotRun
from gestand.records.kept import Kept

Entry = Mapping[str, Any]


def _read(said: str) -> Entry:
    """Return what a text says; nobody changes that, and a run asks for the same ones often."""
    entry: Entry = json.loads(said)
    return entry


_LONG = 1000
"""Letters of a text that is a long one, as that of a receipt of an erasure is."""
_long, _short = lru_cache(maxsize=32)(_read), lru_cache(maxsize=1024)(_read)
"""Few long ones are asked for again, and each of them takes ten times as much memory."""


def _parsed(said: str) -> Entry:
    return _long(said) if len(said) > _LONG else _short(said)


def entry_of(said: str, kept: Kept, what: str, *, once: bool = False) -> Entry:
    """Return what a text says, of which nobody asks again if `once`; CannotRun where it is odd."""
    try:
        entry = _read(said) if once else _parsed(said)
    except ValueError as error:
        message = f"{kept.place}: {what} cannot be read; restore these records from a backup"
        raise CannotRun(message) from error
    return entry


_FACTS = "facts"
_LATELY: dict[str, tuple[list[str], list[Entry]]] = {}
"""By place the facts that were read lately, and what they say: each run reads all of them."""


def entries_of(told: list[str], kept: Kept, name: str) -> Iterator[Entry]:
    """Yield what the lines of a list say; CannotRun where one cannot be read."""
    known, said = _LATELY.get(kept.place, ([], [])) if name == _FACTS else ([], [])
    if told[: len(known)] != known:
        known, said = [], []
    new = enumerate(told[len(known) :], start=len(known) + 1)
    once = name == _FACTS  # these stay in memory as a whole
    read = (
        entry_of(line, kept, f"line {number} of the {name}", once=once) for number, line in new
    )
    if name != _FACTS:
        return read
    if len(told) > len(known):
        said = [*said, *read]
        _LATELY[kept.place] = told, said
    return iter(said)
