"""People turn on a second code: then the mailed one alone lets nobody in, and nobody else knows."""

from __future__ import annotations

import json
import re
from base64 import b32decode
from dataclasses import replace
from datetime import timedelta

import pytest

from gestand.core.facts import Person
from gestand.core.roles import Role
from gestand.core.totp import STEP, code, step_of
from gestand.errors import CannotRun
from gestand.settings import now
from gestand.surfaces.web.application import Application
from gestand.surfaces.web.console_second import ASK, CONFIRM, SECOND_WORDS, TAKEN
from gestand.surfaces.web.portal_factor_words import FACTOR_WORDS
from gestand.surfaces.web.second_codes import HALF_LIFE, MOST, TRIES
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.holder import Holders, Since
from gestand.work.keyring import moment
from gestand.work.package_codes import without_code
from gestand.work.portal.lets_in import FACTOR, NEVER, is_theirs, of_people
from gestand.work.portal.second_codes import REMOVED, turn_off
from gestand.work.rights_kept import requests
from tests.linde import run
from tests.surfaces.commands import gestand
from tests.surfaces.portal import ANN, BO, TODAY, Site, running, site
from tests.surfaces.test_console import OFFICERS, TOKENS
from tests.surfaces.test_portal_acts import BACK, FULFIL, NEWCOMER, offered
from tests.surfaces.test_web import Visitor

__all__ = ["running", "site"]

SAFE, SECOND, DATA = "/nl/veilig-inloggen", "/nl/mijn-tweede-code", "/nl/mijn-overzicht"
MINE, CODE = "/nl/mijn-gegevens", "/nl/mijn-code"


class Phone:
    """An authenticator, and the clock on the wall of the website that it fits."""

    def __init__(self, site: Site) -> None:
        self.wall, self.secret = [now().timestamp()], b""
        people = [(OFFICERS[role], TOKENS[role]) for role in Role]
        door = replace(site.application.door, moment=lambda: self.wall[0], officers=people)
        site.application = Application(site.application.office, door)

    def scan(self, page: str) -> None:
        found = re.search(r"[?&;]secret=([A-Z2-7]{32})", page)
        assert found and '<svg class="qr" role="img"' in page
        self.secret = b32decode(found[1])

    def shows(self, later: int = 1) -> dict[str, object]:
        """Wait for some steps, and return what it shows."""
        self.wall[0] += later * STEP
        return {"code": code(self.secret, step_of(self.wall[0]))}


def turned_on(site: Site, phone: Phone, visitor: Visitor) -> None:
    phone.scan(visitor.ask(SAFE).text)
    assert visitor.send(SAFE, {"do": "on", "code": "000000"}).status == 403
    done = visitor.send(SAFE, {"do": "on", **phone.shows()})
    assert done.headers["Location"] == f"{SAFE}?turned-on"
    page = visitor.ask(SAFE, QUERY_STRING="turned-on").text
    assert "otpauth" not in page and FACTOR_WORDS["nl"]["turned on"] in page


def half_in(site: Site, address: str, wait: int = 1000) -> Visitor:
    """Return somebody who typed the code that was mailed, after the limits of forms began anew."""
    visitor = site.visitor()
    site.clock[0] += wait
    site.ask(visitor, address)
    assert visitor.send(CODE, {"code": site.code()}).headers["Location"] == SECOND
    return visitor


def test_the_mailed_code_alone_is_not_enough_once_a_second_one_is_on(site: Site) -> None:
    phone, ann, other = Phone(site), site.signed_in(ANN, 0), site.signed_in(ANN, 0)
    turned_on(site, phone, ann)
    assert [ann.ask(DATA).status, other.ask(DATA).status] == [200, 303]  # the other session ends
    half = half_in(site, ANN)
    assert [half.ask(path).headers["Location"] for path in (DATA, SAFE)] == [MINE] * 2
    assert half.send(SECOND, phone.shows(0)).status == 403  # it turned it on, and counts once
    typed = phone.shows()
    in_ = half.send(SECOND, {**typed})
    assert in_.headers["Location"] == "/nl/mijn-keuze"  # of all that she is
    again = half_in(site, ANN)
    assert again.send(SECOND, {**typed}).status == 403
    site.clock[0] += HALF_LIFE
    assert again.ask(SECOND).headers["Location"] == MINE
    assert phone.secret not in (site.folder / ".gestand" / "records.db").read_bytes()
    assert site.visitor().ask(SECOND).headers["Location"] == MINE
    bo = site.signed_in(BO)  # and nobody else is asked for one
    assert bo.ask(DATA).status == 200
    site.clock[0] += 700
    off = half_in(site, ANN)
    assert off.send(SECOND, phone.shows()).status == 303
    off.send("/nl/mijn-keuze", {"as": "0"})
    assert off.send(SAFE, {"do": "off", "code": "123456"}).status == 403
    off_ = {"do": "off", **phone.shows()}
    for _ in range(2):  # a double click
        assert off.send(SAFE, {**off_}).headers["Location"] == f"{SAFE}?turned-off"
    assert site.signed_in(ANN, 0).ask(DATA).status == 200
    assert FACTOR_WORDS["nl"].keys() == FACTOR_WORDS["en"].keys()


def test_few_codes_are_listened_to(site: Site) -> None:
    phone, bo = Phone(site), site.signed_in(BO)
    turned_on(site, phone, bo)
    one, other, last = (half_in(site, BO, wait) for wait in (1000, 0, 0))
    there, here = ({"REMOTE_ADDR": f"198.51.100.{n}"} for n in (8, 9))
    tried = [one.send(SECOND, {"code": "1"}, **there).status for _ in range(TRIES)]
    assert tried == [403] * (TRIES - 1) + [303] and one.ask(SECOND).status == 303
    # It is their authenticator that is counted, from wherever the codes come.
    tried = [other.send(SECOND, {"code": "1"}, **here).status for _ in range(MOST - TRIES - 1)]
    assert tried == [403] * 4 and last.send(SECOND, {"code": "1"}, **here).status == 403
    assert last.send(SECOND, phone.shows(), **here).status == 429
    bo = half_in(site, BO)
    assert 'href="/nl/vraag?lost"' in bo.ask(SECOND).text
    asks = bo.ask("/nl/vraag", QUERY_STRING="lost").text  # for their data: it has a last day
    assert re.findall(r'value="(\w+)"[^>]+ checked>', asks) == ["access"]
    assert FACTOR_WORDS["nl"]["lost text"] in asks
    assert bo.send(SECOND, phone.shows()).status == 303
    assert bo.send(SAFE, {"do": "off", **phone.shows()}).status == 303


JAN = "jan@people.example"
ERASE = ("--erase", "--yes")


def kept_until(site: Site, key: int) -> list[str | None]:
    with keyring_of(open_company(site.folder)) as keyring:
        found = [*of_people(keyring, [Person("customer", key)], FACTOR)]
        return [keyring.until(one.name) for one in found]


def erased(site: Site, key: int, *more: str) -> int:
    told = gestand("apply", site.folder, "--person", f"customer:{key}", *ERASE, *more)
    assert told.exit_code in (0, 1), told.output  # the key had been erased before
    return int(open_company(site.folder).state.receipts()[-1]["entry"])


def asks_to_go(site: Site, jan: Visitor, phone: Phone) -> None:
    """Let Jan ask to be erased, and carry it out."""
    assert jan.send(SECOND, phone.shows()).status == 303
    assert jan.send("/nl/mijn-wijziging/erase", {}).status == 303
    with keyring_of(open_company(site.folder)) as keyring:
        ask = ("request", site.folder, "--number", max(requests(keyring.journal.state)))
    gestand(*ask, "--do", "decide", "--item", "everything", "--outcome", "granted")
    assert gestand(*ask, *FULFIL).exit_code == 0


def test_it_goes_with_its_person_and_comes_back_with_them(site: Site) -> None:
    run(site.folder, NEWCOMER.format(8, JAN))
    phone = Phone(site)
    turned_on(site, phone, site.signed_in(JAN))
    assert kept_until(site, 8) == [NEVER]
    asks_to_go(site, half_in(site, JAN), phone)
    assert kept_until(site, 8) == [open_company(site.folder).state.receipts()[-1]["undo_until"]]
    jan = half_in(site, JAN)  # they put themselves back, and need the code for that too
    assert jan.ask(BACK).headers["Location"] == MINE
    assert jan.send(SECOND, phone.shows()).headers["Location"] == BACK
    assert jan.send(BACK, offered(jan.ask(BACK).text)).status == 303
    assert kept_until(site, 8) == [NEVER]
    assert half_in(site, JAN).send(SECOND, phone.shows()).status == 303
    erased(site, 8)
    gone = moment()
    while moment() == gone:  # what is of the same second may be of who went
        pass
    run(site.folder, NEWCOMER.format(8, "kim@people.example"))  # the key of the row goes on
    kim = site.signed_in("kim@people.example")
    assert kim.ask(DATA).status == 200
    turned_on(site, Phone(site), site.signed_in("kim@people.example"))
    assert kept_until(site, 8).count(NEVER) == 1
    erased(site, 8, "--final")  # that of Kim goes at once
    assert len(kept_until(site, 8)) == 1 and NEVER not in kept_until(site, 8)


def test_it_counts_for_who_has_the_key_of_the_row_now(site: Site) -> None:
    person, phone = Person("customer", 2), Phone(site)
    turned_on(site, phone, site.signed_in(BO))
    with keyring_of(open_company(site.folder)) as keyring:
        (one,) = of_people(keyring, [person], FACTOR)
        turn_off(keyring, one.ident)
    tomorrow = now() + timedelta(days=1)
    later, freed = (Holders({person: since}) for since in (
        Since(None, tomorrow.date()), Since(tomorrow, None)
    ))
    assert is_theirs(later, one, {BO})  # who reads the same mail is the same
    assert not is_theirs(later, one, {ANN}) and not is_theirs(freed, one, {BO})


def proven(site: Site, method: str) -> int:
    """Return the request of Bo, whose identity was settled."""
    number = asked(site)
    told = gestand("request", site.folder, "--number", number, *settled(method))
    assert told.exit_code == 0, told.output
    return number


def asked(site: Site) -> int:
    """Return a request of which nobody knows yet who asks."""
    told = gestand("request", site.folder, "--new", "--right", "access", "--received", f"{TODAY}")
    assert told.exit_code == 0, told.output
    with keyring_of(open_company(site.folder)) as keyring:
        return max(requests(keyring.journal.state))


def settled(method: str) -> tuple[str, ...]:
    return ("--do", "settle-identity", "--method", method, "--person", "customer:2")


def test_two_officers_take_away_what_somebody_lost_once_it_is_known_who_asks(site: Site) -> None:
    before = proven(site, "known-address")
    turned_on(site, Phone(site), bo := site.signed_in(BO))
    weak, case = (f"/en/cases/{number}" for number in (before, proven(site, "call-back")))
    told = gestand("request", site.folder, "--number", asked(site), *settled("known-address"))
    assert (told.exit_code, "mailbox alone is not enough" in told.output) == (1, True)
    with keyring_of(found := open_company(site.folder)) as keyring:
        with pytest.raises(CannotRun, match="no code of an answer goes to them by mail"):
            without_code(keyring, found.policy, "nl", before, "https://delinde.example")
    officer, second, support = (site.visitor() for _ in range(3))
    for one, role in ((officer, Role.OFFICER), (second, Role.SECOND), (support, Role.SUPPORT)):
        one.sign_in(TOKENS[role])
    ask, confirm = {"do": ASK, "why": "lost"}, {"do": CONFIRM}
    assert SECOND_WORDS["en"]["not proven"] in officer.look(weak).text
    assert officer.send(weak, {**ask}).status == 422
    assert support.send(case, {**ask}).status == 403
    assert SECOND_WORDS["en"]["ask"] in officer.look(case).text
    assert officer.send(case, {**confirm}).status == 422  # nobody asked
    assert officer.send(case, {**ask, "why": "x"}).status == 422
    assert officer.send(case, {**ask}).status == 303
    assert SECOND_WORDS["en"]["remove"] not in officer.ask(case).text
    assert officer.send(case, {**confirm}).status == 422  # another one confirms
    assert f"{OFFICERS[Role.OFFICER].name} asked" in second.look(case).text
    assert bo.ask(DATA).status == 200
    assert second.send(case, {**confirm}).status == 303
    assert bo.ask(DATA).headers["Location"] == MINE  # whoever came in by it is out
    done = second.ask(case, QUERY_STRING=TAKEN).text
    assert SECOND_WORDS["en"]["taken"] in done and SECOND_WORDS["en"]["lead"] not in done
    assert site.signed_in(BO).ask(DATA).status == 200
    with keyring_of(open_company(site.folder)) as keyring:
        told = [json.loads(one.told) for one in keyring.journal.ledger.of_kind(REMOVED)]
    assert [(one["why"], one["request"]) for one in told] == [("lost", int(case[10:]))]
    assert SECOND_WORDS["nl"].keys() == SECOND_WORDS["en"].keys()
    assert gestand("verify", site.folder).exit_code == 0
