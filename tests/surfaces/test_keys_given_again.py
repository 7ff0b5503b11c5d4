"""A key that is given to somebody else: what is on record of who had it is told to nobody."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from gestand.core.facts import Person
from gestand.settings import now
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.doctor import look_over
from gestand.work.holder import NOBODY_BEFORE, holders
from gestand.work.portal.put_back import undoable
from tests.linde import build, cell, company, run
from tests.recording import undone
from tests.surfaces.commands import gestand
from tests.surfaces.test_request_command import TODAY, ask, do, new, record
from tests.undoing import UNDO, key_in

LATELY, TOMORROW = TODAY - timedelta(days=10), TODAY + timedelta(days=1)
TWO = Person("customer", 2)
BO = f"INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', '1', 'X', '{LATELY}');"
CAS = BO.replace("'K2', 'Bo', 'bo@", "'K3', 'Cas', 'cas@")


@pytest.fixture
def linde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GESTAND_USER", "Bo")
    key_in(tmp_path)
    return build(tmp_path, BO, UNDO)


def granted(folder: Path, number: int, right: str) -> None:
    assert new(folder, right, person="customer:2").exit_code == 0
    do(folder, "settle-identity", "--method", "signed-in", number=number)
    done = do(folder, "decide", "--item", "everything", "--outcome", "granted", number=number)
    assert done.exit_code == 0, done.stderr


def test_a_request_of_who_had_the_key_before_is_not_carried_out(linde: Path) -> None:
    granted(linde, 1, "erasure")
    granted(linde, 2, "restriction")
    who = ("--fulfil", "--person", "customer:2")
    assert ask(linde, "--number", 1, *who, "--yes").exit_code == 0
    assert cell(linde, "SELECT count(*) FROM customers") == 0

    run(linde, CAS)  # SQLite gives her the key of the row that went
    refused = ask(linde, "--number", 2, *who)
    assert refused.exit_code == 1
    assert "may be of somebody who had this key before: nothing is done" in refused.stderr
    assert record(linde, 2)["state"] == "decided"
    over = do(linde, "withdraw", "--because", "asked again", number=2)
    assert over.exit_code == 0, over.stderr

    opened = open_company(linde)
    with keyring_of(opened) as keyring:
        state = keyring.journal.state
        assert [one.receipt for one in undoable(state, [TWO], NOBODY_BEFORE)] == [1]
        assert list(undoable(state, [TWO], holders(opened, [TWO]))) == []


def test_a_row_that_was_put_back_is_of_who_had_it(linde: Path) -> None:
    granted(linde, 1, "erasure")
    ask(linde, "--number", 1, "--fulfil", "--person", "customer:2", "--yes")
    opened = open_company(linde)
    day, at = TODAY - timedelta(days=1), f"{TODAY - timedelta(days=1)}T10:00:00+00:00"
    assert holders(opened, [TWO]).are([TWO], day, at)  # nobody else has it yet
    run(linde, CAS)
    assert not holders(opened, [TWO]).are([TWO], day, at)
    run(linde, "DELETE FROM customers")
    with keyring_of(opened):
        undone(opened, 1)
    assert holders(opened, [TWO]).are([TWO], day, at)


def test_consents_from_before_the_row_began_are_left_out_and_counted(tmp_path: Path) -> None:
    rows = f"INSERT INTO applications VALUES (5, NULL, 'D', 'd@x.example', 'hi', '{LATELY}'" + (
        ", NULL, NULL, NULL, NULL);"
    )
    build(tmp_path, rows)
    line = {
        "receipt": "form-1", "event": "given", "purpose": "talent pool", "who": "applicant:5",
        "at": now().isoformat(timespec="seconds"), "words": "2024-01-01", "language": "nl",
        "how": "form",
    }  # fmt: skip
    sent = gestand("consent", "lines", "--in", tmp_path, typed=json.dumps(line) + "\n")
    assert sent.exit_code == 0, sent.stderr
    asked = ("consents", tmp_path, "--person", "applicant:5")
    assert "talent pool: given" in gestand(*asked).output
    run(tmp_path, f"UPDATE applications SET name = 'E', received_on = '{TOMORROW}'")
    for words in (asked, (*asked, "--history")):
        told = gestand(*words).output
        assert "Left out (may be of somebody who had this key before): 1 record." in told
        assert "talent pool" not in told


def test_the_doctor_names_tables_whose_keys_are_given_again_and_what_ends_that(
    tmp_path: Path,
) -> None:
    opened = company(tmp_path, BO)
    again = look_over(opened).again
    assert {*again} == {table for table in opened.holdings.subjects.values() if table}
    told = gestand("doctor", tmp_path)
    assert "keys: the key of a row of db.customers that went may be given" in told.output
    run(tmp_path, "".join(f"{one};" for one in again["db.customers"]))
    assert "db.customers" not in look_over(open_company(tmp_path)).again
    highest = BO.replace("(2, ", "(NULL, ").replace("'K2'", "'K9'")
    run(tmp_path, f"DELETE FROM customers; {highest} PRAGMA foreign_key_check;")
    assert cell(tmp_path, "SELECT id FROM customers") == 3
