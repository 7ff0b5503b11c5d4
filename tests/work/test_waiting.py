"""A store is in use, or is lost, while a plan is carried out: it is tried again, or waited for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from time import sleep
from typing import Any

import pytest
import sqlalchemy as sa

from gestand.core.facts import Person
from gestand.errors import CannotRun
from gestand.wiring import open_company
from gestand.work.company import Company
from gestand.work.intents import INTENTS
from gestand.work.patience import Patience
from gestand.work.receipt import Receipt
from gestand.work.sweep import Request, prepare
from gestand.work.waiting import waiting_runs
from tests.backups import marked_company
from tests.databases import Database, kinds, together
from tests.disturbing import before
from tests.recording import carried_out

TODAY = date(2026, 6, 1)
STORY = "a_contract_signed_between_plan_and_apply"
SERVERS = ("postgresql", "mariadb")
@dataclass
class Opened:
    """A company with the table of marks, and its one database."""

    folder: Path
    database: Database

    @property
    def company(self) -> Company:
        return open_company(self.folder)

    def rows(self) -> list[tuple[Any, ...]]:
        """Return what the sweep is about: one contract that ended, and two customers."""
        found = self.database.rows("SELECT count(*) FROM contracts")
        return [*found, *self.database.rows("SELECT count(*) FROM customers")]

    @contextmanager
    def somebody(self) -> Iterator[Any]:
        """Give a connection of somebody else, with a transaction of theirs."""
        with closing(self.database.connect()) as connection:
            yield connection


@dataclass
class Pauses:
    """Waits by doing something instead, once."""

    do: Callable[[], object]
    made: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        self.made.append(seconds)
        if len(self.made) == 1:
            self.do()


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let databases wait for a lock no longer than they must."""
    monkeypatch.setenv("GESTAND_PATIENCE", "1")


@pytest.fixture(params=kinds(*SERVERS))
def server(
    request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    """Give a company whose database stands on a server."""
    folder = tmp_path / "company"
    with marked_company(STORY, request.param, folder, together(tmp_path_factory)) as database:
        yield Opened(folder, database)


def swept(opened: Opened, patience: Patience, request: Request | None = None) -> Receipt:
    with prepare(opened.company, request or Request(TODAY)) as prepared:
        return carried_out(prepared, patience=patience)


def told(receipt: Receipt) -> dict[str, tuple[int, int]]:
    return {each.step.table: (each.found, each.rows) for each in receipt.steps if each.found}


ALL_GONE = {"db.contracts": (1, 1), "db.customers": (2, 2)}


@contextmanager
def at_the_end(of: int, do: Callable[[sa.Connection], object]) -> Iterator[None]:
    """Do something just before the transaction of that number that deletes is kept."""
    deleted: list[str] = []

    def look(_connection: sa.Connection, _cursor: object, text: str, *_others: object) -> None:
        if text.startswith("DELETE FROM c"):
            deleted.append(text)

    def keep(connection: sa.Connection) -> None:
        if len(deleted) == of:
            deleted.append("done")
            do(connection)

    sa.event.listen(sa.Engine, "before_cursor_execute", look)
    sa.event.listen(sa.Engine, "commit", keep)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", look)
        sa.event.remove(sa.Engine, "commit", keep)
    assert "done" in deleted


def ended(server: Opened, connection: sa.Connection) -> None:
    """End a connection of the run, as an administrator would."""
    driver = connection.connection.dbapi_connection
    assert driver is not None
    with server.somebody() as other, other.cursor() as cursor:
        if server.database.kind == "postgresql":
            cursor.execute("SELECT pg_terminate_backend(%s)", (driver.info.backend_pid,))
        else:
            cursor.execute(f"KILL CONNECTION {driver.thread_id()}")


def kept_first(connection: sa.Connection) -> None:
    """Keep the transaction before the run hears of it."""
    driver = connection.connection.dbapi_connection
    assert driver is not None
    driver.cursor().execute("COMMIT")


def test_rows_that_somebody_keeps_locked_are_tried_again(server: Opened) -> None:
    with server.somebody() as other:
        other.cursor().execute("UPDATE customers SET name = name WHERE id = 1")
        pauses = Pauses(other.rollback)
        receipt = swept(server, Patience(3, pauses))
    assert len(pauses.made) == 1
    assert (receipt.status, told(receipt), receipt.waits) == ("done", ALL_GONE, {})
    assert server.rows() == [(0,), (0,)]


def test_rows_that_stay_locked_are_waited_for_and_the_next_run_goes_on(server: Opened) -> None:
    with server.somebody() as other:
        other.cursor().execute("UPDATE customers SET name = name WHERE id = 1")
        receipt = swept(server, Patience(0, lambda _: None))
    assert receipt.status == "waiting"
    assert receipt.waits == {"db": "another program keeps rows locked"}
    assert receipt.to_do == {"db.customers": 2}
    assert server.rows() == [(0,), (2,)]
    state = server.company.state
    assert [each["entry"] for each in waiting_runs(state)] == [1]
    entry = state.receipts()[-1]
    assert (entry["status"], entry["to_do"]) == ("waiting", {"db.customers": 2})
    again = swept(server, Patience(0, lambda _: None))
    assert (again.status, again.interrupted, waiting_runs(state)) == ("done", None, [])
    assert server.rows() == [(0,), (0,)]


def test_a_connection_that_is_ended_is_made_again(server: Opened) -> None:
    with before("DELETE FROM customers", lambda connection: ended(server, connection)):
        receipt = swept(server, Patience(3, sleep))
    assert (receipt.status, told(receipt), receipt.doubts) == ("done", ALL_GONE, [])
    assert server.rows() == [(0,), (0,)]
    assert len(server.database.rows("SELECT mark FROM gestand_erasure_mark")) == 1


@pytest.mark.parametrize("kept", [False, True])
def test_a_connection_that_ends_while_a_transaction_is_kept(server: Opened, kept: bool) -> None:
    def end(connection: sa.Connection) -> None:
        if kept:
            kept_first(connection)
        ended(server, connection)

    with at_the_end(2, end):
        receipt = swept(server, Patience(3, sleep))
    assert (receipt.status, told(receipt), receipt.doubts) == ("done", ALL_GONE, [])
    assert receipt.transactions == 2
    assert server.rows() == [(0,), (0,)]
    assert server.database.rows("SELECT mark FROM gestand_erasure_mark") == [
        (receipt.marks["db"][-1],)
    ]
    assert list(server.company.state.lines(INTENTS)) == []


@pytest.fixture
def opened(kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Give a company whose database is of each kind in turn."""
    folder = tmp_path / "company"
    with marked_company(STORY, kind, folder, together(tmp_path_factory)) as database:
        yield Opened(folder, database)


BEGAN = "INSERT INTO contracts VALUES (7, 1, 'Mail', 'ann.example', '2020-01-10', '2025-01-10')"


def test_a_row_that_comes_meanwhile_is_erased_as_well(opened: Opened) -> None:
    added: list[str] = []

    def add(table: str, _seen: int, _in_all: int) -> None:
        if table == "db.contracts" and not added:
            added.append(table)
            opened.database.run(BEGAN)

    request = Request(TODAY, (Person("customer", 1),), erase=True)
    with prepare(opened.company, request) as prepared:
        receipt = carried_out(prepared, add, patience=Patience(0, sleep))
    assert added
    assert receipt.status == "done"
    assert opened.rows() == [(0,), (1,)]


@pytest.mark.parametrize("server", kinds("postgresql"), indirect=True)
def test_a_contract_that_is_signed_after_others_wrote_once_keeps_its_customer(
    server: Opened,
) -> None:
    server.database.run("ALTER TABLE contracts DROP CONSTRAINT contracts_customer_id_fkey")
    datamap = server.folder / "privacy" / "datamap.yaml"
    words = "db.contracts: {purposes: [service], "
    owner = "owner: {customer_id: db.customers}, "
    owned = datamap.read_text("utf-8").replace(words, words + owner)
    datamap.write_text(owned, "utf-8")
    signed = "INSERT INTO contracts VALUES (7, 1, 'Mail', 'ann.example', '2026-01-10', NULL)"
    with prepare(server.company, Request(TODAY)) as prepared:
        # The plan's own answer stands no more; from here on nobody writes until the last moment.
        server.database.run("UPDATE customers SET phone = '06-3' WHERE id = 2")
        with before("DELETE FROM customers", lambda _: server.database.run(signed)):
            carried_out(prepared, patience=Patience(0, sleep))
    assert server.database.rows("SELECT id FROM customers") == [(1,)]


def test_rows_that_keep_coming_make_no_run_complete(opened: Opened) -> None:
    numbers = count(7)

    def add(table: str, _seen: int, _in_all: int) -> None:
        if table == "db.contracts":
            opened.database.run(BEGAN.replace("(7", f"({next(numbers)}"))

    request = Request(TODAY, (Person("customer", 1),), erase=True)
    with prepare(opened.company, request) as prepared:
        receipt = carried_out(prepared, add, patience=Patience(0, sleep))
    assert (receipt.status, list(receipt.waits)) == ("waiting", ["db"])
    assert "other programs keep adding rows" in receipt.waits["db"]


CHANGED = {
    "column of `contracts` `note` is new": "ALTER TABLE contracts ADD note VARCHAR(20)",
    "table `notes` is new": "CREATE TABLE notes (id INTEGER PRIMARY KEY)",
    "foreign key of `contracts` `id -> vacancies` is new": "",
    "trigger of `contracts` `seen` is new": "",
}
A_KEY = {
    "sqlite": "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql ="
    " replace(sql, 'id INTEGER PRIMARY KEY', 'id INTEGER PRIMARY KEY REFERENCES vacancies (id)')"
    " WHERE name = 'contracts'; PRAGMA writable_schema = RESET",
    "postgresql": "ALTER TABLE contracts ADD FOREIGN KEY (id) REFERENCES vacancies (id) NOT VALID",
    "mariadb": "ALTER TABLE contracts ADD FOREIGN KEY (id) REFERENCES vacancies (id)",
}
A_TRIGGER = {
    "sqlite": "CREATE TRIGGER seen BEFORE DELETE ON contracts BEGIN SELECT 1; END",
    "postgresql": "CREATE FUNCTION seen() RETURNS trigger AS 'BEGIN RETURN OLD; END'"
    " LANGUAGE plpgsql; CREATE TRIGGER seen BEFORE DELETE ON contracts FOR EACH ROW"
    " EXECUTE FUNCTION seen()",
    "mariadb": "CREATE TRIGGER seen BEFORE DELETE ON contracts FOR EACH ROW SET @seen = 1",
}


@pytest.mark.parametrize("said", CHANGED, ids=["column", "table", "key", "trigger"])
def test_a_schema_that_changed_since_the_plan_is_refused(opened: Opened, said: str) -> None:
    own = A_KEY if said.startswith("foreign") else A_TRIGGER
    statement = CHANGED[said] or own[opened.database.kind]
    with prepare(opened.company, Request(TODAY)) as prepared:
        opened.database.run(statement)
        with pytest.raises(CannotRun, match=f"has changed since the plan: {said}. Plan again"):
            carried_out(prepared, patience=Patience(0, sleep))
    assert opened.rows() == [(1,), (2,)]
