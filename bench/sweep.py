"""`sweep`: plan and apply at 200,000 people, over the same written by hand in SQL."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.clock import Ran, interleaved, run
from bench.companies import TODAY, cached, copy
from bench.compare import differences
from bench.figures import CannotMeasure, Figure, Outcome, tell

PEOPLE = 200_000
ROUNDS = 5
TARGET = 1.3
MOST_MB = 150


@dataclass
class Race:
    """Two copies of one company: the floor runs in one, Gestand in the other."""

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
        folder = copy(self.company, self.floor)
        ran = run((sys.executable, "-m", "bench.floor", str(folder), "--as-of", str(TODAY)))
        _expect(ran, (0,))
        tell(f"  floor {ran}")
        return ran.took_ms

    def run_ours(self) -> float:
        """Run Gestand on a fresh copy and return its time."""
        folder = copy(self.company, self.ours)
        ran = run((sys.executable, "-m", "bench.ours", str(folder), "--as-of", str(TODAY)))
        _expect(ran, (0,), said="done")
        self.peak_mb = max(self.peak_mb, ran.peak_mb)
        tell(f"  ours  {ran}")
        return ran.took_ms


def sweep(people: int = PEOPLE, rounds: int = ROUNDS) -> Outcome:
    """Run both in turn, compare what they leave behind, and return the figure."""
    company = cached(people)
    with TemporaryDirectory(prefix="gestand-bench-", dir=company.parent) as folder:
        race = Race(company, Path(folder))
        floor_ms, ours_ms = interleaved(rounds, race.run_floor, race.run_ours)
        problems = [f"sweep: {each}" for each in differences(race.floor, race.ours)]
    if not problems:
        tell("both end states are the same, row for row")
    tell(f"peak memory {race.peak_mb:.0f} MB, at most {MOST_MB} MB")
    if race.peak_mb > MOST_MB:
        problems.append(f"sweep: peak memory is {race.peak_mb:.0f} MB")
    figure = Figure("sweep", "sqlite", ours_ms, floor_ms, TARGET)
    return Outcome((figure,), tuple(problems))


def _expect(ran: Ran, codes: tuple[int, ...], said: str = "") -> None:
    if ran.code not in codes or said not in ran.output:
        message = f"a run ended with exit code {ran.code}:\n{ran.output}"
        raise CannotMeasure(message)
