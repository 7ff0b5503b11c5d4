"""What a database says about itself: tables, columns, keys, foreign keys.

Filled by a store's `reflect`; plain values, so that the core can compare a data map with
a live schema without touching a database.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum
from math import floor
from zoneinfo import ZoneInfo

_QUOTED = re.compile(r"'(?:[^']|'')*'")
_LOOKS_AT_NULL = re.compile(
    r"<=>|\b(?:null|is|isnull|notnull|case|if|iif|decode|coalesce|ifnull|nvl|nvl2|nullif"
    r"|concat|concat_ws|num_nulls|num_nonnulls|distinct)\b",
    re.IGNORECASE,
)
_WELCOMES = r"[\"`\[]?{0}[\"`\]]?\s+is\s+null\s+or\b|\([\"`\[]?{0}[\"`\]]?\s+is\s+null\)\s+or\b"
"""How a CHECK begins that is true of NULL, whatever follows."""


class Kind(Enum):
    """The kinds of column that matter here."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    TIMESTAMP = "timestamp"
    BOOLEAN = "boolean"
    UUID = "uuid"
    BLOB = "blob"
    OTHER = "other"


class Since1970(Enum):
    """How a column of whole numbers tells moments: what they count since 1970, in UTC.

    In those with `_OR_ZERO`, zero says what NULL says elsewhere: not yet.
    """

    SECONDS = "seconds"
    SECONDS_OR_ZERO = "seconds or zero"
    MILLISECONDS = "milliseconds"
    MILLISECONDS_OR_ZERO = "milliseconds or zero"

    @property
    def per_second(self) -> int:
        """How many are counted in a second."""
        return 1 if self in (Since1970.SECONDS, Since1970.SECONDS_OR_ZERO) else 1000

    @property
    def zero_is_none(self) -> bool:
        """Whether zero is no moment, rather than one that nobody can mean."""
        return self in (Since1970.SECONDS_OR_ZERO, Since1970.MILLISECONDS_OR_ZERO)

    @property
    def of_beginnings(self) -> Since1970:
        """What counts the same, where zero is no moment that anybody can mean."""
        return Since1970.SECONDS if self.per_second == 1 else Since1970.MILLISECONDS

    @property
    def readable(self) -> tuple[tuple[int, int], ...]:
        """The numbers that are read, as ranges with both ends; zero is none of them.

        What was counted in the other unit lies outside: as milliseconds, a number of seconds would
        be a day in January 1970, and all that it ended would be long over.
        """
        if self.per_second == 1:
            return (_FIRST, -1), (1, _END - 1)
        return (_FIRST * 1000, -_END), (_END, _END * 1000 - 1)

    def moment(self, number: str, _zone: str = "UTC") -> datetime | None:
        """Return the moment that a number tells, in UTC and whole seconds; None where it is odd."""
        counted = floor(Decimal(number)) if _NUMBER.fullmatch(number) else 0
        if not any(low <= counted <= high for low, high in self.readable):
            return None
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=counted // self.per_second)


class Digits(Enum):
    """How a column of text or bytes writes moments: in digits, by the clock of its zone.

    In the one with `_OR_INFINITY`, that word says what NULL says elsewhere: not yet.
    """

    MOMENT = "yyyymmddhhmmss"
    MOMENT_OR_INFINITY = "yyyymmddhhmmss or infinity"

    @property
    def infinity_is_none(self) -> bool:
        """Whether `infinity` is no moment, rather than one that nobody can mean."""
        return self is Digits.MOMENT_OR_INFINITY

    @property
    def of_beginnings(self) -> Digits:
        """What writes the same, where `infinity` is no moment that anybody can mean."""
        return Digits.MOMENT

    def moment(self, text: str, zone: str) -> datetime | None:
        """Return the moment that digits tell by a clock in `zone`; None where it is odd."""
        text = text.rstrip(" ")  # a column of a fixed width is filled up with blanks
        if _FOURTEEN.fullmatch(text) is None:
            return None
        day, time = f"{text[:4]}-{text[4:6]}-{text[6:8]}", f"{text[8:10]}:{text[10:12]}:{text[12:]}"
        try:
            shown = datetime.fromisoformat(f"{day} {time}")
        except ValueError:
            return None
        return shown.replace(tzinfo=ZoneInfo(zone))


Writing = Since1970 | Digits
"""How a column tells moments, where it does so otherwise than as a date is written."""


def plain_text(value: object) -> str:
    """Return what stands in a column as a text: some hold the bytes of one."""
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("latin-1")
    return str(value)


_FOURTEEN = re.compile(r"\d{14}", re.ASCII)
_NUMBER = re.compile(r"-?\d+(?:[.]\d+)?", re.ASCII)
_FIRST, _END = -30_000_000_000, 100_000_000_000
"""Seconds from the year 1019 until the year 5138; as milliseconds, the end is in March 1973."""


@dataclass(frozen=True)
class Column:
    """A column as it stands in the database.

    `length` is the declared maximum of a text, None when there is none. `declared` is the type
    in the database's own words, empty where they say no more than `kind`. `zone` is that of
    timestamps for which the database itself keeps a zone; of others only the map can tell.
    `alike` names what a text may differ in and still be the same: its case, or spaces behind it.
    `generated` is the expression of a column that follows others, `indexed` that of a unique index
    that reads the column otherwise than as it stands. `null_once` says that a unique index takes
    NULL for a value like others: two rows cannot be emptied to it. `checked` is the text of each
    CHECK that reads the column.
    """

    name: str
    kind: Kind
    nullable: bool = True
    unique: bool = False
    length: int | None = None
    declared: str = ""
    zone: str | None = None
    alike: str = ""
    generated: str = ""
    indexed: str = ""
    null_once: bool = False
    checked: tuple[str, ...] = ()

    @property
    def nullable_twice(self) -> bool:
        """Whether NULL may stand in more than one row, as far as type and indexes say."""
        return self.nullable and not self.null_once

    @property
    def takes_null(self) -> bool:
        """Whether NULL may stand in the column, in more than one row, whatever a CHECK says."""
        return self.nullable_twice and not any(map(self._may_refuse_null, self.checked))

    def _may_refuse_null(self, check: str) -> bool:
        """Tell whether a CHECK may be false of NULL: most comparisons are neither, and pass."""
        text = _QUOTED.sub("''", check)
        welcome = re.match(_WELCOMES.format(re.escape(self.name)), text, re.IGNORECASE)
        return not welcome and bool(_LOOKS_AT_NULL.search(text))


@dataclass(frozen=True)
class ForeignKey:
    """A declared reference from `columns` to `target_columns` of `target`.

    `on_removal` is what the database does by itself when the row that it points at is removed,
    in words of SQL; empty where it does nothing.
    """

    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]
    on_removal: str = ""


@dataclass(frozen=True)
class Table:
    """A table as it stands in the database.

    `key` is its primary key, else columns that are unique together and never NULL; it is empty
    when there are no such.

    `triggers` are those that act when a row is removed or changed; `loose_key` are columns of
    the key that may be NULL all the same. `outside` names foreign keys of tables elsewhere that act
    by themselves when rows of this one are removed, or change elsewhere than in the primary key.
    `again` says that the key of a row that went may be given to another row, and `inherited` that
    other tables inherit from it, of which the rows are not its own; `rows_elsewhere` names one of
    these that stands in another schema. They change no plan, so a digest of the schema does not
    tell of them.
    """

    name: str
    columns: Mapping[str, Column]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    triggers: tuple[str, ...] = ()
    loose_key: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    again: bool = field(default=False, repr=False)
    inherited: bool = field(default=False, repr=False)
    rows_elsewhere: str = field(default="", repr=False)


@dataclass(frozen=True)
class Schema:
    """All tables of one store, but for that of Gestand's own marks: `marked` tells of it."""

    store: str
    dialect: str
    tables: Mapping[str, Table]
    marked: bool = field(default=False, repr=False)
