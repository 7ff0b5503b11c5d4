"""Stop the giving of an answer at each moment at which it touches the disk, and give it again.

Use: python -m tests.acceptance.killing_an_answer FOLDER SIGNAL EVERY: tries every moment, or
every third or so. Prints a JSON object: how many moments there were, and at which of them
something was wrong afterwards.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from gestand.core.facts import Person
from gestand.work.access import Wanted
from gestand.work.company import Company
from gestand.work.state import State
from gestand.work.sweep import Request
from tests.acceptance.killing import (
    LEDGER,
    MOST,
    Countdown,
    found_small_company,
    in_a_child,
    put_back,
    wrong_in_the_ledger,
)
from tests.noorderlicht import DAY
from tests.recording import given

NAME = "answer.zip"


def main(folder: Path, by: int, every: int) -> None:
    """Try the moments one after another, and print what came of it."""
    company = found_small_company(folder)
    who = _somebody_with_files(folder)
    _give(company, folder, who, Countdown(0, by))
    whole, wrong, moment = (folder / NAME).read_bytes(), list[str](), 0
    for moment in range(1, MOST, every):  # how many there were is told as well
        put_back(folder)
        _forget(folder)
        countdown = Countdown(moment, by)
        stopped = in_a_child(partial(_give, company, folder, who, countdown), countdown)
        wrong += [f"{moment}: {what}" for what in _wrong_at_once(folder, whole)]
        before = [receipt["status"] for receipt in State.beside(folder).receipts()]
        _give(company, folder, who, Countdown(0, by))
        wrong += [f"{moment}: {what}" for what in _wrong_in_the_end(folder, whole, before)]
        if not stopped:
            break
    sys.stdout.write(json.dumps({"moments": moment, "wrong": wrong}))


def _somebody_with_files(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "hr.db")) as connection:
        query = "SELECT application_id FROM documents GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
        return int(connection.execute(query).fetchone()[0])


def _forget(folder: Path) -> None:
    for left in folder.glob(f"*{NAME}*"):
        left.unlink()


def _give(company: Company, folder: Path, who: int, countdown: Countdown) -> None:
    out = folder / NAME
    request = Request(DAY, (Person("applicant", who),), access=True)
    countdown.on = True
    # A table that has been read is a moment as well: half of the archive is written by then.
    given(company, request, Wanted("nl", out, replace=out.exists()), countdown.tick)
    countdown.on = False


def _wrong_at_once(folder: Path, whole: bytes) -> Iterator[str]:
    out, receipts = folder / NAME, State.beside(folder).receipts()
    statuses = [receipt["status"] for receipt in receipts]
    if statuses not in ([], ["started"], ["done"]):
        yield f"receipts: {statuses}"
    if not out.exists():
        if statuses == ["done"]:
            yield "the receipt tells of an answer that is not there"
        return
    if out.read_bytes() != whole:
        yield "half an answer has the name"
    if not receipts:
        yield "an answer of which no receipt tells"
    elif receipts[0]["answer"] != _digest(folder, out):
        yield "the receipt tells of another answer"


def _wrong_in_the_end(folder: Path, whole: bytes, before: list[str]) -> Iterator[str]:
    receipts = State.beside(folder).receipts()
    marked = ["interrupted" if status == "started" else status for status in before]
    yield from wrong_in_the_ledger(folder)
    statuses = [receipt["status"] for receipt in receipts]
    if statuses != [*marked, "done"]:
        yield f"receipts: {statuses} after {before}"
    for receipt in receipts:
        if receipt["status"] == "interrupted" and receipt["unknown"] != [
            {"answer": receipt["answer"]}
        ]:
            yield "the receipt does not say what is unknown"
    out = folder / NAME
    if not _opens(out) or out.read_bytes() != whole:
        yield "another answer than without the stop"
    left = {path.name for path in folder.glob(f"*{NAME}*")} - {NAME}
    left |= {path.name for path in (folder / ".gestand").rglob("*") if path.suffix != ".json"}
    if not left <= {"key", "lock", *LEDGER}:
        yield f"something is left: {left}"


def _digest(folder: Path, out: Path) -> str:
    return State.beside(folder).digest("answer", sha256(out.read_bytes()).hexdigest())


def _opens(out: Path) -> bool:
    try:
        with ZipFile(out) as opened:
            return opened.testzip() is None and "manifest.json" in opened.namelist()
    except BadZipFile:
        return False


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
