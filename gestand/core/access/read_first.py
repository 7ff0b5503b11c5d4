"""What an officer reads of an answer before it goes out, for it may be about somebody else.

A text in words of one's own can name anybody, whoever's row it stands in: which words of it are
left out (GDPR article 15(4)) is for a person to weigh.
"""

from __future__ import annotations

from gestand.core.access.told import ColumnTold, Role

WORDS = 5
"""From so many words on a text is read: a name and an address seldom have more."""

UNKNOWN = "unknown"
"""The `source` of which an answer says that we do not know it."""


def is_read_first(column: ColumnTold, value: object) -> bool:
    """Tell whether a value is to be read before it goes out: a long text, or what is no text."""
    if column.role is not Role.DATA:
        return False
    if isinstance(value, bytes | bytearray | memoryview):
        return True
    return isinstance(value, str) and len(value.split(maxsplit=WORDS - 1)) >= WORDS


def is_of_unknown_source(column: ColumnTold) -> bool:
    """Tell whether an answer says of a column that nobody knows where it came from."""
    return column.role is Role.DATA and column.source == UNKNOWN
