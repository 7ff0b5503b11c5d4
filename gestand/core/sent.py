"""JSON that a program sends, read in one way only."""

from __future__ import annotations

import json


class NotOne(ValueError):
    """An object names something twice: some read its first value, others its last."""


def read_sent(text: str | bytes) -> object:
    """Return what JSON says; NotOne where a name stands twice, ValueError where it is none."""
    try:
        found: object = json.loads(text, object_pairs_hook=_each_once)
    except RecursionError as error:
        raise ValueError from error
    return found


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NotOne
    return found
