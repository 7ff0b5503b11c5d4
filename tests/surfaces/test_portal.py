"""People sign in to their own data by a code to the address on file, and nobody else does."""

from __future__ import annotations

import json
import re

import pytest

from gestand.core.signing_in import CODE_LIFE, IDLE, MOST, TRIES
from gestand.surfaces.web.guard import Limit
from gestand.surfaces.web.portal_desk import SIGNED_IN
from gestand.surfaces.web.portal_words import PORTAL_WORDS
from gestand.wiring import open_company
from gestand.wiring.mailing import shown_by
from gestand.wiring.recording import journal_of
from tests.surfaces.commands import gestand
from tests.surfaces.portal import ANN, BO, CAS, TWO, Site, running, site
from tests.surfaces.test_web import Visitor

__all__ = ["running", "site"]

DATA, CODE, MINE = "/nl/mijn-overzicht", "/nl/mijn-code", "/nl/mijn-gegevens"


def test_the_answer_is_the_same_whoever_has_the_address(site: Site) -> None:
    seen = set()
    for address in (ANN, TWO, "nobody@elsewhere.example"):
        visitor = site.visitor()
        reply = site.ask(visitor, address)
        reply.headers.pop("Set-Cookie", None)
        page = visitor.ask(CODE)
        typed = visitor.send(CODE, {"code": "AAAAA-AAAAA"})
        texts = (page.text, typed.text)
        told = [text.partition('name="token"')[0] + text.partition('">')[2] for text in texts]
        seen.add((reply.status, reply.text, str(reply.headers), typed.status, len(told[1])))
    assert len(seen) == 1
    assert [letter["To"] for letter in site.box.letters()] == ["Ann@people.example", TWO]
    assert "bij ons hebben meer mensen dit adres" in site.box.letters()[1].as_string().replace(
        "=\n", "").replace("=\r\n", "")
    odd = site.visitor().send(MINE, {"address": "ann at people"})
    assert (odd.status, PORTAL_WORDS["nl"]["no address"] in odd.text) == (422, True)


def test_a_code_counts_once_and_in_the_browser_that_asked(site: Site) -> None:
    ann, other = site.visitor(), site.visitor()
    site.ask(ann, ANN)
    first = site.code()
    site.ask(other, BO)
    assert other.send(CODE, {"code": first}).status == 403
    assert "__Host-gestand_mine" not in other.cookies
    site.ask(ann, ANN)
    second = site.code()
    assert ann.send(CODE, {"code": first}).status == 403  # only the newest one counts
    got = ann.send(CODE, {"code": f" {second[:5].lower()}-{second[5:]} "})
    assert (got.status, got.headers["Location"]) == (303, "/nl/mijn-keuze")
    kept = ann.cookies.pop("__Host-gestand_mine")
    assert ann.send(CODE, {"code": second}).status == 403  # and once
    assert kept not in got.text and "HttpOnly; SameSite=Strict; Secure" in got.headers["Set-Cookie"]
    # Somebody else is asked for in the same browser: what was sent before counts no more.
    site.ask(other, "nobody@elsewhere.example")
    assert other.send(CODE, {"code": site.code()}).status == 403


def test_a_code_runs_out_and_few_wrong_ones_are_listened_to(site: Site) -> None:
    bo = site.visitor()
    site.ask(bo, BO)
    site.clock[0] += CODE_LIFE
    assert bo.send(CODE, {"code": site.code()}).status == 403
    site.ask(bo, BO)
    tried = [bo.send(CODE, {"code": "AAAAA AAAAA"}).status for _ in range(TRIES)]
    assert tried == [403] * TRIES
    assert bo.send(CODE, {"code": site.code()}).status == 403
    site.clock[0] += 600
    for _ in range(MOST + 2):
        site.ask(site.visitor(), BO)
        site.clock[0] += 60
    assert len(site.box.taken) == 2 + MOST - 1  # no mailbox is filled by it


def test_asking_for_nobodys_address_keeps_nobody_out(site: Site) -> None:
    site.application.portal._of_all = Limit(1, 3600, lambda: site.clock[0])
    for _ in range(3):
        site.ask(site.visitor(), "nobody@elsewhere.example")
    assert site.signed_in(BO).ask(DATA).status == 200
    assert site.ask(site.visitor(), ANN).status == 303 and len(site.box.taken) == 1
    assert "too many codes" in site.heard.pop()


def test_a_session_has_a_new_name_and_ends_here(site: Site) -> None:
    bo = site.visitor()
    bo.cookies["__Host-gestand_mine"] = "a" * 64  # a name that somebody else chose
    site.ask(bo, BO)
    assert bo.send(CODE, {"code": site.code()}).headers["Location"] == DATA
    assert bo.cookies["__Host-gestand_mine"] != "a" * 64
    stale = dict(bo.cookies)
    # Whoever has another name of the domain can set cookies here, but none that is called so.
    other = site.visitor()
    other.cookies["gestand_mine"] = stale["__Host-gestand_mine"]
    assert other.ask(DATA).headers["Location"] == "/nl/mijn-gegevens"
    assert "; Path=/; " in (kept := other.ask("/nl/vraag").headers["Set-Cookie"])
    assert kept.startswith("__Host-gestand_form=") and "Domain" not in kept
    assert "Bo &lt;b&gt;" in bo.ask(DATA).text
    token = bo.ask("/nl/mijn-overzicht").text.partition('name="token" value="')[2].partition('"')[0]
    assert bo.ask("/nl/mijn-gegevens-sluiten", {"token": "made up"}).status == 403
    assert bo.ask("/nl/mijn-gegevens-sluiten", {"token": token}).status == 303
    bo.cookies.update(stale)
    assert bo.ask(DATA).headers["Location"] == MINE
    bo = site.signed_in(BO)
    site.clock[0] += IDLE - 1
    assert bo.ask(DATA).status == 200
    site.clock[0] += IDLE
    assert bo.ask(DATA).status == 303


def test_a_session_can_be_ended_while_no_store_answers(site: Site) -> None:
    bo = site.signed_in(BO)
    token = bo.ask(DATA).text.partition('name="token" value="')[2].partition('"')[0]
    away = (site.folder / "db.db").rename(site.folder / "away")
    try:
        left = bo.ask("/nl/mijn-gegevens-sluiten", {"token": token})
    finally:
        away.rename(site.folder / "db.db")
    assert (left.status, bo.ask(DATA).headers["Location"]) == (303, MINE)


def test_a_code_that_let_nobody_in_since_a_store_was_down_still_counts(site: Site) -> None:
    bo = site.visitor()
    site.ask(bo, BO)
    page = {"token": token_on(bo, CODE), "code": site.code()}
    away = (site.folder / "db.db").rename(site.folder / "away")
    try:
        assert bo.ask(CODE, page).status == 503
    finally:
        away.rename(site.folder / "db.db")
    assert len(site.heard) == 1 and BO not in site.heard.pop()
    code = {"code": page["code"]}
    assert [bo.send(CODE, {**code}).status for _ in range(2)] == [303, 403]  # and once


def token_on(visitor: Visitor, path: str) -> str:
    return visitor.ask(path).text.partition('name="token" value="')[2].partition('"')[0]


def test_who_signed_in_sees_what_is_held_and_of_nobody_else(site: Site) -> None:
    ann = site.signed_in(ANN, 0)
    text = ann.ask(DATA).text
    for told in ("Lindelaan 1", "ann.example", "Loopt nog", "Blijft tot en met 31 december 2032",
                 "De dienst leveren die u afneemt", "artikel 52"):
        assert told in text, told
    assert not any(other in text for other in ("Dijk", "Bo ", "Cas", "vase"))
    ann.send("/nl/mijn-keuze", {"as": "1"})
    guest = ann.ask("/en/my-overview").text
    assert "vase" in guest and "ann.example" not in guest
    cas = site.signed_in(CAS).ask(DATA).text
    assert "dear" in cas and "U vragen voor een volgende vacature" in cas
    with journal_of(open_company(site.folder)) as journal:
        told = [json.loads(one.told) for one in journal.ledger.of_kind(SIGNED_IN)]
    assert {"kinds": ["customer", "guest"]} in told
    assert gestand("verify", site.folder).exit_code == 0


def test_without_a_mail_server_the_page_leads_to_the_form(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MAIL_PASSWORD")
    page = site.visitor().ask(MINE)
    assert (page.status, "/nl/vraag" in page.text, "<form" in page.text) == (200, True, False)
    assert site.visitor().ask(DATA).headers["Location"] == MINE


def test_codes_are_shown_here_to_try_it_out_on_this_machine_alone(site: Site) -> None:
    shown = list[str]()
    site.application.office.post = shown_by(shown.append)
    bo = site.visitor()
    site.ask(bo, BO)
    code = re.search(r"[2-9A-Z]{5} [2-9A-Z]{5}", shown[0])
    assert code and shown[0].startswith(f"To {BO} from privacy@delinde.example")
    assert bo.send(CODE, {"code": code[0]}).status == 303 and site.box.taken == []
    for page in ("/nl/vraag", "/nl"):
        assert 'href="/nl/mijn-gegevens"' in bo.ask(page).text
    for more in (("--url", "https://privacy.example.com"), ("--listen", "0.0.0.0:0")):
        told = gestand("web", site.folder, "--show-codes", *more)
        assert told.exit_code == 2, told.output
