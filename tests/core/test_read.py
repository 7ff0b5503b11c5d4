"""What is told to a person: every column of their rows, but secrets and what is about others."""

from __future__ import annotations

from pathlib import Path

import pytest

from gestand.core.datamap.holdings import Holdings
from gestand.core.grounds import Grounds, Question
from gestand.core.plan.compile import Compiler
from gestand.core.plan.read import OTHER, SECRET, Telling, masked
from gestand.core.plan.steps import Program, Read
from gestand.core.policy.parse import parse_policy
from tests.linde import TODAY, Changes, matched, text

SECRETS: Changes = {"datamap": [("{number: technical, name", "{number: secret, name")]}


@pytest.fixture(scope="module")
def holdings(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    found = matched(tmp_path_factory.mktemp("linde")).holdings
    assert found is not None
    return found


def program(holdings: Holdings, *asked: str) -> Program:
    policy, findings = parse_policy(text("policy.yaml"), "policy.yaml")
    assert policy is not None, findings
    grounds = Grounds(holdings, (policy,), Question(TODAY))
    return Telling(Compiler(holdings, grounds, frozenset(asked)), grounds).program()


def test_every_column_is_told_or_withheld_with_a_reason(holdings: Holdings) -> None:
    for step in program(holdings, *holdings.subjects).steps:
        assert isinstance(step, Read)
        withheld = {held.column for held in step.withheld}
        columns = set(holdings.tables[step.table].columns)
        assert withheld | set(step.columns) == columns
        assert withheld & set(step.columns) == set()
        assert {held.reason for held in step.withheld} <= {SECRET, OTHER}


def test_only_tables_of_the_kinds_asked_about_are_read(holdings: Holdings) -> None:
    tables = [step.table for step in program(holdings, "customer").steps]
    assert tables[0] == "db.customers"
    assert set(tables[1:]) == {"db.contracts", "db.orders", "db.order_lines", "db.invoices"}
    assert tables.index("db.orders") < tables.index("db.order_lines")


def test_a_key_that_leads_to_somebody_else_is_about_them(holdings: Holdings) -> None:
    def reason(table: str, column: str) -> str | None:
        return masked(holdings, holdings.tables[table], column)

    assert reason("db.contacts", "customer_id") == OTHER
    assert reason("db.employees", "application_id") == OTHER
    assert reason("db.orders", "customer_id") is None
    assert reason("db.invoices", "order_id") is None
    assert reason("db.applications", "vacancy_id") is None


def test_a_secret_is_never_told(tmp_path: Path) -> None:
    holdings = matched(tmp_path, SECRETS).holdings
    assert holdings is not None
    (step,) = (s for s in program(holdings, "customer").steps if s.table == "db.customers")
    assert isinstance(step, Read)
    assert [(held.column, held.reason) for held in step.withheld] == [("number", SECRET)]
