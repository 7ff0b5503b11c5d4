"""The labelled schemas: their tables and made-up rows as a database, and their labels.

Each schema has a folder beside this file: `columns.csv` and `labels.csv` with a line for each
column, and `rows.json` with what a normal installation holds. README.md says where they come from.
"""

from __future__ import annotations

import csv
import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

HERE = Path(__file__).parent

Cell = str | int | float | bytes | None


class Grade(StrEnum):
    """What a column holds of persons."""

    DIRECT = "direct"
    CONTENT = "content"
    CREDENTIAL = "credential"
    NONE = "none"


@dataclass(frozen=True)
class Label:
    """What a column holds, why we think so, and the grade that others may rather give it."""

    table: str
    column: str
    grade: Grade
    reason: str
    debatable: Grade | None


@dataclass(frozen=True)
class Column:
    """A column as its application declares it; `key` is its place in the primary key, from 1."""

    name: str
    type: str
    nullable: bool
    key: int | None
    references: tuple[str, str] | None


def names() -> tuple[str, ...]:
    """Return the names of the schemas, in order."""
    return tuple(sorted(path.parent.name for path in HERE.glob("*/columns.csv")))


def labels(name: str) -> list[Label]:
    """Return the labels of a schema, in the order of its columns."""
    return [
        Label(
            line["table"],
            line["column"],
            Grade(line["grade"]),
            line["reason"],
            Grade(line["debatable"]) if line["debatable"] else None,
        )
        for line in _lines(name, "labels.csv")
    ]


def columns(name: str) -> Mapping[str, Sequence[Column]]:
    """Return the columns of each table of a schema."""
    tables: dict[str, list[Column]] = defaultdict(list)
    for line in _lines(name, "columns.csv"):
        table, _, column = line["references"].partition(".")
        tables[line["table"]].append(
            Column(
                line["column"],
                line["type"],
                line["nullable"] == "yes",
                int(line["key"]) if line["key"] else None,
                (table, column) if table else None,
            )
        )
    return tables


def load(name: str, path: Path) -> None:
    """Make a schema at `path`: a new SQLite file with its tables, keys and rows.

    Raises `sqlite3.Error` where a table is there already, or a row does not fit its table.
    """
    tables = columns(name)
    rows = json.loads((HERE / name / "rows.json").read_text("utf-8"))
    with closing(sqlite3.connect(path)) as connection, connection:
        pointed_to = {one.references for known in tables.values() for one in known}
        for table, known in tables.items():
            connection.execute(_create(table, known, pointed_to))
        for table, told in rows.items():
            types = {column.name: column.type for column in tables[table]}
            kinds = [types[column] for column in told["columns"]]
            connection.executemany(
                _insert(table, told["columns"]),
                [[_cell(*one) for one in zip(row, kinds, strict=True)] for row in told["rows"]],
            )


def _lines(name: str, file: str) -> Iterator[dict[str, str]]:
    with (HERE / name / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _create(
    table: str, known: Sequence[Column], pointed_to: Collection[tuple[str, str] | None]
) -> str:
    parts = [
        f"{_quoted(column.name)} {column.type}{'' if column.nullable else ' not null'}"
        for column in known
    ]
    keys = [name for _, name in sorted((one.key, one.name) for one in known if one.key)]
    if keys:
        parts.append(f"primary key ({', '.join(map(_quoted, keys))})")
    parts += [  # SQLite takes a foreign key to a column only where its values are unique
        f"unique ({_quoted(column.name)})"
        for column in known
        if (table, column.name) in pointed_to and keys != [column.name]
    ]
    parts += [
        f"foreign key ({_quoted(column.name)}) "
        f"references {_quoted(column.references[0])} ({_quoted(column.references[1])})"
        for column in known
        if column.references
    ]
    return f"create table {_quoted(table)} ({', '.join(parts)})"


def _insert(table: str, known: Sequence[str]) -> str:
    into = f"{_quoted(table)} ({', '.join(map(_quoted, known))})"
    return f"insert into {into} values ({', '.join('?' * len(known))})"  # noqa: S608 - our own names


def _cell(cell: object, kind: str) -> Cell:
    """Return a cell of `rows.json` as it is stored.

    Words in a column of bytes are their UTF-8; `{"hex": "…"}` stands for bytes that are no words.
    """
    if isinstance(cell, dict):
        return bytes.fromhex(cell["hex"])
    assert cell is None or isinstance(cell, str | int | float)
    return cell.encode() if isinstance(cell, str) and kind == "blob" else cell


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
