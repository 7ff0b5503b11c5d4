"""Kill a run at each step of which its receipt tells, around everything that it records.

Use: python -m tests.acceptance.killing_each_step FOLDER MOMENTS RUN...: De Linde stands in the
folder, its database wherever its data map says; a run is `sweep` or `erasure`. The steps are read
from the ledger, as a run wrote them that nobody killed, so a new step is killed as well: each at
`all` moments, or at `one` in turn. Prints a JSON object: the steps of each run, and what was wrong
after one that was killed.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from gestand.records.kept import Value
from gestand.records.ledger import LedgerRecords
from gestand.wiring import open_company
from gestand.wiring.recording import journal_of
from gestand.work.company import Company
from gestand.work.journal import RECEIPT
from gestand.work.state import State
from tests.acceptance.killing import Countdown, in_a_child, wrong_in_the_ledger
from tests.acceptance.killing_an_undo import Linde
from tests.linde import sweep

MOMENTS = ("before it is intended", "before the store keeps it", "before it is told")


def _erase(company: Company) -> object:
    return sweep(company, ("customer", 2), erase=True)


RUNS: dict[str, Callable[[Company], object]] = {"sweep": sweep, "erasure": _erase}
Counted = dict[str, int]


@dataclass
class Killer:
    """Kills this process at one moment of one step, by what is written in own records."""

    step: str
    moment: str
    intended: bool = False

    def arm(self) -> None:
        """Look at all that is written from now on; in a process of its own."""
        execute = LedgerRecords._execute

        def watched(ledger: LedgerRecords, statement: str, values: Sequence[Value]) -> list[Any]:
            intends = statement.startswith("INSERT INTO gestand_intent")
            if intends and json.dumps(self.step) in str(values[-1]):
                self._now(MOMENTS[0])
                self.intended = True
            if self.intended and statement.startswith("INSERT INTO gestand_receipt"):
                self._now(MOMENTS[2])
            return execute(ledger, statement, values)

        LedgerRecords._execute = watched  # type: ignore[method-assign]
        sa.event.listen(sa.Engine, "commit", self._committing)

    def _committing(self, _connection: object) -> None:
        if self.intended:
            self._now(MOMENTS[1])

    def _now(self, moment: str) -> None:
        if moment == self.moment:
            signal.raise_signal(signal.SIGKILL)


def main(folder: Path, moments: str, *runs: str) -> None:
    """Kill each run at each of its steps, and print what came of it."""
    linde = Linde(folder, open_company(folder))
    told, wrong = dict[str, list[str]](), list[str]()
    for name in runs:
        linde.found()
        RUNS[name](linde.company)
        expected, counted = linde.held(), _counted(linde)
        told[name] = list(_steps(linde.company))
        for number, step in enumerate(told[name]):
            for moment in MOMENTS if moments == "all" else [MOMENTS[number % len(MOMENTS)]]:
                found = _wrong(linde, partial(_killed, linde, name, Killer(step, moment)))
                if (linde.held(), _counted(linde)) != (expected, counted):
                    found = [*found, "another end state, or other rows were counted"]
                wrong += [f"{name}, {step}, {moment}: {what}" for what in found]
    sys.stdout.write(json.dumps({"steps": told, "wrong": wrong}))


def _steps(company: Company) -> Iterator[str]:
    """Yield the steps that changed something in the last run, as the ledger tells."""
    with journal_of(company) as journal:
        newest = journal.ledger.latest(RECEIPT)
    assert newest is not None
    for step in json.loads(newest.told)["told"]["steps"]:
        if step["found"]:
            yield step["id"]


def _killed(linde: Linde, name: str, killer: Killer) -> bool:
    def run() -> None:
        killer.arm()
        RUNS[name](linde.company)

    killed = in_a_child(run, Countdown(0, int(signal.SIGKILL)))
    RUNS[name](linde.company)
    return killed


def _wrong(linde: Linde, killed: Callable[[], bool]) -> list[str]:
    linde.found()
    found = [] if killed() else ["nobody was killed"]
    receipts = State.beside(linde.folder).receipts()
    if [receipt["status"] for receipt in receipts] != ["interrupted", "done"]:
        found.append("the receipts do not tell of a run that was killed, and of one that was not")
    if any(receipt["unknown"] for receipt in receipts):
        found.append("something is unknown, though the store has marks")
    return [*found, *wrong_in_the_ledger(linde.folder)]


def _counted(linde: Linde) -> Counted:
    """Return how many rows went or changed in each step, whatever became of its run."""
    counted: Counted = {}
    for receipt in State.beside(linde.folder).receipts():
        for step in (*receipt["steps"], *receipt.get("kept", ())):
            counted[step["id"]] = counted.get(step["id"], 0) + step["rows"]
    return {step: rows for step, rows in counted.items() if rows}


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], *sys.argv[3:])
