"""Corrections, kept encrypted for as long as a backup can bring the old value back.

All that are kept are done again, in their order, whatever copy was put back: a correction changes
only what still has its old value, so from each of these values the last one is reached.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from secrets import token_hex

from gestand.core.calendar import Period, add
from gestand.core.facts import Person
from gestand.core.plan.correct import Correction
from gestand.errors import CannotRun
from gestand.records.base import CannotBeOpened
from gestand.settings import now
from gestand.work.carry_out import carry_out
from gestand.work.company import Company
from gestand.work.keyring import Keyring
from gestand.work.past_runs import undone
from gestand.work.sweep import Request, prepare
from gestand.work.way_back import until

KEPT = "corrections"


@dataclass(frozen=True)
class Kept:
    """A correction that is kept: what its key is named, whom it is about, and what it changed.

    `receipt` is the number of that of its run; `on` and `at` are its day and its moment, empty for
    one of an earlier version.
    """

    name: str
    people: tuple[Person, ...]
    correction: Correction
    receipt: int
    on: str = ""
    at: str = ""

    def request(self, day: date) -> Request:
        """Return the request that does it again."""
        return Request(day, self.people, correction=self.correction, after_restore=True)


def keep_correction(company: Company, request: Request, keyring: Keyring) -> str | None:
    """Keep the correction of a request; return until when, None where no backup can undo it.

    To be called before it is carried out, so that no crash forgets it. Nothing is kept where no
    store declares its backups, or the data map names no master key.
    """
    told = request.correction
    period = _longest(company)
    if told is None or period is None or keyring.master is None:
        return None
    name, last = f"correction {token_hex(8)}", until(now(), period)
    said = {
        "people": [[person.kind, person.key] for person in request.people],
        "correction": [told.category, told.old, told.new, told.column],
    }
    state = keyring.journal.state
    with state.together():
        sealed = keyring.cipher.seal(keyring.new(name, last), json.dumps(said).encode(), name)
        when = {"on": request.as_of.isoformat(), "at": now().isoformat(timespec="seconds")}
        line = {"key": name, "receipt": state.next_receipt(), **when, "sealed": sealed.hex()}
        state.append(KEPT, [line])
    return last


def kept_corrections(keyring: Keyring) -> Iterator[Kept]:
    """Yield the corrections that are kept, oldest first; CannotRun where one cannot be read."""
    state = keyring.journal.state
    for line in state.lines(KEPT):
        name = line["key"]
        if not keyring.has(name):
            continue
        try:
            plain = keyring.cipher.opened(keyring.key(name), bytes.fromhex(line["sealed"]), name)
        except (CannotBeOpened, ValueError) as error:
            message = (
                f"{keyring.journal.ledger.place}: a correction that is kept is not what it was, "
                "and cannot be read; restore these records from a backup"
            )
            raise CannotRun(message) from error
        told = json.loads(plain)
        people = tuple(Person(kind, key) for kind, key in told["people"])
        when = (line.get("on", ""), line.get("at", ""))
        yield Kept(name, people, Correction(*told["correction"]), line["receipt"], *when)


def correct_again(company: Company, keyring: Keyring, day: date) -> int:
    """Do every kept correction again, after a store was put back; return how many rows changed.

    Raises CannotRun where a store, or what is kept, cannot be read or written.
    """
    rows = 0
    for kept in kept_corrections(keyring):
        with prepare(company, kept.request(day)) as prepared:
            receipt = carry_out(prepared, keyring.journal)
            if receipt.waits:
                why = "; ".join(receipt.waits.values())
                message = f"a correction could not be done again: {why}"
                raise CannotRun(message)
            rows += receipt.rows
    return rows


def forget_corrections(keyring: Keyring, people: Iterable[Person]) -> None:
    """Destroy what is kept of people who are erased: an old copy of them is erased again as well.

    Who is not in any store any more has nothing that could be corrected.
    """
    erased = {*people}
    for kept in list(kept_corrections(keyring)):
        if erased & {*kept.people}:
            keyring.destroy(kept.name, "erased", {})
    drop_lapsed(keyring)


def drop_lapsed(keyring: Keyring) -> None:
    """Destroy what was undone, and remove the corrections that nobody could read any more.

    An undo may have been killed before it came to that.
    """
    state = keyring.journal.state
    lines = list(state.lines(KEPT))
    if not lines or any(True for _ in keyring.journal.doubts()):
        return
    gone_back = undone(state)
    for line in lines:
        if line["receipt"] in gone_back and keyring.has(line["key"]):
            keyring.destroy(line["key"], "undone", {"receipt": line["receipt"]})
    left = [line for line in lines if keyring.has(line["key"])]
    if len(left) < len(lines):
        state.rewrite(KEPT, left)


def _longest(company: Company) -> Period | None:
    """Return how long the backups of the stores live, of which the longest counts."""
    return max(company.backups.values(), key=lambda p: add(now().date(), p), default=None)
