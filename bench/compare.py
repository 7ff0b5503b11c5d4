"""Compare the stores of two companies row for row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from filecmp import cmp
from pathlib import Path

from bench.companies import FILES
from gestand.demo.noorderlicht.generate import STORES

SHOWN = 5


@dataclass(frozen=True)
class Difference:
    """Rows of a table that are in one company only, or hold something else there."""

    table: str
    how: str
    rows: int
    keys: tuple[int | str, ...]

    def __str__(self) -> str:
        keys = ", ".join(map(str, self.keys))
        more = ", ..." if self.rows > len(self.keys) else ""
        return f"{self.table}: {self.rows} rows {self.how} (id {keys}{more})"


def differences(floor: Path, ours: Path) -> list[Difference]:
    """Return how the end state of `ours` differs from that of `floor`, over all tables."""
    found: list[Difference] = []
    for store in STORES:
        with closing(sqlite3.connect(floor / f"{store}.db")) as connection:
            connection.execute("ATTACH ? AS ours", (str(ours / f"{store}.db"),))
            for table in _tables(connection, "main") | _tables(connection, "ours"):
                found += _of_table(connection, store, table)
    return sorted(found, key=lambda difference: difference.table) + list(_of_files(floor, ours))


def _of_files(floor: Path, ours: Path) -> Iterator[Difference]:
    """Yield how many files are in one company only; which, their names may not tell."""
    one, other = ({file.name for file in (each / FILES).iterdir()} for each in (floor, ours))
    for how, names in (("only the floor keeps", one - other), ("only we keep", other - one)):
        if names:
            yield Difference(FILES, how, len(names), ())


def _tables(connection: sqlite3.Connection, schema: str) -> set[str]:
    query = f"SELECT name FROM {schema}.sqlite_schema WHERE type = 'table'"  # noqa: S608
    return {name for (name,) in connection.execute(query)}


def _of_table(connection: sqlite3.Connection, store: str, table: str) -> Iterator[Difference]:
    for how, query in _queries(table).items():
        keys = [key for (key,) in connection.execute(query)]
        if keys:
            yield Difference(f"{store}.{table}", how, len(keys), tuple(keys[:SHOWN]))


def _queries(table: str) -> dict[str, str]:
    """Return how rows can differ, each with the query that finds the keys of such rows."""
    floor, ours = f"main.{table}", f"ours.{table}"
    return {
        "only the floor keeps": f"SELECT id FROM {floor} EXCEPT SELECT id FROM {ours}",  # noqa: S608
        "only we keep": f"SELECT id FROM {ours} EXCEPT SELECT id FROM {floor}",  # noqa: S608
        "hold something else": f"SELECT id FROM (SELECT * FROM {ours} EXCEPT SELECT * FROM {floor})"  # noqa: S608
        f" WHERE id IN (SELECT id FROM {floor})",
    }


def written_differences(floor: Path, ours: Path) -> list[Difference]:
    """Return how end states differ that are written out, a file a table and a line a row."""
    found: list[Difference] = []
    for name in sorted({file.name for each in (floor, ours) for file in each.glob("*.*.txt")}):
        if not cmp(floor / name, ours / name, shallow=False):
            found += _of_lines(name.removesuffix(".txt"), floor / name, ours / name)
    return [*found, *_of_files(floor, ours)]


def _of_lines(table: str, floor: Path, ours: Path) -> Iterator[Difference]:
    """Yield how two tables differ; a line begins with the key of its row."""
    one, other = (dict(_keyed(file)) for file in (floor, ours))
    differing = {
        "only the floor keeps": one.keys() - other.keys(),
        "only we keep": other.keys() - one.keys(),
        "hold something else": {key for key in one.keys() & other if one[key] != other[key]},
    }
    for how, keys in differing.items():
        if keys:
            yield Difference(table, how, len(keys), tuple(sorted(keys, key=int)[:SHOWN]))


def _keyed(file: Path) -> Iterator[tuple[str, bytes]]:
    with file.open("rb") as lines:
        for line in lines:
            key, _, _ = line.partition(b"\t")
            yield key.decode(), line
