"""Ask by hand whether anything of the example company is overdue, as `floors/promises-*` say.

Nothing of the engine is used; only days are counted with the calendar of the core.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from bench.floor import FLOORS, PERIODS, parameters

COUNTED = re.compile(r"^-- table (\w+)$", re.MULTILINE)

Counts = dict[str, tuple[int, ...]]
"""By table how many values were seen, how many of them wrong, and of how many rows nobody knows."""


def look(directory: Path, day: date) -> Counts:
    """Ask every store of the company in a folder, on a day, and return what was counted."""
    found: Counts = {}
    for store in PERIODS:
        days = parameters(store, day - timedelta(days=1)) | {"today": day.isoformat()}
        days |= {"tax": parameters(store, day)["tax"]} if "tax" in days else {}
        path = f"file:{directory / f'{store}.db'}?mode=ro"
        with closing(sqlite3.connect(path, uri=True, isolation_level=None)) as connection:
            script = (FLOORS / f"promises-sqlite-{store}.sql").read_text(encoding="utf-8")
            for statement in filter(str.strip, script.split(";\n")):
                lines = connection.execute(statement, days).fetchall()
                if counted := COUNTED.search(statement):
                    found[f"{store}.{counted[1]}"] = tuple(number or 0 for number in lines[0])
    return found
