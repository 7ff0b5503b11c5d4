"""`access`: read one person at 100,000 people, over one hand-written query per table.

Both read the same rows, and tell of each until when which purpose holds it. Both begin with open
connections that have read nothing yet, and end with every row in memory. What is not measured is
told apart: making our statements, which is done once per answer, and the whole command.
"""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench import floor_access
from bench.clock import interleaved
from bench.companies import TODAY, cached, copy
from bench.figures import CannotMeasure, Figure, Outcome, tell
from bench.floor_access import Held, Told, queries
from gestand.core.facts import Person, folded_text
from gestand.core.plan.steps import Read
from gestand.demo.noorderlicht.generate import STORES
from gestand.stores.base import RowTold
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.access import Wanted, give_access
from gestand.work.company import Company
from gestand.work.sweep import Request, opened

PEOPLE = 100_000
ROUNDS = 25
TARGET = 1.3
SEED = 1


@dataclass
class Race:
    """Both ways of reading the same people, one after the other."""

    folder: Path
    company: Company
    people: list[dict[str, object]]
    made_ms: float = 0
    round: int = 0
    ours: Told | None = None
    floor: Told | None = None

    def run_floor(self) -> float:
        """Read the next person by hand and return the time."""
        stores = floor_access.connect(self.folder)
        person = self.people[self.round]
        start = perf_counter()
        self.floor = floor_access.read(stores, TODAY, person)
        ms = (perf_counter() - start) * 1000
        for connection in stores.values():
            connection.close()
        return ms

    def run_ours(self) -> float:
        """Read the same person as `gestand access` does and return the time."""
        start = perf_counter()
        with opened(self.company, request(self.people[self.round])) as ready:
            steps = {
                name: [step for step in ready.program.of_store(name) if isinstance(step, Read)]
                for name in ready.runs
            }
            told = {name: run.told(steps[name]) for name, run in ready.runs.items()}
            made = perf_counter()
            found: dict[str, list[RowTold]] = {}
            for name, run in ready.runs.items():
                with run.transaction(writing=False):
                    for step in steps[name]:
                        found[step.table] = list(told[name].rows(step))
            ms = (perf_counter() - made) * 1000
            named = {step.table: step for of_store in steps.values() for step in of_store}
        self.made_ms = (made - start) * 1000
        self.ours = {table: _told(named[table], rows) for table, rows in found.items()}
        self._compare()
        self.round += 1
        return ms

    def _compare(self) -> None:
        if self.ours != self.floor:
            tables = [t for t, rows in (self.ours or {}).items() if rows != (self.floor or {})[t]]
            message = f"access: both say something else about {self.people[self.round]}: {tables}"
            raise CannotMeasure(message)


def request(person: dict[str, object]) -> Request:
    """Return the request of one person of several kinds."""
    people = (Person(kind, key) for kind, key in person.items() if isinstance(key, int | str))
    return Request(TODAY, tuple(people), access=True)


def access(people: int = PEOPLE, rounds: int = ROUNDS) -> Outcome:
    """Read some people both ways, compare what is told, and return the figure."""
    company = cached(people)
    with TemporaryDirectory(prefix="gestand-bench-", dir=company.parent) as folder:
        here = copy(company, Path(folder) / "company")
        race = Race(here, open_company(here), chosen(here, rounds))
        for store in STORES:
            queries(store)  # reading our own files is no part of the race
        floor_ms, ours_ms = interleaved(rounds, race.run_floor, race.run_ours)
        tell(f"access: {race.round} people were told the same by both")
        tell(f"access: {ours_ms:.1f} ms to read one person, by hand {floor_ms:.1f} ms")
        tell(f"  apart from that {race.made_ms:.0f} ms to open the stores and make the statements")
        start = perf_counter()
        wanted = Wanted("nl", Path(folder) / "answer.zip")
        with keyring_of(race.company) as keyring:
            give_access(race.company, request(race.people[0]), wanted, keyring)
        tell(f"  and {(perf_counter() - start) * 1000:.0f} ms for one answer, archive and all")
    return Outcome((Figure("access", "sqlite", ours_ms, floor_ms, TARGET),))


def chosen(folder: Path, count: int) -> list[dict[str, object]]:
    """Choose people who are customer, guest, applicant and so on at once: any of each will do."""
    draw = random.Random(SEED)
    with closing(sqlite3.connect(folder / "shop.db")) as shop:
        query = "SELECT DISTINCT customer_id FROM contracts ORDER BY 1 LIMIT 5000"
        customers = [key for (key,) in shop.execute(query)]
        query = "SELECT buyer_email FROM guest_orders WHERE buyer_email IS NOT NULL LIMIT 5000"
        guests = [folded_text(address) for (address,) in shop.execute(query)]
    with closing(sqlite3.connect(folder / "hr.db")) as hr:
        applicants = [key for (key,) in hr.execute("SELECT id FROM applications LIMIT 5000")]
    with closing(sqlite3.connect(folder / "support.db")) as support:
        query = "SELECT DISTINCT requester_id FROM tickets ORDER BY 1 LIMIT 5000"
        requesters = [key for (key,) in support.execute(query)]
    with closing(sqlite3.connect(folder / "site.db")) as site:
        query = "SELECT sender_email FROM contact_messages WHERE sender_email > '' LIMIT 5000"
        visitors = [folded_text(address) for (address,) in site.execute(query)]
    return [
        {
            "requester": draw.choice(requesters),
            "visitor": draw.choice(visitors),
            "customer": draw.choice(customers),
            "guest": draw.choice(guests),
            "applicant": draw.choice(applicants),
        }
        for _ in range(count)
    ]


def _told(step: Read, rows: list[RowTold]) -> list[tuple[object, Held, bool]]:
    return [(row.key[0], _held(step, row), any(row.waits)) for row in rows]


def _held(step: Read, row: RowTold) -> Held:
    pairs = zip(step.keeps, row.held, strict=True)
    return {keep.purpose: lasts.until for keep, lasts in pairs if lasts is not None}
