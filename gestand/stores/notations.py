"""How each database writes a value down so that exactly the same value can be put back.

What a driver makes of a value may be less than the value: PostgreSQL has days that Python has
not, MariaDB shows a FLOAT with six digits, SQLite keeps a text that is no UTF-8. So the database
itself writes each value as a text, and reads it again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any as AnyValue
from typing import Protocol

from sqlalchemy.exc import DBAPIError

from gestand.core.datamap.schema import Column, Kind
from gestand.stores.base import Left, Written

TEXT, BYTES = "t", "b"


class Notation(Protocol):
    """How one kind of database writes values down, and takes them in again."""

    @property
    def begin(self) -> Sequence[str]:
        """What is said before rows are put back."""

    @property
    def overriding(self) -> str:
        """What an INSERT says so that a column takes a value that the database gives by itself."""

    @property
    def lock(self) -> str:
        """What keeps others from changing the rows that a SELECT finds."""

    def out(self, column: Column, name: str) -> str:
        """Return what writes the column down, whose name in a statement is `name`."""

    def into(self, column: Column, bind: str) -> str:
        """Return the value of a column that was written down and is bound as `bind`."""

    def bound(self, column: Column, bind: str, value: Written) -> Mapping[str, AnyValue]:
        """Return what is bound for a value."""

    def plain(self, column: Column, value: Written) -> str | None:
        """Return a value as every kind of database would tell it, to compare keys of stores."""

    def written(self, column: Column, text: str | None) -> Written:
        """Return a text as this database would write it down in a column: `plain` turned round."""

    def refusal(self, error: DBAPIError) -> Left:
        """Return why a row was not taken."""


_HEX = "\\x"
"""What stands before bytes that are no text, in hexadecimal figures, as in PostgreSQL."""


def _text_of(value: bytes) -> str:
    """Return bytes as the text that they are, or else in figures."""
    text = value.decode("utf-8", "backslashreplace")
    plain = text.isprintable() and _HEX not in text
    return text if plain else f"{_HEX}{value.hex()}"


def _bytes_of(text: str) -> bytes:
    """Return the bytes of a text: `_text_of` turned round."""
    figures = text.removeprefix(_HEX)
    is_hex = figures != text and re.fullmatch(r"(?:[0-9a-f]{2})*", figures)
    return bytes.fromhex(figures) if is_hex else text.encode()


@dataclass(frozen=True)
class OfSqlite:
    """Numbers as they are; texts and bytes as their bytes, with a letter before them."""

    begin: Sequence[str] = ()
    overriding: str = ""
    lock: str = ""

    def out(self, column: Column, name: str) -> str:
        """Return what writes the column down."""
        return (
            f"CASE typeof({name}) WHEN 'text' THEN '{TEXT}' || hex({name})"
            f" WHEN 'blob' THEN '{BYTES}' || hex({name}) ELSE {name} END"
        )

    def into(self, column: Column, bind: str) -> str:
        """Return the value: a text is one again, whatever its bytes are."""
        return f"CASE :{bind}_as WHEN '{TEXT}' THEN CAST(:{bind} AS TEXT) ELSE :{bind} END"

    def bound(self, column: Column, bind: str, value: Written) -> Mapping[str, AnyValue]:
        """Return the value, and whether it is a text."""
        if isinstance(value, str):
            return {bind: bytes.fromhex(value[1:]), f"{bind}_as": value[0]}
        return {bind: value, f"{bind}_as": ""}

    def plain(self, column: Column, value: Written) -> str | None:
        """Return a number as it is written, and a text as it is."""
        if isinstance(value, str):
            return bytes.fromhex(value[1:]).decode("utf-8", "replace")
        return None if value is None else str(value)

    def written(self, column: Column, text: str | None) -> Written:
        """Return a whole number in a column of these, else the bytes of the text."""
        if text is None:
            return None
        if column.kind is Kind.INTEGER and text.lstrip("-").isdecimal():
            return int(text)
        return TEXT + text.encode().hex().upper()  # as SQLite's own `hex` writes it

    def refusal(self, error: DBAPIError) -> Left:
        """Return why a row was not taken, by the words of the error."""
        words = str(error.orig)
        if words.startswith("UNIQUE"):
            return Left.TAKEN
        return Left.PARENT if words.startswith("FOREIGN KEY") else Left.REFUSED


@dataclass(frozen=True)
class OfPostgresql:
    """Every value as the server writes it, as in a dump."""

    begin: Sequence[str] = ("SET CONSTRAINTS ALL IMMEDIATE",)
    overriding: str = "OVERRIDING SYSTEM VALUE"
    lock: str = "FOR UPDATE"

    def out(self, column: Column, name: str) -> str:
        """Return what writes the column down."""
        return f"CAST({name} AS text)"

    def into(self, column: Column, bind: str) -> str:
        """Return the value in the type of the column."""
        words = column.declared.partition(" COLLATE ")[0]
        return f"CAST(:{bind} AS {words})" if words else f":{bind}"

    def bound(self, column: Column, bind: str, value: Written) -> Mapping[str, AnyValue]:
        """Return the text."""
        return {bind: value}

    def plain(self, column: Column, value: Written) -> str | None:
        """Return the text, also of bytes where they are one."""
        if value is None or column.kind is not Kind.BLOB:
            return None if value is None else str(value)
        return _text_of(bytes.fromhex(str(value).removeprefix(_HEX)))

    def written(self, column: Column, text: str | None) -> Written:
        """Return the text, or its bytes."""
        if text is None or column.kind is not Kind.BLOB:
            return text
        return f"{_HEX}{_bytes_of(text).hex()}"

    def refusal(self, error: DBAPIError) -> Left:
        """Return why a row was not taken, by the state of the error."""
        state = getattr(error.orig, "sqlstate", None)
        found = {"23505": Left.TAKEN, "23P01": Left.TAKEN, "23503": Left.PARENT}
        return found.get(str(state), Left.REFUSED)


_BASE = re.compile(r"\w+")
_LETTERS = re.compile(r" CHARACTER SET (\w+) COLLATE (\w+)\Z")
_BYTES = {
    "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "geometry", "point",
    "linestring", "polygon", "multipoint", "multilinestring", "multipolygon", "geometrycollection",
}  # fmt: skip


@dataclass(frozen=True)
class OfMariadb:
    """Texts and bytes as their bytes, numbers and moments as texts."""

    # A zero in a counted column is a value here, and not the wish for the next number.
    begin: Sequence[str] = ("SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')",)
    overriding: str = ""
    lock: str = "FOR UPDATE"

    def out(self, column: Column, name: str) -> str:
        """Return what writes the column down."""
        base = _base(column)
        if _LETTERS.search(column.declared) or base in _BYTES:
            return f"HEX({name})"
        if base == "bit":
            return f"CAST({name} + 0 AS CHAR)"
        if base == "float":
            # As it is shown a FLOAT loses digits; as a DOUBLE it is what it is.
            return f"CAST(CAST({name} AS DOUBLE) AS CHAR)"
        return f"CAST({name} AS CHAR)"

    def into(self, column: Column, bind: str) -> str:
        """Return the value: a text in the letters of its column, so that an index finds it."""
        letters = _LETTERS.search(column.declared)
        if letters:
            return f"CONVERT(UNHEX(:{bind}) USING {letters[1]}) COLLATE {letters[2]}"
        if _base(column) in _BYTES:
            return f"UNHEX(:{bind})"
        return f"CAST(:{bind} AS UNSIGNED)" if _base(column) == "bit" else f":{bind}"

    def bound(self, column: Column, bind: str, value: Written) -> Mapping[str, AnyValue]:
        """Return the text; a whole number as one, since texts are compared inexactly with it."""
        whole = isinstance(value, str) and column.kind is Kind.INTEGER
        return {bind: int(value) if whole and value is not None else value}

    def plain(self, column: Column, value: Written) -> str | None:
        """Return the text; keys of texts are of UTF-8 or of letters that are the same there."""
        if value is not None and column.kind is Kind.BLOB:
            return _text_of(bytes.fromhex(str(value)))
        if value is None or not _LETTERS.search(column.declared):
            return None if value is None else str(value)
        return bytes.fromhex(str(value)).decode("utf-8", "replace")

    def written(self, column: Column, text: str | None) -> Written:
        """Return the text; its bytes in a column of letters, or of bytes."""
        if text is not None and column.kind is Kind.BLOB:
            return _bytes_of(text).hex().upper()
        if text is None or not _LETTERS.search(column.declared):
            return text
        return text.encode().hex().upper()

    def refusal(self, error: DBAPIError) -> Left:
        """Return why a row was not taken, by the number of the error."""
        (code, *_) = getattr(error.orig, "args", (0,)) or (0,)
        return {1062: Left.TAKEN, 1452: Left.PARENT}.get(code, Left.REFUSED)


def _base(column: Column) -> str:
    """Return the first word of a type."""
    found = _BASE.match(column.declared.lower())
    return found[0] if found else ""


NOTATIONS: Mapping[str, Notation] = {
    "sqlite": OfSqlite(),
    "postgresql": OfPostgresql(),
    "mariadb": OfMariadb(),
}
