"""`gestand request`: from the first message to the last letter, and impossible to overlook."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from gestand.core.datamap.model import OwnRecords
from gestand.core.rights_rules import Right
from gestand.settings import today
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.rights import New, take_in
from tests.linde import build, cell
from tests.surfaces.commands import gestand
from tests.undoing import UNDO, key_in

ROWS = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', NULL, NULL, '2019-01-10');
"""
TODAY = today("Europe/Amsterdam")


@pytest.fixture
def linde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GESTAND_USER", "Bo")
    key_in(tmp_path)
    return build(tmp_path, ROWS, {"datamap": UNDO["datamap"]})


def ask(folder: Path, *words: object) -> Result:
    return gestand("request", folder, *words)


def new(folder: Path, *rights: str, days: int = 0, person: str = "customer:1") -> Result:
    named = [word for right in rights for word in ("--right", right)]
    day = (TODAY - timedelta(days=days)).isoformat()
    return ask(folder, "--new", "--received", day, "--person", person, *named)


def do(folder: Path, what: str, *words: object, number: int = 1) -> Result:
    return ask(folder, "--number", number, "--do", what, *words)


def record(folder: Path, number: int = 1) -> dict[str, Any]:
    (told,) = json.loads(ask(folder, "--number", number, "--format", "json").stdout)
    assert isinstance(told, dict)
    return told


def test_an_erasure_from_the_first_message_to_the_last_letter(
    linde: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask(linde).output == "There are no open requests.\n"
    assert new(linde, "erasure").exit_code == 0
    early = do(linde, "carry-out")
    assert (early.exit_code, "settle who asks" in early.stderr) == (1, True)
    assert do(linde, "settle-identity", "--method", "signed-in").exit_code == 0
    for words in (("--item", "email", "--outcome", "granted"),
                  ("--item", "name", "--outcome", "refused", "--ground", "17.3b-law",
                   "--because", "the tax office wants it", "--until", "2031-12-31")):
        assert do(linde, "decide", *words).exit_code == 0
    assert "a second person has to `confirm`" in do(linde, "carry-out").stderr
    monkeypatch.setenv("GESTAND_USER", "Cas")
    assert do(linde, "confirm", "--item", "name").exit_code == 0
    assert do(linde, "carry-out").exit_code == 0
    assert do(linde, "tell-recipients", "--because", "nobody had it").exit_code == 0
    answered = do(linde, "answer", "--how", "letter")
    assert answered.exit_code == 0
    for said in ("complain to the Dutch", "ask a court", "17.3b-law", "wants it", "by Cas"):
        assert said in answered.output
    assert "they can go to court until" in do(linde, "close").stderr
    found = record(linde)
    assert (found["state"], found["late"], {*found["routes"]}) == (
        "answered", "no", {"complaint", "court"})
    assert ask(linde).output == "There are no open requests.\n"
    assert "answered on" in ask(linde, "--all").output
    assert gestand("verify", linde).exit_code == 0


def test_whoever_complains_of_an_answer_gets_another_look_with_its_own_clock(
    linde: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new(linde, "access", days=50)
    do(linde, "settle-identity", "--method", "signed-in")
    do(linde, "decide", "--item", "everything", "--outcome", "refused", "--ground",
       "12.5-excessive", "--because", "the tenth time")
    monkeypatch.setenv("GESTAND_USER", "Cas")
    do(linde, "confirm", "--item", "everything")
    assert do(linde, "refuse", "--how", "letter").exit_code == 0
    assert ask(linde).output == "There are no open requests.\n"
    told = do(linde, "complain", "--because", "it was the first time")
    assert told.exit_code == 0, told.output
    for said in ("before that: answered on", "[LATE]", "complain to the Dutch", "ask a court"):
        assert said in told.output
    assert "answer to the complaint due" in gestand("alarms", linde).output
    letter = gestand("letter", "complaint received", "--in", linde, "--request", 1, "--lang", "nl")
    assert "zes weken na ons antwoord" in letter.stdout, letter.output
    decide = ("--item", "everything", "--outcome", "granted")
    assert "somebody else must" in do(linde, "decide", *decide).stderr
    monkeypatch.setenv("GESTAND_USER", "Dee")
    assert do(linde, "decide", *decide).exit_code == 0
    found = record(linde)
    assert (found["state"], found["complained"], found["late"]) == (
        "decided", TODAY.isoformat(), "no")
    assert gestand("verify", linde).exit_code == 0


@pytest.mark.parametrize(
    ("right", "days", "alarm", "code"),
    [
        ("access", 0, "answer due", 0),
        ("access", 21, "[extend or finish]", 0),
        ("access", 45, "[OVERDUE]", 1),
        ("marketing", 0, "[has effect at once: carry it out]", 1),
    ],
)
def test_what_cannot_wait_is_impossible_to_overlook(
    linde: Path, right: str, days: int, alarm: str, code: int
) -> None:
    told = new(linde, right, days=days)
    assert (told.exit_code, alarm in told.output) == (code, True), told.output
    assert ask(linde).exit_code == code


def test_no_identity_is_asked_for_what_has_effect_at_once(linde: Path) -> None:
    assert new(linde, "withdrawal").exit_code == 1
    asked = do(linde, "ask-identity", "--method", "shown", "--because", "x")
    assert (asked.exit_code, "nobody has to prove" in asked.stderr) == (1, True)
    assert do(linde, "carry-out").exit_code == 0
    assert do(linde, "answer", "--how", "mail").exit_code == 0


def test_it_is_extended_once_and_in_time(linde: Path) -> None:
    assert new(linde, "access", days=3).exit_code == 0
    words = ("--reason", "complex", "--because", "forty years of files")
    before = date.fromisoformat(record(linde)["due_strict"])
    assert do(linde, "extend", *words).exit_code == 0
    found = record(linde)
    assert date.fromisoformat(found["due_strict"]) > before + timedelta(days=50)
    assert found["refuse_by"] == before.isoformat()
    assert "that can be done once" in do(linde, "extend", *words).stderr
    new(linde, "access", days=45)
    assert "too late to extend" in do(linde, "extend", *words, number=2).stderr


def test_nothing_is_removed_while_a_hold_stands(linde: Path) -> None:
    new(linde, "erasure")
    do(linde, "settle-identity", "--method", "signed-in")
    do(linde, "decide", "--item", "everything", "--outcome", "granted")
    review = (TODAY + timedelta(days=30)).isoformat()
    gestand("hold", linde, "--person", "customer:1", "--because", "x", "--article", "y",
            "--review", review)
    held = do(linde, "carry-out")
    assert (held.exit_code, "under a hold or restricted" in held.stderr) == (1, True), held.output
    assert record(linde)["state"] == "decided"


IN_A_COLUMN = {
    "datamap": [
        *UNDO["datamap"],
        ("    columns: {number: technical, name: name, email: email, phone: phone,",
         "    restriction: {placed: restricted_on, lifted: lifted_on}\n"
         "    columns: {number: technical, name: name, email: email, phone: phone,"),
    ],
    "schema": [("registered_on DATE NOT NULL",
                "registered_on DATE NOT NULL, restricted_on DATE, lifted_on DATE")],
}
TWO = """
INSERT INTO customers VALUES (1, 'K1', 'A', 'a@delinde.example', NULL, NULL, '2019-01-10', {}, {});
INSERT INTO customers VALUES (2, 'K2', 'B', 'b@delinde.example', NULL, NULL, '2019-01-10',
                              '2026-02-01', NULL);
"""


@pytest.mark.parametrize(
    ("placed", "lifted", "state"),
    [("'2026-02-01'", "NULL", "decided"), ("'2026-02-01'", "'2026-02-02'", "carried out"),
     ("NULL", "NULL", "carried out")],
)
def test_a_restriction_in_a_column_counts_for_that_person(
    tmp_path: Path, placed: str, lifted: str, state: str
) -> None:
    key_in(tmp_path)
    linde = build(tmp_path, TWO.format(placed, lifted), IN_A_COLUMN)
    granted(linde, "erasure")
    do(linde, "carry-out")
    assert record(linde)["state"] == state


def test_the_calendar_names_nobody(linde: Path) -> None:
    new(linde, "access", "erasure", days=1)
    told = ask(linde, "--ical").stdout_bytes
    assert told.count(b"BEGIN:VEVENT\r\n") == 2 and b"Request 2 (erasure): answer due" in told
    assert all(word not in told for word in (b"Ann", b"delinde.example", b"customer", b"K1"))


WRONG: list[tuple[tuple[object, ...], str]] = [
    (("--new",), "what is asked?"),
    (("--new", "--right", "access", "--received", "2999-01-01"), "holidays of `nl` are known"),
    (("--new", "--right", "access", "--received", TODAY + timedelta(days=1)), "still to come"),
    (("--new", "--right", "access", "--number", 1), "written down first"),
    (("--new", "--right", "access", "--person", "customer:9"), "there is no customer"),
    (("--do", "close"), "which request?"),
    (("--person", "customer:1"), "which request?"),
    (("--number", 7), "there is no request 7"),
    (("--number", 1, "--because", "x"), "what happens to it?"),
    (("--number", 1, "--do", "hold", "--item", "ann@delinde.example"), "is a category"),
    (("--number", 1, "--do", "forward", "--person", "customer:1"), "--person goes with"),
]


@pytest.mark.parametrize(("words", "why"), WRONG, ids=[why for _, why in WRONG])
def test_what_cannot_be_is_refused_and_changes_nothing(
    linde: Path, words: tuple[object, ...], why: str
) -> None:
    assert new(linde, "access").exit_code == 0
    before = record(linde)
    told = ask(linde, *words)
    assert (told.exit_code, why in told.stderr) == (2, True), told.output
    assert record(linde) == before and "ann@" not in told.output + told.stderr


def granted(folder: Path, right: str, *, number: int = 1) -> None:
    new(folder, right)
    do(folder, "settle-identity", "--method", "signed-in", number=number)
    do(folder, "decide", "--item", "everything", "--outcome", "granted", number=number)


def fulfil(folder: Path, *words: object, person: str = "customer:1") -> Result:
    return ask(folder, "--number", 1, "--fulfil", "--person", person, *words)


def test_access_is_carried_out_from_the_request(linde: Path) -> None:
    granted(linde, "access")
    out = linde / "answer.zip"
    done = fulfil(linde, "--out", out)
    assert (done.exit_code, out.exists()) == (0, True), done.output
    assert "Ann" not in done.output and record(linde)["state"] == "carried out"
    assert do(linde, "answer", "--how", "portal").exit_code == 0
    assert gestand("verify", linde).exit_code == 0


def test_an_erasure_is_carried_out_from_the_request(linde: Path) -> None:
    granted(linde, "erasure")
    done = fulfil(linde, "--yes")
    assert done.exit_code == 0, done.output + done.stderr
    assert cell(linde, "SELECT count(*) FROM customers WHERE id = 1") == 0
    assert record(linde)["state"] == "carried out"
    assert gestand("verify", linde).exit_code == 0


def test_nothing_is_carried_out_that_nobody_agreed_to(linde: Path) -> None:
    new(linde, "access")
    out = linde / "answer.zip"
    assert "settle who asks" in fulfil(linde, "--out", out).stderr
    do(linde, "settle-identity", "--method", "signed-in")
    assert "cannot follow" in fulfil(linde, "--out", out).stderr
    do(linde, "decide", "--item", "email", "--outcome", "granted")
    assert "nothing was decided on `account`" in fulfil(linde, "--out", out).stderr
    assert "not known to be of that person" in fulfil(
        linde, "--out", out, person="customer:2").stderr
    assert "name who asks once more" in ask(linde, "--number", 1, "--fulfil").stderr
    assert not out.exists() and record(linde)["state"] == "decided"


def test_an_erasure_that_is_not_confirmed_is_not_carried_out(linde: Path) -> None:
    granted(linde, "erasure")
    assert fulfil(linde).exit_code == 1
    assert cell(linde, "SELECT count(*) FROM customers WHERE id = 1") == 1
    assert record(linde)["state"] == "decided"
    said = "{fact: restriction, who: 'customer:1', when: 2026-06-01, because: x, source: letter}"
    facts = linde / "privacy" / "facts.yaml"
    facts.write_text(f"facts: 1\nrecorded:\n  - {said}\n", "utf-8")
    held = fulfil(linde, "--yes")
    assert (held.exit_code, "under a hold or restricted" in held.stderr) == (1, True), held.stderr
    assert record(linde)["state"] == "decided"


def test_of_many_open_requests_a_page_is_shown_and_machines_get_all(linde: Path) -> None:
    with keyring_in(Heads.of(linde, OwnRecords()), OwnRecords()) as keyring:
        for _ in range(13):
            take_in(keyring, New(TODAY - timedelta(days=3), "form", [*Right]), TODAY)
    first, last = ask(linde), ask(linde, "--page", 2)
    assert first.output.count("Request ") == 100
    assert first.output.splitlines()[0].startswith("Request 6 (marketing)")
    assert "Page 1 of 2: 104 are open, 0 of them overdue" in first.output
    assert "the next: --page 2." in first.output
    assert (last.output.count("Request "), first.exit_code, last.exit_code) == (4, 1, 1)
    assert len(json.loads(ask(linde, "--format", "json").stdout)) == 104
    assert len(json.loads(ask(linde, "--format", "json", "--page", 2).stdout)) == 4
    assert ask(linde, "--ical").output.count("BEGIN:VEVENT") == 104
    rings = gestand("alarms", linde).output
    assert "4 more requests, answer due" in rings and "request 6 (marketing)" in rings
