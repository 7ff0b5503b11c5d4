"""An officer lets the code of an answer be mailed: once, and nobody here sees it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gestand.core.facts import Person
from gestand.core.rights_rules import Right
from gestand.core.roles import Role
from gestand.settings import now
from gestand.surfaces.web.application import Application
from gestand.surfaces.web.serve import office_of
from gestand.work.heads import Heads
from gestand.work.packages import packages
from tests.mailing import PASSWORD, Letterbox, certificate, letterbox
from tests.surfaces.test_console import (
    GRANTED,
    console,
    new_case,
    shared,
    shown_code,
    signed_in,
    token_in,
)
from tests.surfaces.test_send_command import named
from tests.surfaces.test_web import Visitor

__all__ = ["console", "shared"]


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Letterbox]:
    cert = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert[0]))
    monkeypatch.setenv("MAIL_PASSWORD", PASSWORD)
    with letterbox(*cert) as running:
        yield running


def waits(console: Application, number: int) -> int:
    """Return how many packages of a request can be fetched."""
    state = Heads.of(console.office.project.root, console.office.records).state
    found = packages(state).values()
    return len([one for one in found if one.request == number and one.waits(now())])


WHO = {"do": "carry-out", "version": "3", "kind": "customer", "language": "en", "way": "mail"}


def granted(console: Application, box: Letterbox, key: int) -> tuple[Application, int]:
    """Return a website that sends mail, and a request for access that was granted."""
    named(root := console.office.project.root, box.url)
    console = Application(office_of(root, "nl"), console.door)
    kept = new_case(console, *GRANTED, right=Right.ACCESS, person=Person("customer", key))
    return console, kept.row.number


def test_the_code_of_an_answer_is_mailed_and_shown_to_nobody(
    console: Application, box: Letterbox
) -> None:
    console, number = granted(console, box, 5)
    path, mila = f"/nl/zaken/{number}", signed_in(console, Role.OFFICER)
    mila.look(path)
    who = {**WHO, "person": "5", "address": ""}
    nobody = mila.send(path, who)
    assert (nobody.status, "De persoon gaf geen e-mailadres op." in nobody.text) == (422, True)
    assert "Dit is geen e-mailadres." in mila.send(path, {**who, "address": "ann"}).text
    who["address"] = "ann@customer.example"
    sure = {**who, "code": shown_code(mila, path, who), "sure": "1"}
    assert "gaat in een eigen bericht naar ann@customer.example." in mila.send(path, who).text
    other = mila.send(path, {**sure, "address": "bob@customer.example"})
    assert (other.status, box.taken) == (409, [])  # not what was shown
    box.data = "550 no such user"
    refused = mila.send(path, sure)
    assert (refused.status, "De mailserver weigerde dit adres." in refused.text) == (422, True)
    assert waits(console, number) == 0
    box.data, box.taken = "lost", []
    sure["token"] = token_in(mila.ask(path).text)
    told = [mila.ask(path, sure).text for _ in range(2)]  # a double click
    assert all("maar kwam de code aan?" in one for one in told)
    (letter,) = box.letters()
    body = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has one
    code = body.partition("open it: ")[2].partition(".")[0]
    assert len(code) == 23 and not any(code in one for one in (*told, mila.ask(path).text))
    assert "/en/fetch" in body and waits(console, number) == 1
    fetched = Visitor(console, [1000.0]).send("/en/fetch", {"code": code})
    assert fetched.headers["Content-Type"] == "application/zip"
    anew_for_who_lost_it(console, mila, path, code)


def anew_for_who_lost_it(console: Application, mila: Visitor, path: str, code: str) -> None:
    """Let an officer give another code: the one before opens nothing any more."""
    anew = {**WHO, "do": "new-code", "version": "4", "way": "shown", "person": "6"}
    assert "Dit verzoek is niet van deze persoon." in mila.send(path, anew).text
    anew["person"], anew["token"] = "5", token_in(mila.ask(path).text)
    told = [mila.ask(path, anew).text for _ in range(2)]  # a double click
    shown = [re.findall(r'class="code"><code>([^<]+)<', one) for one in told]
    assert shown[0] == shown[1] and len(shown[0][0]) == 23 and shown[0][0] != code
    fetches = [Visitor(console, [1000.0]).send("/en/fetch", {"code": one}).status
               for one in (code, shown[0][0])]
    assert fetches == [403, 200] and waits(console, int(path.rpartition("/")[2])) == 1


def test_a_crash_after_the_code_was_mailed_mails_no_other_one(
    console: Application, box: Letterbox
) -> None:
    console, number = granted(console, box, 8)
    path, mila = f"/en/cases/{number}", signed_in(console, Role.OFFICER)
    mila.look(path)
    who = {**WHO, "person": "8", "address": "ann@customer.example"}
    sure = {**who, "code": shown_code(mila, path, who), "sure": "1"}
    own_records = console.office.project.root / ".gestand" / "records.db"
    with closing(sqlite3.connect(own_records)) as own, own:
        own.execute(
            "CREATE TRIGGER stop BEFORE INSERT ON gestand_ledger WHEN NEW.kind = "
            "'request carry-out' BEGIN SELECT json(NEW.kind); END"
        )
        own.commit()
        assert "was mailed" not in mila.send(path, sure).text
        own.execute("DROP TRIGGER stop")
    assert "The answer is ready, and the code was mailed" in mila.send(path, sure).text
    assert (len(box.taken), waits(console, number)) == (1, 1)
    assert "<dd>carried out</dd>" in mila.ask(path).text
