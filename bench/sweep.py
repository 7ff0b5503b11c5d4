"""`sweep`: plan and apply at 200,000 people, over the same written by hand in SQL."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.clock import Ran, interleaved, run
from bench.companies import TODAY, cached, copy
from bench.compare import differences, written_differences
from bench.figures import CannotMeasure, Figure, Outcome, tell
from bench.loaded import KINDS, data_of, settings, url, write_out
from bench.servers import serving
from gestand.demo.noorderlicht.generate import STORES

PEOPLE = 200_000
ROUNDS = 5
TARGET = 1.3
MOST_MB = 150
BACKENDS = ("sqlite", *KINDS)


@dataclass
class Race:
    """Two copies of one company: the floor runs in one, Gestand in the other."""

    backend: str
    company: Path
    folder: Path
    peak_mb: float = 0

    @property
    def floor(self) -> Path:
        """Where the floor runs."""
        return self.folder / "floor"

    @property
    def ours(self) -> Path:
        """Where Gestand runs."""
        return self.folder / "ours"

    def run_floor(self) -> float:
        """Run the floor on a fresh copy and return its time."""
        with self._fresh(self.floor) as where:
            ran = run((sys.executable, "-m", "bench.floor", *_words(self.floor), *where))
            _expect(ran, (0,))
        tell(f"  floor {ran}")
        return ran.took_ms

    def run_ours(self) -> float:
        """Run Gestand on a fresh copy and return its time."""
        with self._fresh(self.ours):
            ran = run((sys.executable, "-m", "bench.ours", *_words(self.ours)))
            _expect(ran, (0,), said="done")
        self.peak_mb = max(self.peak_mb, ran.peak_mb)
        tell(f"  ours  {ran}")
        return ran.took_ms

    def differences(self) -> list[str]:
        """Return how the end states of the last runs differ."""
        found = differences if self.backend == "sqlite" else written_differences
        return list(map(str, found(self.floor, self.ours)))

    @contextmanager
    def _fresh(self, folder: Path) -> Iterator[Sequence[str]]:
        """Make a fresh copy of the company in `folder`; give the words that say where it is.

        What a server holds at the end is written out, since the server goes with the block.
        """
        if self.backend == "sqlite":
            copy(self.company, folder)
            yield ()
            return
        copy(self.company, folder, databases=False)
        data = data_of(self.backend, self.company)
        with serving(self.backend, data, settings(self.backend, self.company)) as server:
            move(folder / "privacy" / "datamap.yaml", self.backend, server)
            os.sync()
            yield ("--backend", self.backend, "--server", str(server))
            write_out(self.backend, server, folder)


def sweep(
    people: int = PEOPLE, rounds: int = ROUNDS, backends: Sequence[str] = BACKENDS
) -> Outcome:
    """Run both in turn on each backend, compare what they leave behind, and return the figures."""
    company = cached(people)
    figures: list[Figure] = []
    problems: list[str] = []
    for backend in backends:
        with TemporaryDirectory(prefix="gestand-bench-", dir=company.parent) as folder:
            race = Race(backend, company, Path(folder))
            tell(f"sweep on {backend}:")
            floor_ms, ours_ms = interleaved(rounds, race.run_floor, race.run_ours)
            problems += _problems(race)
        figures.append(Figure("sweep", backend, ours_ms, floor_ms, TARGET))
    return Outcome(tuple(figures), tuple(problems))


def _problems(race: Race) -> Iterator[str]:
    """Yield what is wrong apart from the time, and tell what is right."""
    differing = race.differences()
    yield from (f"sweep on {race.backend}: {each}" for each in differing)
    if not differing:
        tell("both end states are the same, row for row")
    tell(f"peak memory {race.peak_mb:.0f} MB, at most {MOST_MB} MB")
    if race.peak_mb > MOST_MB:
        yield f"sweep on {race.backend}: peak memory is {race.peak_mb:.0f} MB"


def move(datamap: Path, backend: str, server: Path) -> None:
    """Let the data map find its stores in a server."""
    text = datamap.read_text("utf-8")
    for store in STORES:
        text = text.replace(f"sqlite:///{store}.db", url(backend, server, store))
    datamap.write_text(text, "utf-8")


def _words(folder: Path) -> tuple[str, ...]:
    return str(folder), "--as-of", str(TODAY)


def _expect(ran: Ran, codes: tuple[int, ...], said: str = "") -> None:
    if ran.code not in codes or said not in ran.output:
        message = f"a run ended with exit code {ran.code}:\n{ran.output}"
        raise CannotMeasure(message)
