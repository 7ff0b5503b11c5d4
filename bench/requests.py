"""`requests`: from a request whose identity is settled to the package, or to rows that are gone.

The floor is the plan alone: the same answer is given, or the same rows are erased, for somebody
else, in the same open organisation, without a request. One organisation that stays open, as a
program of the organisation would keep it. Told apart: what two workers make of a list, how many
statements own records get for one request, and what listing takes once so many are open.
"""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from django.db import connections

from bench.clock import interleaved
from bench.companies import TODAY, cached, copy
from bench.figures import CannotMeasure, Figure, Outcome, tell
from bench.loaded import KINDS, data_of, keep_well, settings
from bench.queue import worked
from bench.servers import serving
from bench.sweep import move
from gestand.core.facts import Person
from gestand.core.request import What
from gestand.core.request_row import begun
from gestand.core.rights_rules import Right, Terms
from gestand.records.ledger import LedgerRecords
from gestand.records.requests import Happened, Row
from gestand.wiring import kept_open
from gestand.wiring.recording import keyring_of
from gestand.work.access import Wanted, give_access
from gestand.work.carry_out import carry_out
from gestand.work.company import Company
from gestand.work.due import the_clock
from gestand.work.fulfil import fulfil, to_erase
from gestand.work.keyring import Keyring
from gestand.work.open_requests import PAGE, AllTerms, Open, open_requests
from gestand.work.project import load
from gestand.work.rights import RECEIVED, New, Step, carry_on, take_in, the_rules
from gestand.work.rights_kept import Kept, row_of
from gestand.work.ringing import When, on_record
from gestand.work.state import DATABASE
from gestand.work.sweep import Request, prepare

PEOPLE = 100_000
OPEN = 100_000
ROUNDS = 25
ACCESS_MS, ERASURE_MS, LIST_MS = 25.0, 40.0, 300.0
MOST_STATEMENTS, MOST_MB = 60, 120
LATER = 1.3
"""So many times as long something may take once many others were done: about as long."""
SEED = 2
AT_ONCE = 10_000
QUEUED = 1_000
"""Requests in the list of two workers, with so many rounds; with fewer many fewer."""
A_MINUTE = {Right.ACCESS: 60_000 / 6_000, Right.ERASURE: 60_000 / 3_000}
"""Milliseconds for each request of such a list."""
MORE = re.compile(r"([\d,]+) more request")
DAY = TODAY


@dataclass
class Desk:
    """One worker at an organisation that stays open, and the people who come to it in turn."""

    company: Company
    keyring: Keyring
    people: Iterator[Person]
    out: Path
    terms: Terms
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def timed(self, do: Callable[[Person], None]) -> float:
        """Return the milliseconds that something takes for the next person."""
        person = next(self.people)
        start = perf_counter()
        do(person)
        return (perf_counter() - start) * 1000

    def give(self, person: Person) -> None:
        """Give somebody their answer, without a request."""
        wanted = Wanted("nl", self.out / f"{next(self.numbers)}.zip")
        give_access(self.company, Request(DAY, (person,), access=True), wanted, self.keyring)

    def erase(self, person: Person) -> None:
        """Erase somebody, without a request."""
        with prepare(self.company, Request(DAY, (person,), erase=True)) as prepared:
            receipt = carry_out(prepared, self.keyring.journal)
        if receipt.status != "done":
            message = f"the erasure ended as {receipt.status}"
            raise CannotMeasure(message)

    def settled(self, right: Right) -> Callable[[], float]:
        """Return what takes one request from settled identity to its end, and tells how long."""
        end = self.end if right is Right.ACCESS else self.end_by_erasing

        def run() -> float:
            person = next(self.people)
            seen = self.ready(right, person)
            start = perf_counter()
            end(seen, person)
            return (perf_counter() - start) * 1000

        return run

    def ready(self, right: Right, person: Person) -> Kept:
        """Take in a request, and settle who asks."""
        (seen,) = take_in(self.keyring, New(DAY, "letter", [right], person), DAY)
        return self._then(seen, What.SETTLE_IDENTITY, method="known-address")

    def _then(self, seen: Kept, what: What, **said: str) -> Kept:
        return carry_on(self.keyring, seen, Step(what, said, DAY, self.terms))

    def end(self, seen: Kept, person: Person) -> None:
        """Decide on a request for access, and carry it out."""
        self._ended(seen, person, {}, lambda: self.give(person))

    def end_by_erasing(self, seen: Kept, person: Person) -> None:
        """Decide on a request to erase, and carry it out with what the person hears that stays."""
        asked = Request(DAY, (person,), erase=True)
        with to_erase(self.company, asked) as (prepared, stays):

            def erase() -> None:
                carry_out(prepared, self.keyring.journal)

            self._ended(seen, person, {"stays": stays}, erase)

    def _ended(
        self, seen: Kept, person: Person, said: Mapping[str, str], act: Callable[[], None]
    ) -> None:
        seen = self._then(seen, What.DECIDE, item="everything", outcome="granted")
        what = Step(What.CARRY_OUT, said, DAY, self.terms, apart=False)
        done = fulfil(self.keyring, seen, what, (person,), act)
        if done.row.state != "carried out":
            message = f"the request ended as {done.row.state}"
            raise CannotMeasure(message)


def measure_requests(
    rounds: int = ROUNDS,
    people: int = PEOPLE,
    entries: int = OPEN,
    backends: Sequence[str] = ("postgresql",),
) -> Outcome:
    """Measure a request for access and one for erasure, and a list of many that are open."""
    figures: list[Figure] = []
    problems: list[str] = []
    peak = 0.0
    for backend in backends:
        with _desk(backend, people, rounds) as desk:
            for right, most in ((Right.ACCESS, ACCESS_MS), (Right.ERASURE, ERASURE_MS)):
                act = desk.give if right is Right.ACCESS else desk.erase
                settled = desk.settled(right)
                alone = partial(desk.timed, act)
                settled(), alone()  # what is compiled once for all
                floor, ours = interleaved(rounds, alone, settled)
                tell(f"requests: {right.value} takes {ours:.1f} ms, the plan alone {floor:.1f} ms")
                figures.append(Figure(f"request {right.value}", backend, ours, floor, most / floor))
                waiting = [next(desk.people) for _ in range(_queued(rounds))]
                done = worked(desk.company, desk.keyring, desk.terms, right, waiting)
                peak = max(peak, done.peak_mb)
                name, target = f"queued {right.value}", A_MINUTE[right] / floor
                figures.append(Figure(name, backend, done.each_ms, floor, target))
            figures += _later(desk, backend, rounds, figures)
            problems += _statements(desk)
            figures += _many(desk, backend, entries)
    problems += [f"a worker took {peak:.0f} MB, more than {MOST_MB}"] if peak > MOST_MB else []
    return Outcome(tuple(figures), tuple(problems))


def _later(
    desk: Desk, backend: str, rounds: int, before: Sequence[Figure]
) -> Iterator[Figure]:
    """Do it again, now that many runs stand on record: the floor is what it took before these."""
    runs = desk.company.state.next_receipt() - 1
    for right in (Right.ACCESS, Right.ERASURE):
        settled = desk.settled(right)
        first = next(one.ours_ms for one in before if one.name == f"request {right.value}")
        later = median(settled() for _ in range(rounds))
        name = f"requests: {right.value}"
        tell(f"{name} takes {later:.1f} ms after {runs:,} runs, {first:.1f} before")
        yield Figure(f"{right.value} after {runs:,}", backend, later, first, LATER)


def _queued(rounds: int) -> int:
    return max(4, QUEUED * rounds**2 // ROUNDS**2)


@contextmanager
def _desk(backend: str, people: int, rounds: int) -> Iterator[Desk]:
    company = cached(people)
    with TemporaryDirectory(prefix="gestand-bench-", dir=company.parent) as place:
        here = copy(company, Path(place) / "company", databases=backend not in KINDS)
        with _stores(backend, company, here):
            with kept_open(here) as opened, keyring_of(opened) as keyring:
                terms = Terms(the_rules(), the_clock("nl"), opened.zone)
                chosen = iter(customers(company, 10 * rounds + 40 + 2 * _queued(rounds)))
                yield Desk(opened, keyring, chosen, Path(place), terms)


@contextmanager
def _stores(backend: str, company: Path, here: Path) -> Iterator[None]:
    if backend not in KINDS:
        yield
        return
    data = data_of(backend, company)
    with serving(backend, data, settings(backend, company)) as server:
        move(here / "privacy" / "datamap.yaml", backend, server)
        keep_well(backend, server, here)
        yield


def customers(company: Path, wanted: int) -> list[Person]:
    """Choose people who have a contract, each once: an erased one asks for nothing any more."""
    with closing(sqlite3.connect(company / "shop.db")) as shop:
        query = "SELECT DISTINCT customer_id FROM contracts ORDER BY 1"
        keys = [key for (key,) in shop.execute(query)]
    random.Random(SEED).shuffle(keys)
    if len(keys) < wanted:
        message = f"{len(keys)} people have a contract, and {wanted} must ask: take more people"
        raise CannotMeasure(message)
    return [Person("customer", key) for key in keys[:wanted]]


def _statements(desk: Desk) -> list[str]:
    """Count what own records are asked for one request of each kind, from its receipt to its end.

    The first one comes after the workers wrote, of which all is read once more.
    """
    first, *counted = (_sent(desk, right) for right in (Right.ACCESS, *A_MINUTE))
    numbers = {right.value: number for right, number in zip(A_MINUTE, counted, strict=True)}
    each = ", ".join(f"{number} for {right}" for right, number in numbers.items())
    tell(f"  own records got so many statements: {each}; {first} for access after others wrote")
    return [
        f"own records got {number} statements for {right}, not fewer than {MOST_STATEMENTS}"
        for right, number in numbers.items()
        if number >= MOST_STATEMENTS
    ]


def _sent(desk: Desk, right: Right) -> int:
    sent: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        sent.append(sql)
        return execute(sql, *rest)

    person, ledger = next(desk.people), desk.keyring.journal.ledger
    assert isinstance(ledger, LedgerRecords)
    end = desk.end if right is Right.ACCESS else desk.end_by_erasing
    with connections[ledger.alias].execute_wrapper(note):
        end(desk.ready(right, person), person)
    return len(sent)


def _many(desk: Desk, backend: str, entries: int) -> Iterator[Figure]:
    """Fill own records with open requests, and look at them; the floor is their bare rows."""
    state, project = desk.keyring.journal.state, load(desk.company.root)
    _fill(desk, entries)
    path, zone = state.folder / DATABASE, desk.company.zone

    def bare() -> float:
        start = perf_counter()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("SELECT * FROM gestand_request").fetchall()
        return (perf_counter() - start) * 1000

    def timed(look: Callable[[], int]) -> float:
        start = perf_counter()
        with state.reading():
            number = look()
        if number < entries:
            message = f"{number} of {entries} open requests were looked at"
            raise CannotMeasure(message)
        return (perf_counter() - start) * 1000

    def found() -> Open:
        return open_requests(state, AllTerms(project, zone, "nl"), DAY)

    def listed() -> int:
        every = found()
        return every.number if len(every.page(1)) == PAGE else 0

    def next_due() -> int:
        every = found()
        return every.number if every.same[0].stand.due.strict <= DAY else 0

    def rung() -> int:
        when = When(datetime.combine(DAY, time(12), UTC), zone)
        rings = [one for one in on_record(project, state, when) if one.kind == "request"]
        told = (MORE.match(one.what) for one in rings)
        return sum(int(more[1].replace(",", "")) if more else 1 for more in told)

    looks = {"list": listed, "next due": next_due, "alarms": rung}
    floor, *ours = interleaved(3, bare, *(partial(timed, look) for look in looks.values()))
    for name, ms in zip(looks, ours, strict=True):
        tell(f"requests: {name} of {entries:,} takes {ms:.0f} ms, their bare rows {floor:.0f} ms")
        yield Figure(f"request {name}", backend, ms, floor, LIST_MS / floor)


def _fill(desk: Desk, entries: int) -> None:
    state = desk.keyring.journal.state
    with state.requests() as records:
        first = records.newest() + 1
    for begin in range(first, first + entries, AT_ONCE):
        numbers = range(begin, min(begin + AT_ONCE, first + entries))
        with desk.keyring.journal.recording(), state.requests() as records:
            for number in numbers:
                records.add(*_received(number))


def _received(number: int) -> tuple[Row, Happened]:
    """Return a request that came in, as own records keep it: of every right, in 40 days."""
    day = (DAY - timedelta(days=number % 40)).isoformat()
    right = [*Right][number % len(Right)].value
    request = begun(number, right, day, "{}")
    row = row_of(Row(number, number, right, "mail", "", "", day, RECEIVED, 1), request)
    at = f"{day}T09:00:00+00:00"
    return row, Happened(number, 1, RECEIVED, at, day, "bench", "{}", "")
