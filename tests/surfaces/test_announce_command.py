"""People hear of a version before it takes effect: whom it concerns, each once, in time."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from gestand.core.ringing import Press
from gestand.settings import today
from gestand.work.announced import KIND
from gestand.work.project import load
from gestand.work.ringing_versions import of_versions
from gestand.work.state import State
from tests.linde import build
from tests.mailing import PASSWORD, Letterbox, certificate, letterbox
from tests.surfaces.commands import gestand
from tests.surfaces.test_send_command import named

TODAY = today("Europe/Amsterdam")
LATER = TODAY + timedelta(days=60)
LONG_AGO, RECENT = "2020-01-10", (TODAY - timedelta(days=3)).isoformat()
ROWS = f"""
INSERT INTO customers VALUES
  (1, 'K1', 'Ann', 'ann@customer.example', NULL, NULL, '{LONG_AGO}'),
  (2, 'K2', 'Bo', 'bo@customer.example', NULL, NULL, '{LONG_AGO}'),
  (3, 'K3', 'Cy', NULL, NULL, NULL, '{LONG_AGO}'),
  (4, 'K4', 'Di', 'di@customer.example', NULL, NULL, '{RECENT}'),
  (5, 'K5', 'El', 'el@@customer.example; el@home', NULL, NULL, '{LONG_AGO}');
INSERT INTO contracts VALUES (1, 1, 'vps', 'ann.example', '2020-02-01', NULL);
INSERT INTO contracts VALUES (2, 2, 'vps', 'bo.example', '2020-02-01', NULL);
INSERT INTO contracts VALUES (3, 3, 'vps', 'cy.example', '2020-02-01', NULL);
INSERT INTO contracts VALUES (4, 5, 'vps', 'el.example', '2020-02-01', NULL);
"""
SERVICE = "    keep: {for: P3M, after: ended, chosen by: controller}\n  business contacts:"


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Letterbox]:
    pair = certificate(tmp_path_factory.mktemp("certificate"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(pair[0]))
        patch.setenv("MAIL_PASSWORD", PASSWORD)
        with letterbox(*pair) as running:
            yield running


@pytest.fixture
def linde(tmp_path: Path, box: Letterbox) -> Path:
    """Give De Linde with a version to come that keeps the data of a service for longer."""
    box.taken.clear()
    box.data = "250 OK"
    folder = build(tmp_path / "linde", ROWS)
    named(folder, box.url)
    privacy = folder / "privacy"
    (privacy / "versions").mkdir()
    shutil.copy(privacy / "policy.yaml", privacy / "versions" / "first.yaml")
    begins(folder, "2024-01-01", LATER.isoformat())
    text = (privacy / "policy.yaml").read_text("utf-8")
    assert SERVICE in text
    (privacy / "policy.yaml").write_text(text.replace(SERVICE, SERVICE.replace("P3M", "P2Y")))
    return folder


def begins(folder: Path, was: str, day: str) -> None:
    path = folder / "privacy" / "policy.yaml"
    path.write_text(path.read_text("utf-8").replace(f"effective: {was}", f"effective: {day}"))


def test_whom_a_change_concerns_gets_one_letter(linde: Path, box: Letterbox) -> None:
    words = ("announce", "first", "current", linde, "--lang", "en")
    seen = gestand(*words)
    assert (seen.exit_code, box.taken) == (0, [])
    assert "  service: customer 4\nDifferent addresses: 2.\n" in seen.output
    assert "to be told in another way: customer 2." in seen.output
    assert "ann@" not in seen.output
    other = gestand(*words, "--send", 3)
    assert (other.exit_code, box.taken) == (2, [])
    assert "the letter would go to 2, and not to 3" in other.stderr
    sent = gestand(*words, "--send", 2)
    assert (sent.exit_code, "Sent: 2 of 2" in sent.output) == (1, True)  # two have none
    assert {letter["To"] for letter in box.letters()} == {
        "ann@customer.example", "bo@customer.example",
    }  # fmt: skip
    letter = box.letters()[0]
    assert letter["Subject"].startswith("De Linde B.V.: our privacy statement changes")
    assert "no later than 2 years after the contract has ended" in " ".join(
        letter.get_body(("plain",)).get_content().split()
    )
    assert list(of_versions(load(linde), State.beside(linde), TODAY)) == []
    gestand(*words, "--send", 2)
    assert len(box.taken) == 2
    assert gestand("verify", linde).exit_code == 0
    assert b"customer.example" not in (linde / ".gestand" / "records.db").read_bytes()


def test_a_text_that_was_changed_is_told_anew(linde: Path, box: Letterbox) -> None:
    words = ("announce", "first", "current", linde, "--send", "2")
    gestand(*words)
    gestand(*words, "--lang", "en")
    assert len(box.taken) == 2  # another language tells nothing else
    assert list(of_versions(load(linde), State.beside(linde), TODAY)) == []
    policy = linde / "privacy" / "policy.yaml"
    text = policy.read_text("utf-8")
    policy.write_text(text.replace("for: P2Y, after: ended", "for: P5Y, after: ended"))
    assert len(list(of_versions(load(linde), State.beside(linde), TODAY))) == 1
    assert "Sent: 2 of 2" in gestand(*words).output
    assert len(box.taken) == 4
    assert list(of_versions(load(linde), State.beside(linde), TODAY)) == []


def test_what_is_in_doubt_is_shown_and_not_sent_again(linde: Path, box: Letterbox) -> None:
    words = ("announce", "first", "current", linde, "--send", "2")
    answers = iter(["250 OK", "lost"])
    box.data = lambda: next(answers)
    first = gestand(*words)
    assert (first.exit_code, "Sent: 1 of 2" in first.output) == (1, True)
    box.data = "250 OK"
    again = gestand(*words)
    assert (again.exit_code, len(box.taken)) == (1, 2)
    assert "Message 2, letter `new version`: nobody knows whether it arrived" in again.output
    gestand("mail", linde, "--number", "2", "--again")
    assert "Sent: 2 of 2" in gestand(*words).output
    assert len(box.taken) == 3


def test_a_program_that_is_killed_goes_on_where_it_was(linde: Path, box: Letterbox) -> None:
    words = ("announce", "first", "current", str(linde), "--send", "2")
    running = subprocess.Popen([sys.executable, "-m", "gestand", *words], stdout=-3, stderr=-3)

    def kill() -> str:
        if len(box.taken) == 2:
            os.kill(running.pid, signal.SIGKILL)
        return "250 OK"

    box.data = kill
    assert running.wait(60) == -signal.SIGKILL
    assert State.beside(linde).told(KIND) == {}  # nobody says that people were told
    again = gestand(*words)
    assert (again.exit_code, "Sent: 1 of 2" in again.output, len(box.taken)) == (1, True, 2)
    gestand("mail", linde, "--number", "2", "--sent")
    assert "Sent: 2 of 2" in gestand(*words).output
    assert (len(box.taken), gestand("verify", linde).exit_code) == (2, 0)


def test_an_address_that_is_refused_was_tried(linde: Path, box: Letterbox) -> None:
    answers = iter(["250 OK", "550 no such box"])
    box.data = lambda: next(answers)
    told = gestand("announce", "first", "current", linde, "--send", "2")
    assert (told.exit_code, "Sent: 1 of 2" in told.output) == (1, True)
    assert "The address was refused, so to be told in another way: 1.\n" in told.output
    state = State.beside(linde)
    entry = state.told(KIND)[KIND]
    assert [entry[one] for one in ("sent", "refused", "in doubt")] == [1, 1, 0]
    assert list(of_versions(load(linde), state, TODAY)) == []


def test_nobody_is_written_to_where_nothing_is_material(linde: Path) -> None:
    done = gestand("announce", "first", "first", linde)
    assert (done.exit_code, "nothing of it is material" in done.stderr) == (2, True)


def test_where_nobody_is_to_be_told_no_mail_server_is_needed(linde: Path) -> None:
    datamap = linde / "privacy" / "datamap.yaml"
    datamap.write_text(datamap.read_text("utf-8").partition("\nmail:")[0] + "\n", "utf-8")
    words = ("announce", "first", "current", linde, "--send")
    refused = gestand(*words, "2")
    assert (refused.exit_code, "names no mail servers" in refused.stderr) == (2, True)
    with closing(sqlite3.connect(linde / "db.db")) as store, store:
        store.execute("DELETE FROM contracts")
    done = gestand(*words, "0")
    assert (done.exit_code, "Sent: 0 of 0" in done.stdout) == (0, True), done.output
    assert list(of_versions(load(linde), State.beside(linde), TODAY)) == []


def test_a_last_day_that_comes_near_rings_until_people_were_told(linde: Path) -> None:
    """That it stops once they were is seen where the letters go out."""
    gestand("alarms", linde)
    project, state = load(linde), State.beside(linde)
    (one,) = of_versions(project, state, TODAY)
    assert (one.press, one.act) == (Press.LATER, "gestand announce first current")
    assert TODAY < one.due < LATER
    days = (one.due - timedelta(days=14), one.due, one.due + timedelta(days=1))
    rings = [next(of_versions(project, state, day)).press for day in days]
    assert rings == [Press.SOON, Press.TODAY, Press.OVERDUE]
    assert list(of_versions(project, state, LATER)) == []


def test_everybody_reads_their_own_language_or_all_where_nobody_knows_it(
    linde: Path, box: Letterbox
) -> None:
    with closing(sqlite3.connect(linde / "db.db")) as connection:
        connection.execute("ALTER TABLE customers ADD reads VARCHAR(5)")
        connection.execute("UPDATE customers SET reads = 'nl-BE' WHERE id = 1")
        connection.commit()
    datamap = linde / "privacy" / "datamap.yaml"
    text = datamap.read_text("utf-8")
    for old, new in (
        ("identified by: [email]}", "identified by: [email], language: reads}"),
        ("phone: phone", "reads: technical, phone: phone"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    datamap.write_text(text, "utf-8")
    words = ("announce", "first", "current", linde)
    seen = gestand(*words)
    assert "In the language that they read: nl 1." in seen.output
    gestand(*words, "--send", 2)
    letters = {letter["To"]: letter for letter in box.letters()}
    ann, bo = letters["ann@customer.example"], letters["bo@customer.example"]
    dutch, english = "onze privacyverklaring verandert", "our privacy statement changes"
    assert [dutch in ann["Subject"], english in ann["Subject"]] == [True, False]
    assert [dutch in bo["Subject"], english in bo["Subject"]] == [True, True]
    page = bo.get_body(("html",)).get_content()
    assert page.index('<html lang="nl"') < page.index('<div lang="en">')
