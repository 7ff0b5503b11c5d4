"""De Linde, the small company of the stories, for tests that change one thing at a time.

Its policy, data map and schema stand in `tests/stories/base`. A test writes the rows that
it is about, and what it changes, and runs the engine on a real database.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from functools import cache
from pathlib import Path

from gestand.core.datamap.match import Matched, match
from gestand.core.datamap.parse import parse_datamap
from gestand.core.facts import Person
from gestand.core.policy.parse import parse_policy
from gestand.wiring import open_company, open_stores
from gestand.work.carry_out import CHUNK
from gestand.work.company import Company, reflect_all
from gestand.work.decide import Answer
from gestand.work.receipt import Receipt
from gestand.work.sweep import Prepared, Request, prepare
from tests.recording import carried_out

BASE = Path(__file__).resolve().parent / "stories" / "base"
TODAY = date(2026, 6, 15)

AN_UNREADABLE_END = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', NULL, NULL, '2019-01-10');
INSERT INTO contracts VALUES (1, 1, 'vps', 'ann.example', '2019-02-01', '0000-00-00');
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', NULL, NULL, '2026-06-01');
"""
STEP = "ask:db.contracts:contract"
KEEP = Answer(remove=False, until=TODAY, because="we are looking for it")

Change = tuple[str, str]
Changes = Mapping[str, Sequence[Change]]
Rows = dict[str, list[tuple[object, ...]]]

NOTHING: Changes = {}
# Most tests change one of the two, or neither.
policy_of, datamap_of = cache(parse_policy), cache(parse_datamap)


def text(file: str, changes: Changes = NOTHING) -> str:
    """Return a file of the base with every change made; what is replaced stands there once."""
    found = (BASE / file).read_text("utf-8")
    for old, new in changes.get(file.partition(".")[0], ()):
        assert found.count(old) == 1, f"{old!r} stands {found.count(old)} times in {file}"
        found = found.replace(old, new)
    return found


def build(folder: Path, rows: str = "", changes: Changes = NOTHING) -> Path:
    """Lay De Linde down in `folder`: `changes` go by `policy`, `datamap` and `schema`."""
    privacy = folder / "privacy"
    privacy.mkdir(parents=True)
    (privacy / "policy.yaml").write_text(text("policy.yaml", changes), "utf-8")
    (privacy / "datamap.yaml").write_text(text("datamap.yaml", changes), "utf-8")
    run(folder, "PRAGMA synchronous = OFF;\n" + text("schema.sql", changes) + rows)
    return folder


def run(folder: Path, script: str, database: str = "db.db") -> None:
    """Run statements on a database, as a program of the company would."""
    with closing(sqlite3.connect(folder / database)) as connection:
        connection.executescript(script)


def cell(folder: Path, query: str, database: str = "db.db") -> object:
    """Return the first cell that a query finds, or None."""
    with closing(sqlite3.connect(folder / database)) as connection:
        found = connection.execute(query).fetchone()
    return found[0] if found else None


def rows(folder: Path, *databases: str) -> Rows:
    """Return every row of every table, by `database.table`."""
    found: Rows = {}
    for database in databases or ("db.db",):
        with closing(sqlite3.connect(folder / database)) as connection:
            listed = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            for (table,) in listed.fetchall():
                query = f'SELECT * FROM "{table}" ORDER BY 1'
                found[f"{database}.{table}"] = connection.execute(query).fetchall()
    return found


def company(folder: Path, rows: str = "", changes: Changes = NOTHING) -> Company:
    """Build De Linde and open it."""
    return open_company(build(folder, rows, changes))


def matched(folder: Path, changes: Changes = NOTHING) -> Matched:
    """Compare the data map with the live schema, whatever else may be wrong."""
    build(folder, "", changes)
    policy, wrong = policy_of(text("policy.yaml", changes), "policy.yaml")
    datamap, bad = datamap_of(text("datamap.yaml", changes), "datamap.yaml")
    assert policy is not None and datamap is not None, wrong + bad
    stores, unreachable = open_stores(datamap, folder)
    schemas, unreadable = reflect_all(datamap, stores)
    assert unreachable + unreadable == []
    return match(policy, datamap, schemas)


@contextmanager
def planned(
    company: Company, *people: tuple[str, str | int], on: date = TODAY, erase: bool = False
) -> Iterator[Prepared]:
    """Plan for everybody or for a few people; the stores stay open within the block."""
    asked = tuple(Person(kind, key) for kind, key in people)
    with prepare(company, Request(on, asked, erase)) as prepared:
        yield prepared


def sweep(
    company: Company,
    *people: tuple[str, str | int],
    on: date = TODAY,
    erase: bool = False,
    chunk: int = CHUNK,
) -> Receipt:
    """Plan and carry out."""
    with planned(company, *people, on=on, erase=erase) as prepared:
        return carried_out(prepared, chunk=chunk)
