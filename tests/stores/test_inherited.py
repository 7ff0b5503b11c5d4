"""What is asked in PostgreSQL of a table from which others inherit is about its own rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from gestand.errors import CannotRun
from gestand.wiring import open_company
from gestand.work.company import NotClean
from gestand.work.sweep import Request, prepare
from tests.backups import marked_company
from tests.databases import Database, kinds, together
from tests.recording import carried_out

TODAY = date(2026, 6, 1)
STORY = "a_contract_signed_between_plan_and_apply"
OLDER = """
CREATE TABLE older_customers () INHERITS (customers);
INSERT INTO older_customers VALUES (9, 'K9', 'Cor', NULL, NULL, NULL, '2012-01-10');
CREATE TABLE older_contracts () INHERITS (contracts);
INSERT INTO older_contracts VALUES (9, 2, 'Mail', 'cor.example', '2012-01-10', '2013-01-10')
"""


@pytest.fixture(params=kinds("postgresql"))
def database(
    request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    with marked_company(
        STORY, request.param, tmp_path / "company", together(tmp_path_factory)
    ) as database:
        yield database


def test_rows_of_a_table_that_inherits_are_not_its_parents(
    database: Database, tmp_path: Path
) -> None:
    database.run(OLDER)
    with (tmp_path / "company" / "privacy" / "datamap.yaml").open("a") as datamap:
        datamap.write("  db.older_customers: {not personal: asked about elsewhere}\n")
        datamap.write("  db.older_contracts: {not personal: asked about elsewhere}\n")
    with prepare(open_company(tmp_path / "company"), Request(TODAY)) as prepared:
        receipt = carried_out(prepared)
    found = {each.step.table: (each.found, each.rows) for each in receipt.steps if each.found}
    assert found == {"db.contracts": (1, 1), "db.customers": (2, 2)}
    left = [database.rows(f"SELECT id FROM {table}") for table in ("contracts", "customers")]
    assert left == [[(9,)], [(9,)]], "those of the tables that inherit"


def test_a_table_that_begins_to_inherit_stops_a_plan(database: Database, tmp_path: Path) -> None:
    company = open_company(tmp_path / "company")
    with prepare(company, Request(TODAY)) as prepared:
        database.run(OLDER)
        with pytest.raises(CannotRun, match="older_contracts` is new"):
            carried_out(prepared)
    assert database.rows("SELECT count(*) FROM ONLY customers") == [(2,)]


def test_rows_that_stand_in_another_schema_are_refused(database: Database, tmp_path: Path) -> None:
    ((here,),) = database.rows("SELECT current_schema()")
    database.run(f"CREATE SCHEMA {here}_parts")
    try:
        database.run(f"CREATE TABLE {here}_parts.one () INHERITS (contracts)")
        with pytest.raises(NotClean) as refused:
            open_company(tmp_path / "company")
    finally:
        database.run(f"DROP SCHEMA {here}_parts CASCADE")
    (finding,) = refused.value.findings
    assert (finding.code, finding.fragment) == ("G465", "db.contracts")
    assert f"`{here}_parts.one` inherits from `db.contracts`" in finding.message
