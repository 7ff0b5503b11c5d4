"""Rows as they are told: each with what holds it, however many people are asked about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from gestand.core.facts import Person
from gestand.core.plan.steps import Read
from gestand.errors import CannotRun
from gestand.stores.base import Lasts, RowTold, Run
from gestand.wiring import open_company
from gestand.work.company import Company
from gestand.work.sweep import Opened, Request, opened
from tests.databases import Database
from tests.linde import TODAY, company, text
from tests.noorderlicht import DAY
from tests.stores.test_statements import PEOPLE, scanned

ROWS = """
INSERT INTO customers VALUES
    (1, 'K1', 'Aaltje', 'aaltje@delinde.example', NULL, NULL, '2019-01-10'),
    (2, 'K2', 'Björn', 'bjorn@delinde.example', NULL, NULL, '2019-01-10');
INSERT INTO contracts VALUES (5, 1, 'vps', 'a.example', '2020-01-01', NULL);
INSERT INTO orders VALUES (7, 1, 'Laan 1', '2026-02-01', '2026-02-03'),
    (8, 1, 'Laan 2', '2019-02-01', '2019-02-03'), (9, 1, 'Laan 3', '2026-02-01', 'no day'),
    (10, 2, 'Laan 4', '2026-06-01', NULL);
"""

DATED = (
    ROWS.replace("'no day'", "NULL")
    + """
INSERT INTO invoices VALUES (3, 'F3', 1, 7, 'Aaltje', NULL, NULL, '2026-02-03');
INSERT INTO vacancies VALUES (1, 'Bouwer', '2026-01-01', '2026-06-01', NULL, NULL);
INSERT INTO applications (id, vacancy_id, name, received_on, pool_given_on)
VALUES (1, 1, 'Aaltje', '2026-05-01', '2026-05-02');
INSERT INTO documents VALUES (4, 1, 'cv');
INSERT INTO guest_orders (id, buyer_name, buyer_email, product, ordered_on)
VALUES (1, 'A', ' A@delinde.example', 'vps', '2026-06-01');
"""
)

Found = dict[str, list[RowTold]]


@contextmanager
def asked(company: Company, *people: tuple[str, str | int], on: date = TODAY) -> Iterator[Opened]:
    request = Request(on, tuple(Person(*person) for person in people), access=True)
    with opened(company, request) as ready:
        yield ready


def told(ready: Opened, run: Run, store: str) -> Found:
    steps = [step for step in ready.program.of_store(store) if isinstance(step, Read)]
    reading = run.told(steps)
    with run.transaction(writing=False):
        return {step.table: list(reading.rows(step)) for step in steps}


def everything(ready: Opened) -> Found:
    found: Found = {}
    for store, run in ready.runs.items():
        found |= told(ready, run, store)
    return found


@pytest.fixture(scope="module")
def noorderlicht_company(founding: Path) -> Company:
    return open_company(founding)


def test_each_row_has_its_grounds_with_the_last_day(tmp_path: Path) -> None:
    with asked(company(tmp_path, ROWS), ("customer", 1)) as ready:
        found = everything(ready)
    (customer,) = found["db.customers"]
    going_on = [lasts for lasts in customer.held if lasts is not None and lasts.until is None]
    assert [lasts.occasion for lasts in going_on] == ["order", "contract"]
    assert [row.key for row in found["db.orders"]] == [(7,), (8,), (9,)]
    live, over, unclear = found["db.orders"]
    assert (live.held, live.waits) == ((Lasts("order", date(2026, 8, 3)),), (False,))
    assert (over.held, over.waits) == ((None,), (False,))
    assert unclear.waits == (True,)
    assert [row.values[2] for row in found["db.orders"]] == ["Laan 1", "Laan 2", "Laan 3"]


def test_what_somebody_else_holds_is_not_read(tmp_path: Path) -> None:
    with asked(company(tmp_path, ROWS), ("customer", 2)) as ready:
        found = everything(ready)
    assert [row.key for row in found["db.orders"]] == [(10,)]
    assert found["db.contracts"] == []


def linde_on(database: Database, folder: Path) -> Company:
    """Found a company whose one store is this database."""
    (folder / "privacy").mkdir(parents=True)
    for file in ("policy.yaml", "datamap.yaml"):
        words = text(file).replace("sqlite:///db.db", database.url)
        (folder / "privacy" / file).write_text(words, "utf-8")
    database.run(text("schema.sql") + DATED)
    return open_company(folder)


def test_every_database_tells_the_same(database: Database, tmp_path: Path) -> None:
    people = (("customer", 1), ("applicant", 1), ("guest", "a@delinde.example"))
    with asked(linde_on(database, tmp_path / "linde"), *people) as ready:
        found = everything(ready)
    days = {
        table: [[(h.occasion, h.until) for h in row.held if h is not None] for row in rows]
        for table, rows in found.items()
        if rows
    }
    order, open_order = ("order", date(2026, 8, 3)), ("order", None)
    pool, tax = ("application", date(2027, 5, 2)), ("invoice", date(2033, 12, 31))
    applied = ("application", date(2026, 6, 29))
    assert days == {
        "db.customers": [[open_order, ("contract", None)]],
        "db.contracts": [[("contract", None)]],
        "db.orders": [[order], [], [open_order]],
        "db.invoices": [[("contract", None), tax]],
        "db.applications": [[applied, pool]],
        "db.documents": [[applied, pool]],
        "db.guest_orders": [[open_order]],
    }
    assert [str(row.values[3]) for row in found["db.orders"]] == [
        "2026-02-01", "2019-02-01", "2026-02-01",
    ]  # fmt: skip


def test_one_answer_takes_as_many_statements_as_many(noorderlicht_company: Company) -> None:
    def statements(*people: tuple[str, str | int]) -> list[int]:
        with asked(noorderlicht_company, *people, on=DAY) as ready:
            everything(ready)
            return [len(run.sql()) for run in ready.runs.values()]

    one = statements(("customer", 1), ("applicant", 1))
    many = statements(*((kind, n) for kind in ("customer", "applicant") for n in range(1, 40)))
    assert one == many
    assert sum(one) <= 2 * len(noorderlicht_company.holdings.tables)


@pytest.mark.parametrize("person", [*PEOPLE, ("guest", "zoe@post.example")])
def test_no_table_is_read_from_end_to_end(
    noorderlicht_company: Company, person: tuple[str, str | int]
) -> None:
    with asked(noorderlicht_company, person, on=DAY) as ready:
        everything(ready)
        found = [pair for run in ready.runs.values() for pair in scanned(run)]
    assert found == []


def test_many_people_are_told_what_each_is_told_alone(noorderlicht_company: Company) -> None:
    people = [("customer", n) for n in range(1, 9)]
    together: Found = {}
    with asked(noorderlicht_company, *people, on=DAY) as ready:
        together = everything(ready)
    alone: Found = {table: [] for table in together}
    for person in people:
        with asked(noorderlicht_company, person, on=DAY) as ready:
            for table, rows in everything(ready).items():
                alone[table] += rows
    assert {t: sorted(rows, key=lambda r: r.key) for t, rows in alone.items()} == together


def test_a_statement_asks_each_thing_once(noorderlicht_company: Company) -> None:
    with asked(noorderlicht_company, ("applicant", 1), on=DAY) as ready:
        everything(ready)
        (statement,) = [sql for sql in ready.runs["hr"].sql() if "applications.letter" in sql]
    for name in ("received_on", "withdrawn_on", "hired_on", "pool_given_on", "pool_withdrawn_on"):
        assert statement.count(f"date(applications.{name}, '+0 days') IS") == 1, name
    assert statement.count("JOIN vacancies") == 1


def test_an_error_of_a_database_is_told_in_plain_words(database: Database, tmp_path: Path) -> None:
    with asked(linde_on(database, tmp_path / "linde"), ("customer", 1)) as ready:
        steps = [step for step in ready.program.of_store("db") if isinstance(step, Read)]
        contracts = next(step for step in steps if step.table == "db.contracts")
        run = ready.runs["db"]
        reading = run.told([contracts])
        database.run("DROP TABLE contracts")
        with pytest.raises(CannotRun, match="^store `db`: "), run.transaction(writing=False):
            list(reading.rows(contracts))
