"""`ledger`: add an entry, and verify a million, over the same chain by hand."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from bench import floor_ledger as by_hand
from bench.clock import interleaved
from bench.figures import CannotMeasure, Figure, Outcome, tell
from bench.servers import serving
from gestand.core.ledger import Entry, verify
from gestand.records.ledger import LedgerRecords, ledger_in

ENTRIES = 1_000_000
APPENDS = 200
ROUNDS = 5
AT_ONCE = 10_000
MOST_MS = {"sqlite": 1.0, "postgresql": 2.0}
MOST_MS_VERIFY = 10_000
KIND = "receipt"
TOLD = {"receipt": 17, "status": "done", "digest": "0" * 64, "steps": 60, "rows": 4_021}


@dataclass
class Race:
    """One ledger of ours, and one by hand, in one database."""

    backend: str
    ledger: LedgerRecords
    connection: Any
    newest: Entry | None = None
    row: by_hand.Row | None = None

    def add_ours(self) -> float:
        """Add entries one by one, and return the median of what each took."""
        return median(self._timed(self._ours) for _ in range(APPENDS))

    def add_by_hand(self) -> float:
        """Do the same by hand."""
        return median(self._timed(self._by_hand) for _ in range(APPENDS))

    def fill(self, entries: int) -> None:
        """Bring both to as many entries, many at a time."""
        have = self.newest.number if self.newest else 0
        for start in range(have, entries, AT_ONCE):
            news = [(KIND, TOLD)] * min(AT_ONCE, entries - start)
            self.newest = self.ledger.append(self.newest, news)
            cursor = self.connection.cursor()
            cursor.execute("BEGIN")
            cursor.executemany(by_hand.ADD[self.backend], [self._next() for _ in news])
            cursor.execute("COMMIT")

    def verify_ours(self) -> float:
        """Verify the ledger, and return what it took."""
        start = perf_counter()
        found, damage = verify(self.ledger.entries()), self.ledger.damage()
        took = perf_counter() - start
        if found.broken or damage or found.newest != self.newest:
            message = f"the ledger does not hold: {found.broken or damage}"
            raise CannotMeasure(message)
        return took * 1000

    def verify_by_hand(self) -> float:
        """Do the same by hand."""
        start = perf_counter()
        count = by_hand.holds(by_hand.read(self.backend, self.connection))
        if self.newest is None or count != self.newest.number:
            message = f"by hand there are {count} entries"
            raise CannotMeasure(message)
        return (perf_counter() - start) * 1000

    def _ours(self) -> None:
        self.newest = self.ledger.append(self.newest, [(KIND, TOLD)])

    def _by_hand(self) -> None:
        self.connection.execute(by_hand.ADD[self.backend], self._next())

    def _next(self) -> by_hand.Row:
        moment = datetime.now(UTC).isoformat(timespec="microseconds")
        self.row = by_hand.after(self.row, moment, KIND, TOLD)
        return self.row

    def _timed(self, task: Any) -> float:
        start = perf_counter()
        task()
        return (perf_counter() - start) * 1000


def measure_ledger(
    rounds: int = ROUNDS, entries: int = ENTRIES, backends: Sequence[str] = tuple(MOST_MS)
) -> Outcome:
    """Measure both on each database."""
    figures: list[Figure] = []
    for backend in backends:
        if backend not in MOST_MS:
            message = f"own records do not stand in {backend}"
            raise CannotMeasure(message)
        with TemporaryDirectory(prefix="gestand-bench-") as folder:
            figures += _raced(backend, Path(folder), rounds, entries)
    return Outcome(tuple(figures))


def _raced(backend: str, folder: Path, rounds: int, entries: int) -> list[Figure]:
    with ExitStack() as stack:
        url, where = "", str(folder / "by-hand.db")
        if backend == "postgresql":
            server = stack.enter_context(serving(backend))
            url = where = f"postgresql://postgres@/?host={server}"
        connection = stack.enter_context(by_hand.opened(backend, where))
        connection.execute(by_hand.MAKE)
        ledger = stack.enter_context(ledger_in(folder / "records.db", url, make=True))
        if ledger is None:
            message = "the ledger was not made"
            raise CannotMeasure(message)
        race = Race(backend, ledger, connection)
        floor, ours = interleaved(rounds, race.add_by_hand, race.add_ours)
        tell(f"ledger on {backend}: {ours:.2f} ms for an entry, by hand {floor:.2f} ms")
        figures = [Figure("ledger append", backend, ours, floor, MOST_MS[backend] / floor)]
        race.fill(max(entries, rounds * APPENDS))
        floor, ours = interleaved(rounds, race.verify_by_hand, race.verify_ours)
        tell(f"  {entries} entries verified in {ours:.0f} ms, by hand {floor:.0f} ms")
        most = MOST_MS_VERIFY * entries / ENTRIES
        return [*figures, Figure("ledger verify", backend, ours, floor, most / floor)]
