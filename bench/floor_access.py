"""The hand-written reading of one person in the example company: a query per table.

Nothing of the engine is used; only days are counted with the calendar of the core.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from bench.floor import FLOORS, parameters
from gestand.core.calendar import FiscalYear, Term, parse_period
from gestand.demo.noorderlicht.generate import STORES

TERMS = {
    "order": ("P6M", None),
    "service": ("P3M", None),
    "account": ("P1M", None),
    "tax": ("P7Y", FiscalYear()),
    "personnel": ("P1Y", None),
    "security": ("P1M", None),
    "support": ("P1Y", None),
    "support staff": ("P1Y", None),
}
ENDS = {
    "recruitment": {
        "filled_on": "P4W", "vacancy_withdrawn_on": "P4W", "withdrawn_on": "P4W",
        "received_on": "P6M",
    },
    "contact": {"answered_on": "P1Y", "received_on": "P2Y"},
    "pool": {"filled_on": "P1Y", "vacancy_withdrawn_on": "P1Y", "pool_given_on": "P1Y"},
}  # fmt: skip
NAMES = {"pool": "talent pool"}
OPEN = "open"

Row = Mapping[str, object]
Held = dict[str, date | None]
Told = dict[str, list[tuple[object, Held, bool]]]
"""By table the rows: key, last day per purpose that holds the row, whether a person is asked."""


@cache
def queries(store: str) -> list[tuple[str, str]]:
    """Return the table and the text of each query of a store."""
    script = (FLOORS / f"access-sqlite-{store}.sql").read_text(encoding="utf-8")
    parts = [part for part in script.split("-- table ") if part.partition("\n")[0].count(".")]
    found = [part.partition("\n") for part in parts]
    return [(name, text) for name, _, text in found if name.startswith(f"{store}.")]


def connect(directory: Path) -> dict[str, sqlite3.Connection]:
    """Open every store."""
    opened: dict[str, sqlite3.Connection] = {}
    for store in STORES:
        opened[store] = sqlite3.connect(directory / f"{store}.db", isolation_level=None)
        opened[store].execute("PRAGMA cache_size = -32768")
    return opened


def read(
    stores: Mapping[str, sqlite3.Connection], as_of: date, person: Mapping[str, object]
) -> Told:
    """Read the rows of one person, with what holds them and until when."""
    told: Told = {}
    for store, connection in stores.items():
        days = {**parameters(store, as_of), **person}
        connection.execute("BEGIN")
        for table, query in queries(store):
            found = connection.execute(query, days)
            names = [column[0] for column in found.description]
            rows = (dict(zip(names, values, strict=True)) for values in found)
            told[table] = [(row["id"], dict(_held(row)), _is_unclear(row)) for row in rows]
        connection.execute("COMMIT")
    return told


def _is_unclear(row: Row) -> bool:
    """Tell whether a person is asked; a vacancy that was reopened matters while something holds."""
    held = row.get("recruitment") or row.get("pool")
    return bool(row["unclear"] or (row.get("reopened") and held))


def _held(row: Row) -> Iterator[tuple[str, date | None]]:
    for purpose, (period, fiscal) in TERMS.items():
        moment = row.get(f"for {purpose}")
        if moment:
            yield purpose, None if moment == OPEN else _last(period, moment, fiscal)
    for purpose, ends in ENDS.items():
        if row.get(purpose):
            days = [_last(period, row[name]) for name, period in ends.items() if row[name]]
            yield NAMES.get(purpose, purpose), min(days)


def _last(text: str, moment: object, fiscal: FiscalYear | None = None) -> date:
    period = parse_period(text)
    if period is None:
        message = f"`{text}` is not a period"
        raise ValueError(message)
    return Term(period, fiscal).last_day(date.fromisoformat(str(moment)))
