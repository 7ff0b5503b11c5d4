"""What is left of a value once it has gone from a row that stays, and how that is said.

Each way is a function of the value, and what it makes of its own result is that result again
(GROUNDS rule 24). A store computes it in the database; what is said here is computed in Python,
to recognise it; where it is not sure of itself, it takes a value for one that has not gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gestand.core.predicate import Emptied

_SAID: Mapping[str, Mapping[str, str]] = {
    "en": {
        "first": "the first {size} characters stay",
        "last": "the last {size} characters stay",
    },
    "nl": {
        "first": "de eerste {size} tekens blijven staan",
        "last": "de laatste {size} tekens blijven staan",
    },
}

KEEPING = frozenset(_SAID["en"])
"""The ways in which a part of the value stays: it still says something of a person."""


def left_of(change: Emptied, key: Iterable[object], value: object) -> object:
    """Return what stands in the column of a row with this key in place of `value`."""
    if change.how == "null":
        return None
    if change.how == "constant":
        return change.constant
    if change.how == "pseudonym":
        return "-".join(["erased", *map(str, key)])
    if value is None:
        return None
    # A column of a fixed length fills what is missing with spaces.
    text = str(value).rstrip(" ")
    return text[: change.size] if change.how == "first" else text[-change.size :]


def is_left(change: Emptied, key: Iterable[object], value: object) -> bool:
    """Tell whether a column holds what a value becomes, whatever the value was."""
    left = left_of(change, key, value)
    texts = isinstance(value, str) and isinstance(left, str)
    return str(value).rstrip(" ") == str(left).rstrip(" ") if texts else value == left


def stays(change: Emptied, language: str = "en") -> str:
    """Return in words what of a value stays; nothing where all of it goes."""
    return _SAID[language].get(change.how, "").format(size=change.size)
