"""De Linde with own records in PostgreSQL, and workers that carry out its runs side by side."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gestand.core.facts import Person
from gestand.core.request import What
from gestand.core.rights_rules import Right
from gestand.settings import today
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.keyring import Keyring
from gestand.work.project import load
from gestand.work.rights_kept import requests
from gestand.work.verify import look_through
from tests.acceptance.killing import MARKS
from tests.linde import Changes, build, rows, run
from tests.surfaces.commands import gestand
from tests.undoing import UNDO, key_in
from tests.work.test_rights import new, settled, then

SHARED: Changes = {
    "datamap": [("datamap: 1\n", 'datamap: 1\nrecords: {key: master.key, url: "${RECORDS}"}\n')]
}
OLD = (
    "INSERT INTO vacancies VALUES (1, 'Baker', '2019-01-01', '2019-02-01', NULL, NULL); "
    "INSERT INTO applications VALUES (1, 1, 'Dan', 'dan@delinde.example', 'Dear', '2019-01-02', "
    "NULL, NULL, '2019-02-01', NULL);"
)
ON_FILE: Changes = {"datamap": UNDO["datamap"]}
PEOPLE = "INSERT INTO customers VALUES " + ", ".join(
    f"({n}, 'K{n}', 'Ann', 'ann{n}@delinde.example', NULL, NULL, '{today('Europe/Amsterdam')}')"
    for n in range(1, 4)
)
"""Three customers of today, whom no sweep removes."""

PATIENCE = 120


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


def company(folder: Path, changes: Changes = SHARED) -> Path:
    """Found De Linde, with something old that is to go, and three people who ask for something.

    A person has confirmed its first run. RECORDS says where own records stand, unless other
    `changes` say so.
    """
    build(folder, changes=changes)
    key_in(folder)
    first = gestand("apply", folder, "--yes", "--first-run")
    assert first.exit_code == 0, first.output
    run(folder, f"{MARKS}; {OLD} {PEOPLE};")
    with ring(folder) as keyring:
        asked(keyring)
    (folder / "answers").mkdir()
    (folder / "list").write_text("1 customer:1\n2 customer:2\n3 customer:3\n", "utf-8")
    return folder


def typed(folder: Path) -> list[Any]:
    listed, out = folder / "list", folder / "answers"
    return ["request", folder, "--fulfil", "--yes", "--queue", listed, "--out", out]


def outcome(folder: Path) -> Any:
    """Return what became of everything: rows, answers, requests, and what was done how often."""
    with ring(folder) as keyring:
        state = keyring.journal.state
        assert look_through(keyring.journal).wrong == ()
        assert state.steps() == []
        done: dict[str, int] = {}
        for receipt in state.receipts():
            assert receipt["status"] != "started"
            # Of an answer nobody can tell whether it was given; of what was removed the store does.
            assert [what for what in receipt.get("unknown", ()) if "answer" not in what] == []
            for step in (*receipt.get("steps", ()), *receipt.get("kept", ())):
                what = step["step"]
                done[what] = done.get(what, 0) + step.get("rows", 0)
        asked_for = {n: (k.row.state, k.row.version) for n, k in requests(state).items()}
    answers = sorted(path.name for path in (folder / "answers").iterdir())
    held = {name: found for name, found in rows(folder).items() if "mark" not in name}
    return held, asked_for, {k: n for k, n in done.items() if n}, answers


@dataclass
class Crew:
    """Workers of one organisation, each a group of processes, and what all of them have said."""

    folder: Path
    workers: list[subprocess.Popen[bytes]]
    said: list[tuple[int, str]]

    def until(self, words: str, times: int = 1) -> int:
        """Read what workers say until they have said `words` so often; return who did last."""
        while len(found := [which for which, line in self.said if words in line]) < times:
            pipes = {w.stderr: n for n, w in enumerate(self.workers) if w.poll() is None}
            ready, _, _ = select.select([p for p in pipes if p], [], [], PATIENCE)
            assert ready, f"nobody said {words!r}: {self.said}"
            for pipe in ready:
                line = pipe.readline().decode()
                assert line, f"a worker ended: {self.said}"
                self.said.append((pipes[pipe], line))
        return found[-1]

    def kill(self, which: int) -> None:
        """Kill a worker, with all of its processes and all that these began."""
        os.killpg(self.workers[which].pid, signal.SIGKILL)
        self.workers[which].wait()

    def add(self, *options: str) -> None:
        """Let one more worker begin."""
        command = [sys.executable, "-m", "gestand", "worker", str(self.folder), *options]
        self.workers.append(
            subprocess.Popen(
                command,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                bufsize=0,  # what is read ahead would be said, and nobody would be told to read it
                start_new_session=True,
            )
        )


@contextmanager
def crew(folder: Path, number: int, *options: str) -> Iterator[Crew]:
    """Let so many workers carry out the runs of an organisation, until the end of the block."""
    made = Crew(folder, [], [])
    try:
        for _ in range(number):
            made.add(*options)
        if number:
            made.until("takes runs", number)
        yield made
    finally:
        for which, worker in enumerate(made.workers):
            if worker.poll() is None:
                made.kill(which)
            assert worker.stderr is not None
            worker.stderr.close()
