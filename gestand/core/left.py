"""What is left of a value once it has gone from a row that stays, and how that is said.

Each way is a function of the value, and what it makes of its own result is that result again
(GROUNDS rule 24). A store computes it in the database; what is said here is computed in Python,
to recognise it; where it is not sure of itself, it takes a value for one that has not gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from ipaddress import ip_address, ip_network

from gestand.core.documents import are_gone
from gestand.core.predicate import Emptied

_SAID: Mapping[str, Mapping[str, str]] = {
    "en": {
        "first": "the first {size} characters stay",
        "last": "the last {size} characters stay",
        "year": "the year stays",
        "month": "the year and the month stay",
        "steps": "the number stays in steps of {size}",
        "network": "the network stays, and not the address in it",
        "value": "a pseudonym stays, the same wherever the same value stood",
        "person": "a pseudonym stays, the same wherever it is about the same person",
        "columns": "a pseudonym stays, the same in rows with the same {reads}",
    },
    "nl": {
        "first": "de eerste {size} tekens blijven staan",
        "last": "de laatste {size} tekens blijven staan",
        "year": "het jaar blijft staan",
        "month": "het jaar en de maand blijven staan",
        "steps": "het getal blijft staan in stappen van {size}",
        "network": "het netwerk blijft staan, het adres daarin niet",
        "value": "een pseudoniem blijft staan, hetzelfde overal waar dezelfde waarde stond",
        "person": "een pseudoniem blijft staan, overal hetzelfde waar het over dezelfde mens gaat",
        "columns": "een pseudoniem blijft staan, hetzelfde in regels met dezelfde {reads}",
    },
}

KEYED = frozenset({"value", "person", "columns"})
"""The ways in which a pseudonym stays that is made with a key, and is the same in several rows."""

KEEPING = frozenset(_SAID["en"]) - KEYED
"""The ways in which a part of the value stays: it still says something of a person."""

WITH_ROW = "with its row"
"""How a value becomes nothing else: it is there as long as its row is, which tells it."""

PREFIX, MADE, CHECKED = "erased-", 16, 8
"""What a pseudonym made with a key begins with; its digits; those by which it is recognised."""

LENGTH = len(PREFIX) + MADE + CHECKED

_PSEUDONYM = re.compile(f"{PREFIX}[0-9a-f]{{{MADE + CHECKED}}}")

BITS = {4: 24, 6: 48}
"""How much of an internet address is its network, by the version of the protocol."""

_DAY = len("2026-01-01")
_FIRST = "1970-01-01 00:00:01"
"""The first moment that some columns can hold."""


def left_of(change: Emptied, key: Iterable[object], value: object) -> object:
    """Return what stands in the column of a row with this key in place of `value`.

    Raises ValueError for a pseudonym that is made with a key: only its form is known here.
    """
    if change.how in KEYED:
        message = f"`{change.column}` becomes a pseudonym, which nobody can make without its key"
        raise ValueError(message)
    if change.how == WITH_ROW:
        return value
    if change.how == "null":
        return None
    if change.how == "constant":
        return change.constant
    if change.how == "pseudonym":
        return "-".join(["erased", *map(str, key)])
    if change.how == "tombstone":
        return f"{change.constant} {'-'.join(map(str, key))}"
    return None if value is None else _part_of(change, value)


def is_left(change: Emptied, key: Iterable[object], value: object) -> bool:
    """Tell whether a column holds what a value becomes, whatever the value was."""
    if change.how == WITH_ROW:
        return False
    if change.parts is not None:
        return are_gone(change.parts, value)
    if change.how in KEYED:
        return value is None or bool(_PSEUDONYM.fullmatch(str(value).rstrip(" ")))
    if isinstance(value, bytes | bytearray | memoryview):
        value = bytes(value).decode("utf-8", "replace")  # no bytes are left where no text is
    left = left_of(change, key, value)
    if change.how in ("year", "month") and isinstance(value, str) and isinstance(left, str):
        return value == _FIRST or (
            value[:_DAY] == left[:_DAY] and not re.search("[1-9]", value[_DAY:])
        )
    if change.how == "steps" and left is not None:
        return _number(value) == left
    texts = isinstance(value, str) and isinstance(left, str)
    return str(value).rstrip(" ") == str(left).rstrip(" ") if texts else value == left


def stays(change: Emptied, language: str = "en") -> str:
    """Return in words what of a value stays; nothing where all of it goes."""
    return _SAID[language].get(change.how, "").format(
        size=change.size, reads=", ".join(f"`{name}`" for name in change.reads)
    )


def _part_of(change: Emptied, value: object) -> object:
    # A column of a fixed length fills what is missing with spaces.
    text = str(value).rstrip(" ")
    if change.how == "first":
        return text[: change.size]
    if change.how == "last":
        return text[-change.size :]
    if change.how == "steps":
        number = _number(value)
        return change.constant if number is None else int(number / change.size) * change.size
    part = network(text) if change.how == "network" else _day(text, whole=change.how == "year")
    return change.constant if part is None else part


def _day(text: str, *, whole: bool) -> str | None:
    """Return the first day of the month, or of the `whole` year; None for what is no day."""
    try:
        day = date.fromisoformat(text[:_DAY])
    except ValueError:
        return None
    first = day.replace(month=1, day=1) if whole else day.replace(day=1)
    return first.isoformat() + (" 00:00:00" if len(text) > _DAY else "")


def _number(value: object) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


LONGEST_ADDRESS = 39


def network(text: str) -> str | None:
    """Return the first address of the network that an address is in; None for what is none.

    One that is written longer than it can be in hexadecimal digits (as `0000:...:ffff:1.2.3.4`) is
    none: databases read no such address.
    """
    # What stands behind `%` is the name of a network card.
    if "%" in text or len(text) > LONGEST_ADDRESS:
        return None
    try:
        bits = BITS[ip_address(text).version]
        return str(ip_network(f"{text}/{bits}", strict=False).network_address)
    except ValueError:
        return None
