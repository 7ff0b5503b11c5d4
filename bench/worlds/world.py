"""An organisation with one store: what it declares, and the rows that it has."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from gestand.demo.noorderlicht.generate import statements

HERE = Path(__file__).parent
TODAY = date(2026, 12, 15)
MARKS = "gestand_erasure_mark"
_MARKS = f"CREATE TABLE {MARKS} (mark VARCHAR(32) NOT NULL PRIMARY KEY)"
_PURPOSE = re.compile(r"^  ([\w ]+):\n    title:", re.MULTILINE)
_TABLE = re.compile(r"CREATE TABLE (\w+)")

Rows = Iterable[tuple[object, ...]]


@dataclass(frozen=True)
class World:
    """An organisation of which one person, or many, are read and erased.

    `make` gives the rows of each table for a number of people, parents first, and `choose` those
    who may ask; `person` is their kind. Of each `step` people one has many rows.
    """

    name: str
    person: str
    make: Callable[[int, int], Iterator[tuple[str, Rows]]]
    choose: Callable[[int, int], list[int]]
    people: int
    step: int = 1

    def of(self, people: int, step: int = 1) -> World:
        """Return the same organisation with so many people."""
        return replace(self, people=people, step=step)

    def rows(self) -> Iterator[tuple[str, Rows]]:
        """Yield the rows of each table, parents first."""
        return self.make(self.people, self.step)

    def asked(self) -> list[int]:
        """Return the keys of those who may ask."""
        return self.choose(self.people, self.step)

    @property
    def folder(self) -> Path:
        """Where its schema and its declaration stand."""
        return HERE / self.name

    def tables(self) -> list[str]:
        """Return its tables, parents first."""
        return [m[1] for each in self.schema() if (m := _TABLE.match(each)) and m[1] != MARKS]

    def schema(self) -> list[str]:
        """Return the statements that make its tables and indexes, and the table for marks."""
        return [*statements(self.folder / "schema.sql"), _MARKS]

    def declare(self, folder: Path, url: str) -> Path:
        """Write its policy, data map and statement for a store at `url`; return the folder."""
        privacy = folder / "privacy"
        (privacy / "statement").mkdir(parents=True)
        policy = (self.folder / "policy.yaml").read_text("utf-8")
        shutil.copy(self.folder / "policy.yaml", privacy)
        datamap = (self.folder / "datamap.yaml").read_text("utf-8")
        there = datamap.replace(f"sqlite:///{self.name}.db", url)
        (privacy / "datamap.yaml").write_text(there, "utf-8")
        purposes = "\n\n".join(f'{{{{ purpose("{name}") }}}}' for name in _PURPOSE.findall(policy))
        for language in ("nl", "en"):
            text = (HERE / f"{language}.md").read_text("utf-8").replace("PURPOSES", purposes)
            (privacy / "statement" / f"{language}.md").write_text(text, "utf-8")
        return folder
