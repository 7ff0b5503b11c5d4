"""Run the hand-written sweep of the example company: `python -m bench.floor DIR --as-of DATE`.

The databases are files in the folder, or stand in a server: `--backend KIND --server FOLDER`.

Nothing of the engine is used; only days are counted with the calendar of the core.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.clock import took
from bench.loaded import connect
from gestand.core.calendar import FiscalYear, Term, add, parse_period

HERE = Path(__file__).parent
FLOORS = HERE / "floors"
DAYS_BACK, DAYS_AHEAD = 12 * 366, 400  # more than the years that the company has
NEVER = "0001-01-01"
PLANNED = re.compile(r"^-- plan (\w+)$", re.MULTILINE)
NAMED = re.compile(r"^-- files (\w+)$", re.MULTILINE)
GIVEN = re.compile(r":([a-z]+)")
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


def sweep(directory: Path, as_of: date, backend: str = "sqlite", server: Path = HERE) -> Counts:
    """Count and carry out what the policy asks of every store; return the counts per table."""
    counts: Counts = {}
    for store in PERIODS:
        path = directory / f"{store}.db"
        with closing(_open(path) if backend == "sqlite" else connect(backend, server, store)) as db:
            if store == "hr" and backend == "sqlite":
                _fill_spans(db, as_of)
            going: list[str] = []
            script = _script(backend, store)
            counts |= dict(_run(db, script, parameters(store, as_of), going))
        for name in going:
            (directory / FILES / name).unlink(missing_ok=True)
    return counts


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def _script(backend: str, store: str) -> list[str]:
    """Return the statements of a floor, with parameters as the driver writes them."""
    script = (FLOORS / f"sweep-{backend}-{store}.sql").read_text(encoding="utf-8")
    if backend != "sqlite":
        script = GIVEN.sub(r"%(\1)s", script.replace("%", "%%"))
    return [statement for statement in script.split(";\n") if statement.strip()]


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
    connection: Any, script: Sequence[str], days: dict[str, str], going: list[str]
) -> Iterator[tuple[str, Planned]]:
    """Run every statement; yield what is counted, and note in `going` the files that go."""
    cursor = connection.cursor()
    for statement in script:
        cursor.execute(statement, days)
        planned = PLANNED.search(statement)
        if NAMED.search(statement):
            going += [name for (name,) in cursor.fetchall() if name]
        if planned:
            names = [column[0] for column in cursor.description]
            yield planned[1], dict(zip(names, cursor.fetchone(), strict=True))


def main() -> int:
    """Read the command line, sweep, and print the counts."""
    parser = argparse.ArgumentParser(description="Run the hand-written sweep.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--as-of", type=date.fromisoformat, required=True)
    parser.add_argument("--backend", default="sqlite", help="the kind of database")
    parser.add_argument("--server", type=Path, default=HERE, help="the folder of its server")
    chosen = parser.parse_args()
    start = perf_counter()
    counts = sweep(chosen.directory, chosen.as_of, chosen.backend, chosen.server)
    print(json.dumps(counts, indent=2, default=str))
    print(took(start))
    return 0


if __name__ == "__main__":
    sys.exit(main())
