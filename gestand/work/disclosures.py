"""Give a recipient data of one person, and keep the log of it: what was given, and what refused.

1. Purpose, categories, ground, agreement and tool are looked at: a refusal is logged.
2. What the purpose may use today is read, in one state of each store.
3. The intent is recorded, with a digest of the package; then the package is written, for its owner
   only, and gets its name; then the log says that it was made.

INVARIANT: a package is written after its intent is on disk, so none exists that no log tells of.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from shlex import quote
from typing import Any

from gestand.core.access.told import Role, columns_told, is_empty, part_told
from gestand.core.disclosures import Allowed, Asked, Condition, Reason, Refused, verdict
from gestand.core.facts import Person
from gestand.core.findings import did_you_mean
from gestand.core.orders import Order
from gestand.core.plan.steps import Read
from gestand.core.policy.model import Policy
from gestand.core.sayings import say
from gestand.errors import CannotRun
from gestand.settings import decider
from gestand.stores.base import RowTold
from gestand.work.answer.archive import beside, put_in_place
from gestand.work.answer.rows import raw
from gestand.work.company import Company
from gestand.work.journal import Journal
from gestand.work.orders import orders
from gestand.work.project import Project, the_law
from gestand.work.put_back import refuse_put_back
from gestand.work.registers import DISCLOSURES, begin, go_on
from gestand.work.state import State, plainly
from gestand.work.sweep import Opened, Progress, Request, in_force, opened, silently

INTENDED, MADE, FAILED, REFUSED = "intended", "made", "failed", "refused"
"""What may become of a disclosure; one that stays intended was stopped, and may have been made."""


@dataclass(frozen=True)
class Handing:
    """What is to be given, to whom and how.

    `row` is the only row to take values from, as `STORE.TABLE:KEY`; without it all that the
    purpose may use of the person. `order` is the number of an order of an authority.
    """

    recipient: str
    purpose: str
    out: Path
    channel: str = ""
    row: str = ""
    order: int | None = None


@dataclass(frozen=True)
class Handed:
    """What became of it: the number in the log, and why nothing was given, or how much was."""

    number: int
    found: Allowed | Refused
    rows: int = 0
    categories: tuple[str, ...] = ()


_Cell = tuple[str, str, str, Any]
"""Where a value stands: its row and its name there; its category, and the value."""

Given = list[dict[str, Any]]
"""The rows of a package, each with its values by category."""


def disclose(
    company: Company,
    request: Request,
    handing: Handing,
    journal: Journal,
    progress: Progress = silently,
) -> Handed:
    """Write a package for a recipient, or refuse to; the log tells either.

    Several people in the request are one person in several kinds. Raises CannotRun, and nothing
    is logged, where a store, own records or the file cannot be read or written, where the file
    is there already, for an order that is not in the register, or while another run is at work.
    """
    policy, day = in_force(company.versions, request.as_of)[-1], request.as_of
    state = company.state
    _refuse_taken(handing.out)
    if "@" in handing.channel:
        message = "say how the package travels, and no address: `--channel` stands in the log"
        raise CannotRun(message)
    with state.alone(), beside(handing.out, replace=False) as path:
        state.key()  # without it nothing that is done can be recorded
        journal.refuse_doubts()
        log = _Log(state, request, handing, policy, journal)
        found = verdict(policy, the_law(), _asked(state, handing), day, company.unnamed)
        if isinstance(found, Refused):
            return Handed(log.refuse(found), found)
        rows = _read(company, request, handing, found, progress)
        if not rows:
            why = say("no value", purpose=found.purpose)
            found = Refused((Reason(Condition.GROUND, why, _what_now(company, handing)),))
            return Handed(log.refuse(found), found)
        package = _package(policy, handing, found, rows, day)
        number = log.intend(found, rows, package)
        try:
            _write(path, handing.out, package)
        except CannotRun:
            if not handing.out.exists():
                log.end(number, FAILED)
            raise
        log.end(number, MADE)
    return Handed(number, found, len(rows), _categories(rows))


def _what_now(company: Company, handing: Handing) -> str:
    """Say what to do where nothing may be used; what was typed stands in no log by it."""
    if not handing.row:
        return f"`gestand may {quote(handing.purpose)}` tells what it may use of them"
    table, _, key = handing.row.partition(":")
    if key and table in company.holdings.tables:
        return "a row was named: look whether it is theirs, or name none"
    hint = did_you_mean(table, company.holdings.tables)
    return f"a row is named as `STORE.TABLE:KEY`; {hint}" if hint else (
        "a row is named as `STORE.TABLE:KEY`"
    )


def refuse_unclean(project: Project, handing: Handing, journal: Journal, day: date) -> int:
    """Log that nothing was given, since the declaration has findings; return its number in the log.

    Nobody is looked up then, so the log does not say of whom it was.
    """
    policy, _ = project.declared()
    why = say("declaration has findings")
    with journal.state.alone():
        journal.state.key()
        log = _Log(journal.state, Request(day), handing, policy, journal)
        return log.refuse(Refused((Reason(Condition.DECLARATION, why),)))


def _refuse_taken(out: Path) -> None:
    """Refuse a place where something stands, for no package is written over, and no place."""
    if not out.parent.is_dir():
        message = f"`{out}` cannot be written: there is no folder {out.parent}"
        raise CannotRun(message)
    if os.path.lexists(out):
        message = f"`{out}` is there already: name another file with `--out`"
        raise CannotRun(message)


def _asked(state: State, handing: Handing) -> Asked:
    order: Order | None = None
    if handing.order is not None:
        order = orders(state).get(handing.order)
        if order is None:
            message = f"there is no order {handing.order}: `gestand order` prints the register"
            raise CannotRun(message)
    return Asked(handing.recipient, handing.purpose, order)


def _read(
    company: Company, request: Request, handing: Handing, found: Allowed, progress: Progress
) -> Given:
    """Return the rows that may be given, each store read in one state of it.

    Rows that give the same are given once.
    """
    asked = replace(request, use=found.purpose, gives=found.categories)
    cells: dict[str, dict[str, tuple[str, Any]]] = {}
    with opened(company, asked) as ready:
        refuse_put_back(ready.put_back)
        for number, store in enumerate(ready.runs, start=1):
            for where, name, category, value in _of_store(ready, store):
                cells.setdefault(where, {})[name] = category, value
            progress(store, number, len(ready.runs))
    only = handing.row
    rows = [_row(values.values()) for where, values in cells.items() if only in ("", where)]
    return list({json.dumps(row, default=str): row for row in rows}.values())


def _of_store(ready: Opened, store: str) -> list[_Cell]:
    run = ready.runs[store]
    steps = [step for step in ready.program.of_store(store) if isinstance(step, Read)]
    told = run.told(steps)
    with run.transaction(writing=False):
        return [cell for step in steps for cell in _cells(ready, step, told.rows(step))]


def _cells(ready: Opened, step: Read, rows: Iterator[RowTold]) -> Iterator[_Cell]:
    """Yield what each row of a step gives; its key is a number of ours, for use here only."""
    columns = columns_told(ready.company.holdings, step)
    given = [one for one in columns if one.role is Role.DATA and one.keeps]
    for row in rows:
        where = f"{step.table}:{','.join(map(str, row.key))}"
        told = dict(zip(step.columns, row.values, strict=True))
        for one in given:
            value = part_told(one, told)
            if one.column not in row.masked and not is_empty(one, row.key, value):
                yield where, one.name, one.category, raw(value)


def _row(cells: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return the values of a row by category."""
    values: dict[str, list[Any]] = {}
    for category, value in cells:
        values.setdefault(category, []).append(value)
    return {"values": values}


def _categories(rows: Given) -> tuple[str, ...]:
    """Return the categories of which a package has values."""
    return tuple(dict.fromkeys(name for row in rows for name in row["values"]))


def _package(
    policy: Policy, handing: Handing, found: Allowed, rows: Given, day: date
) -> bytes:
    """Return the package as it is written: what it is for stands above the values."""
    purpose = policy.purposes[found.purpose]
    told = {
        "package": 1,
        "from": policy.controller.name,
        "to": found.recipient.name,
        "on": day.isoformat(),
        "purpose": {"id": purpose.id, **purpose.title},
        "ground": found.ground.value,
        "reference": found.reference,
        "statement": policy.effective.isoformat(),
        "rows": rows,
    }
    return (json.dumps(told, indent=1, ensure_ascii=False, default=str) + "\n").encode(
        "utf-8", "replace"
    )


def _write(path: Path, out: Path, package: bytes) -> None:
    with plainly(out):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as opened_:
            opened_.write(package)
            opened_.flush()
            os.fsync(opened_.fileno())
    put_in_place(path, out, replace=False)


@dataclass(frozen=True)
class _Log:
    """Writes what becomes of one disclosure, each line with its entry in the ledger."""

    state: State
    request: Request
    handing: Handing
    policy: Policy
    journal: Journal

    def refuse(self, found: Refused) -> int:
        """Log why nothing was given; what was typed and the policy does not know is left out."""
        reasons = found.reasons
        known = self.handing.recipient in self.policy.recipients
        if not known or self._purpose() is None:
            unknown = "unknown purpose" if known else "unknown recipient"
            reasons = (Reason(Condition.PURPOSE, say(unknown)),)
        return self._begin(REFUSED, {
            "recipient": self.handing.recipient if known else None,
            "purpose": self._purpose(),
            "order": self.handing.order,
            "because": [
                {"lacks": one.condition.value, "why": str(one.why), **one.why.kept}
                for one in reasons
            ],
        })

    def intend(self, found: Allowed, rows: Given, package: bytes) -> int:
        """Log what is about to be given."""
        who = found.recipient
        values = sum(len(one) for row in rows for one in row["values"].values())
        return self._begin(INTENDED, {
            "recipient": who.id,
            "name": who.name,
            "role": who.role.value,
            "countries": list(who.countries),
            "protected_by": found.protected_by,
            "purpose": found.purpose,
            "ground": found.ground.value,
            "reference": found.reference,
            "found_in": found.found_in.kept,
            "order": found.order.number if found.order else None,
            "categories": list(_categories(rows)),
            "rows": len(rows),
            "values": values,
            "row": self.state.digest("row", self.handing.row) if self.handing.row else None,
            "package": self.state.digest("package", package),
        })

    def end(self, number: int, event: str) -> None:
        """Log what became of a disclosure that was intended."""
        go_on(self.journal, DISCLOSURES, (number, 1), event, {})

    def _begin(self, event: str, told: Mapping[str, Any]) -> int:
        return begin(self.journal, DISCLOSURES, event, {
            "on": self.request.as_of.isoformat(),
            "people": [self.state.digest(one.kind, one.key) for one in self.request.people],
            **told,
            "channel": self.handing.channel,
            "statement": self.policy.effective.isoformat(),
            "by": decider(),
        })

    def _purpose(self) -> str | None:
        return self.handing.purpose if self.handing.purpose in self.policy.purposes else None


def person_digest(company: Company, person: Person) -> str:
    """Return by what a person is known in the log: a keyed digest, as in receipts."""
    return company.state.digest(person.kind, person.key)


@dataclass(frozen=True)
class Logged:
    """A disclosure as the log tells it: how it began, and how it ended."""

    told: Mapping[str, Any]
    event: str

    @property
    def number(self) -> int:
        """Its number in the log."""
        number: int = self.told["disclosure"]
        return number

    @property
    def given(self) -> bool:
        """Whether data were given; one that was stopped may have been made, and counts."""
        return self.event in (INTENDED, MADE)


def logged(state: State) -> Sequence[Logged]:
    """Return the log, oldest first."""
    found: dict[int, Logged] = {}
    for line in state.lines(DISCLOSURES):
        number = line["disclosure"]
        first = found.get(number)
        found[number] = Logged(first.told if first else line, line["event"])
    return tuple(found.values())
