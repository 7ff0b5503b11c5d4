"""Stop the recording of a consent at each moment, send it again, and let two record at once.

Use: python -m tests.acceptance.killing_a_consent FOLDER EVERY; FOLDER holds a company with
applicants, and every moment is tried, or every third or so.
Prints a JSON object: how many moments there were, and what was wrong afterwards.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path

from gestand.wiring import open_company
from gestand.wiring.recording import journal_to_read, keyring_of
from gestand.work.company import Company
from gestand.work.consents.look import every
from gestand.work.consents.record import record_lines
from gestand.work.verify import look_through
from tests.acceptance.killing import MOST, Countdown, in_a_child

NOTHING, STOP = 0, int(signal.SIGKILL)
Said = dict[str, str]


def given(row: int) -> Said:
    return {
        "receipt": f"given-{row}", "event": "given", "purpose": "talent pool",
        "who": f"applicant:{row}", "at": "2026-03-05T12:00+00:00",
        "words": "2024-01-01", "language": "nl",
    }  # fmt: skip


def withdrawn(row: int) -> Said:
    return {
        "receipt": f"withdrawn-{row}", "event": "withdrawn", "purpose": "talent pool",
        "who": f"applicant:{row}", "at": "2026-04-05T12:00+00:00",
    }  # fmt: skip


def record(company: Company, said: Said, countdown: Countdown) -> None:
    """Record one thing that was said, as a form sends it."""
    countdown.on = True
    with keyring_of(company) as keyring:
        done = record_lines(company, keyring, [json.dumps(said)], "form")
    countdown.on = False
    assert not done.findings, done.findings


def main(folder: Path, step: int) -> None:
    """Try the moments one after another, each with an applicant of its own."""
    company, rows, moments, wrong = open_company(folder), count(1), 0, list[str]()
    for said in (given, withdrawn):
        for moment in range(2, MOST, step):
            row = next(rows)
            if said is withdrawn:
                record(company, given(row), Countdown(NOTHING, STOP))
            countdown = Countdown(moment, STOP)
            stopped = in_a_child(partial(record, company, said(row), countdown), countdown)
            at_once = _at_once(company, folder, said, row)
            record(company, said(row), Countdown(NOTHING, STOP))
            told = [*at_once, *_in_the_end(company, folder, said, row)]
            wrong += [f"{said.__name__} {moment}: {what}" for what in told]
            moments += 1
            if not stopped:
                break
    wrong += _two_at_once(company, folder, rows)
    with journal_to_read(company.heads) as journal:
        assert journal is not None
        wrong += look_through(journal).wrong
    sys.stdout.write(json.dumps({"moments": moments, "wrong": wrong}))


def _at_once(
    company: Company, folder: Path, said: Callable[[int], Said], row: int
) -> Iterator[str]:
    on_record = _receipts(company).count(said(row)["receipt"])
    if said is given and on_record and _columns(folder, row)[0] is None:
        yield "a consent is on record that no row carries"
    if said is withdrawn and _columns(folder, row)[1] and not on_record:
        yield "a row says that consent ended, and no record does"


def _in_the_end(
    company: Company, folder: Path, said: Callable[[int], Said], row: int
) -> Iterator[str]:
    if _receipts(company).count(said(row)["receipt"]) != 1:
        yield "it is not on record once"
    if _columns(folder, row)[said is withdrawn] is None:
        yield "its row does not say it"


def _two_at_once(company: Company, folder: Path, rows: Iterator[int]) -> Iterator[str]:
    """Yield what is wrong after two programs recorded the same and each something of its own."""
    shared, *own = next(rows), next(rows), next(rows)
    children = []
    for mine in own:
        child = os.fork()
        if child == 0:
            for row in (mine, shared):
                _until_recorded(company, given(row))
            os._exit(0)
        children.append(child)
    if any(os.waitpid(child, 0)[1] for child in children):
        yield "one of two programs could not record"
    for row in (shared, *own):
        yield from (f"two at once: {told}" for told in _in_the_end(company, folder, given, row))


def _until_recorded(company: Company, said: Said) -> None:
    """Record something; whoever was overtaken sends it again, as they are told to."""
    for _ in range(20):
        try:
            return record(company, said, Countdown(NOTHING, STOP))
        except Exception as error:  # noqa: BLE001  # told by the last one
            last = error
    raise last


def _receipts(company: Company) -> list[str]:
    with company.state.reading():
        return [row.receipt for row in every(company)]


def _columns(folder: Path, row: int) -> tuple[object, object]:
    with closing(sqlite3.connect(folder / "db.db")) as connection:
        query = "SELECT pool_given_on, pool_withdrawn_on FROM applications WHERE id = ?"
        found: tuple[object, object] = connection.execute(query, (row,)).fetchone()
        return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
