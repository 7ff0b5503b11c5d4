"""Carry out, decide and answer as the commands do: with the journal open."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from gestand.core.datamap.model import OwnRecords
from gestand.core.facts import Decision
from gestand.records import consents, requests
from gestand.records.base import News
from gestand.records.kept import LISTS, REGISTERS, REQUEST_EVENTS, REQUESTS, Kept, Value
from gestand.wiring.recording import journal_in, keyring_of
from gestand.work.access import Given, Wanted, give_access
from gestand.work.bring_back import Told
from gestand.work.carry_out import carry_out
from gestand.work.company import Company
from gestand.work.decide import Answer, decide
from gestand.work.heads import Heads
from gestand.work.receipt import Receipt
from gestand.work.state import DATABASE, State
from gestand.work.sweep import Prepared, Request
from gestand.work.undo import undoing
from gestand.work.way_back import way_back

TABLES = (
    "gestand_receipt (number INTEGER PRIMARY KEY, said TEXT, closed INTEGER)",
    "gestand_ledger (number INTEGER PRIMARY KEY, kind TEXT, told TEXT)",
    *(f"{table} (number INTEGER PRIMARY KEY, said TEXT)" for table in LISTS.values()),
    *(f"{table} (number INTEGER PRIMARY KEY, said TEXT)" for table in REGISTERS.values()),
    f"gestand_consent ({', '.join(consents.Row._fields)})",
    f"{REQUESTS} ({', '.join(requests.Row._fields)})",
    f"{REQUEST_EVENTS} ({', '.join(requests.Happened._fields)})",
)


def carried_out(prepared: Prepared, *how: Any, **options: Any) -> Receipt:
    company, day = prepared.company, prepared.request.as_of
    with keyring_of(company) as keyring:
        back = way_back(company, day, keyring)
        return carry_out(prepared, keyring.journal, *how, back=back, **options)


def undone(company: Company, number: int) -> Told:
    """Undo a run, after looking that the preview tells the same."""
    with keyring_of(company) as keyring, undoing(company, keyring, number) as ready:
        seen = ready.preview()
        _, told = ready.carry_out()
        assert seen == told
        return told


def decided(company: Company, request: Request, step: str, answer: Answer) -> Decision:
    with keyring_of(company) as keyring:
        return decide(company, request, step, answer, keyring)


def given(company: Company, request: Request, wanted: Wanted, *how: Any) -> Given:
    with keyring_of(company) as keyring:
        return give_access(company, request, wanted, keyring, *how)


class Unrecorded:
    """A journal that writes no ledger."""

    @contextmanager
    def recording(self) -> Iterator[list[News]]:
        """Believe everything, and tell nobody what is new."""
        yield []


@contextmanager
def unrecorded(state: State) -> Iterator[Unrecorded]:
    """Keep what is kept, without a ledger, for laws about rows: thousands of runs would wait."""
    state.folder.mkdir(exist_ok=True)
    with closing(sqlite3.connect(state.folder / DATABASE, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for columns in TABLES:
            connection.execute(f"CREATE TABLE IF NOT EXISTS {columns}")

        def execute(statement: str, values: Sequence[Value]) -> list[Any]:
            return connection.execute(statement.replace("%s", "?"), values).fetchall()

        with state.opened(Kept(state.folder.name, execute)):
            yield Unrecorded()


@contextmanager
def writing(state: State) -> Iterator[None]:
    """Open own records as every command does that writes."""
    with journal_in(Heads(state, None), OwnRecords()):
        yield
