"""Run the hand-written sweep of the example company: `python -m bench.floor DIR --as-of DATE`.

Nothing of the engine is used; only days are counted with the calendar of the core.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from bench.clock import took
from gestand.core.calendar import FiscalYear, Term, add, parse_period

FLOORS = Path(__file__).parent / "floors"
DAYS_BACK, DAYS_AHEAD = 12 * 366, 400  # more than the years that the company has
NEVER = "0001-01-01"
PLANNED = re.compile(r"^-- plan (\w+)$", re.MULTILINE)
NAMED = re.compile(r"^-- files (\w+)$", re.MULTILINE)
FILES = "files"

# What the policy of the example company says; a maximum goes in the run as of its last day.
PERIODS = {
    "shop": {
        "order": "P6M",
        "service": "P3M",
        "business": "P3M",
        "account": "P1M",
        "security": "P1M",
    },
    "hr": {
        "closed": "P4W",
        "received": "P6M",
        "pool": "P1Y",
        "personnel": "P1Y",
        "employment": "P2Y",
    },
    "site": {"contact": "P1Y", "asked": "P2Y", "down": "P3M", "review": "P2Y"},
    "support": {"support": "P1Y", "answers": "P1Y", "employment": "P2Y"},
}
TAXED = ("shop", "hr")
SPANS = ("P4W", "P6M", "P1Y")

Planned = dict[str, int | str | None]
Counts = dict[str, Planned]


def sweep(directory: Path, as_of: date) -> Counts:
    """Count and carry out what the policy asks of every store; return the counts per table."""
    counts: Counts = {}
    for store in PERIODS:
        path = directory / f"{store}.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            if store == "hr":
                _fill_spans(connection, as_of)
            going: list[str] = []
            counts |= dict(_run(connection, store, parameters(store, as_of), going))
        for name in going:
            (directory / FILES / name).unlink(missing_ok=True)
    return counts


def parameters(store: str, as_of: date) -> dict[str, str]:
    """Return the days that the floor of `store` compares with."""
    days = {name: latest_over(period, as_of) for name, period in PERIODS[store].items()}
    if store in TAXED:
        days["tax"] = latest_over("P7Y", as_of - timedelta(days=1), FiscalYear())
    return {"today": as_of.isoformat(), **days}


def latest_over(text: str, limit: date, fiscal_year: FiscalYear | None = None) -> str:
    """Return the latest day whose period ends on `limit` or before."""
    period = parse_period(text)
    if period is None:
        message = f"`{text}` is not a period"
        raise ValueError(message)
    day = Term(period, fiscal_year).cut_off(limit)
    return day.isoformat() if day else NEVER


def _fill_spans(connection: sqlite3.Connection, as_of: date) -> None:
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(
        "CREATE TEMP TABLE spans (day DATE PRIMARY KEY, four_weeks DATE, six_months DATE,"
        " one_year DATE) WITHOUT ROWID"
    )
    periods = [period for period in map(parse_period, SPANS) if period is not None]
    days = (as_of + timedelta(days=n) for n in range(-DAYS_BACK, DAYS_AHEAD))
    rows = ((str(day), *(str(add(day, period)) for period in periods)) for day in days)
    connection.executemany("INSERT INTO spans VALUES (?, ?, ?, ?)", rows)


def _run(
    connection: sqlite3.Connection, store: str, days: dict[str, str], going: list[str]
) -> Iterator[tuple[str, Planned]]:
    """Run every statement; yield what is counted, and note in `going` the files that go."""
    script = (FLOORS / f"sweep-sqlite-{store}.sql").read_text(encoding="utf-8")
    for statement in script.split(";\n"):
        found = connection.execute(statement, days)
        planned = PLANNED.search(statement)
        if NAMED.search(statement):
            going += [name for (name,) in found if name]
        if planned:
            names = [column[0] for column in found.description]
            yield planned[1], dict(zip(names, found.fetchone(), strict=True))


def main() -> int:
    """Read the command line, sweep, and print the counts."""
    parser = argparse.ArgumentParser(description="Run the hand-written sweep.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--as-of", type=date.fromisoformat, required=True)
    chosen = parser.parse_args()
    start = perf_counter()
    counts = sweep(chosen.directory, chosen.as_of)
    print(json.dumps(counts, indent=2))
    print(took(start))
    return 0


if __name__ == "__main__":
    sys.exit(main())
