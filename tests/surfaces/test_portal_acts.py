"""What people do with their own data arrives as the right that it is, and of them alone."""

from __future__ import annotations

import io
import os
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from urllib.parse import urlencode

from gestand.core.facts import Person
from gestand.core.request import State, What
from gestand.core.rights_rules import Right
from gestand.settings import now
from gestand.surfaces.web.portal_acts import acts_of
from gestand.surfaces.web.portal_desk import PortalDesk
from gestand.surfaces.web.portal_words import PORTAL_WORDS
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.by_form import Form
from gestand.work.facts import erasures
from gestand.work.holder import NOBODY_BEFORE, Holders, Since
from gestand.work.open_requests import AllTerms
from gestand.work.portal.asking import BY, Asking, ask
from gestand.work.portal.followed import refused_to_tell
from gestand.work.rights import New, Step, carry_on, take_in, words
from gestand.work.rights_kept import requests
from gestand.work.sealed_mail import who_asked
from tests.linde import cell, run
from tests.surfaces.commands import gestand
from tests.surfaces.portal import ANN, BO, CAS, TODAY, Site, running, site
from tests.surfaces.test_portal_matrix import token
from tests.surfaces.test_web import FORM, ORIGIN, Visitor

__all__ = ["running", "site"]

CHANGE, REQUESTS = "/nl/mijn-wijziging", "/nl/mijn-verzoeken"
NL = PORTAL_WORDS["nl"]


WITHDRAWN = "SELECT pool_withdrawn_on FROM applications WHERE id = 5"


def kept(site: Site, after: int = 0) -> dict[int, tuple[str, State, str, str]]:
    """Return of each request the right, how far it is, how identity was settled and its words."""
    company = open_company(site.folder)
    with keyring_of(company) as keyring:
        found = requests(keyring.journal.state)
        wrote = {number: who_asked(keyring, number) for number in found}
    known = (("customer", 1), ("customer", 2), ("customer", 7), ("customer", 8),
             ("applicant", 5))
    people = [company.state.digest(*one) for one in known]
    assert {one.row.person for one in found.values()} <= {*people}
    texts = {number: told[0].text if told else "" for number, told in wrote.items()}
    return {
        number: (one.row.asked, one.request.state, one.request.method, texts[number])
        for number, one in found.items()
        if number > after
    }


def named(page: str, what: str) -> str:
    """Return what a page calls the first request to which something can happen."""
    found = re.search(rf'value="(\w+)"><input type="hidden" name="what" value="{what}"', page)
    assert found
    return found[1]


def test_consent_is_withdrawn_at_once_and_its_answer_complained_of(site: Site) -> None:
    before, cas = max(kept(site), default=0), site.signed_in(CAS)
    page = cas.ask(f"{CHANGE}/withdraw/talent-pool")
    assert "Dit geldt meteen" in page.text and cell(site.folder, WITHDRAWN) is None
    sent = {"token": token(cas, f"{CHANGE}/withdraw/talent-pool")}
    for _ in range(2):  # a double click
        assert cas.ask(f"{CHANGE}/withdraw/talent-pool", sent).headers["Location"].endswith("?done")
    assert cell(site.folder, WITHDRAWN) == TODAY.isoformat()
    told = cas.ask(REQUESTS, QUERY_STRING="done").text
    assert NL["done"] in told and "U vragen voor een volgende vacature" in told
    assert cas.ask(f"{CHANGE}/withdraw/recruitment").status == 404  # it rests on no consent
    ((number, found),) = kept(site, before).items()
    assert found == ("withdrawal", State.CARRIED_OUT, "",
                     "Toestemming intrekken: U vragen voor een volgende vacature")
    ask = ("request", site.folder, "--number", number)
    assert gestand(*ask, "--do", "answer", "--how", "by mail").exit_code == 0
    said = {"request": named(cas.ask(REQUESTS).text, "complain"), "what": "complain", "text": "no"}
    assert site.signed_in(BO).send(REQUESTS, said).status == 404
    assert cas.send(REQUESTS, said).headers["Location"] == f"{REQUESTS}?kept"
    assert kept(site)[number][1] is State.COMPLAINED
    assert gestand("verify", site.folder).exit_code == 0


def test_what_could_not_be_done_at_once_is_on_record_all_the_same(site: Site) -> None:
    before, office = max(kept(site), default=0), replace(site.application.office)
    office.at_most(1, patience=0)
    form = Form((Right.WITHDRAWAL,), CAS, "talent pool", "nl", "another form")
    with office.in_stores():
        trouble = PortalDesk(office).ask(Asking(Person("applicant", 5), form, ("talent pool",)))
    assert trouble.startswith("too many people wait")
    ((_, found),) = kept(site, before).items()
    assert found[:2] == ("withdrawal", State.RECEIVED)


def test_what_the_organisation_decides_arrives_as_a_request_of_who_signed_in(site: Site) -> None:
    before, ann = max(kept(site), default=0), site.signed_in(ANN, 0)
    wrong = ann.send(f"{CHANGE}/correct/address", {"text": " "})
    assert (wrong.status, NL["no text"] in wrong.text) == (422, True)
    assert ann.send(f"{CHANGE}/correct/address", {"text": "Kade <3>"}).status == 303
    assert ann.send(f"{CHANGE}/restrict/email", {"text": ""}).status == 303
    assert ann.send(f"{CHANGE}/restrict", {"text": ""}).headers["Location"] == f"{REQUESTS}?new"
    page = ann.ask(REQUESTS).text
    assert "Kade &lt;3&gt;" in page
    assert list(kept(site, before).values()) == [
        ("rectification", State.IN_HAND, "signed-in",
         "Verbeteren: Adres\nZo moet het zijn: Kade <3>"),
        ("restriction", State.IN_HAND, "signed-in", "Even niet gebruiken: E-mailadres"),
        ("restriction", State.IN_HAND, "signed-in", "Mijn gegevens even niet gebruiken"),
    ]
    with keyring_of(open_company(site.folder)) as keyring:
        asked = requests(keyring.journal.state)[before + 2].request
    assert asked.categories == {"email"}
    bo, officer = site.signed_in(BO), site.visitor()
    assert "Kade" not in bo.ask(REQUESTS).text
    officer.sign_in()
    assert "Verbeteren" in officer.ask("/nl/zaken").text
    sent = {"request": named(page, "withdraw"), "what": "withdraw", "text": "never mind"}
    assert bo.send(REQUESTS, sent).status == 404  # it is not Bo's
    assert ann.send(REQUESTS, {**sent, "what": "complain"}).status == 404  # nothing was answered
    assert ann.send(REQUESTS, sent).headers["Location"] == f"{REQUESTS}?kept"
    assert "Ingetrokken" in ann.ask(REQUESTS).text
    assert ann.send(REQUESTS, {**sent, "text": "twice"}).status == 303  # a double click
    with keyring_of(open_company(site.folder)) as keyring:
        withdrawn = requests(keyring.journal.state)[before + 3]
        assert words(keyring, withdrawn.events[-1]) == {"by": BY, "because": "never mind"}


def test_consent_to_advertising_can_be_withdrawn_too(site: Site) -> None:
    policy = site.application.office.policy
    pool = replace(policy.purposes["talent pool"], marketing=True)
    policy = replace(policy, purposes={**policy.purposes, "talent pool": pool})
    assert [act.name for act in acts_of("talent pool", policy)] == ["withdraw", "no-marketing"]
    assert [act.name for act in acts_of("business contacts", policy)] == ["object"]
    assert acts_of("service", policy) == ()


def test_what_was_kept_and_not_done_is_done_when_it_is_sent_again(site: Site) -> None:
    before, office = max(kept(site), default=0), site.application.office
    form = Form((Right.MARKETING,), BO, "no more", "nl", "the very same")
    asking = Asking(Person("customer", 2), form)
    terms = AllTerms(office.project, office.project.zone, "nl").on(TODAY)
    with office.recording() as keyring:
        (number,) = ask(keyring, asking, TODAY, terms)
    assert kept(site)[number][1] is State.RECEIVED  # and then it was stopped
    for _ in range(2):
        PortalDesk(office).ask(asking)
        assert [(n, one[1]) for n, one in kept(site, before).items()] == [
            (number, State.CARRIED_OUT)]


def test_a_key_that_went_to_somebody_else_ends_the_session(site: Site) -> None:
    run(site.folder, NEWCOMER.format(7, "gus@people.example"))
    gus = site.signed_in("gus@people.example")
    assert "Hanna" in gus.ask("/nl/mijn-overzicht").text
    gus.send(f"{CHANGE}/restrict", {"text": "somebody follows me"})
    sent = {"request": named(gus.ask(REQUESTS).text, "withdraw"), "what": "withdraw", "text": "x"}
    run(site.folder, "DELETE FROM customers WHERE id = 7;" + NEWCOMER.format(7, "h@people.example"))
    reply = gus.ask("/nl/mijn-overzicht")
    assert (reply.status, reply.headers["Location"]) == (303, "/nl/mijn-gegevens")
    assert gus.ask(REQUESTS).status == 303
    hanna = site.signed_in("h@people.example")  # who has the key now did not ask that
    page = hanna.ask(REQUESTS).text
    assert NL["no requests"] in page and "follows" not in page
    assert hanna.send(REQUESTS, sent).status == 404
    run(site.folder, "DELETE FROM customers WHERE id = 7;")


NEWCOMER = (
    "INSERT INTO customers VALUES ({0}, 'K{0}', 'Hanna', '{1}', NULL, NULL, '" + f"{TODAY}');"
)


def test_erasure_is_shown_before_it_is_asked(site: Site) -> None:
    ann = site.signed_in(ANN, 0)
    page = ann.ask(f"{CHANGE}/erase").text
    assert "De dienst leveren die u afneemt" in page and "Zolang dat loopt" in page
    assert "Voldoen aan de fiscale bewaarplicht" in page and "31 december 2032" in page
    # A contract that goes on holds all that would go: who asks all the same gets the reason.
    assert NL["nothing goes"] in page and NL["all the same"] in page and NL["erase do"] in page
    bo = site.signed_in(BO)
    one = bo.ask(f"{CHANGE}/erase/phone").text
    assert "<li>telefoonnummer</li>" in one and NL["erase do"] in one and "<li>naam" not in one
    assert bo.ask(f"{CHANGE}/erase/letter").status == 404  # nothing of it is held


def test_a_page_that_was_left_open_does_nothing_to_whoever_comes_after(site: Site) -> None:
    before, one = max(kept(site), default=0), site.signed_in(ANN, 1)
    left = {"token": token(one, f"{CHANGE}/erase")}
    one.send("/nl/mijn-keuze", {"as": "0"})  # the same address is also that of a customer
    assert one.ask(f"{CHANGE}/erase", left).status == 403
    left = {"token": token(one, f"{CHANGE}/erase")}
    del one.cookies["__Host-gestand_mine"]
    site.ask(one, BO)  # and then Bo, in the same browser
    assert one.send("/nl/mijn-code", {"code": site.code()}).status == 303
    assert one.ask(f"{CHANGE}/erase", left).status == 403 and kept(site, before) == {}


def test_what_was_refused_to_be_told_is_told_by_no_plan_either(site: Site) -> None:
    office, cas = site.application.office, site.signed_in(CAS)
    letter, page = "motivatiebrief", f"{CHANGE}/erase"
    assert letter in cas.ask(page).text
    terms = AllTerms(office.project, office.project.zone, "nl").on(TODAY)
    said = {"item": "letter", "outcome": "refused", "ground": "15.4-others", "because": "no"}
    with office.recording() as keyring:
        new = New(TODAY, "mail", [Right.ACCESS], Person("applicant", 5))
        (one,) = take_in(keyring, new, TODAY)
        for what, words in ((What.SETTLE_IDENTITY, {"method": "shown"}), (What.DECIDE, said)):
            one = carry_on(keyring, one, Step(what, words, TODAY, terms))
    assert letter not in cas.ask("/nl/mijn-overzicht").text
    assert letter not in cas.ask(page).text
    people = (Person("applicant", 5),)
    later = Holders({people[0]: Since(now() + timedelta(seconds=1))})  # the key was given again
    with keyring_of(open_company(site.folder)) as keyring:
        for whose, refused in ((NOBODY_BEFORE, {"letter"}), (later, set[str]())):
            assert refused_to_tell(keyring, people, partial(replace, whose)) == refused


BACK = "/nl/terugzetten"
ORDERS = f"SELECT count(*) FROM guest_orders WHERE buyer_email = '{ANN}'"
TAKES = f"INSERT INTO guest_orders VALUES (1, 'Di', 'd@x.nl', 'A', 'mug', '{TODAY}', NULL, NULL)"


def offered(page: str) -> dict[str, str]:
    """Return what the button sends by which somebody puts back what is shown."""
    found = re.findall(r'name="(run|seen)" value="(\w+)"', page)
    assert found
    return dict(found)


def erased(site: Site) -> int:
    """Erase Ann, who ordered without an account, as she asked; return the number of the run."""
    person = ("--person", "guest:-", "--erase", "--yes")
    told = gestand("apply", site.folder, *person, typed=f"{ANN}\n")
    assert (told.exit_code, cell(site.folder, ORDERS)) == (0, 0), told.output
    return int(open_company(site.folder).state.receipts()[-1]["entry"])


def test_who_asked_to_be_erased_puts_it_back_as_shown_or_not_at_all(site: Site) -> None:
    guest, bo = site.signed_in(ANN, 1), site.signed_in(BO)
    erased(site)
    page = guest.ask(BACK).text
    assert "<li>e-mailadres</li>" in page and NL["put back do"] in page
    sent = offered(page)
    assert bo.send(BACK, sent).status == 409 and NL["no way back"][:30] in bo.ask(BACK).text
    run(site.folder, TAKES)
    taken = guest.send(BACK, sent)
    assert (taken.status, NL["not back overwritten"] in taken.text) == (409, True)
    assert NL["put back do"] not in taken.text and cell(site.folder, ORDERS) == 0
    run(site.folder, "DELETE FROM guest_orders WHERE id = 1")
    once = {**sent, "token": token(guest, BACK)}
    for _ in range(2):  # a double click
        assert guest.ask(BACK, once).headers["Location"] == f"{REQUESTS}?back"
    assert cell(site.folder, ORDERS) == 1
    assert NL["is back"] in guest.ask(REQUESTS, QUERY_STRING="back").text
    assert erasures(open_company(site.folder).state) == []  # the next run would erase her again
    assert gestand("verify", site.folder).exit_code == 0


def test_who_was_erased_everywhere_signs_in_to_put_that_back_and_to_nothing_else(
    site: Site,
) -> None:
    before, mail = max(kept(site), default=0), "jan@people.example"
    run(site.folder, NEWCOMER.format(8, mail))
    site.signed_in(mail).send(f"{CHANGE}/erase", {})
    ((number, _),) = kept(site, before).items()
    other = asked_by_form(site, "nobody@elsewhere.example")  # an officer takes them for Jan
    settle = ("--do", "settle-identity", "--method", "signed-in", "--person", "customer:8")
    assert gestand("request", site.folder, "--number", other, *settle).exit_code == 0
    for one, how in ((number, FULFIL), (other, ("--do", "carry-out"))):
        ask = ("request", site.folder, "--number", one)
        gestand(*ask, "--do", "decide", "--item", "everything", "--outcome", "granted")
        assert gestand(*ask, *how).exit_code == 0
    assert cell(site.folder, JAN) == 0
    letters = len(site.box.letters())
    site.ask(site.visitor(), "nobody@elsewhere.example")
    assert len(site.box.letters()) == letters
    jan = site.signed_in(mail)
    for place in ("mijn-overzicht", "mijn-verzoeken", "mijn-download", "mijn-wijziging/erase"):
        assert jan.ask(f"/nl/{place}").headers["Location"] == BACK
    page = jan.ask(BACK).text
    assert NL["gone lead"] in page and "<li>naam</li>" in page
    assert jan.send(BACK, {**offered(page), "seen": "0"}).status == 409
    done = jan.send(BACK, offered(page))
    assert (done.status, done.headers["Location"]) == (303, "/nl/mijn-gegevens?back")
    assert cell(site.folder, JAN) == 1
    assert NL["is back gone"] in jan.ask("/nl/mijn-gegevens", QUERY_STRING="back").text
    assert jan.ask(BACK).headers["Location"] == "/nl/mijn-gegevens"
    assert "Hanna" in site.signed_in(mail).ask("/nl/mijn-overzicht").text
    run(site.folder, "DELETE FROM customers WHERE id = 8")


def asked_by_form(site: Site, mail: str) -> int:
    """Return the request of somebody who typed an address in the form."""
    site.visitor().send("/nl/vraag", {"right": "erasure", "contact": mail})
    with keyring_of(open_company(site.folder)) as keyring:
        return max(requests(keyring.journal.state))


FULFIL = ("--fulfil", "--person", "customer:8", "--yes")
JAN = "SELECT count(*) FROM customers WHERE id = 8"


def test_what_was_removed_can_be_brought_back_for_a_while_and_they_read_so(site: Site) -> None:
    guest, bo = site.signed_in(ANN, 1), site.signed_in(BO)
    assert "nog 7 dagen terugzetten" in guest.ask(f"{CHANGE}/erase").text
    number = erased(site)
    assert NL["nothing"] in guest.ask("/nl/mijn-overzicht").text
    assert f'href="{BACK}"' in guest.ask(REQUESTS).text
    assert "terugzetten" not in bo.ask(REQUESTS).text
    sent = offered(guest.ask(BACK).text)
    over = gestand("undo", number, site.folder, "--forget", "--yes")  # as when its days are over
    assert over.exit_code == 0, over.output
    refused = guest.send(BACK, sent)
    assert (refused.status, "nog 7 dagen terug" in refused.text) == (409, True)
    assert cell(site.folder, ORDERS) == 0


def test_all_of_it_can_be_taken_along(site: Site) -> None:
    bo, records = site.signed_in(BO), site.folder / ".gestand"
    for name, ago in (("answer-left", 7200), ("answer-busy", 60)):
        (records / name).mkdir()
        (records / name / "answer.zip").write_text("all about somebody", "utf-8")
        at = records.stat().st_mtime - ago
        os.utime(records / name, (at, at))
    for what, holds in (("all", "index.html"), ("portable", "manifest.json")):
        names, told = downloaded(site, bo, what)
        assert holds in names and b"Bo <b>" in told and b"Ann" not in told
    receipts = open_company(site.folder).state.receipts()
    assert {"access given", "portability given"} <= {one["kind"] for one in receipts}
    assert BO not in str(receipts)
    # What a program left that was killed is gone; what another one works on is not.
    assert [one.name for one in records.glob("answer-*")] == ["answer-busy"]
    cas = site.signed_in(CAS)
    assert cas.ask("/en/my-download").status == 200


def downloaded(site: Site, visitor: Visitor, what: str) -> tuple[list[str], bytes]:
    """Download an archive as a browser does; return its names, and all that stands in it."""
    page = "/nl/mijn-download"
    body = urlencode({"token": token(visitor, page), "what": what}).encode()
    got = SimpleNamespace()

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        got.status, got.headers = status, dict(headers)

    parts = site.application({
        "REQUEST_METHOD": "POST", "PATH_INFO": page, "HTTP_ORIGIN": ORIGIN, "CONTENT_TYPE": FORM,
        "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in visitor.cookies.items()),
        "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body), "HTTP_HOST": "evil.test",
    }, start)
    whole = b"".join(parts)
    assert got.status == "200 OK" and int(got.headers["Content-Length"]) == len(whole)
    assert re.fullmatch(r'attachment; filename="[a-z-]+\.zip"', got.headers["Content-Disposition"])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return archive.namelist(), b"".join(map(archive.read, archive.namelist()))


def test_who_asks_to_erase_one_thing_loses_that_and_nothing_else(site: Site) -> None:
    def row() -> list[object]:
        columns = ("name", "email", "phone")
        return [cell(site.folder, f"SELECT {c} FROM customers WHERE id = 2") for c in columns]

    before, bo, was = max(kept(site), default=0), site.signed_in(BO), row()
    assert all(was) and bo.send(f"{CHANGE}/erase/phone", {}).status == 303
    ((number, _),) = kept(site, before).items()
    ask = ("request", site.folder, "--number", number)
    assert gestand(*ask, "--do", "decide", "--item", "everything", "--outcome", "granted"
                   ).exit_code == 0
    done = gestand(*ask, "--fulfil", "--person", "customer:2", "--yes")
    assert (done.exit_code, row()) == (0, [*was[:2], None]), done.output
