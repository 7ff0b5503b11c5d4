"""De Linde with own records in PostgreSQL, and workers that carry out its runs side by side."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gestand.core.facts import Person
from gestand.core.request import What
from gestand.core.rights_rules import Right
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.keyring import Keyring
from gestand.work.project import load
from tests.linde import Changes, build, run
from tests.surfaces.commands import gestand
from tests.undoing import key_in
from tests.work.test_rights import new, settled, then

SHARED: Changes = {
    "datamap": [("datamap: 1\n", 'datamap: 1\nrecords: {key: master.key, url: "${RECORDS}"}\n')]
}
PEOPLE = "INSERT INTO customers VALUES " + ", ".join(
    f"({n}, 'K{n}', 'Ann', 'ann{n}@delinde.example', NULL, NULL, '2019-01-10')"
    for n in range(1, 4)
)
"""Three customers, of whom nobody has said anything yet."""

PATIENCE = 120


def founded(folder: Path, rows: str, changes: Changes = SHARED) -> Path:
    """Build De Linde, whose first run a person has confirmed, and then let there be `rows`.

    RECORDS says where own records stand, unless other `changes` say so.
    """
    build(folder, changes=changes)
    key_in(folder)
    first = gestand("apply", folder, "--yes", "--first-run")
    assert first.exit_code == 0, first.output
    run(folder, rows)
    return folder


@contextmanager
def ring(folder: Path) -> Iterator[Keyring]:
    """Open own records of an organisation, as a command does."""
    project = load(folder)
    _, datamap = project.declared()
    with keyring_in(Heads.of(project.root, datamap.records), datamap.records) as keyring:
        yield keyring


def asked(keyring: Keyring) -> None:
    """Let the first customer ask for access and the others for erasure, which is granted."""
    for number, right in ((1, Right.ACCESS), (2, Right.ERASURE), (3, Right.ERASURE)):
        (seen,) = new(keyring, right, who=Person("customer", number))
        seen = settled(keyring, seen)
        then(keyring, seen, What.DECIDE, item="everything", outcome="granted")


@dataclass
class Crew:
    """Workers of one organisation, each a group of processes, and what all of them have said."""

    folder: Path
    workers: list[subprocess.Popen[str]]
    said: list[tuple[int, str]]

    def until(self, words: str, times: int = 1) -> int:
        """Read what workers say until some of it has `words`, and return which worker said that."""
        while times:
            pipes = {w.stderr: n for n, w in enumerate(self.workers) if w.poll() is None}
            ready, _, _ = select.select([p for p in pipes if p], [], [], PATIENCE)
            assert ready, f"nobody said {words!r}: {self.said}"
            for pipe in ready:
                line = pipe.readline()
                assert line, f"a worker ended: {self.said}"
                self.said.append((pipes[pipe], line))
                times -= words in line
        return self.said[-1][0]

    def kill(self, which: int) -> None:
        """Kill a worker, with all of its processes and all that these began."""
        os.killpg(self.workers[which].pid, signal.SIGKILL)
        self.workers[which].wait()

    def add(self, *options: str) -> None:
        """Let one more worker begin."""
        command = [sys.executable, "-m", "gestand", "worker", str(self.folder), *options]
        self.workers.append(
            subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, bufsize=1,
                start_new_session=True,
            )
        )  # fmt: skip


@contextmanager
def crew(folder: Path, number: int, *options: str) -> Iterator[Crew]:
    """Let so many workers carry out the runs of an organisation, until the end of the block."""
    made = Crew(folder, [], [])
    try:
        for _ in range(number):
            made.add(*options)
        made.until("takes runs", number)
        yield made
    finally:
        for which, worker in enumerate(made.workers):
            if worker.poll() is None:
                made.kill(which)
            assert worker.stderr is not None
            worker.stderr.close()


def told_by(folder: Path) -> Mapping[str, Sequence[object]]:
    """Return what own records tell of runs, but for what is by chance or by the clock."""
    with ring(folder) as keyring:
        state = keyring.journal.state
        receipts = [
            (r["kind"], r["status"], [(s["step"], s["rows"]) for s in r["steps"]])
            for r in state.receipts()
        ]
        return {"receipts": receipts, "left": state.steps()}
