"""`consents`: recorded, looked up and exported among a million as among ten thousand.

The floor of the first two is the same register when it is small; that of the export is the driver's
own cursor, which writes the same file.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from bench.clock import interleaved, run
from bench.companies import cached, copy
from bench.figures import CannotMeasure, Figure, Outcome, tell
from gestand.core.facts import Person
from gestand.records.consents import Row
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.company import Company
from gestand.work.consents.look import EXPORTED, latest
from gestand.work.consents.record import record_lines
from gestand.work.consents.sealed import CONSENTS, sealed_by

ENTRIES, SMALLER = 1_000_000, 100
PEOPLE = 2_000
ROUNDS = 7
TOGETHER = 100
AT_ONCE = 10_000
FLAT = 1.3
MOST_MB = 150
BEGUN = datetime(2026, 1, 2, tzinfo=UTC)
_numbers = count(1)


@dataclass
class Register:
    """A company with so many consents on record, and people who can give more."""

    company: Company
    applicants: Sequence[int]
    entries: int

    def add(self) -> float:
        """Record some consents, and return what each took."""
        lines = [self._line(key) for key in self.applicants[:TOGETHER]]
        with keyring_of(self.company) as keyring:
            start = perf_counter()
            done = record_lines(self.company, keyring, lines, "bench")
            took = perf_counter() - start
        if done.new != len(lines):
            message = f"{done.new} consents were recorded: {[str(f) for f in done.findings][:3]}"
            raise CannotMeasure(message)
        return took * 1000 / len(lines)

    def look(self) -> float:
        """Look up what some people said last, and return what each took."""
        asked = [Person("applicant", key) for key in self.applicants[:TOGETHER]]
        start = perf_counter()
        with self.company.state.reading():
            for person in asked:
                latest(self.company, person, BEGUN.date())
        return (perf_counter() - start) * 1000 / len(asked)

    def _line(self, key: int) -> str:
        at = (BEGUN + timedelta(minutes=next(_numbers) % 400_000)).isoformat()
        said = {
            "event": "given", "purpose": "talent pool", "who": f"applicant:{key}", "at": at,
            "words": "2026-01-01", "language": "nl", "how": "form",
        }
        return json.dumps(said)


def measure_consents(rounds: int = ROUNDS, entries: int = ENTRIES) -> Outcome:
    """Measure a small register beside a large one, and the export of the large one."""
    with TemporaryDirectory(prefix="gestand-bench-") as place:
        small = _register(Path(place) / "small", max(entries // SMALLER, 1_000))
        large = _register(Path(place) / "large", entries)
        figures = []
        for what, name in (("add", "append"), ("look", "latest")):
            floor, ours = interleaved(rounds, getattr(small, what), getattr(large, what))
            tell(f"consents: {name} takes {ours:.2f} ms among {large.entries:,}, {floor:.2f} ms "
                 f"among {small.entries:,}")
            figures.append(Figure(f"consents {name}", "sqlite", ours, floor, FLAT))
        figure, peak = _exported(Path(place) / "large", rounds)
        figures.append(figure)
    problems = [f"the export took {peak:.0f} MB, more than {MOST_MB}"] if peak > MOST_MB else []
    return Outcome(tuple(figures), tuple(problems))


def _register(folder: Path, entries: int) -> Register:
    company = open_company(copy(cached(PEOPLE), folder))
    with closing(sqlite3.connect(folder / "hr.db")) as connection:
        found = connection.execute("SELECT id FROM applications ORDER BY id").fetchall()
    register = Register(company, [key for (key,) in found], entries)
    with keyring_of(company) as keyring:
        for first in range(1, entries + 1, AT_ONCE):
            last = min(first + AT_ONCE - 1, entries)
            rows = [_row(number) for number in range(first, last + 1)]
            recording = keyring.journal.recording((CONSENTS, sealed_by(rows)))
            with recording, company.state.consents() as kept:
                kept.add(rows)
    return register


def _row(number: int) -> Row:
    """Return a consent of somebody, as the register keeps it; one in ten is withdrawn."""
    person = sha256(str(number % 700_000).encode()).hexdigest()
    at = (BEGUN + timedelta(seconds=number)).isoformat()
    event = "withdrawn" if number % 10 == 0 else "given"
    told = ("talent pool", f"o{person[1:]}", event, at, at[:10], "2026-01-01/nl", "form", "", 1)
    return Row(number, f"bench-{number}", "applicant", person, *told)


def _exported(folder: Path, rounds: int) -> tuple[Figure, float]:
    """Export by a process of its own, as a person would, and by the driver alone."""
    peaks: list[float] = []

    def ours() -> float:
        ran = run((sys.executable, "-m", "bench.export_consents", str(folder)))
        if ran.code:
            message = f"the export ended with {ran.code}: {ran.output[-300:]}"
            raise CannotMeasure(message)
        peaks.append(ran.peak_mb)
        return ran.took_ms

    floor, measured = interleaved(max(3, rounds // 2), lambda: _by_hand(folder), ours)
    tell(f"  exported in {measured:.0f} ms and {max(peaks):.0f} MB, by hand {floor:.0f} ms")
    return Figure("consents export", "sqlite", measured, floor, 3.0), max(peaks)


def _by_hand(folder: Path) -> float:
    start = process_time()
    with closing(sqlite3.connect(folder / ".gestand" / "records.db")) as connection:
        asked = " ".join(("SELECT", ", ".join(EXPORTED), "FROM gestand_consent ORDER BY number"))
        rows: Iterator[tuple[object, ...]] = connection.execute(asked)
        with (folder / "by-hand.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(EXPORTED)
            writer.writerows(rows)
    return (process_time() - start) * 1000
