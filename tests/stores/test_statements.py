"""What a plan asks of a database: as many statements for one person as for all, and no scans."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gestand.core.facts import ErasureAsked, Person
from gestand.core.plan.steps import Keep
from gestand.core.predicate import NEVER
from gestand.stores.base import Run
from gestand.stores.lasting import Lasting
from gestand.stores.run import Connected
from gestand.wiring import open_company
from gestand.work.company import Company
from gestand.work.facts import record_erasures
from gestand.work.sweep import Prepared
from tests.linde import planned, run
from tests.noorderlicht import DAY, founded
from tests.recording import writing

ALIAS = re.compile(r'"?(\w+)"? AS "?(\w+)"?')
SCAN = re.compile(r"SCAN (\w+)")


@pytest.fixture(scope="module")
def opened(founding: Path) -> Company:
    return open_company(founding)


def scanned(run: Run) -> Iterator[tuple[str, str]]:
    """Yield every table of the company that a statement reads from end to end."""
    assert isinstance(run, Connected)
    for statement in run.sql():
        tables = {alias: table for table, alias in ALIAS.findall(statement)}
        for step in run.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}"):
            found = SCAN.match(step[3])
            table = tables.get(found[1], found[1]) if found else ""
            if table in run.schema.tables:
                yield table, statement


PEOPLE = [("customer", 17), ("company contact", 3), ("applicant", 5), ("employee", 2)]


@pytest.mark.parametrize("erase", [False, True])
@pytest.mark.parametrize("person", PEOPLE)
def test_the_plan_of_one_person_reads_no_table_from_end_to_end(
    opened: Company, person: tuple[str, int], *, erase: bool
) -> None:
    with planned(opened, person, on=DAY, erase=erase) as prepared:
        assert prepared.plan.measured
        found = [pair for run in prepared.runs.values() for pair in scanned(run)]
    assert found == []


def test_the_plan_of_a_guest_finds_their_orders_by_an_index_on_the_folded_address(
    opened: Company,
) -> None:
    with planned(opened, ("guest", "zoe@x.example"), on=DAY, erase=True) as prepared:
        found = {table for run in prepared.runs.values() for table, _ in scanned(run)}
    assert found == set()


def test_without_an_index_on_the_folded_address_the_plan_of_a_guest_reads_that_table(
    founding: Path, tmp_path: Path
) -> None:
    shutil.copytree(founding, tmp_path / "bare")
    run(tmp_path / "bare", "DROP INDEX guest_orders_buyer", "shop.db")
    with planned(
        open_company(tmp_path / "bare"), ("guest", "zoe@x.example"), on=DAY, erase=True
    ) as prepared:
        found = {table for run in prepared.runs.values() for table, _ in scanned(run)}
    assert found == {"guest_orders"}


def counted(prepared: Prepared) -> dict[str, int]:
    return {name: len(run.sql()) for name, run in prepared.runs.items()}


def test_their_number_does_not_depend_on_the_number_of_people(
    opened: Company, tmp_path: Path
) -> None:
    few = open_company(founded(tmp_path, 100))
    with planned(opened, on=DAY) as many, planned(few, on=DAY) as some:
        assert counted(many) == counted(some)
    asked = [("customer", n) for n in range(1, 80)]
    with planned(opened, *asked, on=DAY) as many, planned(opened, *asked[:40], on=DAY) as some:
        assert counted(many) == counted(some)
    with planned(opened, asked[0], on=DAY) as one:
        assert counted(one)["shop"] <= counted(many)["shop"]


def test_their_number_does_not_depend_on_the_number_of_requests(tmp_path: Path) -> None:
    company = open_company(founded(tmp_path, 100))
    numbers = []
    for people in (range(1, 2), range(2, 50)):
        hidden = [company.state.digest("customer", n) for n in people]
        facts = [ErasureAsked(Person("customer", key, hidden=True), DAY) for key in hidden]
        with writing(company.state):
            record_erasures(company.state, facts)
        with planned(company, on=DAY) as prepared:
            numbers.append(counted(prepared))
    assert numbers[0] == numbers[1]


def test_a_ground_that_never_holds_joins_what_it_would_read(opened: Company) -> None:
    with planned(opened, ("customer", 17), on=DAY) as prepared:
        keeps = [step for step in prepared.plan.program.steps if isinstance(step, Keep)]
        keep = next(keep for keep in keeps if any(end.reach.joins() for end in keep.ends))
        never = [replace(end, condition=NEVER) for end in keep.ends]
        run = prepared.runs[keep.table.partition(".")[0]]
        assert isinstance(run, Connected)
        with prepared.ready.transaction():
            lasting = Lasting(run, run.renderer)
            found = [row for end in never for row in run.execute(lasting.select(keep, end))]
    assert found == []  # and no warning of tables that nothing joins


def test_every_statement_is_shown_with_its_values(opened: Company) -> None:
    with planned(opened, ("customer", 17), on=DAY, erase=True) as prepared:
        for statement in prepared.runs["shop"].sql():
            assert not re.search(r"[?:]", re.sub(r"'[^']*'", "", statement)), statement
