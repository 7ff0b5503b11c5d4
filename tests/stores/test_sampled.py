"""Values that are looked at: the first and the last rows, each of them once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from gestand.stores.sql import SqlStore
from gestand.work.first_draft import look


def test_the_rows_of_a_small_table_count_once(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "few.db")) as few, few:
        few.execute("CREATE TABLE logins (a INTEGER, b INTEGER, said TEXT, PRIMARY KEY (a, b))")
        few.executemany("INSERT INTO logins VALUES (?, 1, ?)", [(n, f"{n}") for n in range(7)])
    store = SqlStore.at("few", f"sqlite:///{tmp_path}/few.db", "UTC")
    for samples in (50, 10, 4):
        seen = look(store, samples, lambda _table: None).looks["logins"]["said"]
        assert (seen.seen, seen.apart) == (min(samples, 7), 1.0)
