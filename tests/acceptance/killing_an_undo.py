"""Kill a run that can be undone, and an undo, at each moment at which they touch disk or database.

Use: python -m tests.acceptance.killing_an_undo FOLDER EVERY: De Linde stands in the folder, its
database wherever its data map says. Tries every moment, or every third or so. Prints a JSON
object: how many moments there were, and at which of them something was wrong afterwards.
"""

from __future__ import annotations

import json
import shutil
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from gestand.errors import CannotRun
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.company import Company
from gestand.work.state import State
from tests.acceptance.killing import MOST, Countdown, in_a_child, wrong_in_the_ledger
from tests.linde import sweep
from tests.recording import undone
from tests.undoing import ROWS

TABLES = ("invoices", "order_lines", "orders", "customers")
Dump = dict[str, list[tuple[object, ...]]]


@dataclass
class Moments(Countdown):
    """Counts the moments of a run that puts rows in as well."""

    def executed(self, _c: object, _cursor: object, statement: str, *_: object) -> None:
        """Count the moment after rows went, changed or came, and before that is committed."""
        if statement.startswith(("DELETE", "UPDATE", "INSERT INTO `", 'INSERT INTO "')):
            self.tick()


@dataclass(frozen=True)
class Linde:
    """The company, its rows as they were founded, and where they stand."""

    folder: Path
    company: Company

    @property
    def engine(self) -> sa.Engine:
        """The database."""
        return self.company.stores["db"].engine  # type: ignore[attr-defined, no-any-return]

    def found(self) -> None:
        """Lay the rows down as they were founded, and forget what was done."""
        shutil.rmtree(self.folder / ".gestand", ignore_errors=True)
        with self.engine.connect() as connection, connection.begin():
            for table in (*TABLES, "gestand_erasure_mark"):
                connection.execute(sa.delete(sa.table(table)))
            for statement in filter(str.strip, ROWS.split(";")):
                connection.execute(sa.text(statement))

    def held(self) -> Dump:
        """Return every row."""
        with self.engine.connect() as connection, connection.begin():
            return {table: _rows(connection, table) for table in TABLES}

    def applied(self, countdown: Countdown) -> None:
        """Carry out what is due."""
        countdown.on = True
        sweep(self.company)
        countdown.on = False

    def undone(self, countdown: Countdown) -> None:
        """Undo the first run, unless that has happened."""
        countdown.on = True
        try:
            undone(self.company, 1)
        except CannotRun as error:
            if "was undone already" not in str(error) and "nothing went" not in str(error):
                raise
        countdown.on = False


def _rows(connection: sa.Connection, table: str) -> list[tuple[object, ...]]:
    wanted = sa.select(sa.text("*")).select_from(sa.table(table)).order_by(sa.column("id"))
    return [tuple(map(str, row)) for row in connection.execute(wanted)]


def main(folder: Path, every: int) -> None:
    """Try the moments one after another, and print what came of it."""
    linde = Linde(folder, open_company(folder))
    linde.found()
    before = linde.held()
    moments, wrong = 0, list[str]()
    for what, tried in (("apply", _killed_apply), ("undo", _killed_undo)):
        for moment in range(1, MOST, every):
            linde.found()
            stopped = tried(linde, Moments(moment, int(signal.SIGKILL)))
            at_once = linde.held()
            wrong += [f"{what} {moment}: {told}" for told in _wrong(linde, before, at_once, what)]
            moments += 1
            if not stopped:
                break
    sys.stdout.write(json.dumps({"moments": moments, "wrong": wrong}))


def _killed_apply(linde: Linde, countdown: Countdown) -> bool:
    return in_a_child(partial(linde.applied, countdown), countdown)


def _killed_undo(linde: Linde, countdown: Countdown) -> bool:
    linde.applied(Moments(0, 0))
    return in_a_child(partial(linde.undone, countdown), countdown)


def _wrong(linde: Linde, before: Dump, at_once: Dump, what: str) -> Iterator[str]:
    """Undo what was left, and yield what is wrong then."""
    state = State.beside(linde.folder)
    if not state.receipts():
        if at_once != before:
            yield "rows went of which no receipt tells"
        return
    linde.undone(Moments(0, 0))
    with keyring_of(linde.company) as keyring:
        if what == "undo" and keyring.health().keys:
            yield "the key of what was undone is left"
    if linde.held() != before:
        yield "not everything came back"
    if any(receipt["unknown"] for receipt in state.receipts()):
        yield "something is unknown, though the store has marks"
    if what == "undo" and list(state.folder.glob("undo*")):
        yield "an undo record is left"
    if what == "undo" and state.receipts()[-1]["status"] != "done":
        yield "the last receipt is not done"
    yield from wrong_in_the_ledger(linde.folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
