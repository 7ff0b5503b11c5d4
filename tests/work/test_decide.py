"""What a person decides about rows that the rules cannot settle."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gestand.core.facts import Decision
from gestand.errors import CannotRun
from gestand.work.company import Company
from gestand.work.decide import Answer
from gestand.work.sweep import Request
from tests.linde import TODAY, cell, company, planned, run, sweep
from tests.recording import decided

REVIEW = date(2026, 12, 15)
KEEP = Answer(False, REVIEW, "the contract is being looked for")
REMOVE = Answer(True, REVIEW, "it ended long ago")
CONTRACT = "ask:db.contracts:contract"
ROWS = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', NULL, NULL, '2019-01-10');
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', NULL, NULL, '2019-01-10');
INSERT INTO contracts VALUES (1, 1, 'vps', 'ann.example', '2019-02-01', '0000-00-00');
INSERT INTO contracts VALUES (2, 2, 'vps', 'bo.example', '2019-02-01', 'next year');
"""


@pytest.fixture
def linde(tmp_path: Path) -> Company:
    """Give a company with two contracts whose end cannot be read."""
    return company(tmp_path, ROWS)


def asked(company: Company, on: date = TODAY) -> dict[str, int]:
    with planned(company, on=on) as prepared:
        return {m.step.id: m.rows for m in prepared.plan.questions}


def answer(company: Company, answer: Answer, step: str = CONTRACT, on: date = TODAY) -> Decision:
    return decided(company, Request(on), step, answer)


def domains(company: Company) -> object:
    return cell(company.root, "SELECT group_concat(domain) FROM contracts")


def test_nothing_happens_until_somebody_decides(linde: Company) -> None:
    assert sweep(linde).rows == 0
    assert asked(linde) == {CONTRACT: 2}


def test_keeping_holds_until_the_review_and_then_it_is_asked_again(linde: Company) -> None:
    assert len(answer(linde, KEEP).rows) == 2
    assert asked(linde) == asked(linde, REVIEW) == {}
    assert sweep(linde, on=REVIEW).rows == 0
    assert asked(linde, date(2026, 12, 16)) == {CONTRACT: 2}


def test_removing_lets_the_rows_go_with_all_that_they_held(linde: Company) -> None:
    answer(linde, REMOVE)
    assert domains(linde) == "ann.example,bo.example"
    assert sweep(linde).rows == 4
    assert cell(linde.root, "SELECT count(*) FROM customers") == 0
    assert asked(linde) == {}


def test_removing_has_no_end(linde: Company) -> None:
    answer(linde, REMOVE)
    sweep(linde, on=date(2036, 1, 1))
    assert domains(linde) is None


def test_a_row_that_changes_is_asked_about_again(linde: Company) -> None:
    answer(linde, REMOVE)
    run(linde.root, "UPDATE contracts SET ended_on = 'soon' WHERE id = 2")
    assert asked(linde) == {CONTRACT: 1}
    sweep(linde)
    assert domains(linde) == "bo.example"


def test_a_new_row_is_asked_about_and_its_answer_stands_beside_the_other(linde: Company) -> None:
    answer(linde, KEEP)
    run(
        linde.root,
        "INSERT INTO contracts VALUES (3, 1, 'vps', 'new.example', '2020-01-01', 'soon')",
    )
    assert len(answer(linde, REMOVE).rows) == 1
    sweep(linde)
    assert domains(linde) == "ann.example,bo.example"


def test_the_latest_answer_counts(linde: Company) -> None:
    answer(linde, Answer(False, TODAY, "for today"))
    tomorrow = date(2026, 6, 16)
    answer(linde, REMOVE, on=tomorrow)
    sweep(linde, on=tomorrow)
    assert domains(linde) is None


def test_an_edge_that_leads_nowhere_can_be_decided_about(linde: Company) -> None:
    run(linde.root, "INSERT INTO orders VALUES (9, 77, 'Kade 9', '2020-01-01', '2020-02-01')")
    run(linde.root, "INSERT INTO order_lines VALUES (9, 78, 'boek', 'bel aan')")
    step = "ask:db.order_lines:lost"
    assert asked(linde)[step] == 1
    answer(linde, REMOVE, step)
    sweep(linde)
    assert cell(linde.root, "SELECT count(*) FROM order_lines") == 0


def test_an_interest_is_weighed_against_a_request(linde: Company) -> None:
    run(
        linde.root,
        "INSERT INTO contacts VALUES (1, 1, 'Cas', 'inkoper', 'c@x.example', '2026-06-01', NULL);"
        "INSERT INTO contacts VALUES (2, 1, 'Dee', 'chef', 'd@x.example', '2026-06-01', NULL)",
    )
    sweep(linde, ("contact", 1), ("contact", 2), erase=True)
    step = "ask:db.contacts:weigh-business-contacts"
    assert asked(linde)[step] == 2
    only_cas = decided(linde, Request(TODAY, ()), step, KEEP)
    assert len(only_cas.rows) == 2
    assert step not in asked(linde)
    sweep(linde)
    assert cell(linde.root, "SELECT group_concat(name) FROM contacts") == "Cas,Dee"


def test_when_the_request_outweighs_the_interest_the_row_goes(linde: Company) -> None:
    run(
        linde.root,
        "UPDATE contracts SET ended_on = NULL;"
        "INSERT INTO contacts VALUES (1, 1, 'Cas', 'inkoper', 'c@x.example', '2026-06-01', NULL)",
    )
    sweep(linde, ("contact", 1), erase=True)
    answer(linde, REMOVE, "ask:db.contacts:weigh-business-contacts")
    sweep(linde)
    assert cell(linde.root, "SELECT count(*) FROM contacts") == 0


@pytest.mark.parametrize(
    ("step", "given", "said"),
    [
        (CONTRACT, Answer(True, REVIEW, " \t"), "a decision needs its reason: --because TEXT"),
        (CONTRACT, Answer(False, date(2026, 6, 14), "x"), "--until 2026-06-14 lies before 2026-06"),
        ("ask:db.contract:contract", KEEP, "did you mean `ask:db.contracts:contract`"),
        ("erase:db.contracts", KEEP, "no step `erase:db.contracts` asks a person now"),
        ("what", KEEP, "`gestand plan` lists the steps that ask"),
    ],
)
def test_what_is_no_decision_is_refused(
    linde: Company, step: str, given: Answer, said: str
) -> None:
    with pytest.raises(CannotRun, match=said):
        answer(linde, given, step)
    assert list(linde.state.lines("facts")) == []


def test_who_decided_what_and_why_is_recorded_and_nothing_of_the_row(
    linde: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GESTAND_USER", "officer")
    answer(linde, KEEP)
    (fact,) = linde.state.lines("facts")
    assert all(len(bytes.fromhex(row)) == 32 for row in fact["rows"])
    assert fact | {"rows": []} == {
        "fact": "decision",
        "step": CONTRACT,
        "choice": "keep",
        "until": "2026-12-15",
        "because": "the contract is being looked for",
        "by": "officer",
        "on": "2026-06-15",
        "rows": [],
        "at": fact["at"],
        "receipt": 0,
    }
