"""Which keys a database gives to other rows, once the rows that had them are gone."""

from __future__ import annotations

import re

import sqlalchemy as sa

_COUNTED_ON = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%autoinc%'"
_NO_WORDS = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|`[^`]*`|\[[^\]]*\]|--[^\n]*|/\*.*?\*/", re.S)
_COUNTS_ON = re.compile(r"\bAUTOINCREMENT\b", re.I)
_LONE_KEY = re.compile(r"(\bINTEGER\s+PRIMARY\s+KEY(?:\s+ASC)?)\b(?!\s+DESC)", re.I)
_ODD = re.compile(r"\bWITHOUT\s+ROWID\b|\bAS\s*\(|\bVIRTUAL\b", re.I)
"""In a table whose rows cannot be copied as they stand, or whose key is no number of the row."""


def counted_on(connection: sa.Connection, dialect: str) -> frozenset[str]:
    """Return the tables of SQLite that give no key twice: AUTOINCREMENT remembers the highest.

    Without it the next row gets the highest key that is there, and one more.
    """
    if dialect != "sqlite":
        return frozenset()
    made = connection.exec_driver_sql(_COUNTED_ON)
    return frozenset(name for name, sql in made if _COUNTS_ON.search(_NO_WORDS.sub("''", sql)))


def counting_on(connection: sa.Connection, dialect: str, table: str) -> list[str]:
    """Return the statements that make a table anew, so that it gives no key twice.

    Empty where that takes more than to write AUTOINCREMENT behind its key: a person looks then.
    """
    if dialect != "sqlite":
        return []
    made = connection.exec_driver_sql(
        "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL", (table,)
    ).all()
    (text,) = (sql for kind, _, sql in made if kind == "table")
    _, bracket, columns = text.partition("(")
    written, times = _LONE_KEY.subn(r"\1 AUTOINCREMENT", columns)
    if times != 1 or _ODD.search(_NO_WORDS.sub("''", columns)):
        return []
    quoted = table.replace('"', '""')
    old, new = f'"{quoted}"', f'"{quoted}_anew"'
    return [
        "PRAGMA foreign_keys = OFF",
        "PRAGMA legacy_alter_table = ON",
        "BEGIN IMMEDIATE",
        f"CREATE TABLE {new} {bracket}{written}",
        f"INSERT INTO {new} SELECT * FROM {old}",  # noqa: S608  # shown, and run by a person
        f"DROP TABLE {old}",
        f"ALTER TABLE {new} RENAME TO {old}",
        *(sql for kind, _, sql in made if kind != "table"),
        "COMMIT",
        "PRAGMA legacy_alter_table = OFF",
        "PRAGMA foreign_keys = ON",
    ]
