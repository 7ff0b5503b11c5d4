"""Stop a run at each moment at which it touches a database or the disk, and run it again.

Use: python -m tests.acceptance.killing FOLDER SIGNAL EVERY: tries every moment, or every third or
so. Prints a JSON object: how many moments
there were, and at which of them something was wrong afterwards.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from gestand.core.datamap.model import OwnRecords
from gestand.demo.noorderlicht.generate import HERE, build
from gestand.records.kept import Value
from gestand.records.ledger import LedgerRecords
from gestand.wiring import open_company
from gestand.wiring.recording import journal_to_read
from gestand.work.company import Company
from gestand.work.heads import Heads
from gestand.work.journal import RECEIPT
from gestand.work.state import State
from gestand.work.sweep import Request, prepare
from gestand.work.verify import look_through
from tests.noorderlicht import DAY
from tests.recording import carried_out

PEOPLE = 100
CHUNK = 5
MARKS = "CREATE TABLE gestand_erasure_mark (mark VARCHAR(32) PRIMARY KEY)"
MOST = 2_000
ELSEWHERE = [
    *("order", "service", "business contacts", "account", "tax", "security", "testimonials"),
    *("contact", "support", "support staff"),
]
CHANGES = ("os.remove", "os.rename", "os.link")
LEDGER = ("records.db", "sign", "turn")
OWN = re.compile(r"/\.gestand|half-written$")


@dataclass
class Countdown:
    """Sends this process a signal at the moment number `left`; only while it is `on`."""

    left: int
    signal: int
    on: bool = False

    def tick(self, *_: object) -> None:
        """Count one moment."""
        self.left -= self.on
        if self.on and self.left == 0:
            signal.raise_signal(self.signal)

    def audited(self, event: str, about: tuple[object, ...]) -> None:
        """Count a moment at which a file is made, renamed or removed."""
        if event in CHANGES or (event == "open" and OWN.search(str(about[0]))):
            self.tick()

    def executed(self, _c: object, _cursor: object, statement: str, *_: object) -> None:
        """Count the moment after rows went or changed, and before that is committed."""
        if statement.startswith(("DELETE", "UPDATE")):
            self.tick()


def main(folder: Path, by: int, every: int) -> None:
    """Try the moments one after another, and print what came of it."""
    company = found_small_company(folder)
    _run(company, Countdown(0, by))
    expected, counted, wrong, moment = _held(folder), _counted(folder), [], 0
    for moment in range(1, MOST, every):  # how many there were is told as well
        put_back(folder)
        countdown = Countdown(moment, by)
        stopped = in_a_child(partial(_run, company, countdown), countdown)
        wrong += [f"{moment}: {what}" for what in _wrong_at_once(folder)]
        _run(company, Countdown(0, by))
        wrong += [f"{moment}: {what}" for what in _wrong_in_the_end(folder, expected, counted)]
        if not stopped:
            break
    sys.stdout.write(json.dumps({"moments": moment, "wrong": wrong}))


def found_small_company(folder: Path) -> Company:
    """Build the half of the example that hires people, files and all, and open it."""
    founding = folder / "founding"
    founding.mkdir(parents=True)
    build(founding, PEOPLE, 1, DAY)
    with closing(sqlite3.connect(founding / "hr.db")) as connection:
        connection.execute("DROP TABLE payslips")
        connection.execute(MARKS)
    shutil.copytree(HERE / "privacy", folder / "privacy")
    _leave_the_rest_out(folder / "privacy")
    State(founding / ".gestand").key()
    put_back(folder)
    return open_company(folder)


def _leave_the_rest_out(privacy: Path) -> None:
    policy, path = privacy / "policy.yaml", privacy / "datamap.yaml"
    without = re.sub(r"customer: \{.*?\}, guest: \{.*?\},", "", policy.read_text("utf-8"))
    # What customers put there stands in a table that is left out too.
    without = without.replace("    customers in: shop.customers\n", "")
    policy.write_text(without, "utf-8")
    said = yaml.safe_load(path.read_text("utf-8"))
    said["places"]["elsewhere"] = {"not connected": "a test", "purposes": ELSEWHERE}
    said["stores"] = {"hr": said["stores"]["hr"]}
    del said["together"]  # contracts and accounts of customers
    for name, bound in said["occasions"].items():
        several = bound if isinstance(bound, list) else [bound]
        said["occasions"][name] = [one for one in several if one["table"].startswith("hr.")]
    for part in ("subjects", "occasions", "tables"):
        here = {k: v for k, v in said[part].items() if "hr." in f"{k} {v}"}
        said[part] = {k: v for k, v in here.items() if "payslips" not in f"{k} {v}"}
    path.write_text(yaml.safe_dump(said, sort_keys=False), "utf-8")


def put_back(folder: Path) -> None:
    """Lay the company down again as it was founded."""
    for name in ("files", ".gestand"):
        shutil.rmtree(folder / name, ignore_errors=True)
        shutil.copytree(folder / "founding" / name, folder / name)
    for leftover in folder.glob("hr.db*"):
        leftover.unlink()
    shutil.copy(folder / "founding" / "hr.db", folder / "hr.db")


def in_a_child(run: Callable[[], object], countdown: Countdown) -> bool:
    """Run in a process of its own; tell whether it was stopped."""
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.addaudithook(countdown.audited)
        _tick_before_each_record(countdown)
        sa.event.listen(sa.Engine, "after_cursor_execute", countdown.executed)
        sa.event.listen(sa.Engine, "commit", countdown.tick)
        try:
            run()
        except KeyboardInterrupt:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] != 0


def _tick_before_each_record(countdown: Countdown) -> None:
    """Let each statement that changes own records be a moment; in a process of its own."""
    execute = LedgerRecords._execute

    def ticking(ledger: LedgerRecords, statement: str, values: Sequence[Value]) -> list[Any]:
        if not statement.startswith("SELECT"):
            countdown.tick()
        return execute(ledger, statement, values)

    LedgerRecords._execute = ticking  # type: ignore[method-assign]


def _run(company: Company, countdown: Countdown) -> None:
    with prepare(company, Request(DAY)) as prepared:
        countdown.on = True
        carried_out(prepared, chunk=CHUNK)
        countdown.on = False


def _held(folder: Path) -> tuple[list[str], list[str]]:
    with closing(sqlite3.connect(folder / "hr.db")) as connection:
        rows = [line for line in connection.iterdump() if "gestand_erasure_mark" not in line]
    return rows, sorted(path.name for path in (folder / "files").iterdir())


def _wrong_at_once(folder: Path) -> Iterator[str]:
    with closing(sqlite3.connect(folder / "hr.db")) as connection:
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            yield "a row points nowhere"
        named = connection.execute("SELECT stored_as FROM documents WHERE stored_as > ''")
        if any(not (folder / "files" / name).is_file() for (name,) in named):
            yield "a row has lost its file"


def _counted(folder: Path) -> dict[str, int]:
    """Return how many rows went or changed in each step, whatever became of its run."""
    counted: dict[str, int] = {}
    for receipt in State.beside(folder).receipts():
        for step in (*receipt["steps"], *receipt.get("kept", ())):
            counted[step["id"]] = counted.get(step["id"], 0) + step["rows"]
    return {step: rows for step, rows in counted.items() if rows}


def _wrong_in_the_end(
    folder: Path, expected: tuple[list[str], list[str]], counted: dict[str, int]
) -> Iterator[str]:
    if _held(folder) != expected:
        yield "another end state than without the stop"
    if any(receipt["unknown"] for receipt in State.beside(folder).receipts()):
        yield "something is unknown, though the store has marks"
    if _counted(folder) != counted:
        yield f"other rows were counted than without the stop: {_counted(folder)}"
    left = {path.name for path in (folder / ".gestand").rglob("*") if path.suffix != ".json"}
    if not left <= {"key", "lock", *LEDGER}:
        yield f"something is left: {left}"
    yield from wrong_in_the_ledger(folder)
    statuses = [receipt["status"] for receipt in State.beside(folder).receipts()]
    if statuses[-1:] != ["done"] or len(statuses) > 2:
        yield f"receipts: {statuses}"


def wrong_in_the_ledger(folder: Path) -> Iterator[str]:
    """Yield where the ledger does not hold, or tells of something else than the receipts."""
    receipts = State.beside(folder).receipts()
    with journal_to_read(Heads.of(folder, OwnRecords())) as journal:
        assert journal is not None
        yield from look_through(journal).wrong
        told = [json.loads(e.told) for e in journal.ledger.entries() if e.kind == RECEIPT]
    if {t["receipt"]: t["told"] for t in told} != {r["entry"]: r for r in receipts}:
        yield "the ledger tells of other receipts"


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
