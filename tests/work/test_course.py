"""Stores of a large run are changed at the same time, where none has a say in another."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from threading import Barrier, get_ident

import pytest
import sqlalchemy as sa

from gestand.wiring import open_company
from gestand.work.company import Company
from gestand.work.course import MANY
from gestand.work.intents import INTENTS
from gestand.work.patience import Patience
from gestand.work.receipt import Receipt
from gestand.work.sweep import Request, prepare
from tests.acceptance.killing import Countdown, in_a_child
from tests.acceptance.test_kill import ALL
from tests.databases import Database, empty, kinds, together
from tests.recording import carried_out

TODAY = date(2026, 6, 1)
STORES = ("one", "other")
LONG = 20
"""Seconds; nothing here takes that long unless it is wrong."""

_POLICY = """
policy: 1
controller:
  name: De Linde B.V.
  contact: {email: privacy@delinde.example, post: "Lindelaan 1, 3500 AA Utrecht"}
  register: "KvK 00000000"
  authority: nl/ap
  languages: [nl, en]
  zone: Europe/Amsterdam
  fiscal year: calendar
statement: {effective: 2024-01-01}
categories:
  email: {nl: e-mailadres, en: e-mail address, is: "pd:Email"}
subjects:
  one: {nl: klanten, en: customers}
  other: {nl: lezers, en: readers}
moments:
  registered: {nl: u zich heeft ingeschreven, en: you have registered}
purposes:
"""
_PURPOSE = """
  {0}:
    title: {{nl: "Inschrijving, {0}", en: "Registration, {0}"}}
    basis: contract
    data: [email]
    occasion: {0}
    keep: {{for: P1M, after: registered, chosen by: controller}}
"""
_TABLE = """
CREATE TABLE people (id INTEGER PRIMARY KEY, email VARCHAR(40) NOT NULL, since DATE);
CREATE TABLE gestand_erasure_mark (mark VARCHAR(32) PRIMARY KEY);
"""
_FEW = 3
"""Rows of each store that stay."""


@dataclass
class Opened:
    """A company of two stores that know nothing of each other, each with many rows that go."""

    folder: Path
    databases: dict[str, Database]

    @property
    def company(self) -> Company:
        return open_company(self.folder)

    def fill(self) -> None:
        """Let each store hold many rows that go, and a few that stay."""
        days = ["2020-01-01"] * MANY + [TODAY.isoformat()] * _FEW
        rows = ", ".join(f"({n}, '{n}@a.example', '{day}')" for n, day in enumerate(days))
        for database in self.databases.values():
            database.run(f"DELETE FROM people; INSERT INTO people VALUES {rows};")
            database.own.commit()

    def left(self) -> list[int]:
        counted = "SELECT count(*) FROM people"
        found = [int(self.databases[store].rows(counted)[0][0]) for store in STORES]
        for database in self.databases.values():
            database.own.rollback()
        return found


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let databases wait for a lock no longer than they must."""
    monkeypatch.setenv("GESTAND_PATIENCE", "1")


@pytest.fixture(params=kinds("postgresql", "mariadb"))
def opened(
    request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    # Of others on the same server it would be asked again what was planned (decision 005).
    alone = request.param == "postgresql"
    shared = tmp_path if alone else together(tmp_path_factory)
    databases = dict[str, Database]()
    with ExitStack() as stack:
        for store in STORES:
            made = stack.enter_context(empty(request.param, tmp_path, shared, store))
            made.run(_TABLE)
            databases[store] = made
        _declare(tmp_path / "privacy", databases)
        company = Opened(tmp_path, databases)
        company.fill()
        yield company


def _declare(privacy: Path, databases: dict[str, Database]) -> None:
    privacy.mkdir()
    policy = _POLICY + "".join(map(_PURPOSE.format, STORES))
    (privacy / "policy.yaml").write_text(policy, "utf-8")
    said = {
        "datamap": 1,
        "stores": {
            store: {"url": made.url, "zone": "Europe/Amsterdam", "source": "person"}
            for store, made in databases.items()
        },
        "subjects": {s: {"table": f"{s}.people", "identified by": ["email"]} for s in STORES},
        "occasions": {
            s: {"table": f"{s}.people", "began": "since", "registered": "since"} for s in STORES
        },
        "tables": {
            f"{s}.people": {"purposes": [s], "columns": {"email": "email"}} for s in STORES
        },
    }
    (privacy / "datamap.yaml").write_text(json.dumps(said), "utf-8")


def swept(company: Company) -> Receipt:
    with prepare(company, Request(TODAY)) as prepared:
        return carried_out(prepared, patience=Patience(0))


on_postgresql = pytest.mark.parametrize("opened", kinds("postgresql"), indirect=True)


@contextmanager
def deleting(look: Barrier) -> Iterator[dict[int, str]]:
    """Let every DELETE of people wait for another one; give the text of each by its thread."""
    threads = dict[int, str]()

    def before(_connection: object, _cursor: object, text: str, *_others: object) -> None:
        if text.startswith("DELETE FROM people"):
            threads[get_ident()] = text
            look.wait(LONG)

    sa.event.listen(sa.Engine, "before_cursor_execute", before)
    try:
        yield threads
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", before)


@on_postgresql
def test_two_stores_are_changed_at_the_same_time(opened: Opened) -> None:
    with deleting(Barrier(len(STORES))) as threads:
        receipt = swept(opened.company)
    assert len(threads) == 2
    # The other one of ours is nobody else: what was planned is not asked again.
    assert not any("since" in text for text in threads.values())
    assert opened.left() == [_FEW, _FEW]
    assert [(each.step.table, each.rows) for each in receipt.steps if each.rows] == [
        (f"{store}.people", MANY) for store in STORES
    ]
    assert {store: len(marks) for store, marks in receipt.marks.items()} == {"one": 1, "other": 1}
    assert receipt.transactions == 2
    assert list(opened.company.state.lines(INTENTS)) == []


def test_one_store_goes_on_where_another_one_is_in_use(opened: Opened) -> None:
    with closing(opened.databases["one"].connect()) as somebody, somebody.cursor() as cursor:
        cursor.execute("SELECT id FROM people WHERE id = 0 FOR UPDATE")
        receipt = swept(opened.company)
        somebody.rollback()
    assert receipt.status == "waiting" and list(receipt.waits) == ["one"]
    assert opened.left() == [MANY + _FEW, _FEW]
    assert swept(opened.company).status == "done"
    assert opened.left() == [_FEW, _FEW]


@on_postgresql
def test_a_run_killed_at_any_moment_comes_to_the_same_end(opened: Opened) -> None:
    stopped = list[bool]()
    for moment in range(1, 100, 1 if ALL else 5):
        opened.fill()
        countdown = Countdown(moment, signal.SIGKILL, on=True)
        stopped.append(in_a_child(partial(swept, opened.company), countdown))
        assert set(opened.left()) <= {_FEW, MANY + _FEW}
        number = opened.company.state.next_receipt() - 1
        receipt = swept(opened.company)
        assert opened.left() == [_FEW, _FEW]
        assert receipt.status == "done"
        if receipt.interrupted is not None:
            told = opened.company.state.receipt(number)
            assert told is not None and told["status"] == "interrupted" and told["unknown"] == []
            steps = [*told["steps"], *told.get("kept", [])]
            assert sum(step["rows"] for step in steps) + receipt.rows == 2 * MANY
        if not stopped[-1]:
            break
    assert len(stopped) > 4 and not stopped[-1]
