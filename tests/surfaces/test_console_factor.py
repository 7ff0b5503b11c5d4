"""The second step of signing in: a code counts once, and two others help who lost theirs."""

from __future__ import annotations

import re
from base64 import b32decode
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pytest

from gestand.core.officers import parse_officers
from gestand.core.roles import Role
from gestand.core.totp import STEP, code, step_of
from gestand.errors import CannotRun
from gestand.surfaces.web.application import Application
from gestand.surfaces.web.asked import Door
from gestand.surfaces.web.console_factor_words import EN, FACTOR_WORDS
from gestand.surfaces.web.second_codes import HALF_LIFE, MOST, TRIES
from gestand.surfaces.web.serve import office_of
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.authenticators import ask_removal, enrol, remove, secret_of
from gestand.work.portal.lets_in import NEVER
from tests.surfaces.commands import gestand
from tests.surfaces.test_console import OFFICERS, TOKENS
from tests.surfaces.test_web import ORIGIN, Reply, Visitor
from tests.undoing import key_in

LOGIN, SECOND, OWN, CASES = "/en/login", "/en/login-with-code", "/en/authenticator", "/en/cases"
STRICT = {role: replace(one, second_factor=role is Role.HR) for role, one in OFFICERS.items()}


@dataclass
class House:
    """A website with officers, and a clock on its wall that a test sets."""

    folder: Path
    wall: list[float] = field(default_factory=lambda: [1_800_000_000.0])
    clock: list[float] = field(default_factory=lambda: [1000.0])
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Open it."""
        people = [(STRICT[role], TOKENS[role]) for role in Role]
        door = Door(frozenset({ORIGIN}), "", lambda: self.clock[0], self.heard.append, people,
                    lambda: self.wall[0])  # fmt: skip
        self.application = Application(office_of(self.folder, "nl"), door)

    def typed(self, role: Role) -> tuple[Visitor, Reply]:
        """Return somebody who typed the token of an officer."""
        self.application._console.limit._seen.clear()  # from another address
        visitor = Visitor(self.application, self.clock)
        return visitor, visitor.send(LOGIN, {"typed": TOKENS[role]})

    def code(self, secret: bytes, later: int = 1) -> str:
        """Wait for some steps, and return what an authenticator shows."""
        self.wall[0] += later * STEP
        return code(secret, step_of(self.wall[0]))


@pytest.fixture
def house(noorderlicht: Path) -> House:
    key_in(noorderlicht)
    with (noorderlicht / "privacy" / "datamap.yaml").open("a", encoding="utf-8") as datamap:
        datamap.write("\nrecords: {key: master.key}\n")
    return House(noorderlicht)


def secret_on(page: str) -> bytes:
    found = re.search(r"[?&;]secret=([A-Z2-7]{32})", page)
    assert found and '<svg class="qr" role="img"' in page
    return b32decode(found[1])


def enrolled(house: House, role: Role) -> bytes:
    """Let an officer enrol an authenticator of their own accord."""
    visitor, reply = house.typed(role)
    assert reply.headers["Location"] == CASES
    secret = secret_on(visitor.ask(OWN).text)
    done = visitor.send(OWN, {"do": "code", "code": house.code(secret)})
    assert done.headers["Location"] == f"{OWN}?enrolled"
    assert EN["on"][:30] in visitor.ask(OWN).text
    return secret


def test_whose_role_asks_for_it_comes_no_further_without_a_code(house: House) -> None:
    visitor, reply = house.typed(Role.HR)
    assert reply.headers["Location"] == SECOND
    assert [visitor.ask(path).headers.get("Location") for path in (CASES, OWN)] == [LOGIN] * 2
    secret = secret_on(visitor.ask(SECOND).text)
    assert visitor.send(SECOND, {"code": "000000"}).status == 403
    typed = house.code(secret)
    assert visitor.send(SECOND, {"code": typed}).headers["Location"] == CASES
    assert visitor.ask(CASES).status == 200
    again, _ = house.typed(Role.HR)
    assert "otpauth" not in again.ask(SECOND).text  # it is shown once only
    assert again.send(SECOND, {"code": typed}).status == 403  # a code counts once
    assert again.send(SECOND, {"code": house.code(secret)}).status == 303
    assert [again.ask(CASES).status, visitor.ask(CASES).status] == [200, 303]  # the older one ends
    late, _ = house.typed(Role.HR)
    page = late.ask(SECOND).text
    house.clock[0] += HALF_LIFE
    assert late.ask(SECOND).headers["Location"] == LOGIN and "code" in page
    records = (house.folder / ".gestand" / "records.db").read_bytes()
    assert secret not in records and OFFICERS[Role.HR].name.encode() not in records
    after = House(house.folder, house.wall)  # a start: what was shown before counts no more
    fresh, _ = after.typed(Role.HR)
    assert fresh.send(SECOND, {"code": house.code(secret, 0)}).status == 403
    assert fresh.send(SECOND, {"code": house.code(secret)}).status == 303


def test_few_wrong_codes_are_listened_to(house: House) -> None:
    secret = enrolled(house, Role.SUPPORT)
    visitor, _ = house.typed(Role.SUPPORT)
    tried = [visitor.send(SECOND, {"code": "12345"}).status for _ in range(TRIES)]
    assert tried == [403] * (TRIES - 1) + [303] and visitor.ask(SECOND).status == 303
    other, _ = house.typed(Role.SUPPORT)
    told = [
        other.send(SECOND, {"code": "1"}, REMOTE_ADDR=f"198.51.100.{n}").status
        for n in range(MOST - TRIES - 1)
    ]
    assert told == [403] * 4
    worth = other.send(SECOND, {"code": house.code(secret)}, REMOTE_ADDR="198.51.100.99")
    assert worth.status == 429


def test_two_colleagues_take_away_what_somebody_lost(house: House) -> None:
    secret, lost = enrolled(house, Role.SUPPORT), OFFICERS[Role.SUPPORT].name
    people = {role: house.typed(role)[0] for role in (Role.OFFICER, Role.SECOND, Role.AUDITOR)}
    officer, second, auditor = people.values()
    ask, remove = ({"do": do, "whose": lost} for do in ("ask", "remove"))
    assert lost not in auditor.ask(OWN).text and auditor.send(OWN, {**ask}).status == 403
    assert officer.send(OWN, {**remove}).status == 409  # nobody asked
    assert officer.send(OWN, {**ask}).headers["Location"] == f"{OWN}?asked"
    assert officer.send(OWN, {**remove}).status == 409  # who asked does not confirm
    assert f"{OFFICERS[Role.OFFICER].name} asked" in second.ask(OWN).text
    typed, reply = house.typed(Role.SUPPORT)
    assert reply.headers["Location"] == SECOND
    assert second.send(OWN, {**remove}).headers["Location"] == f"{OWN}?removed"
    assert second.send(OWN, {"do": "ask", "whose": "Nobody"}).status == 409
    assert house.typed(Role.SUPPORT)[1].headers["Location"] == CASES
    assert typed.send(SECOND, {"code": house.code(secret)}).status == 403  # that one is gone
    house.heard.clear()
    told = gestand("keys", house.folder)
    assert told.exit_code == 0 and "authenticator" not in told.output
    assert gestand("verify", house.folder).exit_code == 0


def test_one_name_is_one_colleague_however_it_is_written(house: House) -> None:
    with keyring_of(open_company(house.folder)) as keyring:
        older = keyring.journal.state.digest("decider", "Mila de Boer")
        keyring.put(f"authenticator {older[:32]} 1", NEVER, b"made before")
        assert secret_of(keyring, "Mila de Boer") == b"made before"
        for act in (
            partial(ask_removal, keyring, "mila de boer.", "Boer, Mila de"),  # her own
            partial(enrol, keyring, "Mila de Boer", b"another one"),
            partial(remove, keyring, "Mila de Boer", "Noor Vis"),  # nobody asked
        ):
            with pytest.raises(CannotRun):
                act()
        ask_removal(keyring, "Mila de Boer", "Noor Vis")
        with pytest.raises(CannotRun, match="asked for that yourself"):
            remove(keyring, "Mila de Boer", "NOOR VIS.")
        remove(keyring, "Mila de Boer", "Kim")
        assert secret_of(keyring, "Mila de Boer") is None
        enrol(keyring, "Mila de Boer", b"made now")
        assert secret_of(keyring, "DE BOER, Mila") == b"made now"


FILE = """officers: 1
second factor: [officer, hr]
people:
  Noor: {roles: [finance, hr], kinds: [applicant], token: "${A}"}
  Mila: {roles: [support], token: "${B}"}
"""


def test_roles_say_who_needs_one() -> None:
    officers, findings = parse_officers(FILE, "officers.yaml", ("applicant",))
    assert findings == []
    assert {one.name: one.second_factor for one in officers} == {"Noor": True, "Mila": False}
    wrong = FILE.replace("[officer, hr]", "[boss]")
    assert [f.code for f in parse_officers(wrong, "officers.yaml", ("applicant",))[1]] == ["G123"]
    assert FACTOR_WORDS["nl"].keys() == FACTOR_WORDS["en"].keys()
