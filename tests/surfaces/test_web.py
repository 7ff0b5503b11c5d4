"""The website as a program is called: what it takes in, what it refuses, what an officer sees."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest

from gestand.core.codes import MADE
from gestand.core.request import State, What
from gestand.core.rights_due import Alarm
from gestand.core.rights_rules import Right
from gestand.surfaces.unforeseen import kindly
from gestand.surfaces.web import codes
from gestand.surfaces.web.application import Application
from gestand.surfaces.web.asked import FORMS, LARGEST, Door
from gestand.surfaces.web.console import SESSION_LIFE
from gestand.surfaces.web.serve import office_of
from gestand.surfaces.web.words import ADDRESSES, EN, NL, RIGHTS
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.mails import mails
from gestand.work.registers import IDENTITY, begin
from gestand.work.rights import New, take_in
from gestand.work.rights_kept import requests
from gestand.work.sealed_mail import Words, words_of
from tests.surfaces.commands import gestand
from tests.surfaces.publishing import declared
from tests.undoing import key_in

TOKEN = "a-token-of-forty-characters-0123456789ab"  # for this test only
ORIGIN = "https://privacy.noorderlicht.example"
FORM = "application/x-www-form-urlencoded"
ASKED = {"right": ["access", "marketing"], "contact": "ann@customer.example", "text": "Alles <b>"}


@dataclass
class Reply:
    """What a browser gets."""

    status: int
    text: str
    headers: dict[str, str]


@dataclass
class Visitor:
    """A browser without a screen: it keeps cookies, and sends what it is told to."""

    application: Any  # an Application, or what stands around one
    clock: list[float]
    cookies: dict[str, str] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)

    def ask(self, path: str, fields: object = None, method: str = "", **more: str) -> Reply:
        body = b"" if fields is None else urlencode(fields, doseq=True).encode()  # type: ignore[call-overload]  # the test's own fields
        environ = {
            "REQUEST_METHOD": method or ("GET" if fields is None else "POST"), "PATH_INFO": path,
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "HTTP_ORIGIN": ORIGIN, "CONTENT_TYPE": FORM, "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body), "REMOTE_ADDR": "192.0.2.1", **more,
        }
        got = SimpleNamespace()
        def start(status: str, headers: list[tuple[str, str]]) -> None:
            got.status, got.headers = int(status[:3]), dict(headers)

        text = b"".join(self.application(environ, start)).decode("utf-8", "replace")
        name, _, rest = got.headers.get("Set-Cookie", "=").partition("=")
        self.cookies |= {name: rest.partition(";")[0]} if name else {}
        return Reply(got.status, text, got.headers)

    def send(self, path: str, fields: dict[str, object], **more: str) -> Reply:
        page = self.ask(path)
        token = re.search(r'name="token" value="([^"]+)"', page.text)
        assert token
        return self.ask(path, {"token": token[1], **fields}, **more)

    def sign_in(self, token: str = TOKEN) -> Reply:
        return self.send("/nl/inloggen", {"typed": token})

    def look(self, path: str, reason: str = "handling") -> Reply:
        """Open a case, and say why."""
        assert self.send(path, {"do": "look", "reason": reason}).status == 303
        return self.ask(path)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = declared(tmp_path_factory.mktemp("web") / "noorderlicht")
    key_in(folder)
    with (folder / "privacy" / "datamap.yaml").open("a", encoding="utf-8") as datamap:
        datamap.write("\nrecords: {key: master.key}\n")
    return folder


@pytest.fixture(scope="module")
def shared(company: Path) -> Application:
    return Application(office_of(company, "nl"), Door(frozenset({ORIGIN}), TOKEN, float, print))


@pytest.fixture
def visitor(shared: Application) -> Iterator[Visitor]:
    """Give somebody whose address is not known yet, with a clock that the test sets."""
    clock, heard = [1000.0], list[str]()
    door = Door(frozenset({ORIGIN}), TOKEN, lambda: clock[0], heard.append)
    yield Visitor(Application(shared.office, door), clock, heard=heard)
    assert heard == []


def test_a_form_becomes_requests_of_nobody_known_with_encrypted_words(
    visitor: Visitor, company: Path
) -> None:
    office = visitor.application.office
    sent = visitor.send("/nl/vraag", dict(ASKED))
    assert (sent.status, sent.headers["Location"]) == (303, "/nl/ontvangen")
    known = visitor.ask("/nl/ontvangen")
    assert known.status == 200
    assert "Wij hebben uw vraag" in known.text
    with keyring_in(Heads.of(company, office.records), office.records) as keyring:
        found = [kept.row for kept in requests(keyring.journal.state).values()]
        (mail,) = mails(keyring.journal.state)
        words = words_of(keyring, mail)
    told = [(row.asked, row.channel, row.person, row.message) for row in found]
    assert told == [("access", "form", "", 1), ("marketing", "form", "", 1)]
    assert words == Words("ann@customer.example", "", "", "Alles <b>")
    assert [p for p in company.rglob("*") if p.is_file() and b"ann@" in p.read_bytes()] == []
    other = Visitor(visitor.application, visitor.clock)
    other.send("/nl/vraag", {**ASKED, "contact": "nobody@elsewhere.example"})
    assert other.ask("/nl/ontvangen").text == known.text
    assert "form, and its words" not in gestand("mail", company, "--number", 1).output
    visitor.cookies.clear()
    assert visitor.ask("/nl/ontvangen").headers["Location"] == "/nl/vraag"


def test_a_form_that_is_sent_twice_asks_once(visitor: Visitor, company: Path) -> None:
    office = visitor.application.office
    def many() -> int:
        with keyring_in(Heads.of(company, office.records), office.records) as keyring:
            return len(requests(keyring.journal.state))

    token = re.search(r'name="token" value="([^"]+)"', visitor.ask("/en/ask").text)
    assert token
    before = many()
    fields = {**ASKED, "right": "erasure", "token": token[1]}
    assert [visitor.ask("/en/ask", fields).status for _ in range(2)] == [303, 303]
    assert many() == before + 1


def test_what_may_not_be_is_a_small_page_in_the_language(visitor: Visitor) -> None:
    wrong = [
        (visitor.send("/nl/vraag", {"contact": "ann"}), 422, "Kies wat u wilt."),
        (visitor.send("/nl/vraag", {"right": "access"}), 422, "Vul in hoe wij u bereiken."),
        (visitor.ask("/nl/vraag", {**ASKED, "token": "1.x.y"}), 403, "Alles &lt;b&gt;"),
        (visitor.send("/en/ask", dict(ASKED), HTTP_ORIGIN="https://e.example"), 403, "Open the"),
        (visitor.send("/en/ask", dict(ASKED), CONTENT_TYPE="text/plain"), 400, "understand"),
        (visitor.send("/nl/vraag", {"text": "x" * LARGEST}), 413, "te veel tekst"),
        (visitor.ask("/nl/vraag", method="PUT"), 405, "Open de pagina"),
        (visitor.ask("/nl", method="DELETE"), 405, "Open de pagina"),
        (visitor.ask("/en/nothing"), 404, "There is no such page"),
        (visitor.ask("/publication.json", HTTP_ACCEPT_LANGUAGE="en;q=0.8, nl"), 404, "Deze pagina"),
    ]
    for reply, status, text in wrong:
        assert (reply.status, text in reply.text) == (status, True), text
        assert reply.headers["Cache-Control"] == "no-store"
        assert "<script" not in reply.text
    visitor.cookies.clear()
    assert visitor.ask("/nl/vraag", {**ASKED, "token": "x"}).status == 403


def test_who_has_the_code_fetches_an_answer_a_few_times(
    visitor: Visitor, company: Path, tmp_path: Path
) -> None:
    (new,) = json.loads(
        gestand("request", company, "--new", "--right", "access", "--format", "json").output
    )
    number, answer = new["number"], tmp_path / "answer.zip"
    answer.write_bytes(b"all that we hold of Ann " * 100_000)
    put = ("package", company, "--request", number, "--put", answer, "--times", 2)
    assert "once that was carried out" in gestand(*put).output
    for words in (("settle-identity", "--method", "signed-in"),
                  ("decide", "--item", "everything", "--outcome", "granted"), ("carry-out",)):
        assert gestand("request", company, "--number", number, "--do", *words).exit_code == 0
    code = gestand(*put).output.rsplit(": ", 1)[1].strip()
    (waits,) = (company / ".gestand" / "packages").iterdir()
    assert b"of Ann" not in waits.read_bytes() and waits.stat().st_mode & 0o077 == 0
    never = visitor.send("/nl/ophalen", {"code": "AAAAA-AAAAA-AAAAA-AAAAA"})
    assert never.status == 403 and "Met deze code lukt het niet" in never.text
    got = [visitor.send("/nl/ophalen", {"code": code.lower()}) for _ in range(3)]
    assert [one.status for one in got] == [200, 200, 403]
    assert got[0].text.encode() == answer.read_bytes()
    assert got[0].headers["Content-Length"] == str(len(got[0].text))
    assert "mijn-gegevens.zip" in got[0].headers["Content-Disposition"]
    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", got[2].text) == strip.sub("", never.text)  # used up is as never there
    assert "gone; fetched 2 times" in gestand("package", company).output and not waits.exists()
    other = gestand(*put).output.rsplit(": ", 1)[1].strip()
    next((company / ".gestand" / "packages").iterdir()).write_bytes(b"\0\0\0\5wrong")
    assert visitor.send("/en/fetch", {"code": other}).status == 503
    assert "is not what was put there" in visitor.heard.pop()
    assert gestand("package", company, "--remove", 2).exit_code == 0
    assert visitor.send("/en/fetch", {"code": other}).status == 403
    assert gestand("verify", company).exit_code == 0


def test_who_has_the_code_shows_that_it_is_them(visitor: Visitor, company: Path) -> None:
    office, person = visitor.application.office, "a digest of a customer"
    (new,) = json.loads(
        gestand("request", company, "--new", "--right", "access", "--format", "json").output
    )
    number = new["number"]
    gestand("request", company, "--number", number, "--do", "ask-identity", "--method",
            "known-address", "--because", "x")
    with keyring_in(Heads.of(company, office.records), office.records) as keyring:
        digest = keyring.journal.state.digest("identity code", "ABCDE23456")
        told = {"request": number, "digest": digest, "kind": "customer", "person": person}
        begin(keyring.journal, IDENTITY, MADE, told)
    wrong = visitor.send("/nl/code", {"code": "ABCDE 23457"})
    assert (wrong.status, "Met deze code lukt het niet" in wrong.text) == (403, True)
    right = [visitor.send("/nl/code", {"code": "abcde-23456"}) for _ in range(2)]
    assert [one.status for one in right] == [200, 403] and "Dank u wel" in right[0].text
    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", right[1].text) == strip.sub("", wrong.text)
    with keyring_in(Heads.of(company, office.records), office.records) as keyring:
        kept = requests(keyring.journal.state)[number]
    assert (kept.request.method, kept.row.person) == ("known-address", person)
    assert visitor.ask("/en/code").status == 200
    assert gestand("verify", company).exit_code == 0


def test_an_error_that_should_not_happen_is_a_page_without_details(shared: Application) -> None:
    heard: list[str] = []

    def clock() -> float:
        message = "ann@customer.example"
        raise ValueError(message)

    broken = Application(shared.office, Door(frozenset({ORIGIN}), TOKEN, clock, heard.append))
    visitor = Visitor(kindly(broken, broken.failed, heard.append), [])
    reply = visitor.ask("/en/ask")
    assert (reply.status, "Something went wrong" in reply.text) == (500, True)
    assert "Er ging iets mis" in visitor.ask("/nl/vraag").text
    assert reply.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert heard[0].startswith("an error that should not happen (ValueError in test_web.py:")
    assert "ann@" not in reply.text + heard[0] and "ValueError" not in reply.text
    assert visitor.ask("/nl/vraag", method="HEAD").text == ""


def test_one_address_cannot_send_without_end(visitor: Visitor) -> None:
    many = [visitor.send("/en/ask", {}).status for _ in range(FORMS + 1)]
    assert many == [422] * FORMS + [429]
    assert visitor.send("/en/ask", {}, REMOTE_ADDR="2001:db8::1").status == 422
    visitor.clock[0] += 600
    assert visitor.send("/en/ask", {}).status == 422


def test_the_officer_sees_what_is_overdue_first(visitor: Visitor, company: Path) -> None:
    office = visitor.application.office
    with keyring_in(Heads.of(company, office.records), office.records) as keyring:
        new = New(office.day() - timedelta(days=90), "letter", [Right.RECTIFICATION])
        (late,) = take_in(keyring, new, office.day())
    visitor.send("/nl/vraag", dict(ASKED))
    assert visitor.ask("/nl/zaken").headers["Location"] == "/nl/inloggen"
    assert visitor.send("/nl/inloggen", {"typed": "wrong"}).status == 403
    entered = visitor.sign_in()
    assert "HttpOnly; SameSite=Strict" in entered.headers["Set-Cookie"]
    assert entered.headers["Set-Cookie"].endswith("Secure")
    listed = visitor.ask("/nl/zaken").text
    first = listed.index(f"/nl/zaken/{late.row.number}")
    assert first == listed.index("/nl/zaken/")
    assert '<span class="flag late">te laat</span>' in listed
    newest = max(int(number) for number in re.findall(r"/nl/zaken/(\d+)", listed))
    path = f"/en/cases/{newest - 1}"  # the form asked for two things
    assert "ann@customer.example" not in visitor.ask(path).text
    one = visitor.look(path).text
    assert "ann@customer.example" in one
    assert "Alles &lt;b&gt;" in one
    assert "<span>--do settle-identity</span>" in one
    assert [visitor.ask(f"/en/cases/{n}").status for n in ("0", "999", "x")] == [404, 404, 404]


def test_a_refusal_waits_for_a_second_person(visitor: Visitor, company: Path) -> None:
    said = (
        ("--new", "--right", "access", "--format", "json"),
        ("--do", "settle-identity", "--method", "signed-in"),
        ("--do", "decide", "--item", "everything", "--outcome", "refused", "--ground",
         "12.5-excessive", "--because", "the tenth time this month"),
    )
    (new,) = json.loads(gestand("request", company, *said[0]).output)
    for words in said[1:]:
        gestand("request", company, "--number", new["number"], *words)
    visitor.sign_in()
    waits = visitor.ask("/nl/zaken").text.partition("Wacht op een tweede persoon")[2]
    assert f"/nl/zaken/{new['number']}" in waits.partition("<section")[0]
    one = visitor.look(f"/nl/zaken/{new['number']}", "supervision").text
    assert "een tweede persoon moet dit nog bevestigen" in one
    assert "the tenth time this month" in one
    assert "<span>--do confirm</span>" in one


def test_a_session_ends_and_cannot_be_made_up(visitor: Visitor, shared: Application) -> None:
    visitor.sign_in()
    kept = dict(visitor.cookies)
    assert visitor.ask("/en/cases").status == 200
    visitor.cookies["__Host-gestand_officer"] = kept["__Host-gestand_officer"][:-1] + "x"
    assert visitor.ask("/en/cases").status == 303
    visitor.cookies |= kept
    token = re.search(r'name="token" value="([^"]+)"', visitor.ask("/en/cases").text)
    assert token
    assert visitor.ask("/en/logout", {"token": token[1]}).status == 303
    visitor.cookies |= kept
    assert visitor.ask("/en/cases").status == 303
    visitor.sign_in()
    visitor.clock[0] += SESSION_LIFE
    assert visitor.ask("/en/cases").status == 303
    closed = Application(shared.office, Door(frozenset({ORIGIN}), "", float, print))
    nobody = Visitor(closed, visitor.clock)
    assert [nobody.ask(f"/en/{place}").status for place in ("cases", "login")] == [404, 404]


def test_the_statement_is_as_published_and_leads_to_the_form(visitor: Visitor) -> None:
    moved = visitor.ask("/", HTTP_ACCEPT_LANGUAGE="fr, en;q=0.5, nl;q=0.4")
    assert (moved.status, moved.headers["Location"]) == (303, "/en")
    page = visitor.ask("/nl")
    assert '<p class="ask"><a href="/nl/vraag">' in page.text
    assert page.headers["Cache-Control"] == "public, max-age=300"
    assert visitor.ask("/nl.html").text == page.text
    assert visitor.ask("/nl-history.html").status == 200
    assert visitor.ask("/nl", method="HEAD").text == ""
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert page.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert (page.headers["X-Frame-Options"], policy[-22:]) == ("DENY", "frame-ancestors 'none'")


def test_everything_has_a_name_in_both_languages() -> None:
    assert NL.keys() == EN.keys()
    assert ADDRESSES["nl"].keys() == ADDRESSES["en"].keys()
    for language in ("nl", "en"):
        assert RIGHTS[language].keys() == set(Right)
        assert codes.KINDS[language].keys() == set(Right)
        assert codes.STATES[language].keys() == set(State)
        assert codes.ALARMS[language].keys() == set(Alarm)
        events = {"received", *(what.value for what in What)}
        assert codes.EVENTS[language].keys() == codes.HAPPENED[language].keys() == events


def test_it_does_not_start_half_safe(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GESTAND_WEB_TOKEN", "short")
    assert "GESTAND_WEB_TOKEN has less than 20" in gestand("web", company).output
    monkeypatch.delenv("GESTAND_WEB_TOKEN")
    everywhere = gestand("web", company, "--listen", "0.0.0.0:0")
    assert (everywhere.exit_code, "--url" in everywhere.output) == (2, True)
    (company / "privacy" / "datamap.yaml").write_text(
        (company / "privacy" / "datamap.yaml").read_text("utf-8").replace("key: master.key", ""),
        "utf-8",
    )
    assert "names no master key" in gestand("web", company).output
