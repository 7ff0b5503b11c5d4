"""The console as a program is called: who may open and do what, and what becomes of it."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gestand.core.facts import Person
from gestand.core.request import What
from gestand.core.rights_rules import Right
from gestand.core.roles import MAY, SEES, Officer, Role
from gestand.settings import now
from gestand.surfaces.web.application import Application
from gestand.surfaces.web.asked import Door
from gestand.surfaces.web.codes import NEEDS
from gestand.surfaces.web.console import CONSOLE
from gestand.surfaces.web.console_steps import FIELDS, fields_of
from gestand.surfaces.web.console_words import CONSOLE_WORDS, EN, NL, ROLES, WHY_LOOK
from gestand.surfaces.web.serve import office_of
from gestand.surfaces.web.words import ADDRESSES
from gestand.wiring.recording import keyring_in
from gestand.work.fulfil import was_erased
from gestand.work.heads import Heads
from gestand.work.looks import REASONS, looks
from gestand.work.packages import packages
from gestand.work.rights import New, Step, carry_on, take_in
from gestand.work.rights_kept import Kept
from tests.mailing import PASSWORD, certificate, letterbox
from tests.surfaces.test_send_command import named
from tests.surfaces.test_web import ORIGIN, Visitor
from tests.undoing import key_in

OFFICERS = {
    role: Officer(f"Fictief {role.value}", frozenset({role}), kinds=frozenset({"applicant"}))
    for role in Role
}
TOKENS = {role: f"token-of-{role.name.lower()}-0123456789abcdef" for role in Role}  # for tests only
NOBODY = {"login", "second", "logout"}
"""Pages that everybody may ask for."""


@pytest.fixture(scope="module")
def shared(founding: Path, tmp_path_factory: pytest.TempPathFactory) -> Application:
    folder = tmp_path_factory.mktemp("console") / "noorderlicht"
    shutil.copytree(founding, folder)
    key_in(folder)
    with (folder / "privacy" / "datamap.yaml").open("a", encoding="utf-8") as datamap:
        datamap.write("\nrecords: {key: master.key}\n")
    return Application(office_of(folder, "nl"), Door(frozenset({ORIGIN}), "", float, print))


@pytest.fixture
def console(shared: Application) -> Application:
    """Give a website of its own, with an officer of each role."""
    people = [(OFFICERS[role], TOKENS[role]) for role in Role]
    door = Door(frozenset({ORIGIN}), "", lambda: 1000.0, lambda text: None, people)
    return Application(shared.office, door)


def signed_in(console: Application, role: Role) -> Visitor:
    visitor = Visitor(console, [1000.0])
    assert visitor.send("/en/login", {"typed": TOKENS[role]}).status == 303
    return visitor


def new_case(
    console: Application,
    *steps: tuple[What, dict[str, str]],
    right: Right = Right.ERASURE,
    person: Person | None = None,
) -> Kept:
    """Return a request that has come so far."""
    office = console.office
    with keyring_in(Heads.of(office.project.root, office.records), office.records) as keyring:
        (kept,) = take_in(keyring, New(office.day(), "mail", [right], person), office.day())
        for what, said in steps:
            terms = console._console._cases.desk.terms().on(office.day())
            kept = carry_on(keyring, kept, Step(what, said, office.day(), terms))
    return kept


def expected(page: str, method: str, who: Role | None) -> int:
    """Return what somebody gets, from the two tables alone: how a page is asked, and by whom."""
    if method not in CONSOLE[page]:
        return 405
    if page == "login":
        return 200 if method == "GET" else 403
    if page == "second":
        return 303  # nobody waits for a code
    if page == "logout":
        return 403  # without the token of a form
    if who is None:
        return 303
    return 200 if who in SEES[page] else 404


def path_of(page: str, number: int) -> str:
    ending = {"case": f"cases/{number}", "version": "versions/2026-12-01",
              "letters": f"letters/{number}", "message": "message/1"}
    return f"/en/{ending.get(page) or ADDRESSES['en'][page]}"


def test_every_page_lets_in_whom_the_table_says_and_nobody_else(console: Application) -> None:
    """A page without a row in the table of roles fails here, and is opened by nobody."""
    assert {*SEES} == {*CONSOLE} - NOBODY
    number = new_case(console).row.number
    people: dict[Role | None, Visitor] = {role: signed_in(console, role) for role in Role}
    sessions = console.portal._sessions
    person = sessions.begin(((Person("customer", 1),),), "ann@customer.example")
    people[None] = Visitor(
        console, [1000.0],
        {"__Host-gestand_officer": "1000.0.0", "__Host-gestand_mine": person.name},
    )
    wrong = [
        (page, method, who)
        for who, visitor in people.items()
        for page in CONSOLE
        for method in ("GET", "POST", "PUT", "DELETE")
        if not as_expected(visitor, page, method, who, number)
    ]
    assert wrong == []


def as_expected(
    visitor: Visitor, page: str, method: str, who: Role | None, number: int
) -> bool:
    """Tell whether somebody gets what the tables say; of what is opened only that it is."""
    told, path = expected(page, method, who), path_of(page, number)
    if told != 200:
        address = f"192.0.2.{10 + [None, *Role].index(who)}"
        fields = None if method == "GET" else {}
        return visitor.ask(path, fields, method=method, REMOTE_ADDR=address).status == told
    console = visitor.application._console
    asked = visitor.application._asked({
        "REQUEST_METHOD": method, "HTTP_COOKIE": "; ".join(
            f"{name}={value}" for name, value in visitor.cookies.items()
        ),
    }, path)
    found = console.page_of(asked)
    session = console.admitted(asked, found)
    return found == page and (session is not None or page == "login")


def test_what_somebody_may_let_happen_is_what_their_role_allows(console: Application) -> None:
    number = new_case(console).row.number
    path = f"/en/cases/{number}"
    for role in (Role.OFFICER, Role.SECOND, Role.AUDITOR, Role.SUPPORT):
        visitor = signed_in(console, role)
        if role is not Role.SUPPORT:
            assert visitor.send(path, {"do": "extend"}).status == 403  # no reason to look was given
            assert visitor.look(path).status == 200
        told = {what: visitor.send(path, {"do": what.value}).status for what in SOME}
        assert told == {what: 422 if role in MAY[what] else 403 for what in SOME}, role
    for role in (Role.HR, Role.FINANCE):  # limited to other cases
        assert signed_in(console, role).ask(path).status == 404
        assert f"/cases/{number}" not in signed_in(console, role).ask("/en/cases").text


SOME = (What.EXTEND, What.DECIDE, What.WITHDRAW)


def test_hr_sees_the_people_of_its_vacancies(console: Application) -> None:
    with closing(sqlite3.connect(console.office.project.root / "hr.db")) as hr:
        found = dict(hr.execute("SELECT vacancy_id, max(id) FROM applications GROUP BY 1"))
    other = found.pop(None)  # an open application
    vacancy, ours = found.popitem()
    cases = [new_case(console, person=Person("applicant", who)).row.number for who in (ours, other)]
    limited = replace(OFFICERS[Role.HR], where=(("vacancy_id", (str(vacancy),)),))
    door = replace(console.door, officers=[(limited, TOKENS[Role.HR])])
    visitor = signed_in(Application(console.office, door), Role.HR)
    assert [visitor.ask(f"/en/cases/{number}").status for number in cases] == [200, 404]
    listed = visitor.ask("/en/cases").text
    assert [f"/cases/{number}\"" in listed for number in cases] == [True, False]
    gone = replace(limited, where=(("no_column", ("1",)),))
    door = replace(console.door, officers=[(gone, TOKENS[Role.HR])])
    assert signed_in(Application(console.office, door), Role.HR).ask("/en/cases").status == 503


def test_nobody_learns_whose_token_is_wrong(console: Application) -> None:
    visitor = Visitor(console, [1000.0])
    tried = [visitor.send("/en/login", {"typed": typed}) for typed in ("x", TOKENS[Role.HR] + "x")]
    assert [one.status for one in tried] == [403, 403]
    plain = [re.sub(r'value="[^"]*"', "", one.text) for one in tried]
    assert plain[0] == plain[1]
    statuses = [visitor.send("/en/login", {"typed": "x"}).status for _ in range(9)]
    assert statuses[-1] == 429


def test_a_case_is_decided_by_one_and_confirmed_by_another(console: Application) -> None:
    path = f"/en/cases/{new_case(console).row.number}"
    mila, joris = signed_in(console, Role.OFFICER), signed_in(console, Role.SECOND)
    shown = mila.look(path).text
    joris.look(path, "second")
    old = {"token": token_in(shown), "version": "1"}
    settle = {"do": "settle-identity", "method": "shown", "kind": "customer", "person": "1"}
    assert "Fill this in." in mila.send(path, {**settle, "version": "1", "person": ""}).text
    assert "person was not found" in mila.send(path, {**settle, "version": "1", "person": "0"}).text
    assert mila.send(path, {**settle, "version": "1"}).status == 303
    late = mila.ask(path, {**old, "do": "withdraw", "because": "they called"})
    assert (late.status, "went on in the meantime" in late.text) == (409, True)
    assert "they called" in late.text  # what was typed is not lost
    refuse = {"do": "decide", "version": "2", "item": "everything", "outcome": "refused"}
    nl = path.replace("/en/cases", "/nl/zaken")
    assert "Kies een grond." in mila.send(nl, refuse).text
    full = {**refuse, "ground": "12.5-excessive", "because": "the tenth time"}
    assert mila.send(path, full).status == 303
    confirm = {"do": "confirm", "version": "3", "item": "everything"}
    assert joris.send(path, confirm).status == 303
    done = joris.ask(path).text
    assert ("by Fictief officer" in done, "by Fictief second decider" in done) == (True, True)
    assert mila.send(path, {"do": "refuse", "version": "4", "how": "by letter"}).status == 303
    assert "<dd>answered</dd>" in mila.ask(path).text


def test_whoever_decided_does_not_confirm(console: Application) -> None:
    both = Officer("Fictief twee", frozenset({Role.OFFICER, Role.SECOND}))
    door = Door(
        frozenset({ORIGIN}), "", lambda: 1000.0, lambda text: None, [(both, TOKENS[Role.HR])]
    )
    visitor = signed_in(Application(console.office, door), Role.HR)
    path = f"/nl/zaken/{new_case(console, (What.SETTLE_IDENTITY, {'method': 'shown'})).row.number}"
    visitor.look(path)
    decide = {"do": "decide", "version": "2", "item": "everything", "outcome": "refused",
              "ground": "12.5-excessive", "because": "the tenth time"}
    assert visitor.send(path, decide).status == 303
    confirmed = visitor.send(path, {"do": "confirm", "version": "3", "item": "everything"})
    assert confirmed.status == 422
    assert "Dat doet een tweede persoon." in confirmed.text


def test_a_page_of_one_officer_is_not_sent_as_another(console: Application) -> None:
    path = f"/en/cases/{new_case(console).row.number}"
    visitor = signed_in(console, Role.SUPPORT)
    left = re.search(r'name="token" value="([^"]+)"', visitor.ask(path).text)
    assert left
    sent = {"do": "withdraw", "version": "1", "because": "by telephone", "token": left[1]}
    assert visitor.send("/en/login", {"typed": TOKENS[Role.OFFICER]}).status == 303
    visitor.look(path)
    assert visitor.ask(path, sent).status == 403
    del sent["token"]
    assert visitor.send(path, sent).status == 303


def test_each_look_is_written_down_before_anything_is_shown(console: Application) -> None:
    number = new_case(console).row.number
    path, office = f"/en/cases/{number}", console.office
    auditor, support = signed_in(console, Role.AUDITOR), signed_in(console, Role.SUPPORT)
    assert "Why do you look" in auditor.ask(path).text
    assert auditor.send(path, {"do": "look", "reason": "curiosity"}).status == 422
    auditor.look(path, "supervision")
    assert "your role does not need it" in support.ask(path).text
    with keyring_in(Heads.of(office.project.root, office.records), office.records) as keyring:
        found = [one for one in looks(keyring.journal.state) if one.request == number]
        (entry,) = [
            one for one in keyring.journal.ledger.of_kind("look taken")
            if json.loads(one.told)["look"] == found[0].number
        ]
    assert [(one.by, one.reason) for one in found] == [("Fictief auditor", "supervision")]
    assert "Fictief" not in entry.told  # a ledger forgets nothing


GRANTED = (
    (What.SETTLE_IDENTITY, {"method": "shown"}),
    (What.DECIDE, {"item": "everything", "outcome": "granted"}),
)


def test_an_erasure_is_shown_before_it_is_carried_out(console: Application) -> None:
    path = f"/en/cases/{new_case(console, *GRANTED, person=Person('customer', 3)).row.number}"
    mila, asked = signed_in(console, Role.OFFICER), {"do": "carry-out", "version": "3"}
    mila.look(path)
    who = {**asked, "kind": "customer", "person": "3"}
    other = mila.send(path, {**who, "person": "4"})
    assert (other.status, "This request is not of that person" in other.text) == (422, True)
    shown = mila.send(path, who).text
    assert "What goes does not come back." in shown
    code = re.search(r'name="code" value="([^"]+)"', shown)
    assert code
    with closing(sqlite3.connect(console.office.project.root / "shop.db")) as shop:
        there = "SELECT count(*) FROM customers WHERE id = 3"
        assert mila.send(path, {**who, "code": code[1]}).status == 422  # nobody said they are sure
        assert mila.send(path, {**who, "code": "0", "sure": "1"}).status == 409
        assert shop.execute(there).fetchone() == (1,)
        assert mila.send(path, {**who, "code": code[1], "sure": "1"}).status == 303
        assert shop.execute(there).fetchone() == (0,)
    # It is gone by this request, and proves nothing for one that arrived after it.
    company, gone = console._console._cases.desk.company(), Person("customer", 3)
    later = new_case(console, *GRANTED, person=gone)
    first = later.events[0]
    for hours, proves in ((-1, True), (1, False)):
        at = (datetime.fromisoformat(first.at) + timedelta(hours=hours)).isoformat()
        seen = replace(later, events=(first._replace(at=at),))
        assert was_erased(company, seen, [gone]) is proves
    assert "<dd>carried out</dd>" in mila.ask(path).text


def test_an_officer_writes_down_that_only_a_part_is_asked(console: Application) -> None:
    path = f"/en/cases/{new_case(console).row.number}"
    mila = signed_in(console, Role.OFFICER)
    mila.look(path)
    only = {"do": "narrow", "version": "1", "item": "phone", "because": "they ask for that"}
    assert mila.send(path, only).status == 303
    assert "It is about this alone: telephone number." in mila.ask(path).text


def test_an_answer_is_made_and_fetched_with_a_code(console: Application) -> None:
    kept = new_case(console, *GRANTED, right=Right.ACCESS, person=Person("customer", 5))
    path, mila = f"/en/cases/{kept.row.number}", signed_in(console, Role.OFFICER)
    mila.look(path)
    who = {"do": "carry-out", "version": "3", "kind": "customer", "person": "5", "language": "nl"}
    sure = {**who, "code": shown_code(mila, path, who), "sure": "1"}
    sure["token"] = re.findall(r'name="token" value="([^"]+)"', mila.ask(path).text)[-1]
    with ThreadPoolExecutor(2) as twice:  # a double click: a browser shows the last answer
        told = list(twice.map(lambda _: mila.ask(path, sure).text, range(2)))
    codes = [re.search(r"<code>([0-9A-Z-]{23})</code>", one) for one in told]
    code = codes[0]
    assert code and codes[1] and code[1] == codes[1][1]
    assert code[1] not in mila.ask(path).text
    letter = mila.send(f"/en/letters/{kept.row.number}/access", {"language": "en"}).text
    assert "nothing to fill in" in letter and "on the page “Fetch your data”, with the" in letter
    fetched = Visitor(console, [1000.0]).send("/en/fetch", {"code": code[1]})
    assert fetched.headers["Content-Type"] == "application/zip"
    assert not [*(console.office.project.root / ".gestand").glob("answer-*")]


def test_an_answer_that_was_made_before_a_crash_gets_another_code(console: Application) -> None:
    kept = new_case(console, *GRANTED, right=Right.ACCESS, person=Person("customer", 8))
    path, mila = f"/en/cases/{kept.row.number}", signed_in(console, Role.OFFICER)
    mila.look(path)
    who = {"do": "carry-out", "version": "3", "kind": "customer", "person": "8", "language": "nl"}
    sure = {**who, "code": shown_code(mila, path, who), "sure": "1"}
    with closing(sqlite3.connect(console.office.project.root / ".gestand/records.db")) as own, own:
        own.execute(
            "CREATE TRIGGER stop BEFORE INSERT ON gestand_ledger WHEN NEW.kind = "
            "'request carry-out' BEGIN SELECT json(NEW.kind); END"
        )
        own.commit()
        stopped = mila.send(path, sure).text
        own.execute("DROP TRIGGER stop")
    assert re.search(r"<code>([0-9A-Z-]{23})</code>", stopped) is None
    done = re.search(r"<code>([0-9A-Z-]{23})</code>", mila.send(path, sure).text)
    assert done
    fetched = Visitor(console, [1000.0]).send("/en/fetch", {"code": done[1]})
    assert fetched.headers["Content-Type"] == "application/zip"
    state = Heads.of(console.office.project.root, console.office.records).state
    waits = [one for one in packages(state).values() if one.waits(now())]
    assert [one.request for one in waits].count(kept.row.number) == 1


def shown_code(visitor: Visitor, path: str, fields: dict[str, str]) -> str:
    code = re.search(r'name="code" value="([^"]+)"', visitor.send(path, fields).text)
    assert code
    return code[1]


def test_what_was_shown_counts_for_that_person_and_that_value_alone(console: Application) -> None:
    mila, person = signed_in(console, Role.OFFICER), Person("customer", 6)
    granted = (GRANTED[0], (What.DECIDE, {"item": "name", "outcome": "granted"}))
    kept = new_case(console, *granted, right=Right.RECTIFICATION, person=person)
    name = {"kind": "customer", "person": "6", "category": "name", "value": "Anna"}
    of_nobody = new_case(console, right=Right.MARKETING)
    for case, fields, other in (
        (kept, name, {"value": "Somebody else"}),
        (of_nobody, {"kind": "customer", "person": "6"}, {"person": "7"}),
    ):
        path = f"/en/cases/{case.row.number}"
        mila.look(path)
        said = {"do": "carry-out", "version": str(case.row.version), **fields}
        code = shown_code(mila, path, said)
        assert mila.send(path, {**said, **other, "code": code, "sure": "1"}).status == 409
        assert mila.send(path, {**said, "code": code, "sure": "1"}).status == 303


def test_the_words_are_there_in_both_languages() -> None:
    assert {*NL} == {*EN}
    assert {language: {*one} for language, one in WHY_LOOK.items()} == {
        language: {*REASONS} for language in CONSOLE_WORDS
    }
    assert all({*ROLES[language]} == {role.value for role in Role} for language in ROLES)


def test_each_event_asks_for_what_a_command_asks(console: Application) -> None:
    case = new_case(console).request
    for what, needs in NEEDS.items():
        asked = {*re.findall(r"--(\w+)", needs)} - FREE.get(what, set())
        assert asked <= {*fields_of(what, case, is_known=False)}, what
    assert {*FIELDS} == {*What}


FREE = {What.LIFT: {"until"}, What.SETTLE_FEE: {"ground"}}


def token_in(text: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', text)
    assert found
    return found[1]


def test_a_letter_is_shown_before_it_goes(
    console: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cert, root = certificate(tmp_path), console.office.project.root
    monkeypatch.setenv("SSL_CERT_FILE", str(cert[0]))
    monkeypatch.setenv("MAIL_PASSWORD", PASSWORD)
    with letterbox(*cert) as box:
        named(root, box.url)
        mila = signed_in(Application(office_of(root, "nl"), console.door), Role.OFFICER)
        number = new_case(console).row.number
        path = f"/en/letters/{number}/extension"
        assert mila.ask(path).headers["Location"] == f"/en/cases/{number}"  # say why first
        mila.look(f"/en/cases/{number}")
        assert [mila.ask(f"/en/letters/{one}").status for one in (number, 999)] == [200, 404]
        first, others = mila.ask(f"/en/letters/{number}").text.split("<summary>Other letters")
        assert [name in first for name in ("/received", "/erased")] == [True, False]
        assert "/erased" in others
        assert "Fill in all that is asked" in mila.send(path, {"gap-until": "2027-01-28"}).text
        typed = {"gap-reason": "We look in an archive.", "gap-until": "2027-01-28",
                 "language": "en", "to": "ann@customer.example"}
        code = re.search(r'name="code" value="([^"]+)"', mila.send(path, typed).text)
        assert code
        assert mila.send(path, {**typed, "do": "send", "code": "0"}).status == 409
        assert box.letters() == []
        sent = mila.send(path, {**typed, "do": "send", "code": code[1]})
        assert "The letter was sent." in sent.text
        (letter,) = box.letters()
    assert "We look in an archive.\r\n" in letter.get_body(("plain",)).get_content()
    assert "Fictief officer" in str(letter)


def test_each_page_tells_what_its_command_tells(console: Application) -> None:
    auditor, _ = signed_in(console, Role.AUDITOR), new_case(console)
    told = {
        "/nl/beloften": "Hier moet iets gebeuren",
        "/nl/vooruitblik": "Per maand",
        "/en/register": "Registers of processing",
        "/nl/logboeken": "Toestemmingen",
        "/en/logs/looks": "Who looked",
        "/nl/logboeken/notices": "Hier staat nog niets.",
        "/en/versions": "in force",
        "/nl/grootboek": "De keten klopt",
        "/nl/publicaties": "Wat klanten van ons vinden",
    }
    for path, words in told.items():
        found = auditor.ask(path)
        assert (found.status, words in found.text) == (200, True), path
    others = ("logs/x", "versions/2026-02-30", "ledger/1")
    assert [auditor.ask(f"/en/{one}").status for one in others] == [404, 404, 404]


OPINION = (
    "INSERT INTO testimonials (reviewer_name, reviewer_email, employer, body, written_on) "
    "VALUES ('Bo Blom', ?, 'Bakkerij Blom', ?, '2026-11-20')"
)


def said_of_us(console: Application, *texts: str) -> None:
    """Let somebody have sent opinions, none of which was approved."""
    with closing(sqlite3.connect(console.office.project.root / "site.db")) as site, site:
        site.executemany(OPINION, [(f"bo{n}@customer.example", t) for n, t in enumerate(texts)])


def word_of(text: str, button: str) -> str:
    """Return the sealed word beside a button, as the page has it that was shown."""
    found = re.search(rf'name="row" value="([^"]+)"><button[^>]* aria-label="{button}">', text)
    assert found
    return found[1]


def decided(console: Application) -> list[dict[str, str]]:
    """Return what the ledger tells of what was published and taken down."""
    office = console.office
    with keyring_in(Heads.of(office.project.root, office.records), office.records) as keyring:
        ledger, state = keyring.journal.ledger, keyring.journal.state
        found = [*ledger.of_kind("form published"), *ledger.of_kind("form taken down")]
        names = {state.digest("decider", one.name): one.name for one in OFFICERS.values()}
        return [{"kind": one.kind, "by": names[json.loads(one.told)["by"]]} for one in found]


def test_what_came_by_a_form_is_published_and_taken_down_once(console: Application) -> None:
    said_of_us(console, "Snel & aardig.")
    en, nl = "/en/publications", "/nl/publicaties"
    mila, sol = signed_in(console, Role.OFFICER), signed_in(console, Role.SUPPORT)
    before, shown = len(decided(console)), mila.ask(en)
    assert "<blockquote>Snel &amp; aardig.</blockquote>" in shown.text
    assert "bo0@" not in shown.text
    assert "Snel &amp;" not in mila.ask("/en/published/testimonials").text
    word = word_of(shown.text, "Publish: Snel &amp; aardig.")
    for _ in range(2):
        sent = mila.ask(en, {"token": token_in(shown.text), "row": word})
        assert (sent.status, sent.headers["Location"]) == (303, f"{en}?published")
    assert "Everybody can read it now." in mila.ask(en, QUERY_STRING="published").text
    down = word_of(sol.ask(nl).text, "Van de site halen: Snel &amp; aardig.")
    assert sol.send(nl, {"row": down}).headers["Location"] == f"{nl}?taken-down"
    assert "Snel &amp;" not in sol.ask(nl).text
    assert decided(console)[before:] == [
        {"kind": "form published", "by": "Fictief officer"},
        {"kind": "form taken down", "by": "Fictief support"},
    ]


def test_nothing_is_published_but_what_was_shown(console: Application) -> None:
    said_of_us(console, "Heel goed.", "Heel fijn.")
    path, root = "/en/publications", console.office.project.root
    mila, before = signed_in(console, Role.OFFICER), decided(console)
    shown = mila.ask(path).text
    good, fine = (word_of(shown, f"Publish: Heel {one}.") for one in ("goed", "fijn"))
    tried = []
    for role in (Role.AUDITOR, Role.SECOND):
        seen = signed_in(console, role)
        page = seen.ask(path).text
        assert ("Heel goed." in page, 'name="row"' in page) == (True, False)
        tried.append(seen.ask(path, {"token": token_in(page), "row": good}).status)
    tried.append(signed_in(console, Role.SUPPORT).send(path, {"row": good}).status)  # another's
    tried.append(mila.ask(path, {"row": good}).status)  # without the token of a form
    with closing(sqlite3.connect(root / "site.db")) as site, site:
        site.execute("UPDATE testimonials SET body = 'Heel <i>' WHERE body = 'Heel goed.'")
        site.execute(
            "UPDATE testimonials SET withdrawn_on = written_on WHERE body = 'Heel fijn.'"
        )
    token = token_in(shown)
    changed = [mila.ask(path, {"token": token, "row": word}) for word in (good, fine)]
    assert "What you saw is not like that any more." in changed[0].text
    assert ("Heel &lt;i&gt;" in changed[0].text, "Heel fijn." in changed[0].text) == (True, False)
    assert tried + [one.status for one in changed] == [403, 403, 409, 403, 409, 409]
    assert decided(console) == before


def test_a_row_that_its_store_refuses_is_told_kindly(console: Application) -> None:
    said_of_us(console, "Best goed.", "Best fijn.")
    path, mila = "/nl/publicaties", signed_in(console, Role.OFFICER)
    shown = mila.ask(path).text
    good, fine = (
        {"token": token_in(shown), "row": word_of(shown, f"Publiceren: Best {one}.")}
        for one in ("goed", "fijn")
    )
    assert mila.ask(path, good).status == 303
    before, site = decided(console), console.office.project.root / "site.db"
    with closing(sqlite3.connect(site)) as changed, changed:
        where = "WHERE body IN ('Best goed.', 'Best fijn.')"
        changed.execute(f"CREATE UNIQUE INDEX one ON testimonials (published_on) {where}")
    refused = mila.ask(path, fine)
    with closing(sqlite3.connect(site)) as changed, changed:
        changed.execute("DROP INDEX one")
    assert (refused.status, "Er is niets veranderd." in refused.text) == (422, True)
    assert decided(console) == before
    assert mila.ask(path, fine).status == 303  # what was refused may be tried again
