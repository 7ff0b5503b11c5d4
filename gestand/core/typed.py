"""A value of a column as a text, in the one way in which its kind is written."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from gestand.core.datamap.schema import Kind

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?")
_YES, _NO = frozenset({"1", "true", "yes", "ja"}), frozenset({"0", "false", "no", "nee"})

WRITTEN = {
    Kind.TEXT: "a text",
    Kind.INTEGER: "a whole number, as `42`",
    Kind.NUMBER: "a number, as `12.50`",
    Kind.DATE: "a day, as `2026-12-31`",
    Kind.BOOLEAN: "`yes` or `no`",
}
"""The kinds of which a value can be typed, and how."""


def typed_as(kind: Kind, text: str) -> str | None:
    """Return a value that was typed as every database takes it; None where it is none of its kind.

    A day is written as `2026-12-31`, yes as `1` and no as `0`.
    """
    plain = text.strip()
    if kind is Kind.TEXT:
        return text
    if kind is Kind.INTEGER:
        return str(int(plain)) if _INTEGER.fullmatch(plain) else None
    if kind is Kind.NUMBER:
        return format(Decimal(plain), "f") if _NUMBER.fullmatch(plain) else None
    if kind is Kind.BOOLEAN:
        folded = plain.casefold()
        return "1" if folded in _YES else "0" if folded in _NO else None
    return _day(plain) if kind is Kind.DATE else None


def stored_as(kind: Kind, value: object) -> str | None:
    """Return a stored value as the text that `typed_as` gives; None where it is another kind.

    A text in a column of another kind counts only as it would be written there: any other one
    would not be found again.
    """
    if isinstance(value, str):
        return value if typed_as(kind, value) == value else None
    if isinstance(value, bool):
        return typed_as(kind, str(int(value)))
    if type(value) is date:
        return value.isoformat() if kind is Kind.DATE else None
    if isinstance(value, int):
        return typed_as(kind, str(value))
    if isinstance(value, Decimal | float) and kind is Kind.NUMBER:
        return _number(value)
    return None


def _number(value: Decimal | float) -> str | None:
    try:
        return typed_as(Kind.NUMBER, format(Decimal(str(value)), "f"))
    except InvalidOperation:
        return None


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
