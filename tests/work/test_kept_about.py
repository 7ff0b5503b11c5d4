"""What own records keep about somebody is in their answer, and in nobody else's."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gestand.core.facts import Person
from gestand.core.plan.correct import Correction
from gestand.errors import CannotRun
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.company import Company
from gestand.work.corrections import keep_correction
from gestand.work.sweep import Request
from gestand.work.words import forget, key_of, to_forget, written
from tests.answers import Members, give, members, page_of
from tests.linde import KEEP, STEP, TODAY, build, run
from tests.recording import decided
from tests.surfaces.commands import gestand
from tests.undoing import key_in

REASON = "the receipt is with the notary"
OWN = "own-records.json"
ROWS = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', NULL, NULL, '2019-01-10');
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', NULL, NULL, '2019-01-10');
INSERT INTO contracts VALUES (1, 1, 'vps', 'ann.example', '2019-02-01', '0000-00-00');
"""
TWO = "INSERT INTO contracts VALUES (2, 2, 'vps', 'bo.example', '2019-02-01', 'next year');"
CHANGES = {
    "datamap": [
        ("datamap: 1\n", "datamap: 1\nrecords: {key: master.key}\n"),
        ("source: person}\nsubjects", "source: person, backups: P30D}\nsubjects"),
    ]
}
ANN = Person("customer", 1)


@pytest.fixture
def linde(tmp_path: Path) -> Company:
    """Give a company with a master key, and with a contract whose end cannot be read."""
    key_in(tmp_path)
    build(tmp_path, ROWS, CHANGES)
    return open_company(tmp_path)


def decide(linde: Company) -> None:
    decided(linde, Request(TODAY), STEP, replace(KEEP, because=REASON))


def answer(linde: Company, key: int = 1) -> Members:
    out = linde.root / "answer.zip"
    give(linde.root, out, ("customer", key), on=TODAY, replace=True)
    return members(out)


def own(found: Members) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(found[OWN])
    return told


def test_a_decision_is_told_to_whose_row_it_is_about(linde: Company) -> None:
    decide(linde)
    told = answer(linde)
    page = page_of(told)
    assert "blijven staan tot en met 15 juni 2026. De reden: the receipt is with the not" in page
    assert OWN in page and OWN in json.loads(told["manifest.json"])["members"]
    assert own(told) == {
        "decisions": [
            {
                "on": "2026-06-15",
                "table": "db.contracts",
                "kept until": "2026-06-15",
                "because": REASON,
            }
        ],
        "corrections": [],
    }
    others = answer(linde, 2)
    assert OWN not in others
    assert REASON not in page_of(others)


def test_a_reason_about_others_as_well_is_left_out(linde: Company) -> None:
    run(linde.root, TWO)
    decide(linde)
    for key in (1, 2):
        told = answer(linde, key)
        assert "De reden gaat ook over anderen" in page_of(told)
        (one,) = own(told)["decisions"]
        assert (one["because"], one["left out"]) == (None, "the reason is about others as well")
        assert not any(REASON.encode() in content for content in told.values())


def test_a_reason_about_somebody_who_is_not_known_is_left_out(linde: Company) -> None:
    run(linde.root, TWO + "DELETE FROM customers WHERE id = 2;")
    decide(linde)
    told = answer(linde)
    assert own(told)["decisions"][0]["left out"] == "the reason is about others as well"
    with keyring_of(linde) as keyring:
        ann = to_forget(keyring, [key_of(linde.state, ANN)])
        assert (ann.alone, ann.shared) == (0, 1)


def test_a_reason_about_many_is_about_nobody_in_particular(linde: Company) -> None:
    people = (f"({n}, 'K{n}', 'N', 'n', NULL, NULL, '2019-01-10')" for n in range(3, 54))
    contracts = (f"({n}, {n}, 'vps', 'n', '2019-02-01', 'soon')" for n in range(3, 54))
    run(linde.root, f"INSERT INTO customers VALUES {', '.join(people)};")
    run(linde.root, f"INSERT INTO contracts VALUES {', '.join(contracts)};")
    decide(linde)
    assert OWN not in answer(linde)
    with keyring_of(linde) as keyring:
        assert to_forget(keyring, [key_of(linde.state, ANN)]).names == ()
        assert [one.because for one in written(keyring)] == [REASON]


def test_what_was_forgotten_is_said_to_be(linde: Company) -> None:
    decide(linde)
    with keyring_of(linde) as keyring:
        forget(keyring, to_forget(keyring, [key_of(linde.state, ANN)], [ANN]))
    told = answer(linde)
    assert "De reden bewaren wij niet meer." in page_of(told)
    assert own(told)["decisions"][0]["because"] is None


def test_a_correction_that_is_kept_is_told(linde: Company) -> None:
    with keyring_of(linde) as keyring, keyring.journal.recording():
        correction = Correction("name", "Anne", "Ann")
        asked = Request(TODAY, (ANN,), correction=correction)
        assert keep_correction(linde, asked, keyring) is not None
    assert own(answer(linde))["corrections"] == [{"category": "name", "old": "Anne", "new": "Ann"}]
    assert OWN not in answer(linde, 2)


def test_without_the_master_key_there_is_no_answer_with_a_gap(linde: Company) -> None:
    decide(linde)
    (linde.root / "master.key").unlink()
    with pytest.raises(CannotRun, match="there is no master key at"):
        answer(linde)
    assert not (linde.root / "answer.zip").exists()


def test_what_is_of_who_had_the_key_before_is_in_nobody_elses_answer(linde: Company) -> None:
    decide(linde)
    run(linde.root, "UPDATE customers SET name = 'Cas', registered_on = '2026-06-16'")
    out, later = linde.root / "answer.zip", date(2026, 6, 17)
    told = give(linde.root, out, ("customer", 1), on=later)
    assert told.of_others == 1
    assert OWN not in members(out) and REASON not in page_of(members(out))
    again = gestand("access", linde.root, "--person", "customer:1", "--as-of", later, "--out",
                    linde.root / "again.zip")
    assert "left out (may be of somebody who had this key before): 1 record of ours" in again.output
