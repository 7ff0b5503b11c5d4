"""Run a command in this process, as a person or a machine would."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from click.testing import CliRunner, Result

from gestand.demo.noorderlicht.generate import STORES
from gestand.surfaces.cli import main
from tests.noorderlicht import DAY

ON = ("--as-of", DAY.isoformat())
PERSONAL = ("name", "email", "phone", "street", "iban", "address", "payer", "login", "sent_to")


def gestand(*words: object, typed: str = "") -> Result:
    """Run a command with its arguments; `typed` is what stands on standard input."""
    return CliRunner().invoke(main, [str(word) for word in words], input=typed)


def personal_texts(folder: Path) -> set[str]:
    """Return every name, address and number of a person in the example company."""
    found: set[str] = set()
    for store in STORES:
        with closing(sqlite3.connect(folder / f"{store}.db")) as connection:
            connection.row_factory = sqlite3.Row
            names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            for (table,) in names.fetchall():
                for row in connection.execute(f"SELECT * FROM {table}"):
                    columns = [c for c in row.keys() if any(p in c for p in PERSONAL)]
                    found |= {str(row[c]) for c in columns if len(str(row[c] or "")) > 5}
    return found
