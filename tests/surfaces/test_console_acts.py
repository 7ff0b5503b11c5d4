"""Officers hold, say what a message is, and publish on pages: each by their role, and once."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from gestand.core.facts import Person
from gestand.core.mail import Stage
from gestand.core.request import What
from gestand.core.rights_rules import Right
from gestand.core.roles import Role
from gestand.settings import today
from gestand.surfaces.web.application import Application
from gestand.surfaces.web.console_holds_page import FIELDS
from gestand.surfaces.web.console_holds_words import HOLD_WORDS
from gestand.surfaces.web.console_message_words import DOUBTS, MESSAGE_WORDS, SEEMS, STAGES
from gestand.surfaces.web.console_publish_words import PUBLISH_WORDS
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.holds import holds
from gestand.work.intake import Intake, poll
from gestand.work.keyring import Keyring
from gestand.work.looks import looks
from gestand.work.mails import mail_known
from gestand.work.sealed_mail import words_of
from tests.surfaces.test_console import (
    GRANTED,
    console,
    new_case,
    shared,
    signed_in,
    token_in,
)
from tests.surfaces.test_web import Reply, Visitor
from tests.work.test_intake import MemoryMailbox

__all__ = ["console", "shared"]

SOON = (today("Europe/Amsterdam") + timedelta(days=200)).isoformat()
CLAIM = {"do": "place", "kind": "customer", "person": "4", "because": "claim about <invoice> 7",
         "article": "6:162 BW", "until": SOON}
DOUBTFUL = ("Graag wil ik weten hoe het zit met mijn account en een offerte.",
            "Hoe lang bewaart u cookies?", "Verwijder al mijn gegevens, namens mijn moeder.")


@contextmanager
def records(console: Application) -> Iterator[Keyring]:
    office = console.office
    with keyring_in(Heads.of(office.project.root, office.records), office.records) as keyring:
        yield keyring


def both(visitor: Visitor, path: str, fields: dict[str, str]) -> list[Reply]:
    """Send the same form twice, as a double click does."""
    typed = {"token": token_in(visitor.ask(path).text), **fields}
    return [visitor.ask(path, typed) for _ in range(2)]


def test_two_people_hold_and_release_what_a_claim_needs(console: Application) -> None:
    mila, joris = signed_in(console, Role.OFFICER), signed_in(console, Role.SECOND)
    nl, en = "/nl/vasthouden", "/en/holds"
    assert "Vul dit in." in mila.send(nl, {**CLAIM, "article": ""}).text
    assert "Kies een dag die nog komt." in mila.send(nl, {**CLAIM, "until": "2026-02-30"}).text
    nobody = mila.send(nl, {**CLAIM, "person": "99999"})
    assert (nobody.status, "Deze persoon is niet gevonden." in nobody.text) == (422, True)
    assert {one.headers["Location"] for one in both(mila, nl, CLAIM)} == {f"{nl}?placed-now"}
    shown = joris.ask(en).text
    assert "claim about &lt;invoice&gt; 7" in shown and ">Place it<" not in shown
    one = {"hold": "1", "kind": "customer", "person": "4"}
    assert "Dat doet een tweede persoon." in mila.send(nl, {**one, "do": "confirm"}).text
    assert joris.send(en, {**one, "do": "confirm"}).headers["Location"] == f"{en}?confirmed-now"
    ask = {**one, "do": "ask", "because": "it was settled"}
    assert "This is about somebody else." in joris.send(en, {**ask, "person": "5"}).text
    early = joris.send(en, {**one, "do": "release"})  # a page from before somebody asked
    assert (early.status, "A colleague was faster." in early.text) == (422, True)
    assert joris.send(en, ask).status == 303
    assert joris.send(en, {**one, "do": "release"}).status == 422
    assert mila.send(nl, {**one, "do": "release"}).headers["Location"] == f"{nl}?released-now"
    with records(console) as keyring:
        (hold,) = holds(keyring.journal.state).values()
    people = [hold.placed_by, hold.confirmed_by, hold.asked_release, hold.released_by]
    assert people == [f"Fictief {who}" for who in (
        "officer", "second decider", "second decider", "officer"
    )]


def test_who_only_looks_holds_settles_and_publishes_nothing(console: Application) -> None:
    number = came_in(console, DOUBTFUL[0])
    seen = [*((role, "holds", CLAIM) for role in (Role.AUDITOR, Role.SECOND)),
            (Role.AUDITOR, "holds", {"do": "confirm", "hold": "1"}),
            *((role, f"message/{number}", {"do": "nothing"}) for role in READERS),
            (Role.AUDITOR, "publish", {"sure": "1"})]
    for role, page, fields in seen:
        visitor = signed_in(console, role)
        if page.startswith("message"):
            assert "what this is." in visitor.look(f"/en/{page}", "supervision").text
        typed = {"token": token_in(visitor.ask(f"/en/{page}").text), **fields}
        assert visitor.ask(f"/en/{page}", typed).status == 403, (role, page)
        elsewhere = {"HTTP_ORIGIN": "https://e.example"}
        assert visitor.ask(f"/en/{page}", typed, **elsewhere).status == 403
    mila = signed_in(console, Role.OFFICER)
    for page in ("holds", "publish"):
        stale = mila.ask(f"/en/{page}", {**CLAIM, "sure": "1"})
        assert (stale.status, "open for too long" in stale.text) == (403, True)


READERS = (Role.AUDITOR, Role.SECOND)


def came_in(console: Application, text: str) -> int:
    """Let a message have come of which nobody is sure, and return its number."""
    office, mailbox = console.office, MemoryMailbox(name=text)
    mailbox.deliver(abs(hash(text)) % 10_000, text)
    with records(console) as keyring:
        how = Intake("privacy@noorderlicht.example", "Europe/Amsterdam", office.policy)
        (mail,) = poll(keyring, mailbox, how, office.day())
    assert mail.stage is Stage.WAITING
    return mail.row.number


def test_a_person_says_what_a_message_is_that_waits(console: Application) -> None:
    mila, paths = signed_in(console, Role.OFFICER), []
    for text, fields, ends in (
        (DOUBTFUL[2], {"do": "request", "right": "erasure"}, r"/nl/zaken/\d+"),
        (DOUBTFUL[1], {"do": "question"}, r"/nl/bericht/\d+\?said"),
        ("Koop nu goedkope horloges.", {"do": "nothing"}, r"/nl/bericht/\d+\?said"),
    ):
        paths.append(path := f"/nl/bericht/{came_in(console, text)}")
        assert path in mila.ask("/nl/zaken").text
        assert text not in mila.ask(path).text
        assert mila.send(path, fields).status == 403  # nobody said why they look
        shown = mila.look(path)
        assert text in shown.text
        assert mila.send(path, {"version": "1"}).status == 422  # nothing was chosen
        assert mila.send(path, {**fields, "right": "", "do": "request"}).status == 422
        assert mila.send(path, {**fields, "version": "9"}).status == 409
        sent = both(mila, path, {**fields, "version": "1"})
        assert all(re.fullmatch(ends, one.headers["Location"]) for one in sent), text
        assert mila.send(path, {"do": "look", "reason": "handling"}).status == 303
        assert 'name="do" value="nothing"' not in mila.ask(path).text
    with records(console) as keyring:
        state = keyring.journal.state
        found = [mail_known(state, int(one.rpartition("/")[2])) for one in paths]
        kept = [words_of(keyring, one) is not None for one in found]
        looked = [one.by for one in looks(state) if one.message == found[0].row.number]
    assert [one.stage for one in found] == [Stage.TAKEN, Stage.SEEN, Stage.DROPPED]
    assert kept == [True, False, False]
    assert {*looked} == {"Fictief officer"}
    assert f"bericht {found[0].row.number}" in mila.ask("/nl/logboeken/looks").text
    assert [mila.ask(f"/nl/{one}").status for one in ("bericht", "bericht/999")] == [404, 404]


def test_a_version_is_published_as_it_was_seen(console: Application) -> None:
    mila, en, nl = signed_in(console, Role.OFFICER), "/en/publish", "/nl/publiceren"
    privacy = console.office.project.privacy
    shown = mila.ask(en).text
    assert "This is the first version." in shown
    form = {"token": token_in(shown), "code": code_in(shown), "sure": "1", "because": "Monday"}
    assert "Tick that you looked" in mila.ask(en, {**form, "sure": ""}).text
    assert mila.ask(en, {**form, "code": "0"}).status == 409
    assert [mila.ask(en, form).status for _ in range(2)] == [303, 303]
    next_version(privacy)
    shown = mila.ask(nl).text
    assert "Wezenlijk: mensen moeten dit weten" in shown and "niet gebeurd" in shown
    form = {"token": token_in(shown), "code": code_in(shown), "sure": "1", "because": ""}
    assert "Vul dit in." in mila.ask(nl, form).text  # people were not told in time
    assert "9 weken" not in mila.ask("/nl").text
    assert mila.ask(nl, {**form, "because": "they are told by telephone"}).status == 303
    assert "9 weken" in mila.ask("/nl").text
    assert "There is nothing new." in mila.ask(en).text
    with records(console) as keyring:
        signed = [json.loads(e.told) for e in keyring.journal.ledger.of_kind("version published")]
        reasons = [line["because"] for line in keyring.journal.state.lines("overrides")]
    assert len(signed) == 2 and len([*(privacy / "published").glob("*.json")]) == 2
    assert reasons[-1] == "they are told by telephone"
    policy = (privacy / "policy.yaml").read_text("utf-8")
    (privacy / "policy.yaml").write_text(policy.replace("P9W", "P7W"), "utf-8")
    assert "Geef de nieuwe een eigen dag." in mila.ask(nl).text
    (privacy / "statement" / "nl.md").write_text("# Niets", "utf-8")
    assert "Not to be published yet" in mila.ask(en).text


def next_version(privacy: Path) -> None:
    """Let the policy have a version that begins tomorrow and keeps something for longer."""
    (privacy / "versions").mkdir()
    shutil.copy(privacy / "policy.yaml", privacy / "versions" / "first.yaml")
    shutil.copytree(privacy / "statement", privacy / "versions" / "first")
    text = (privacy / "policy.yaml").read_text("utf-8")
    day = (today("Europe/Amsterdam") + timedelta(days=1)).isoformat()
    text = text.replace("effective: 2026-01-01", f"effective: {day}").replace("P4W", "P9W")
    (privacy / "policy.yaml").write_text(text, "utf-8")


def code_in(text: str) -> str:
    found = re.search(r'name="code" value="([0-9a-f]{64})"', text)
    assert found
    return found[1]


def test_the_words_are_there_in_both_languages() -> None:
    for words in (HOLD_WORDS, MESSAGE_WORDS, PUBLISH_WORDS, DOUBTS, STAGES, SEEMS):
        assert {*words["nl"]} == {*words["en"]}
    assert {*STAGES["nl"]} == {one.value for one in Stage}
    assert all(f"do {do}" in HOLD_WORDS["nl"] for do in FIELDS)


def test_an_officer_says_of_each_who_must_know_that_they_were_told(console: Application) -> None:
    kept = new_case(console, *GRANTED, (What.CARRY_OUT, {}), right=Right.RESTRICTION,
                    person=Person("customer", 6))  # fmt: skip
    path, mila = f"/nl/zaken/{kept.row.number}", signed_in(console, Role.OFFICER)
    assert "Nog niet op de lijst: " in mila.look(path).text
    told = {"do": "tell-recipients", "version": str(kept.row.version), "because": "Per mail."}
    early = mila.send(path, told)
    assert (early.status, "Nog niet iedereen weet dit." in early.text) == (422, True)
    assert mila.send(path, {"do": "find-notices"}).headers["Location"] == f"{path}#notices"
    page = mila.ask(path).text
    numbers = re.findall(r'name="notice" value="([0-9]+)"', page)
    assert len(numbers) > 1 and page.count("moet het nog horen") == len(numbers)
    first, *rest = ({"do": "notice", "notice": one, "became": "sent"} for one in numbers)
    assert "Kies wat er is gebeurd, en schrijf op hoe." in mila.send(path, first).text
    assert mila.send(path, {**first, "notice": "999", "said": "x"}).status == 422
    exempt = {**first, "became": "exempt"}
    assert "Schrijf op waarom zij dit niet hoeven te weten." in mila.send(path, exempt).text
    assert mila.send(path, {**exempt, "said": "Dat bedrijf is er niet meer."}).status == 303
    assert {mila.send(path, {**one, "said": "Gebeld."}).status for one in rest} == {303}
    assert "Dat bedrijf is er niet meer." in mila.ask(path).text
    assert mila.send(path, told).status == 303
    assert signed_in(console, Role.AUDITOR).look(path).text.count("find-notices") == 0
