"""Texts that name a row of some table, such as `party.party,12`, `/users/12` or `app.Model:12`.

No edge reads such a text: what a database compares by an index is a column. It can make one of the
text by itself, and that column is an owner as others are. What makes it is said here, for each kind
of database; it is NULL where the text names another table, or nothing that is a number.
"""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
_QUOTES = {"mariadb": "`"}
WORD = "WORD,"
"""What stands before the key, where nobody knows it."""

_FITS = {
    "postgresql": "left({0}, {2}) = {1} AND substr({0}, {3}) ~ '^[0-9]{{1,18}}$'",
    "mariadb": "left({0}, {2}) = {1} AND substr({0}, {3}) REGEXP '^[0-9]{{1,18}}$'",
    "sqlite": "substr({0}, 1, {2}) = {1} AND length({0}) BETWEEN {3} AND {3} + 17"
    " AND substr({0}, {3}) NOT GLOB '*[^0-9]*'",
}
_AS = {
    "postgresql": ("CAST(substr({0}, {1}) AS BIGINT)", "BIGINT", "STORED"),
    "mariadb": ("CAST(substr({0}, {1}) AS SIGNED)", "BIGINT", "STORED"),
    "sqlite": ("CAST(substr({0}, {1}) AS INTEGER)", "INTEGER", "VIRTUAL"),
}


def column_of_text(dialect: str, table: str, column: str, made: str, word: str = WORD) -> str:
    """Return the statement that makes a column of a text that begins with `word`.

    A capital is another letter in it, but where the column itself looks past capitals.
    """
    quote = _QUOTES.get(dialect, '"')

    def named(name: str) -> str:
        doubled = name.replace(quote, quote * 2)
        return name if _PLAIN.fullmatch(name) else f"{quote}{doubled}{quote}"

    text, size = named(column), len(word)
    literal = "'" + word.replace("'", "''") + "'"
    fits = _FITS[dialect].format(text, literal, size, size + 1)
    value, kind, kept = _AS[dialect]
    return (
        f"ALTER TABLE {named(table)} ADD COLUMN {named(made)} {kind} GENERATED ALWAYS AS "
        f"(CASE WHEN {fits} THEN {value.format(text, size + 1)} END) {kept}"
    )
