"""Carrying out a plan: in chunks, twice, and while somebody else writes."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from contextvars import copy_context
from pathlib import Path

import pytest

from gestand.demo.noorderlicht.generate import WITH_FILES
from gestand.errors import CannotRun
from gestand.wiring import open_company
from gestand.work.decide import Answer
from gestand.work.sweep import Request
from tests.linde import TODAY, cell, company, planned, rows, run, sweep
from tests.noorderlicht import DATABASES, DAY, State, held
from tests.recording import carried_out, decided

ANN = """
INSERT INTO customers
VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '1', 'Lindelaan 2', '2019-01-10');
"""
ENDED = "INSERT INTO contracts VALUES (1, 1, 'vps', 'ann.example', '2019-02-01', '2020-02-01');\n"
RUNNING = "INSERT INTO contracts VALUES (2, 1, 'vps', 'ann.example', '2026-06-01', NULL);\n"
STATED = "{purposes: [service], triggers: {again: starts it anew}, columns: {product"
BO = """
INSERT INTO customers
VALUES (2, 'K2', 'Bo', 'bo@delinde.example', '2', 'Lindelaan 3', '2019-01-10');
"""


@pytest.fixture(scope="module")
def kept(founding: Path, tmp_path_factory: pytest.TempPathFactory) -> State:
    """Give what the example company holds after one sweep in large chunks."""
    folder = tmp_path_factory.mktemp("kept") / "noorderlicht"
    shutil.copytree(founding, folder)
    sweep(open_company(folder), on=DAY)
    return held(folder)


@pytest.mark.parametrize("chunk", [13, 200])
def test_the_size_of_a_chunk_does_not_matter(noorderlicht: Path, kept: State, chunk: int) -> None:
    sweep(open_company(noorderlicht), on=DAY, chunk=chunk)
    assert held(noorderlicht) == kept


def test_the_second_run_changes_nothing(noorderlicht: Path, kept: State) -> None:
    opened = open_company(noorderlicht)
    assert sweep(opened, on=DAY).rows > 0
    with planned(opened, on=DAY) as prepared:
        assert prepared.plan.changes == ()
        assert carried_out(prepared).rows == 0
    assert held(noorderlicht) == kept


def test_nothing_points_nowhere_afterwards(noorderlicht: Path) -> None:
    sweep(open_company(noorderlicht), on=DAY)
    for database in DATABASES:
        assert cell(noorderlicht, "PRAGMA foreign_key_check", database) is None
        assert cell(noorderlicht, "PRAGMA integrity_check", database) == "ok"


def test_every_file_that_is_left_is_named_and_every_name_has_its_file(noorderlicht: Path) -> None:
    sweep(open_company(noorderlicht), on=DAY)
    named: set[str] = set()
    for store, table in WITH_FILES.items():
        with closing(sqlite3.connect(noorderlicht / f"{store}.db")) as connection:
            query = f"SELECT stored_as FROM {table}"
            named |= {name for (name,) in connection.execute(query)}
    assert held(noorderlicht).files == named


def test_somebody_else_writing_something_else_does_not_matter(
    noorderlicht: Path, kept: State
) -> None:
    with planned(open_company(noorderlicht), on=DAY) as prepared:
        run(noorderlicht, "CREATE TABLE beside (id INTEGER); DROP TABLE beside;", "shop.db")
        run(noorderlicht, "CREATE TABLE beside (id INTEGER); DROP TABLE beside;", "hr.db")
        carried_out(prepared, chunk=100)
    assert held(noorderlicht) == kept


MEANWHILE = {
    "a contract is signed": (ANN + ENDED, RUNNING),
    "an order is placed, and needs no street": (
        ANN + ENDED,
        "INSERT INTO orders VALUES (1, 1, 'Kade 1', '2026-06-14', NULL);",
    ),
    "the end of the contract is taken back": (
        ANN + ENDED,
        "UPDATE contracts SET ended_on = NULL",
    ),
    "the end of the contract becomes unreadable": (
        ANN + ENDED,
        "UPDATE contracts SET ended_on = 'soon'",
    ),
    "something new points at the row": (
        ANN,
        "INSERT INTO invoices VALUES (1, 'F1', 1, NULL, 'Ann', 'Kade 1', NULL, '2026-06-14');",
    ),
}


@pytest.mark.parametrize("what", MEANWHILE)
def test_what_happens_between_plan_and_apply_counts(what: str, tmp_path: Path) -> None:
    before, meanwhile = MEANWHILE[what]
    timely, late = company(tmp_path / "timely", before), company(tmp_path / "late", before)
    run(timely.root, meanwhile)
    sweep(timely)
    with planned(late) as prepared:
        run(late.root, meanwhile)
        carried_out(prepared)
    assert cell(late.root, "SELECT count(*) FROM customers") == 1
    assert cell(late.root, "PRAGMA foreign_key_check") is None
    sweep(late)
    assert rows(late.root) == rows(timely.root)


def test_a_row_that_somebody_else_removed_is_not_counted(tmp_path: Path) -> None:
    with planned(company(tmp_path, ANN + BO)) as prepared:
        run(tmp_path, "DELETE FROM customers WHERE id = 2")
        assert carried_out(prepared).rows == 1


def test_somebody_who_comes_along_is_left_alone(tmp_path: Path) -> None:
    with planned(company(tmp_path, ANN)) as prepared:
        run(tmp_path, BO)
        carried_out(prepared)
    assert cell(tmp_path, "SELECT name FROM customers") == "Bo"


def test_a_date_that_is_mended_in_between_outlives_a_decision(tmp_path: Path) -> None:
    opened = company(tmp_path, ANN + ENDED)
    run(tmp_path, "UPDATE contracts SET ended_on = '0000-00-00'")
    decided(opened, Request(TODAY), "ask:db.contracts:contract", Answer(True, TODAY, "a test"))
    with planned(opened) as prepared:
        assert prepared.plan.changes
        run(tmp_path, "UPDATE contracts SET ended_on = '2026-06-14'")
        carried_out(prepared)
    assert cell(tmp_path, "SELECT domain FROM contracts") == "ann.example"


def test_a_decision_holds_while_somebody_else_writes(tmp_path: Path) -> None:
    opened = company(tmp_path, ANN + ENDED)
    run(tmp_path, "UPDATE contracts SET ended_on = '0000-00-00'")
    decided(opened, Request(TODAY), "ask:db.contracts:contract", Answer(True, TODAY, "a test"))
    with planned(opened) as prepared:
        run(tmp_path, BO)
        carried_out(prepared)
    assert cell(tmp_path, "SELECT count(*) FROM contracts") == 0


def test_two_runs_at_once_are_one_too_many(tmp_path: Path) -> None:
    opened = company(tmp_path, ANN)
    with planned(opened) as prepared:
        somebody_else = copy_context()
        with opened.state.alone(), pytest.raises(CannotRun, match="another run is at work in .*"):
            somebody_else.run(carried_out, prepared)
    assert sweep(opened).rows == 1


def test_progress_counts_the_rows_of_the_plan(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with planned(company(tmp_path, ANN + BO + ENDED)) as prepared:
        carried_out(prepared, lambda *step: told.append(step), chunk=1)
    assert [done for _, done, _ in told] == [1, 2, 3]
    assert {total for _, _, total in told} == {3}


def test_a_cascade_of_the_company_takes_nobody_along(tmp_path: Path) -> None:
    own = "customer_id INTEGER REFERENCES customers (id)"
    changes = {"schema": [(f"{own},", f"{own} ON DELETE CASCADE,")]}
    order = "INSERT INTO orders VALUES (1, 1, 'Kade 1', '2020-01-01', NULL);"
    sweep(company(tmp_path, ANN + order, changes))
    assert cell(tmp_path, "SELECT street FROM orders") == "Kade 1"


def test_what_a_trigger_of_the_company_changes_is_looked_at_again(tmp_path: Path) -> None:
    trigger = (
        "CREATE TRIGGER again AFTER DELETE ON contracts BEGIN"
        " UPDATE customers SET registered_on = '2026-06-10' WHERE id = old.customer_id; END;"
    )
    changes = {"datamap": [("{purposes: [service], columns: {product", STATED)]}
    opened = company(tmp_path, ANN + ENDED + trigger, changes)
    assert sweep(opened).rows == 1
    assert cell(tmp_path, "SELECT name FROM customers") == "Ann"


def test_a_schema_that_has_changed_since_the_plan_stops_the_run(tmp_path: Path) -> None:
    with planned(company(tmp_path, ANN)) as prepared:
        run(
            tmp_path,
            "CREATE TABLE letters (id INTEGER PRIMARY KEY,"
            " customer_id INTEGER REFERENCES customers (id) ON DELETE CASCADE);"
            "INSERT INTO letters VALUES (1, 1)",
        )
        with pytest.raises(CannotRun, match="the schema of store `db` has changed"):
            carried_out(prepared)
    assert cell(tmp_path, "SELECT count(*) FROM letters") == 1


def test_a_row_without_a_key_is_asked_about(tmp_path: Path) -> None:
    own = "documents (\n    id {} PRIMARY KEY"
    changes = {"schema": [(own.format("INTEGER"), own.format("TEXT"))]}
    opened = company(tmp_path, changes=changes)
    run(
        tmp_path,
        "INSERT INTO applications VALUES"
        " (1, NULL, 'Ann', NULL, NULL, '2019-01-01', '2019-02-01', NULL, NULL, NULL);"
        "INSERT INTO documents VALUES (NULL, 1, 'CV'), ('a', 1, 'letter')",
    )
    with planned(opened) as prepared:
        assert [m.step.id for m in prepared.plan.questions] == ["ask:db.documents:keyless"]
        found = {m.step.id: m.rows for m in prepared.plan.measured}
        assert found["erase:db.documents"] == 1
        carried_out(prepared)
    assert cell(tmp_path, "SELECT group_concat(title) FROM documents") == "CV"
