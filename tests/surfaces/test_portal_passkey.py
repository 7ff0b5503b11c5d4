"""People sign in by a passkey: one that was made here, shown here, once, and is no copy."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from html import unescape
from pathlib import Path
from secrets import token_bytes
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from gestand.core.facts import Person
from gestand.passkeys.base import NotRight
from gestand.passkeys.by_fido2 import ByFido2
from gestand.settings import acting_as
from gestand.surfaces.web.portal_passkey import LIFE
from gestand.surfaces.web.portal_passkey_words import PASSKEY_WORDS
from gestand.wiring import open_company
from gestand.wiring.passkeys import passkeys_of
from gestand.wiring.recording import keyring_of
from gestand.work.portal.lets_in import NEVER, PASSKEY, of_people
from gestand.work.portal.letters import CHANGES
from gestand.work.portal.second_codes import ask_removal, remove
from gestand.work.rights_kept import request_known
from tests.answers import give, members
from tests.linde import Changes, run
from tests.mailing import Letterbox
from tests.surfaces.commands import gestand
from tests.surfaces.portal import BO, ROWS, TODAY, Site, founded, running, served, site
from tests.surfaces.test_portal_acts import NEWCOMER
from tests.surfaces.test_portal_factor import (
    DATA,
    ERASE,
    MINE,
    SECOND,
    Phone,
    erased,
    half_in,
    proven,
    turned_on,
)
from tests.surfaces.test_web import ORIGIN, Reply, Visitor
from tests.undoing import UNDO

__all__ = ["running", "site"]

SAFE, NAME = "/nl/veilig-inloggen", "privacy.noorderlicht.example"
PRESENT_AND_VERIFIED = AuthenticatorData.FLAG(0x05)


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def data(told: str) -> bytes:
    return urlsafe_b64decode(told + "==")


LINKED: Changes = {
    **UNDO,
    "schema": [("    job VARCHAR(120),\n    started_on",
                "    job VARCHAR(120),\n    customer_number VARCHAR(20),\n    started_on")],
    "datamap": [
        *UNDO["datamap"],
        ("{table: db.customers, identified by: [email]}",
         "{table: db.customers, identified by: [email, number]}"),
        ("{table: db.employees, identified by: [email]}",
         "{table: db.employees, identified by: [email], "
         "same person: {customer by number: customer_number}}"),
        ("{name: name, email: email, job: function}}",
         "{name: name, email: email, job: function, customer_number: technical}}"),
    ],
}
"""Who works here and buys here is one person, by the number of the customer."""

WORKS_HERE = f"""
INSERT INTO employees VALUES
  (1, NULL, 'Bo <b>', '{BO}', 'gardener of parks', 'K2', '{TODAY}', NULL);
"""


@dataclass
class Device:
    """What makes passkeys and shows them, as a browser would let it."""

    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    ident: bytes = field(default_factory=lambda: token_bytes(16))
    handle: str = ""
    count: int = 0
    origin: str = ORIGIN
    site: str = NAME
    flags: AuthenticatorData.FLAG = PRESENT_AND_VERIFIED

    def makes(self, asked: dict[str, Any]) -> str:
        """Return what the script of the page would send of a passkey that was made."""
        self.handle = asked["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        made = AttestedCredentialData.create(bytes(16), self.ident, public)
        flags = self.flags | AuthenticatorData.FLAG.AT
        known = AuthenticatorData.create(self._site, flags, self.count, made)
        said = {"attestationObject": text(AttestationObject.create("none", known, {}))}
        return self._sent(said | {"clientDataJSON": text(self._client("create", asked))})

    def shows(self, asked: dict[str, Any], count: int = 1) -> str:
        """Return what the script would send of a passkey that is shown."""
        self.count += count
        client = self._client("get", asked)
        known = AuthenticatorData.create(self._site, self.flags, self.count)
        signed = self.key.sign(known + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._sent({
            "clientDataJSON": text(client), "authenticatorData": text(known),
            "signature": text(signed), "userHandle": self.handle,
        })

    def _client(self, does: str, asked: dict[str, Any]) -> bytes:
        told = {"type": f"webauthn.{does}", "challenge": asked["challenge"], "origin": self.origin}
        return json.dumps(told | {"crossOrigin": False}).encode()

    def _sent(self, response: dict[str, str]) -> str:
        named = {"id": text(self.ident), "rawId": text(self.ident), "type": "public-key"}
        return json.dumps(named | {"response": response, "clientExtensionResults": {}})

    @property
    def _site(self) -> bytes:
        return sha256(self.site.encode()).digest()


def answered(site: Site, who: tuple[str, int]) -> bytes:
    """Return what an answer to somebody tells of own records, which has no key in it."""
    out = site.folder / "answer.zip"
    give(site.folder, out, who, on=TODAY, replace=True)
    return members(out)["own-records.json"]


def asked_on(page: Reply) -> tuple[dict[str, Any], dict[str, object]]:
    """Return what a page asks of a browser, and what its form has; the script may run there."""
    form = re.search(r'data-passkey="([^"]+)"><input [^>]+ value="([^"]+)">.*?value="([a-z-]+)"',
                     page.text)  # fmt: skip
    script = re.search(r"<script>(.+)</script>", page.text, re.DOTALL)
    assert form and script
    digest = text(sha256(script[1].encode()).digest()).replace("-", "+").replace("_", "/")
    assert f"script-src 'sha256-{digest}='; " in page.headers["Content-Security-Policy"]
    return json.loads(unescape(form[1])), {"token": form[2], "do": form[3]}


def made(visitor: Visitor, device: Device) -> Reply:
    asked, fields = asked_on(visitor.ask(SAFE))
    return visitor.ask(SAFE, {**fields, "answer": device.makes(asked)})


def shown(visitor: Visitor, device: Device, count: int = 1) -> Reply:
    visitor.clock[0] += 100  # so that few forms come at the same time
    asked, fields = asked_on(visitor.ask(MINE))
    return visitor.ask(MINE, {**fields, "answer": device.shows(asked, count)})


def told_by_mail(site: Site, *changes: str) -> int:
    """Return how many letters went, once each of some changes was told in one of its own."""
    site.application.portal.later.done()
    letters = [str(one.get_body(("plain",)).get_content()) for one in site.box.letters()]
    told = [" ".join(one.split()) for one in letters if "u het niet?" in one]
    assert [CHANGES["nl"][change] in one for change, one in zip(changes, told, strict=True)
            ] == [True] * len(changes)  # fmt: skip
    return len(letters)


def test_a_passkey_lets_its_person_in_without_a_code(site: Site) -> None:
    phone, bo, device = Phone(site), site.signed_in(BO), Device()
    turned_on(site, phone, bo)
    assert made(bo, device).headers["Location"] == f"{SAFE}?added"
    page = bo.ask(SAFE, QUERY_STRING="added").text
    assert PASSKEY_WORDS["nl"]["added"] in page and text(device.ident) in page  # not a second time
    letters, browser = told_by_mail(site, "turned-on", "added"), site.visitor()
    asked, fields = asked_on(browser.ask(MINE))
    sent = {**fields, "answer": device.shows(asked)}
    got = browser.ask(MINE, sent)
    assert got.headers["Location"] == DATA and len(site.box.taken) == letters
    assert "Bo &lt;b&gt;" in browser.ask(DATA).text
    del browser.cookies["__Host-gestand_mine"]
    assert browser.ask(MINE, sent).status == 403  # what it signed counts once
    stale = asked_on(browser.ask(MINE))
    site.clock[0] += LIFE
    late = {**stale[1], "answer": device.shows(stale[0])}
    refused = browser.ask(MINE, late)
    assert (refused.status, PASSKEY_WORDS["nl"]["no passkey"] in refused.text) == (403, True)
    records = (site.folder / ".gestand" / "records.db").read_bytes()
    assert device.ident not in records and data(device.handle) not in records
    told = {one["what"] for one in json.loads(answered(site, ("customer", 2)))["sign-in"]}
    assert told == {"authenticator", "passkey"}
    ident = re.search(r'name="passkey" value="(\w+)"', page)
    assert ident
    away = {"do": "passkey-remove", "passkey": ident[1]}
    assert site.signed_in("cas@people.example").send(SAFE, {**away}).status == 403  # not his
    assert shown(other := site.visitor(), device).headers["Location"] == DATA
    assert bo.send(SAFE, {**away}).headers["Location"] == f"{SAFE}?removed"
    assert [one.ask(DATA).status for one in (bo, other)] == [200, 303]  # who came in by it is out
    told_by_mail(site, "turned-on", "added", "removed")
    assert shown(site.visitor(), device).status == 403


def test_what_was_not_made_and_shown_here_by_its_person_is_refused(site: Site) -> None:
    cas = site.signed_in("cas@people.example")
    for wrong in (
        Device(origin="https://elsewhere.example"), Device(site="elsewhere.example"),
        Device(flags=AuthenticatorData.FLAG(0x01)),
    ):  # fmt: skip
        assert made(cas, wrong).status == 403
    device = Device()
    assert made(cas, device).status == 303
    assert shown(site.visitor(), device).headers["Location"] == DATA
    assert shown(site.visitor(), device, -1).status == 403  # it was more often before
    assert "counted back" in site.heard.pop()
    assert shown(site.visitor(), device, 0).status == 403 and site.heard.pop()
    site.application.portal.later.done()  # its person hears it once, and so do officers
    (letter,) = (one for one in site.box.letters() if "telt hoe vaak" in str(one.get_body()))
    assert letter["To"] == "cas@people.example" and "cas" not in letter["Subject"]
    (told,) = (line for line in gestand("alarms", site.folder).output.splitlines()
               if "counted back" in line)
    assert "cas" not in told
    device.count += 5
    own, device.key = device.key, ec.generate_private_key(ec.SECP256R1())
    assert shown(site.visitor(), device).status == 403
    device.key = own
    assert shown(site.visitor(), device).status == 303
    handle, device.handle = device.handle, text(token_bytes(60))
    assert shown(site.visitor(), device).status == 403
    device.handle, device.flags = handle, AuthenticatorData.FLAG(0x01)
    assert shown(site.visitor(), device).status == 403  # nobody proved who they are
    device.flags = PRESENT_AND_VERIFIED
    assert shown(site.visitor(), device).status == 303 and cas.ask(DATA).status == 200
    told = gestand("keys", site.folder, "--forget", "applicant:5", "--sign-in", "--yes")
    assert "authenticators of people 0, passkeys of people 1" in told.output
    assert cas.ask(DATA).status == 303
    assert shown(site.visitor(), device).status == 403


def test_the_mailed_code_alone_is_not_enough_where_its_person_wants_a_passkey(site: Site) -> None:
    gestand("keys", site.folder, "--forget", "customer:2", "--sign-in", "--yes")
    phone, bo, one, two = Phone(site), site.signed_in(BO), Device(), Device()
    assert bo.send(SAFE, {"do": "passkey-only"}).status == 403  # they have none
    assert made(bo, one).status == 303
    other = site.signed_in(BO)
    assert bo.send(SAFE, {"do": "passkey-only"}).headers["Location"] == f"{SAFE}?mail-off"
    assert other.ask(DATA).status == 303  # who came in by the mail alone is out
    assert made(bo, two).status == 303  # it is asked for as well
    assert PASSKEY_WORDS["nl"]["no mail"] in bo.ask(SAFE).text
    site.clock[0] += 1000
    for address in ("bo2@people.example", BO):  # another address is no way around it
        run(site.folder, f"UPDATE customers SET email = '{address}' WHERE id = 2")
        half = site.visitor()
        site.ask(half, address)
        led = half.send("/nl/mijn-code", {"code": site.code()}).headers["Location"]
        assert led == f"{MINE}?only-passkey" and half.ask(DATA).headers["Location"] == MINE
    page = half.ask(MINE, QUERY_STRING="only-passkey").text
    assert PASSKEY_WORDS["nl"]["only passkey why"] in page
    assert shown(half, two).headers["Location"] == DATA
    turned_on(site, phone, half)  # with an authenticator that counts too
    assert half_in(site, BO).send(SECOND, phone.shows()).headers["Location"] == DATA
    with keyring_of(open_company(site.folder)) as keyring:
        kept = request_known(keyring.journal.state, proven(site, "call-back"))
        with acting_as("Mila"):
            ask_removal(keyring, kept, "lost")
        with acting_as("Noor"):
            remove(keyring, kept)
    assert half.ask(DATA).status == 303  # whoever came in by what was taken away is out
    assert site.signed_in(BO).ask(DATA).status == 200
    assert shown(site.visitor(), two).status == 403


def kept_for(folder: Path, *people: Person) -> list[str | None]:
    """Return until when the passkeys of each of some people are kept."""
    with keyring_of(open_company(folder)) as keyring:
        return [keyring.until(one.name) for one in of_people(keyring, people, PASSKEY)]


def test_it_is_of_all_that_its_person_is_and_goes_with_each(
    running: tuple[Path, Letterbox], tmp_path: Path
) -> None:
    folder, device = founded(tmp_path / "linde", running[1], ROWS + WORKS_HERE, LINKED), Device()
    customer, employee = Person("customer", 2), Person("employee", 1)
    with served(folder, running[1]) as site:
        bo = site.signed_in(BO)
        assert made(bo, device).status == 303
        assert bo.send(SAFE, {"do": "passkey-only"}).status == 303
        both = site.visitor()
        assert shown(both, device).headers["Location"] == DATA
        page = both.ask(DATA).text  # in both kinds, as by the mailed code
        assert "Dijk 2" in page and "gardener of parks" in page
        assert len(re.findall("<h3>Passkey van", both.ask(SAFE).text)) == 1
        assert kept_for(folder, customer) == kept_for(folder, employee) == [NEVER]
        told = gestand("apply", folder, "--person", "customer:2", *ERASE, "--final")
        assert told.exit_code in (0, 1), told.output
        assert (kept_for(folder, customer), kept_for(folder, employee)) == ([], [NEVER])
        assert shown(still := site.visitor(), device).headers["Location"] == DATA
        assert "gardener of parks" in still.ask(DATA).text
        assert shown(site.visitor(), device, -1).status == 403  # counted for each
        assert "counted back" in site.heard.pop()
        run(folder, "DELETE FROM employees")
        gestand("apply", folder, "--yes")
        assert NEVER not in kept_for(folder, employee)
        assert shown(site.visitor(), device).status == 403


def test_a_passkey_is_of_whom_it_was_made_for(site: Site) -> None:
    jan, device = "jan@people.example", Device()
    run(site.folder, NEWCOMER.format(8, jan))
    assert made(site.signed_in(jan), device).status == 303
    run(site.folder, "UPDATE customers SET email = 'kim@people.example' WHERE id = 8")
    assert shown(site.visitor(), device).status == 403  # somebody else may have the row now
    run(site.folder, f"UPDATE customers SET email = '{jan}' WHERE id = 8")
    assert shown(site.visitor(), device).status == 303
    erased(site, 8)
    run(site.folder, NEWCOMER.format(8, jan))  # the same address and key, and another row
    assert shown(site.visitor(), device).status == 403
    run(site.folder, "DELETE FROM customers WHERE id = 8")


@pytest.mark.parametrize("answer", ["", "{}", "[]", '{"response": 1}', "[" * 40_000])
def test_what_is_no_passkey_is_refused(answer: str) -> None:
    ours = ByFido2(NAME, frozenset({ORIGIN}))
    for refuses in (ours.claimed, lambda one: ours.made(one, b"x" * 32),
                    lambda one: ours.proven(one, b"x" * 32, b"")):  # fmt: skip
        with pytest.raises(NotRight):
            refuses(answer)


def test_only_a_name_over_tls_or_this_machine_has_passkeys() -> None:
    local = passkeys_of({"http://127.0.0.1:80", "http://localhost:80", "http://[::1]:80"})
    assert local is not None and local.site == "localhost"
    for origin in ("http://privacy.example", "https://192.0.2.1", "https://[::1]"):
        assert passkeys_of({origin}) is None
    assert PASSKEY_WORDS["nl"].keys() == PASSKEY_WORDS["en"].keys()
