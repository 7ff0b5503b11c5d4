"""Draw people and days for example companies: the same seed draws the same ones.

Everybody is made up: all e-mail ends in `.example`, postcodes and numbers are never given out.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from gestand.demo.noorderlicht.generate import LETTERS, WORDS, statements

Row = tuple[object, ...]


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist; no two have the same address for mail."""

    number: int
    first: str
    last: str

    @property
    def name(self) -> str:
        """The first and the last name."""
        return f"{self.first} {self.last}"

    @property
    def email(self) -> str:
        """An address to which no mail can go."""
        plain = f"{self.first}.{self.last}".lower().translate(LETTERS)
        return f"{plain.encode('ascii', 'ignore').decode()}.{self.number}@mail.example"


@dataclass
class Draw:
    """Draws for a company of some people, looked at on a day, with a seed."""

    people: int
    seed: int
    today: date
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def person(self, number: int) -> Person:
        """Return the person with a number."""
        first, last = self.word("first_names"), self.word("surnames")
        return Person(number, first, last)

    def everybody(self, first: int, count: int) -> Iterator[Person]:
        """Yield so many people, numbered from the first."""
        return (self.person(number) for number in range(first, first + count))

    def word(self, of: str) -> str:
        """Return one word of a list, such as a street."""
        return self.dice.choice(WORDS[of])

    def among(self, *words: str) -> str:
        """Return one of these words."""
        return self.dice.choice(words)

    def address(self) -> tuple[str, str, str]:
        """Return a street with a number, a postcode that nobody has, and a place."""
        street = f"{self.word('streets')} {self.dice.randint(1, 180)}"
        code = f"0{self.dice.randint(100, 999)} {self.word('zip_letters')}"
        return street, code, self.word("cities")

    def iban(self) -> str:
        """Return an account number of a bank that is none."""
        return f"NL00FICT{self.dice.randint(0, 9_999_999_999):010d}"

    def day(self, most: int, least: int = 0) -> date:
        """Return a day between so many days ago."""
        return self.today - timedelta(days=self.dice.randint(least, most))

    def later(self, day: date, most: int, chance: float = 1.0) -> date | None:
        """Return a day within so many days after another; None by chance, or if still to come."""
        found = day + timedelta(days=self.dice.randint(0, most))
        return found if self.dice.random() < chance and found <= self.today else None

    def happens(self, chance: float) -> bool:
        """Tell whether something with this chance happens."""
        return self.dice.random() < chance


def write(path: Path, schema: Path, tables: Mapping[str, Sequence[Row]]) -> None:
    """Write a database that is not there yet: the tables of a schema, with these rows.

    Of the schema counts what is about these tables.
    """
    if path.exists():
        message = f"`{path}` is there already; choose another directory"
        raise FileExistsError(message)
    with closing(sqlite3.connect(path)) as store:
        for statement in statements(schema):
            words = statement[statement.index("CREATE") :].split()
            if words[4 if words[1] == "INDEX" else 2] in tables:
                store.execute(statement)
        for table, rows in tables.items():
            places = ", ".join("?" * len(rows[0])) if rows else "NULL"
            store.executemany(f"INSERT INTO {table} VALUES ({places})", map(_written, rows))  # noqa: S608  # names of our own
        store.commit()


def _written(row: Row) -> Row:
    return tuple(value.isoformat() if isinstance(value, date) else value for value in row)
