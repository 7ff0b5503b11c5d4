"""The hand-written reading and erasing of one person, or of many, in a made-up organisation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bench.clock import seconds
from bench.floor import FLOORS, latest_over
from bench.twins import FLOOR, Twins
from bench.worlds.world import TODAY
from gestand.core.calendar import FiscalYear

Told = dict[str, list[tuple[str, ...]]]
"""By table the rows, by key, each value as a text."""

_GIVEN = re.compile(r":([a-z]+)")
_QUERY = re.compile(r"-- table (\w+)\n(.*?);\n", re.DOTALL)
_BEGIN = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "BEGIN", "mariadb": "BEGIN"}
_ASKED = {
    "sqlite": "CREATE TEMPORARY TABLE asked (key_id INTEGER PRIMARY KEY)",
    "postgresql": "CREATE TEMPORARY TABLE asked (key_id INTEGER PRIMARY KEY) ON COMMIT DROP",
    "mariadb": "CREATE TEMPORARY TABLE asked (key_id INTEGER PRIMARY KEY)",
}


@dataclass
class FloorPerson:
    """The floor of one copy of an organisation, over one connection that stays open."""

    twins: Twins
    connection: Any
    many: bool = False

    def __post_init__(self) -> None:
        self.days = {"tax": latest_over("P7Y", TODAY, FiscalYear()), "security": "", "today": ""}
        self.days |= {"security": latest_over("P1M", TODAY), "today": str(TODAY)}

    @cached_property
    def _script(self) -> str:
        who = "people" if self.many else "person"
        name = f"{who}-{self.twins.kind}-{self.twins.world.name}.sql"
        text = (FLOORS / name).read_text("utf-8")
        return text if self.twins.kind == "sqlite" else _GIVEN.sub(r"%(\1)s", text)

    @cached_property
    def queries(self) -> list[tuple[str, str]]:
        """The query of each table."""
        return _QUERY.findall(self._script)

    @cached_property
    def changes(self) -> list[str]:
        """The statements that erase."""
        statements = self._script.partition("-- erase\n")[2].split(";\n")
        return [each for each in statements if each.strip()]

    def read(self, keys: Sequence[int]) -> tuple[float, Told]:
        """Read people; return the milliseconds until every value is there, and the rows."""
        queries, given = self.queries, {**self.days, "person": keys[0]}
        found: list[tuple[str, list[Any]]] = []
        cursor = self.connection.cursor()
        start = seconds()
        with self._of(cursor, keys, "BEGIN"):
            for table, query in queries:
                cursor.execute(query, given)
                found.append((table, cursor.fetchall()))
        ms = (seconds() - start) * 1000
        return ms, {table: [tuple(map(str, row)) for row in rows] for table, rows in found}

    def erase(self, keys: Sequence[int]) -> float:
        """Erase people in one transaction, and return the milliseconds until it is kept."""
        changes, given = self.changes, {**self.days, "person": keys[0]}
        cursor = self.connection.cursor()
        start = seconds()
        with self._of(cursor, keys, _BEGIN[self.twins.kind]):
            for change in changes:
                cursor.execute(change, given)
        return (seconds() - start) * 1000

    @contextmanager
    def _of(self, cursor: Any, keys: Sequence[int], begin: str) -> Iterator[None]:
        """Run a transaction; of many people the table `asked` says who they are."""
        kind = self.twins.kind
        cursor.execute(begin)
        if self.many:
            cursor.execute(_ASKED[kind])
            if kind == "postgresql":
                with cursor.copy("COPY asked FROM STDIN") as into:
                    for key in keys:
                        into.write_row((key,))
                cursor.execute("ANALYZE asked")
            else:
                mark = "?" if kind == "sqlite" else "%s"
                rows = [(key,) for key in keys]
                cursor.executemany(f"INSERT INTO asked VALUES ({mark})", rows)  # noqa: S608
        yield
        cursor.execute("COMMIT")
        if self.many and kind != "postgresql":
            cursor.execute("DROP TABLE asked" if kind == "sqlite" else "DROP TEMPORARY TABLE asked")


@contextmanager
def floor_of(twins: Twins, *, many: bool) -> Iterator[FloorPerson]:
    """Open the floor's copy for a block."""
    connection = twins.connect(FLOOR)
    try:
        yield FloorPerson(twins, connection, many)
    finally:
        connection.close()
