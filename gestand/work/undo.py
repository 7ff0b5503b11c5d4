"""Undo a run: put back what it took away, unless something else was written there since.

What was done last is undone first, so that a row is there again before others point at it. The
same code previews and carries out; a preview is rolled back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from gestand.core.facts import Person
from gestand.core.names import bare, store_of
from gestand.errors import CannotRun
from gestand.records.kept import STARTED
from gestand.settings import now, today
from gestand.stores.base import Left, Run
from gestand.work.bring_back import BringBack, TableTold, Told
from gestand.work.company import Company
from gestand.work.corrections import drop_lapsed
from gestand.work.facts import erasures, record_taken_back
from gestand.work.intents import Transaction, done, intend, reconcile
from gestand.work.keyring import Keyring
from gestand.work.memory import facts_so_far, refuse_a_doubtful_memory
from gestand.work.past_runs import undone
from gestand.work.portal.lets_in import tend
from gestand.work.put_back import put_back, refuse_put_back
from gestand.work.said import Entry
from gestand.work.settling import kept_in
from gestand.work.undo_files import PartReader, Section, UndoRecord, name_of, records
from gestand.work.way_back import destroy

UNDONE = "apply undone"


class _RolledBack(Exception):
    """Takes back what a preview put back."""


@dataclass(frozen=True)
class Undoing:
    """A run that can be undone, with the key of its record, and the open stores."""

    company: Company
    keyring: Keyring
    receipt: Entry
    key: bytes
    runs: Mapping[str, Run]
    stores: tuple[str, ...]
    closed: list[str] = field(default_factory=list)
    """The stores in which views of purposes show nothing until they are made anew."""

    @property
    def record(self) -> UndoRecord:
        """The undo record of the run."""
        return UndoRecord(self.company.state, self.receipt["entry"])

    def preview(self) -> Told:
        """Return what would come back, and what would not; nothing is changed."""
        try:
            with self._transactions():
                told = self._put_back()
                raise _RolledBack
        except _RolledBack:
            return told

    def carry_out(self, taken_back: Sequence[Person] = ()) -> tuple[int, Told]:
        """Put back what can be put back, and return the number of the receipt, and what was done.

        The people in `taken_back` asked to be erased, and take that back: else the next run would
        erase them again. Then the record has served, and its key is destroyed. Raises CannotRun
        where a store, the journal or the folder cannot be written: nothing, or whole stores, came
        back by then, and to run it again makes up for the rest.
        """
        state, journal = self.company.state, self.keyring.journal
        with journal.recording():
            number = state.next_receipt()
            state.write_receipt(number, self._entry(number, {}, STARTED, {}))
        self._close_views()
        with self._transactions():
            told = self._put_back()
            marks = self._intend(number, told)
        with journal.recording():
            if taken_back:
                record_taken_back(state, taken_back, today(self.company.zone))
            state.write_receipt(number, self._entry(number, told, "done", marks))
            done(state)
        destroy(self.keyring, state, self.record.receipt, "undone")
        drop_lapsed(self.keyring)
        tend(self.company, self.keyring)
        return number, told

    def asked_again(self) -> int:
        """Return of how many people of the run a request to erase stands, whenever it was made."""
        people = set(self.receipt["people"])
        return len(people & {str(fact.person.key) for fact in erasures(self.company.state)})

    def triggered(self, told: Told) -> list[str]:
        """Return the tables whose triggers act when something comes back."""
        found = []
        for table in told:
            store, _, name = table.partition(".")
            live = self.company.schemas[store].tables.get(name)
            found += [table] if live is not None and live.triggers else []
        return found

    @contextmanager
    def _transactions(self) -> Iterator[None]:
        """Open a transaction to write in every store that the record is about."""
        with ExitStack() as stack:
            for store in self.stores:
                stack.enter_context(self.runs[store].transaction(writing=True))
            yield

    def _put_back(self) -> Told:
        images = {store: self.runs[store].images() for store in self.stores}
        for each in images.values():
            each.begin()
        back = BringBack(self.company.schemas, images)
        for record, key in self._later():
            for reader, section in _backwards(record, key, self.keyring):
                if store_of(section.head["table"]) in images:
                    back.removed_since(reader, section)
        for reader, section in _backwards(self.record, self.key, self.keyring):
            back.section(reader, section)
        return back.told

    def _close_views(self) -> None:
        """Let views show nothing: who comes back may have objected, and their keys went."""
        for store, run in self.runs.items():
            with run.transaction(writing=False):
                there = run.views().there()
            if there:
                with run.transaction(writing=True):
                    self.closed.extend([store] if run.views().close() else [])

    def _later(self) -> Iterator[tuple[UndoRecord, bytes]]:
        """Yield the records of runs that came after this one, and were not undone."""
        for record in records(self.company.state):
            name = name_of(record.receipt)
            if record.receipt > self.record.receipt and self.keyring.has(name):
                yield record, self.keyring.key(name)

    def _intend(self, receipt: int, told: Told) -> dict[str, list[str]]:
        """Record what the transaction of each store keeps, and leave its mark; return the marks."""
        changed = {store_of(table) for table, each in told.items() if _changed(each)}
        marks: dict[str, list[str]] = {}
        for place, store in enumerate(sorted(changed), start=1):
            steps = [step for step in _steps(told) if step["store"] == store]
            mark = token_hex(16)
            intend(self.company.state, Transaction(receipt, place, store, mark), steps)
            if self.runs[store].leave_mark(mark, ""):
                marks[store] = [mark]
        return marks

    def _entry(
        self, number: int, told: Told, status: str, marks: Mapping[str, list[str]]
    ) -> dict[str, Any]:
        company = self.company
        return {
            "entry": number,
            "previous": company.state.previous_digest(number),
            "kind": UNDONE,
            "status": status,
            "at": now().isoformat(timespec="seconds"),
            "as_of": self.receipt["as_of"],
            "undoes": self.record.receipt,
            "people": self.receipt["people"],
            "schemas": company.digests(),
            "recorded": facts_so_far(company.state),
            "transactions": len({s["store"] for s in _steps(told) if s["rows"] or s["cells"]}),
            "marks": marks,
            "unknown": [],
            "steps": _steps(told),
        }


def _backwards(
    record: UndoRecord, key: bytes, keyring: Keyring
) -> Iterator[tuple[PartReader, Section]]:
    """Yield what a run did, the last thing first."""
    for transaction in reversed(record.transactions()):
        reader = PartReader(record, transaction, key, keyring.cipher)
        for section in reversed(reader.sections()):
            yield reader, section


@contextmanager
def undoing(company: Company, keyring: Keyring, number: int) -> Iterator[Undoing]:
    """Open the record of a run, and the stores; they close at the end of the block.

    No other run is let in meanwhile. Raises CannotRun where there is no such run, where it cannot
    be undone, or can no longer.
    """
    state = company.state
    refuse_a_doubtful_memory(state, company.heads)
    with state.alone(), ExitStack() as stack:
        runs = {
            name: stack.enter_context(
                store.run(company.schemas[name], company.holdings, company.zone)
            )
            for name, store in company.stores.items()
        }
        with keyring.journal.recording():
            reconcile(state, kept_in(runs))
        refuse_put_back(put_back(state, {name: _marks(run) for name, run in runs.items()}))
        receipt, key = _receipt(company, keyring, number), keyring.key(name_of(number))
        stores = _stores(UndoRecord(state, number), key, keyring, runs)
        yield Undoing(company, keyring, receipt, key, runs, stores)


def _marks(run: Run) -> frozenset[str] | None:
    with run.transaction(writing=False):
        return run.marks()


def _stores(
    record: UndoRecord, key: bytes, keyring: Keyring, runs: Mapping[str, Run]
) -> tuple[str, ...]:
    """Return the stores that a record is about; CannotRun where one is connected no more."""
    found: set[str] = set()
    for transaction in record.transactions():
        reader = PartReader(record, transaction, key, keyring.cipher)
        found |= {store_of(each.head["table"]) for each in reader.sections()}
    for store in sorted(found - set(runs)):
        message = f"store `{store}` is not in the data map any more: put it back to undo this run"
        raise CannotRun(message)
    return tuple(sorted(found))


def forget(company: Company, keyring: Keyring, number: int) -> None:
    """Destroy the undo record of a run before its time; CannotRun where there is none."""
    with company.state.alone():
        _receipt(company, keyring, number)
        destroy(keyring, company.state, number, "asked")


def _receipt(company: Company, keyring: Keyring, number: int) -> Entry:
    """Return the receipt of a run that can be undone; CannotRun says why it cannot."""
    state = company.state
    receipt = state.receipt(number)
    if receipt is None:
        message = f"there is no receipt {number} in {state.folder}"
        raise CannotRun(message)
    if receipt["kind"] != "plan applied":
        message = f"receipt {number} is of no apply: nothing went then"
        raise CannotRun(message)
    if (other := undone(state).get(number)) is not None:
        message = f"receipt {number} was undone already: receipt {other['entry']} tells of it"
        raise CannotRun(message)
    if keyring.has(name_of(number)):
        return receipt
    until = receipt.get("undo_until")
    if until is None:
        message = (
            f"receipt {number} cannot be undone: when it was written, the policy had no `undo` "
            "under `rights`"
        )
    elif until <= now().isoformat(timespec="seconds"):
        message = f"receipt {number} could be undone until {until}: its record was destroyed then"
    else:
        message = f"receipt {number} cannot be undone: nothing went, or its record was destroyed"
    raise CannotRun(message)


def _changed(told: TableTold) -> bool:
    return bool(told.rows or told.cells)


def _steps(told: Told) -> list[dict[str, Any]]:
    return [
        {
            "id": f"undo:{table}",
            "store": store_of(table),
            "table": bare(table),
            "rows": each.rows,
            "cells": each.cells,
            "again": each.again,
            "left": {why.name.lower(): each.left[why] for why in Left if each.left[why]},
        }
        for table, each in told.items()
    ]
