"""The steps of a plan: every cell once, children before parents, as many for one as for all."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from gestand.core.datamap.holdings import Holdings
from gestand.core.grounds import Grounds, Question
from gestand.core.plan.compile import Compiler
from gestand.core.plan.steps import AskHuman, Erase, Keep, KeepKey, Program, Redact
from gestand.core.policy.model import Policy
from gestand.core.policy.parse import parse_policy
from gestand.core.predicate import ALWAYS
from gestand.wiring import open_company
from tests.linde import TODAY, Changes, build, cell, company, matched, planned, run, sweep, text


@pytest.fixture(scope="module")
def holdings(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    found = matched(tmp_path_factory.mktemp("linde")).holdings
    assert found is not None
    return found


@pytest.fixture(scope="module")
def policy() -> Policy:
    found, findings = parse_policy(text("policy.yaml"), "policy.yaml")
    assert found is not None, findings
    return found


def compiled(holdings: Holdings, policy: Policy, *asked: str, erasing: str = "") -> Program:
    question = Question(TODAY, frozenset(filter(None, [erasing])))
    return Compiler(holdings, Grounds(holdings, (policy,), question), frozenset(asked)).program()


@pytest.mark.parametrize("erasing", ["", "customer", "guest"])
def test_every_cell_is_emptied_by_exactly_one_step(
    holdings: Holdings, policy: Policy, erasing: str
) -> None:
    emptied = Counter(
        (step.table, column)
        for step in compiled(holdings, policy, erasing=erasing).steps
        if isinstance(step, Redact) and not step.first
        for column in step.columns
    )
    cells = {(t.id, c.column) for t in holdings.tables.values() for c in t.cells}
    rest = {(t.id, change.column) for t in holdings.tables.values() for change in t.rest}
    assert emptied == dict.fromkeys(cells | rest, 1)


def test_no_key_edge_or_moment_is_ever_emptied(holdings: Holdings, policy: Policy) -> None:
    for step in compiled(holdings, policy).steps:
        if isinstance(step, Redact) and not step.first:
            table = holdings.tables[step.table]
            structural = {*table.key, *(c for edge in table.owners for c in edge.columns)}
            structural |= {m.column for o in holdings.occasions for m in o.all_moments()}
            assert not structural & set(step.columns)


def test_rows_go_before_the_rows_that_they_point_at(holdings: Holdings, policy: Policy) -> None:
    order = [s.table for s in compiled(holdings, policy).steps if isinstance(s, Erase)]
    assert sorted(order) == sorted(holdings.tables)
    for edge in holdings.references:
        if edge.parent in holdings.tables and edge.child in holdings.tables:
            assert order.index(edge.child) < order.index(edge.parent)


def test_every_step_has_a_name_of_its_own(holdings: Holdings, policy: Policy) -> None:
    names = [step.id for step in compiled(holdings, policy, erasing="contact").steps]
    assert len(names) == len(set(names))
    assert {name.partition(":")[0] for name in names} == {"erase", "redact", "keep", "ask"}


def test_a_request_of_one_kind_is_about_their_rows_only(holdings: Holdings, policy: Policy) -> None:
    program = compiled(holdings, policy, "customer")
    tables = {table.id for table in holdings.tables.values() if table.kinds == {"customer"}}
    assert {step.table for step in program.steps} == set(program.surveys) == tables
    assert all(survey.scope != ALWAYS and not survey.whole for survey in program.surveys.values())


def test_steps_are_as_many_for_a_few_as_for_everybody(holdings: Holdings, policy: Policy) -> None:
    kinds = tuple(holdings.subjects)
    everybody, few = compiled(holdings, policy), compiled(holdings, policy, *kinds)
    # Of others than these few nobody else asks whether what they hold can be told.
    elsewhere = {"ask:db.invoices:reach", "ask:db.order_lines:reach"}
    assert elsewhere.isdisjoint(step.id for step in everybody.steps)
    named = [step.id for step in few.steps if step.id not in elsewhere]
    assert [step.id for step in everybody.steps] == named
    assert elsewhere <= {step.id for step in few.steps}


def test_the_same_question_gives_the_same_steps(holdings: Holdings, policy: Policy) -> None:
    assert compiled(holdings, policy) == compiled(holdings, policy)


def test_every_claim_has_a_step_that_keeps_and_every_table_one_for_its_keys(
    holdings: Holdings, policy: Policy
) -> None:
    program = compiled(holdings, policy)
    for table, survey in program.surveys.items():
        keeps = [step for step in program.steps if isinstance(step, Keep) and step.table == table]
        assert [keep.purpose for keep in keeps] == [held.purpose for held in survey.claims]
        assert [keep.claim for keep in keeps] == list(range(len(survey.claims)))
    assert len([s for s in program.steps if isinstance(s, KeepKey)]) == len(holdings.tables)


def test_an_interest_is_only_weighed_when_somebody_asked(
    holdings: Holdings, policy: Policy
) -> None:
    def weighed(erasing: str) -> list[str]:
        steps = compiled(holdings, policy, erasing=erasing).steps
        return [s.id for s in steps if isinstance(s, AskHuman) and "weigh" in s.id]

    assert weighed("") == weighed("customer") == []
    assert weighed("contact") == ["ask:db.contacts:weigh-business-contacts"]


def test_marketing_is_never_weighed(holdings: Holdings, policy: Policy) -> None:
    interest = replace(policy.purposes["business contacts"], marketing=True)
    marketing = replace(policy, purposes={**policy.purposes, "business contacts": interest})
    steps = compiled(holdings, marketing, erasing="contact").steps
    assert not [step.id for step in steps if "weigh" in step.id]


HELD = "    source: other\n    held by contract"
SEVERAL: Changes = {
    "schema": [
        (
            "contacts (\n    id INTEGER PRIMARY KEY,\n",
            "contacts (\n    id INTEGER, line INTEGER,\n",
        ),
        (
            "left_on DATE\n);\nCREATE TABLE contracts",
            "left_on DATE,\n    PRIMARY KEY (id, line)\n);\nCREATE TABLE contracts",
        ),
    ],
    "datamap": [
        ("contact:   {table: db.contacts, ", "contact:   {"),
        (HELD, HELD.replace("held", "owner: {contact by email: email}\n    held")),
    ],
}


def test_a_child_with_a_key_of_several_columns_is_no_obstacle(tmp_path: Path) -> None:
    opened = company(
        tmp_path,
        "INSERT INTO customers VALUES (1, 'K1', 'Ann', 'a@x.example', NULL, NULL, '2019-01-01');"
        "INSERT INTO contacts VALUES (1, 1, 1, 'Cas', NULL, 'c@x.example', '2019-01-01', NULL);"
        "INSERT INTO contacts VALUES (1, 2, 1, 'Dee', NULL, 'd@x.example', '2026-06-01', NULL);",
        SEVERAL,
    )
    with planned(opened, ("customer", 1), erase=True) as prepared:
        assert [m.step.id for m in prepared.plan.changes] == ["redact:db.customers:1"]
    sweep(opened, chunk=1)
    assert cell(tmp_path, "SELECT group_concat(name || line) FROM contacts") == "Dee2"
    assert cell(tmp_path, "SELECT name FROM customers") == ""
    run(tmp_path, "DELETE FROM contacts")
    sweep(opened)
    assert cell(tmp_path, "SELECT count(*) FROM customers") == 0


def test_a_step_that_changes_nothing_is_not_carried_out(tmp_path: Path) -> None:
    opened = open_company(build(tmp_path))
    with planned(opened) as prepared:
        assert prepared.plan.changes == prepared.plan.questions == ()
    assert sweep(opened).steps == []
