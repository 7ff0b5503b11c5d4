"""Nothing that a person reads tells of an order that is secret, and none of it says too much."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from gestand.surfaces.web.portal_words import PORTAL_WORDS
from tests.linde import cell, run
from tests.surfaces.commands import gestand
from tests.surfaces.portal import BO, TODAY, Site, running, site
from tests.surfaces.test_portal_acts import FULFIL, NEWCOMER, downloaded
from tests.surfaces.test_web import Visitor

__all__ = ["running", "site"]

DATA, ERASE = "/nl/mijn-overzicht", "/nl/mijn-wijziging/erase"
NL, LATER = PORTAL_WORDS["nl"], (TODAY + timedelta(days=90)).isoformat()
SECRET = ("--secret-until", LATER, "--secret-by", "126bb Sv")
ORDER = ("--article", "126ni Sv", "--verified", "called back", "--asks", "email", "--review", LATER)


POLICE = """
recipients:
  kinds:
    police: {nl: de politie, en: the police}
  police: {is: police, role: authority, country: NL, gets: [name, email], for: service}
"""


def with_police(site: Site) -> None:
    policy = site.folder / "privacy" / "policy.yaml"
    text = policy.read_text("utf-8")
    policy.write_text(text if text.endswith(POLICE) else text + POLICE, "utf-8")


def as_one(site: Site, patch: pytest.MonkeyPatch, who: str, *words: object) -> str:
    patch.setenv("GESTAND_USER", who)
    done = gestand(words[0], site.folder, *words[1:])
    assert done.exit_code in (0, 1), done.output  # 1 where a register rings
    return done.stdout


def read(site: Site, bo: Visitor) -> list[str]:
    """Return what somebody reads of their data: the page, what would go, and the archive."""
    told = downloaded(site, bo, "all")[1].decode(errors="replace")
    pages = [bo.ask(DATA).text, bo.ask(ERASE).text, told]
    return [re.sub(r'name="token" value="[^"]+"', "", page) for page in pages]


def let_erase(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Carry out, as an officer, the request of Bo to erase everything."""
    take = ("request", "--new", "--right", "erasure", "--person", "customer:2", "--channel", "mail")
    as_one(site, monkeypatch, "Kim", *take)
    for words in (
        ("--do", "settle-identity", "--method", "shown"),
        ("--do", "decide", "--item", "everything", "--outcome", "granted"),
        ("--fulfil", "--person", "customer:2", "--yes"),
    ):
        as_one(site, monkeypatch, "Kim", "request", "--number", 2, *words)


def test_nobody_comes_back_while_an_order_is_secret_as_whom_it_keeps_cannot(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_police(site)
    mail = "jan@people.example"
    run(site.folder, NEWCOMER.format(8, mail))
    site.signed_in(mail).send(ERASE, {})
    do = ("request", "--number", 1)
    as_one(site, monkeypatch, "Kim", *do, "--do", "decide", "--item", "everything",
           "--outcome", "granted")  # fmt: skip
    as_one(site, monkeypatch, "Kim", *do, *FULFIL)
    order = ("order", "--from", "police", *ORDER, "--keep", "customer:1", *SECRET)
    as_one(site, monkeypatch, "Kim", *order)
    sent = len(site.box.letters())
    site.ask(site.visitor(), mail)
    assert len(site.box.letters()) == sent
    as_one(site, monkeypatch, "Kim", "order", "--number", 1, "--not-secret")
    assert NL["gone lead"] in site.signed_in(mail).ask("/nl/terugzetten").text


def test_a_person_reads_the_same_with_and_without_a_secret_order(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_police(site)
    bo = site.signed_in(BO)
    before = read(site, bo)
    assert all("Deze zin" in one for one in before)
    order = ("order", "--from", "police", *ORDER, "--keep", "customer:2", *SECRET)
    as_one(site, monkeypatch, "Kim", *order)
    assert read(site, bo) == before
    told = as_one(site, monkeypatch, "Kim", "plan", "--person", "customer:2", "--erase")
    assert "hold 2 is by an order that is secret" in told

    let_erase(site, monkeypatch)
    assert cell(site.folder, "SELECT name FROM customers WHERE id = 2") == "Bo <b>"
    seen = as_one(site, monkeypatch, "Kim", "request", "--number", 2)
    assert "hold 2 is by an order that is secret" in seen
    wanted = ("--in", site.folder, "--request", 2, "--lang", "en")
    letter = gestand("letter", "decided per item", *wanted).output
    assert "as far as we were allowed to" in letter and "hold" not in letter
    sent, visitor = len(site.box.letters()), site.visitor()
    site.ask(visitor, BO)  # of anybody else the address would be gone
    assert len(site.box.letters()) == sent and bo.ask(DATA).status == 303

    as_one(site, monkeypatch, "Kim", "order", "--number", 2, "--not-secret")
    rings = as_one(site, monkeypatch, "Kim", "alarms")
    assert "request 2 was answered while order 2 was secret: tell the person" in rings
    assert "Staat apart" in site.signed_in(BO).ask(DATA).text
    for who in ("Kim", "Lou"):
        release = ("hold", "--number", 2, "--release", "--person", "customer:2", "--yes")
        as_one(site, monkeypatch, who, *release, "--because", "over")
    assert cell(site.folder, "SELECT count(*) FROM customers WHERE id = 2") == 0
    *_, hold = json.loads(as_one(site, monkeypatch, "Kim", "hold", "--format", "json"))
    assert (hold["order"], hold["released_by"]) == (2, "Lou")
