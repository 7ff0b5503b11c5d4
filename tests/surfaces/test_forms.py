"""Forms of purposes as a program sends them: what lands, what is refused, and who may show one."""

from __future__ import annotations

import io
import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from gestand.core.calendar import Period, add
from gestand.core.facts import Person
from gestand.core.forms.documents import Upload, WrongFile
from gestand.core.forms.pointed import Kind
from gestand.core.forms.typed import Wrong
from gestand.core.policy.parse import parse_policy
from gestand.errors import CannotRun, InDoubt
from gestand.settings import today
from gestand.surfaces.web.application import Application
from gestand.surfaces.web.asked import FORMS, Door
from gestand.surfaces.web.form_words import FORM_WORDS, POINTED, WRONG, WRONG_FILE
from gestand.surfaces.web.forms import FORM_LIFE, FRESH, SOONEST, THANKS_LIFE, _Became, _Taken
from gestand.surfaces.web.office import Office
from gestand.surfaces.web.quarantine import LIFE, MOST_BYTES
from gestand.surfaces.web.serve import office_of
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.orders import NewOrder, change_secrecy, receive
from tests.answers import members, rows_told
from tests.surfaces.commands import gestand
from tests.surfaces.test_web import ORIGIN, Reply, Visitor
from tests.undoing import key_in

FORM, FRAME = "/nl/formulier/contact", "/en/embedded/contact"
ASKED = {"name": "Ann Aal", "email": "ann.aal@customer.example", "message": "Wat kost een VPS?"}


@pytest.fixture(scope="module")
def company(founding: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forms") / "noorderlicht"
    shutil.copytree(founding, folder)
    key_in(folder)
    with (folder / "privacy" / "datamap.yaml").open("a", encoding="utf-8") as datamap:
        datamap.write("\nrecords: {key: master.key}\n")
    with closing(sqlite3.connect(folder / "hr.db")) as connection, connection:
        opened = "INSERT INTO vacancies (title, opened_on) VALUES (?, '2026-11-01')"
        connection.execute(opened, ("Netwerkbeheerder",))
    return folder


@pytest.fixture(scope="module")
def shared(company: Path) -> Application:
    return Application(office_of(company, "nl"), Door(frozenset({ORIGIN}), "", float, print))


@pytest.fixture
def visitor(shared: Application) -> Iterator[Visitor]:
    """Give somebody whose address is not known yet, with a clock that the test sets."""
    clock, heard = [1000.0], list[str]()
    door = Door(frozenset({ORIGIN}), "", lambda: clock[0], heard.append)
    yield Visitor(Application(shared.office, door), clock, heard=heard)
    assert heard == []


def seal(visitor: Visitor, path: str) -> str:
    """Open a form, wait as long as a person does, and return what seals it."""
    found = re.search(r'name="_form" value="([^"]+)"', visitor.ask(path).text)
    assert found
    visitor.clock[0] += SOONEST
    return found[1]


def fill(visitor: Visitor, path: str, fields: dict[str, Any], **more: str) -> Reply:
    return visitor.ask(path, {"_form": seal(visitor, path), **fields}, **more)


def messages(company: Path) -> list[tuple[Any, ...]]:
    """Return what stands in the table of the contact form, in the order in which it came."""
    asked = "SELECT channel, sender_name, sender_email, sender_phone, body, note, answered_on"
    with closing(sqlite3.connect(company / "site.db")) as connection:
        return connection.execute(f"{asked} FROM contact_messages ORDER BY id").fetchall()


def test_what_was_sent_is_a_row_that_is_told_planned_and_kept_out_of_the_ledger(
    visitor: Visitor, company: Path, tmp_path: Path
) -> None:
    before = messages(company)
    word = seal(visitor, FORM)
    sent = [visitor.ask(FORM, {"_form": word, **ASKED, "phone": ""}) for _ in range(2)]
    assert [one.status for one in sent] == [303, 303]
    assert messages(company) == [
        *before, ("form", "Ann Aal", ASKED["email"], None, ASKED["message"], None, None)
    ]
    place, _, query = sent[0].headers["Location"].partition("?")
    assert (place, "ann" in query) == (FORM, False)
    assert "Wij hebben ontvangen" in visitor.ask(place, QUERY_STRING=query).text
    assert visitor.cookies == {}
    visitor.clock[0] += THANKS_LIFE
    assert "Stel ons een vraag" in visitor.ask(place, QUERY_STRING=query).text

    out = tmp_path / "answer.zip"
    done = gestand("access", company, "--person", "visitor:-", "--out", out, typed=ASKED["email"])
    assert done.exit_code == 0, done.output
    (row,) = rows_told(members(out))["site.contact_messages"]
    assert row["values"]["body"] == ASKED["message"]
    day = visitor.application.office.day()
    last = add(day, Period(years=2))
    gone = [_erased(company, one) for one in (last - timedelta(days=1), last)]
    assert gone[1] == gone[0] + 1
    forms = json.loads(gestand("form", company, "--format", "json").output)
    told = next(one for one in forms if one["name"] == "contact")
    assert told["taken in"] == {"kept": 1, "unknown": 0, "last": day.isoformat()}
    assert gestand("verify", company).exit_code == 0
    assert b"Ann Aal" not in (company / ".gestand" / "records.db").read_bytes()


def _erased(company: Path, day: date) -> int:
    """Return how many contact messages the plan of a day removes."""
    steps = json.loads(gestand("plan", company, "--format", "json", "--as-of", day).output)
    return sum(one["rows"] for one in steps if one["id"] == "erase:site.contact_messages")


def test_what_may_not_be_is_refused_and_nothing_of_it_is_kept(
    visitor: Visitor, company: Path
) -> None:
    before = messages(company)
    odd = {**ASKED, "birth-date": "1980-01-01"}
    wrong = [
        (fill(visitor, FORM, odd), 422, "waar dit formulier niet om vraagt"),
        (fill(visitor, FORM, {**ASKED, "channel": "phone"}), 422, "niet om vraagt"),
        (fill(visitor, FORM, {**ASKED, "name": ""}), 422, "Naam: vul dit in."),
        (fill(visitor, FORM, {**ASKED, "name": "x" * 121}), 422, "niet meer dan 120 tekens"),
        (fill(visitor, FORM, {**ASKED, "email": "<b>"}), 422, 'value="&lt;b&gt;"'),
        (visitor.ask(FORM, {**ASKED, "_form": "1.x.y"}), 403, "Wat kost een VPS?"),
        (fill(visitor, FORM, ASKED, HTTP_ORIGIN="https://e.example"), 403, "andere website"),
        (visitor.ask("/nl/formulier/nergens"), 404, "Deze pagina is er niet"),
        (visitor.ask("/nl/formulier"), 404, "Deze pagina is er niet"),
        (visitor.ask(FORM, method="PUT"), 405, "Open de pagina"),
    ]
    for reply, status, text in wrong:
        assert (reply.status, text in reply.text) == (status, True), text
        assert "<script" not in reply.text
    assert "1980-01-01" not in wrong[0][0].text
    assert (visitor.cookies, messages(company)) == ({}, before)


def test_a_form_counts_for_some_hours_and_not_at_once(visitor: Visitor, company: Path) -> None:
    before = len(messages(company))
    word = seal(visitor, FORM)
    visitor.clock[0] -= 1
    assert visitor.ask(FORM, {"_form": word, **ASKED}).status == 403
    visitor.clock[0] += FORM_LIFE
    assert visitor.ask(FORM, {"_form": word, **ASKED}).status == 403
    assert len(messages(company)) == before


def test_nobody_can_send_without_end(visitor: Visitor) -> None:
    many = [fill(visitor, FORM, {}).status for _ in range(FORMS + 1)]
    assert many == [422] * FORMS + [429]
    assert fill(visitor, FORM, {}, REMOTE_ADDR="2001:db8::1").status == 422
    forms = replace(visitor.application._forms, most=1)
    visitor.application._forms = forms
    last = [fill(visitor, FORM, ASKED, REMOTE_ADDR=f"192.0.2.{n}") for n in (7, 8)]
    assert [one.status for one in last] == [303, 429]
    assert "Probeer het over een uur" in last[1].text


def test_what_the_database_does_not_take_is_no_reason_to_try_later(
    visitor: Visitor, company: Path
) -> None:
    with closing(sqlite3.connect(company / "site.db")) as db, db:
        db.execute("CREATE UNIQUE INDEX once ON contact_messages (body) WHERE body = 'Twice'")
    try:
        sent = [fill(visitor, FORM, {**ASKED, "message": "Twice"}) for _ in range(2)]
    finally:
        with closing(sqlite3.connect(company / "site.db")) as db, db:
            db.execute("DROP INDEX once")
    assert [one.status for one in sent] == [303, 422]
    assert "konden dit niet bewaren" in sent[1].text
    assert "unique" in visitor.heard.pop()


def test_stores_that_are_slow_hold_up_nothing_but_what_needs_them(visitor: Visitor) -> None:
    assert visitor.ask(FORM).status == 200  # what a form asks is read once, from its store
    office = replace(visitor.application.office)
    office.at_most(1, patience=0)
    visitor.application = Application(office, visitor.application.door)
    with office.in_stores():
        assert fill(visitor, FORM, ASKED).status == 503
        assert [visitor.ask(one).status for one in ("/nl", "/nl/vraag")] == [200, 200]
    assert visitor.heard.pop().startswith("too many people wait for the stores")
    with visitor.application._forms._taken._lock:  # as while another form is kept
        assert fill(visitor, FORM, ASKED).status == 503
    assert visitor.heard.pop().startswith("too many forms wait to be kept")
    assert fill(visitor, FORM, ASKED).status == 303


def test_only_the_sites_that_are_named_may_show_a_form(visitor: Visitor, company: Path) -> None:
    framed, alone = visitor.ask(FRAME), visitor.ask(FORM)
    allowed = "frame-ancestors https://www.noorderlicht.example"
    assert framed.headers["Content-Security-Policy"].endswith(allowed)
    assert "X-Frame-Options" not in framed.headers
    assert alone.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert alone.headers["X-Frame-Options"] == "DENY"
    assert 'target="_blank" rel="noopener"' in framed.text and "target=" not in alone.text
    over = [fill(visitor, FRAME, {}) for _ in range(FORMS + 1)][-1]
    assert (over.status, over.headers["Retry-After"]) == (429, "600")
    assert over.headers["Content-Security-Policy"].endswith(allowed)
    assert visitor.cookies == {}
    snippet = gestand("form", company, "--snippet", "contact", "--url", ORIGIN, "--lang", "en")
    assert f'<iframe src="{ORIGIN}{FRAME}" title="Ask us a question"' in snippet.output
    told = gestand("form", company).output
    assert "message (text, at most 4000 characters)" in told
    assert "takes documents (cv) as rows of hr.documents" in told
    assert "asks consent for `testimonials`" in told and "talent pool`, optional" in told
    for words in (("--snippet", "order"), ("--snippet", "contact"), ("--snippet", "contact",
                   "--url", ORIGIN, "--lang", "fr")):
        assert gestand("form", company, *words).exit_code == 2
    office = visitor.application.office
    closed = {"contact": replace(office.forms()["contact"], shown_on=())}
    nowhere = replace(office, _forms=closed)
    door = visitor.application.door
    assert Visitor(Application(nowhere, door), visitor.clock).ask(FRAME).status == 404


OPINION = {"name": "Bo Blom", "email": "bo.blom@customer.example", "employer": "Bakkerij Blom",
           "message": "Snel en <b>aardig</b>.", "_consent-testimonials": "yes"}  # fmt: skip


def test_an_opinion_is_read_by_everybody_from_approval_to_withdrawal(
    visitor: Visitor, company: Path
) -> None:
    form, page = "/nl/formulier/testimonials", "/nl/gepubliceerd/testimonials"
    refused = fill(visitor, form, {**OPINION, "_consent-testimonials": ""})
    assert (refused.status, "vink dit aan" in refused.text) == (422, True)
    assert " checked" not in refused.text and "Snel en &lt;b&gt;" in refused.text
    assert fill(visitor, form, OPINION).status == 303

    def shown() -> bool:
        visitor.clock[0] += FRESH
        return "Snel en &lt;b&gt;aardig&lt;/b&gt;." in visitor.ask(page).text

    listed = gestand("form", company, "--waiting", "testimonials").output
    key = next(line for line in listed.splitlines() if "Snel en" in line).partition(":")[0]
    assert not shown()
    approve = ("form", company, "--approve", "testimonials", "--row", key)
    assert gestand(*approve).output.startswith("Approved")
    assert shown() and "bo.blom@" not in visitor.ask(page).text
    assert visitor.ask(page).headers["Content-Security-Policy"].endswith("noorderlicht.example")
    assert gestand(*approve).exit_code == 2
    told = gestand("consents", company, "--person", "reviewer:-", typed=OPINION["email"]).output
    assert "2026-01-01/nl" in told
    withdraw = ("consent", "withdraw", "testimonials", "--in", company, "--person", "reviewer:-")
    assert gestand(*withdraw, typed=OPINION["email"]).exit_code == 0
    assert not shown()
    assert gestand("verify", company).exit_code == 0


def test_only_what_is_shown_is_taken_down(visitor: Visitor, company: Path) -> None:
    def key_of(listed: str) -> str:
        told = gestand("form", company, listed, "testimonials").output.splitlines()
        return next((line for line in told if "Goed" in line), "").partition(":")[0]

    said = {**OPINION, "email": "cor@customer.example", "message": "Goed."}
    assert fill(visitor, "/nl/formulier/testimonials", said).status == 303
    key = key_of("--waiting")
    for what, is_shown in (("--approve", True), ("--take-down", False)):
        assert gestand("form", company, what, "testimonials", "--row", key).exit_code == 0
        assert key_of("--shown") == (key if is_shown else "")
        visitor.clock[0] += FRESH
        assert ("Goed." in visitor.ask("/nl/gepubliceerd/testimonials").text) == is_shown
    wrong = [
        ("--approve", "testimonials"), ("--approve", "contact", "--row", key),
        ("--waiting", "nothing"), ("--take-down", "testimonials", "--row", "9" * 20),
        ("--take-down", "testimonials", "--row", key),
    ]
    assert [gestand("form", company, *words).exit_code for words in wrong] == [2] * 5
    assert visitor.ask("/nl/gepubliceerd/contact").status == 404
    assert gestand("verify", company).exit_code == 0


def test_what_is_published_stays_while_an_order_about_it_is_secret(
    visitor: Visitor, company: Path
) -> None:
    said = {**OPINION, "email": "dee@customer.example", "message": "Prima."}
    assert fill(visitor, "/nl/formulier/testimonials", said).status == 303
    listed = gestand("form", company, "--waiting", "testimonials").output.splitlines()
    key = next(line for line in listed if "Prima" in line).partition(":")[0]
    gestand("form", company, "--approve", "testimonials", "--row", key)
    text = (company / "privacy" / "policy.yaml").read_text("utf-8")
    police = "  police: {is: authority, role: authority, country: NL}\nmeasures:\n"
    policy, _ = parse_policy(text.replace("measures:\n", police, 1), "policy.yaml")
    assert policy is not None
    later, opened = date(2999, 1, 1), open_company(company)
    reviewer, day = Person("reviewer", said["email"]), today(opened.zone)
    with keyring_of(opened) as keyring:
        order = NewOrder("police", day, "126ni Sv", "called", ["name"], "", later,
                         keep=[reviewer], review=later, secret_by="126bb Sv")  # fmt: skip
        number = receive(policy, order, keyring.journal, day).number
        for until, is_shown in ((later, True), (None, False)):
            change_secrecy(number, until, keyring.journal, day)
            visitor.clock[0] += FRESH
            page = visitor.ask("/nl/gepubliceerd/testimonials").text
            assert ("Prima." in page) == is_shown


def test_a_store_that_is_not_there_keeps_nothing_and_says_so(
    shared: Application, company: Path, tmp_path: Path
) -> None:
    heard: list[str] = []
    door = Door(frozenset({ORIGIN}), "", lambda: clock[0], heard.append)
    clock = [1000.0]
    visitor = Visitor(Application(shared.office, door), clock)
    word = seal(visitor, FRAME)
    (company / "site.db").rename(tmp_path / "site.db")
    try:
        reply = visitor.ask(FRAME, {"_form": word, **ASKED})
    finally:
        (tmp_path / "site.db").rename(company / "site.db")
    assert (reply.status, "Nothing was kept" in reply.text) == (503, True)
    assert len(heard) == 1 and "ann" not in heard[0]
    assert visitor.ask(FRAME, {"_form": word, **ASKED}).status == 303


def test_what_goes_wrong_once_a_form_is_kept_does_not_make_it_unsent(
    visitor: Visitor, company: Path
) -> None:
    said, records = {**OPINION, "email": "el@customer.example"}, company / ".gestand" / "records.db"
    with closing(sqlite3.connect(records)) as own, own:
        own.execute(
            "CREATE TRIGGER full BEFORE INSERT ON gestand_ledger WHEN NEW.kind = 'form kept' "
            "BEGIN SELECT json(NEW.kind); END"
        )
    try:
        assert fill(visitor, "/nl/formulier/testimonials", said).status == 303
    finally:
        with closing(sqlite3.connect(records)) as own, own:
            own.execute("DROP TRIGGER full")
    (heard,) = visitor.heard
    assert "was kept, but the ledger does not say that: " in heard and "el@" not in heard
    visitor.heard.clear()
    told = gestand("consents", company, "--person", "reviewer:-", typed=said["email"]).output
    assert "2026-01-01/nl" in told
    forms = json.loads(gestand("form", company, "--format", "json").output)
    unknown = {one["name"]: one["taken in"]["unknown"] for one in forms}
    assert unknown["testimonials"] == 1 and gestand("verify", company).exit_code == 0


class Doubtful(Office):
    """An organisation whose store is lost each time before it says whether it kept a form."""

    def take_form(self, *_came: object) -> str:
        """Raise InDoubt, as a store does that cannot be asked."""
        message = "store `site`: the connection was lost"
        raise InDoubt(message, "site", "the connection was lost")


def test_an_error_that_nobody_foresaw_is_no_reason_to_keep_it_twice() -> None:
    taken, odd, cannot = _Taken(), ZeroDivisionError(), CannotRun("no")

    def keep(error: Exception) -> _Became:
        raise error

    for name, error in (("a", odd), ("b", cannot)):
        with pytest.raises(type(error)):
            taken.once(name, lambda error=error: keep(error))  # type: ignore[misc]  # bound now
    assert (taken.known("a"), taken.known("b")) == (_Became(doubt=True), None)
    assert [taken.once(name, lambda: _Became()) for name in "ab"] == [
        _Became(doubt=True), _Became()
    ]


def test_what_may_have_been_kept_is_not_kept_again(visitor: Visitor) -> None:
    office, door = visitor.application.office, visitor.application.door
    visitor.application = Application(Doubtful(office.project, office.policy, office.records,
                                               office.asks), door)
    word = seal(visitor, FORM)
    sent = [visitor.ask(FORM, {"_form": word, **ASKED}) for _ in range(2)]
    assert [(one.status, "misschien niet" in one.text) for one in sent] == [(500, True)] * 2
    assert len(visitor.heard) == 1
    visitor.heard.clear()


def test_what_is_pointed_out_is_kept_only_if_somebody_sends_it_all_the_same(
    visitor: Visitor, company: Path
) -> None:
    before = len(messages(company))
    odd = {**ASKED, "message": "Mijn nummer is 111222333, en ik ben zwanger."}
    first = fill(visitor, FORM, odd)
    assert (first.status, len(messages(company))) == (422, before)
    assert "een burgerservicenummer en iets over gezondheid" in first.text
    assert "Mijn nummer is 111222333" in first.text and 'name="_as-it-is"' in first.text
    assert fill(visitor, FORM, {**odd, "_as-it-is": "yes"}).status == 303
    assert len(messages(company)) == before + 1


APPLY = "/nl/formulier/recruitment"
APPLIED = {
    "name": "Di Dam", "email": "di.dam@applicant.example", "phone": "+31 50 000 00 00",
    "address": "Kade 1", "letter": "Ik kom graag.", "_consent-talent-pool": "yes",
}  # fmt: skip
CV = ("../Mijn \"cv\".txt", b"Di Dam\r\n--x\r\nBSN 111222333")


def apply(
    visitor: Visitor, fields: dict[str, str], *files: tuple[str, bytes], field: str = "cv"
) -> Reply:
    """Send an application as a browser does: in parts, with documents."""
    parts = [(f'name="{name}"', text.encode()) for name, text in fields.items()]
    parts += [] if "_form" in fields else [('name="_form"', seal(visitor, APPLY).encode())]
    for name, content in files or [("", b"")]:
        named = name.replace('"', "%22")
        kind = "\r\nContent-Type: application/pdf"  # nobody looks at what a browser says
        parts.append((f'name="{field}"; filename="{named}"{kind}', content))
    body = b"".join(
        b"--x\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (head.encode(), content)
        for head, content in parts
    ).replace(b"--x\r\nContent", b"--xx\r\nContent") + b"--xx--\r\n"
    more = {"CONTENT_TYPE": "multipart/form-data; boundary=xx", "CONTENT_LENGTH": str(len(body))}
    return visitor.ask(APPLY, {}, "POST", **more, **{"wsgi.input": io.BytesIO(body)})  # type: ignore[arg-type]  # what WSGI reads from


def waits(reply: Reply) -> str:
    """Return the word for the documents that wait with a form."""
    found = re.search(r'name="_held" value="(\w+)"', reply.text)
    assert found
    return found[1]


def papers(company: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(company / "hr.db")) as connection:
        return connection.execute(
            "SELECT name, vacancy_id, pool_text, title, stored_as FROM applications AS a "
            "JOIN documents AS d ON d.application_id = a.id WHERE email LIKE 'di.dam@%'"
        ).fetchall()


def test_a_document_is_looked_at_before_it_is_kept_apart_and_under_a_name_of_ours(
    visitor: Visitor, company: Path
) -> None:
    files = {path.name for path in (company / "files").iterdir()}
    wrong = [
        (apply(visitor, APPLIED), 422, "Cv en bijlagen: stuur een bestand mee."),
        (apply(visitor, APPLIED, ("cv.pdf", b"<script>")), 422, "dit soort bestand"),
        (apply(visitor, APPLIED, CV, field="passport"), 422, "niet om vraagt"),
        (apply(visitor, {**APPLIED, "letter": ""}, CV), 422, "Motivatiebrief: vul dit in."),
        (apply(visitor, APPLIED, CV), 422, 'Mijn &quot;cv&quot;.txt: een burgerservicenummer'),
        (apply(visitor, APPLIED, ("a.png", b"\x89PNG\r\n\x1a\n")), 422, "niet kunnen lezen"),
    ]
    for reply, status, text in wrong:
        assert (reply.status, text in reply.text) == (status, True), text
    assert {path.name for path in (company / "files").iterdir()} == files
    opened = visitor.ask(APPLY, QUERY_STRING="vacature=9999").text.partition("<select")[2]
    first = re.findall(r'<option value="(\d+)"( selected)?>', opened)[0][0]
    chosen = visitor.ask(APPLY, QUERY_STRING=f"vacature={first}").text
    assert f'<option value="{first}" selected>' in chosen
    visitor.application._forms.limit._seen.clear()
    lost = apply(visitor, {**APPLIED, "_chosen-vacature": "9999"}, CV)
    assert (lost.status, "maak een keuze" in lost.text) == (422, True)
    held = waits(wrong[4][0])
    sent = apply(visitor, {**APPLIED, "_chosen-vacature": first, "_held": held, "_as-it-is": "yes"})
    assert sent.status == 303
    ((*told, stored_as),) = papers(company)
    assert told == ["Di Dam", int(first), "2026-01-01/nl", 'Mijn "cv".txt']
    kept = company / "files" / stored_as
    assert kept.read_bytes() == CV[1] and kept.stat().st_mode & 0o077 == 0
    assert re.fullmatch(r"[0-9a-f]{32}\.txt", stored_as)
    assert visitor.ask(f"/files/{stored_as}").status == 404
    by_words = gestand("consents", company, "--by-words").output
    assert "talent pool: 1 consent stands to the words of 2026-01-01/nl" in by_words


def test_documents_wait_until_their_form_is_kept(
    visitor: Visitor, company: Path, tmp_path: Path
) -> None:
    before = len(papers(company))
    word, held = seal(visitor, APPLY), waits(apply(visitor, APPLIED, CV))
    again = {**APPLIED, "_form": word, "_held": held, "_as-it-is": "yes"}
    (company / "hr.db").rename(tmp_path / "hr.db")
    lost = apply(visitor, again)
    (tmp_path / "hr.db").rename(company / "hr.db")
    assert (lost.status, len(visitor.heard)) == (503, 1)
    visitor.heard.clear()
    wrong = apply(visitor, {**again, "letter": ""})
    assert (wrong.status, waits(wrong)) == (422, held)
    assert [apply(visitor, again).status for _ in range(2)] == [303, 303]
    assert len(papers(company)) == before + 1


def test_where_documents_wait_no_more_somebody_is_asked_for_them_again(
    visitor: Visitor, company: Path
) -> None:
    office = visitor.application.office
    form = office.forms()["recruitment"]
    assert form.documents
    free = replace(form, documents=replace(form.documents, required=False))
    optional = replace(office, _forms={"recruitment": free})
    visitor.application = Application(optional, visitor.application.door)
    before = {path.name for path in (company / "files").iterdir()}
    held = waits(apply(visitor, APPLIED, CV))
    visitor.clock[0] += LIFE
    gone = apply(visitor, {**APPLIED, "_held": held, "_as-it-is": "yes"})
    assert (gone.status, "bestanden zijn er niet meer" in gone.text) == (422, True)
    assert held not in gone.text
    other = apply(visitor, {**APPLIED, "_held": held}, ("b.png", b"\x89PNG\r\n\x1a\n"))
    assert waits(other) != held
    assert {path.name for path in (company / "files").iterdir()} == before


def test_where_too_much_waits_documents_are_chosen_once_more(visitor: Visitor) -> None:
    quarantine = visitor.application._forms._quarantine
    first = quarantine.hold("recruitment", [Upload("cv.txt", bytes(MOST_BYTES))])
    busy = apply(visitor, APPLIED, CV)
    assert (busy.status, "_held" in busy.text, "het is druk" in busy.text) == (422, False, True)
    assert "een burgerservicenummer" in busy.text
    assert quarantine.held("recruitment", first)


def test_every_word_of_a_form_is_there_in_both_languages() -> None:
    assert FORM_WORDS["nl"].keys() == FORM_WORDS["en"].keys()
    assert WRONG["nl"].keys() == WRONG["en"].keys() == set(Wrong)
    assert WRONG_FILE["nl"].keys() == WRONG_FILE["en"].keys() == set(WrongFile)
    assert POINTED["nl"].keys() == POINTED["en"].keys() == set(Kind)
