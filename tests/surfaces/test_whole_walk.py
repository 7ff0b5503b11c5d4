"""The whole of it in one go: the first command of the README, and then all in a browser, twice.

A visitor reads the statement, writes, orders, praises and applies; a customer looks at what is
held and lets each of their rights be done; officers see all of it arrive, and hear a complaint.
"""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import pytest
from playwright.sync_api import Browser, FilePayload, Page, ViewportSize

from gestand.core.request import What
from gestand.core.rights_rules import Right
from gestand.surfaces.web.codes import EVENTS, KINDS
from gestand.surfaces.web.page import address

pytestmark = [pytest.mark.browser, pytest.mark.nightly]

PRINTED = re.compile(r"as  (\S+@\S+)|(Mila|Joris) \w+ +([0-9a-f]{24})|Listening on (http://[0-9.:]+)")
TYPED = "() => new Promise(done => setTimeout(done, Math.max(0, 3500 - performance.now())))"
CODE = re.compile(r"\b[2-9A-Z]{5} [2-9A-Z]{5}\b")


@dataclass
class Shown:
    """What the demo printed: who to sign in as, and the tokens of officers; and what says codes."""

    site: str = ""
    customer: str = ""
    tokens: dict[str, str] = field(default_factory=dict)
    says: IO[str] | None = None

    def hear(self, lines: IO[str]) -> None:
        """Read until it listens."""
        for line in lines:
            for customer, who, token, site in PRINTED.findall(line):
                self.customer = customer or self.customer
                self.tokens |= {f"GESTAND_OFFICER_{who.upper()}": token} if who else {}
                self.site = site or self.site
            if self.site:
                return
        message = "the demo ended before its website was there"
        raise AssertionError(message)

    def code(self) -> str:
        """Return the code that is shown next where the website runs."""
        assert self.says is not None
        return next(found[0] for line in self.says if (found := CODE.search(line)))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Shown]:
    """Give the company as the first command leaves it; its website answered where it said so."""
    folder, shown = tmp_path_factory.mktemp("whole") / "demo", Shown()
    command = [sys.executable, "-m", "gestand", "demo", str(folder), "--people", "300", "--serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
                          ) as process:  # fmt: skip
        assert process.stdout is not None
        shown.hear(process.stdout)
        process.terminate()
    assert shown.customer and len(shown.tokens) == 2
    return folder, shown


@pytest.fixture(scope="module")
def shown(demo: tuple[Path, Shown]) -> Iterator[Shown]:
    """Give the same website behind a proxy that says who asks: one address sends few forms."""
    folder, told = demo
    command = [sys.executable, "-m", "gestand", "web", str(folder), "--listen", "127.0.0.1:0"]
    command += ["--show-codes", "--proxy", "127.0.0.1"]
    env = {**os.environ, "GESTAND_OFFICER_NOOR": "0123456789abcdef01234567", **told.tokens}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        there = Shown(customer=told.customer, tokens=told.tokens, says=process.stderr)
        there.hear(process.stdout)
        yield there
        process.terminate()


@dataclass
class Somebody:
    """A browser of somebody, in a language; `site` is the website."""

    page: Page
    site: str
    language: str

    @classmethod
    def comes(cls, browser: Browser, shown: Shown, language: str, number: int) -> Somebody:
        told = {"X-Forwarded-For": f"192.0.2.{number}"}
        size = ViewportSize(width=1280, height=900)
        context = browser.new_context(viewport=size, locale=language, extra_http_headers=told)
        return cls(context.new_page(), shown.site, language)

    def go(self, place: str, ending: str = "") -> None:
        """Open a page, by the name that ADDRESSES has for it."""
        got = self.page.goto(f"{self.site}{address(self.language, place, ending)}")
        assert got and got.status == 200, (place, ending)

    def send(self, **fields: str) -> None:
        """Fill in the form of the page and send it; it comes no sooner than a person types."""
        for name, value in fields.items():
            one = self.page.locator(f"#field-{name.replace('__', '-')}")
            choice = one.evaluate("one => one.tagName") == "SELECT"
            one.select_option(value) if choice else one.fill(value)
        if self.page.locator("#field-cv").count():
            self.page.set_input_files("#field-cv", [CV])
        self.page.evaluate(TYPED)
        with self.page.expect_navigation():
            self.page.click("main button")

    def asks(self, ending: str, **fields: str) -> None:
        """Do something with one's own data, and read that it arrived."""
        self.go("my change", ending)
        for name, value in fields.items():
            self.page.fill(f"#field-{name}", value)
        with self.page.expect_navigation():
            self.page.click("main form button")
        assert self.page.locator("[role=status]").count() == 1, ending

    def signs_in(self, mail: str, shown: Shown) -> None:
        self.go("mine")
        self.page.fill("#field-address", mail)
        self.page.click("main button")
        self.page.fill("#field-code", shown.code())
        self.page.click("main button")
        if self.page.locator("#as-0").count():
            self.page.check("#as-0")
            self.page.click("main button")
        self.go("my data")

    def way(self, act: str) -> str:
        """Return what follows on the address of the first thing of a kind that can be done."""
        place = address(self.language, "my change")
        found = self.page.locator(f'main a[href^="{place}/{act}/"]').first.get_attribute("href")
        assert found
        return found.removeprefix(place)


APPLIES = {"letter": "Dear reader", "phone": "+31 20 000 0000", "address": "Dijk 9"}
CV: FilePayload = {"name": "cv.txt", "mimeType": "text/plain", "buffer": b"Born, and learned."}


def walked_by_a_visitor(visitor: Somebody, mail: str) -> None:
    """Read the statement, and give only what it allows."""
    page = visitor.page
    page.goto(f"{visitor.site}/{visitor.language}")
    assert page.locator("main h2").count() > 8 and page.locator("script").count() == 0
    forms: Mapping[str, dict[str, str]] = {
        "contact": {"message": "May I ask something?"},
        "testimonials": {"message": f"Well done ({visitor.language}).", "employer": "Fictief"},
        "order": {"_ordered": "web-s", "billing__address": "Dijk 9"},
        "recruitment": APPLIES,
    }
    for name, fields in forms.items():
        visitor.go("form", f"/{name}")
        for consent in page.locator("input[type=checkbox]").all():
            assert not consent.is_checked()
            consent.check()
        visitor.send(name="Jan Verzonnen", email=mail, **fields)
        if name == "order":  # the stand-in for who takes the payment
            page.locator("main button").first.click()
            assert "/payment" in page.url or "/betaling" in page.url
        assert page.locator("main form").count() == 0, name
    visitor.go("form", "/recruitment")
    visitor.send(name="Jan Verzonnen", email=f"other.{mail}", **APPLIES)
    assert page.locator("main form").count() == 0


def walked_by_a_customer(person: Somebody, shown: Shown) -> None:
    """See everything that is held, and let each right be done."""
    page, mail = person.page, shown.customer
    person.signs_in(mail, shown)
    rows = page.locator("section[id], main section .held")
    assert rows.count() > 1 and page.locator(".until").count() > 0
    correct, erase = person.way("correct"), person.way("erase")
    person.asks(correct, text="It should be another one")
    person.asks(erase)
    person.asks("/hand-over", text="To another provider")
    person.asks("/restrict", text="While you look at it")
    person.go("my data")
    person.asks(person.way("object"), text="I would rather not")
    person.go("my download")
    with page.expect_download() as got:
        page.click("form:has(input[value=all]) button")
    assert got.value.suggested_filename.endswith(".zip")
    person.go("my requests")
    assert page.locator("main section").count() >= 4


def let(officer: Somebody, what: What, **fields: str) -> None:
    """Let something happen to the case that is shown."""
    page, many = officer.page, officer.page.locator(".history li").count()
    page.click(f"summary:has-text('{EVENTS[officer.language][what.value]}')")
    for name, value in fields.items():
        one = page.locator(f"details[open] [name={name}]")
        choice = one.evaluate("one => one.tagName") == "SELECT"
        one.select_option(value) if choice else one.fill(value)
    page.click("details[open] button")
    page.locator(f".history li:nth-child({many + 1})").wait_for()


def opens(officer: Somebody, number: str, reason: str) -> None:
    officer.go("cases", f"/{number}")
    if officer.page.locator(f"#why-{reason}").count():
        officer.page.check(f"#why-{reason}")
        officer.page.click("main form button")
    officer.page.locator("#history").wait_for()


def answered_by_officers(mila: Somebody, joris: Somebody, shown: Shown) -> str:
    """Answer what somebody asked to be corrected, four eyes on it; return which case it is."""
    for who, name in ((mila, "MILA"), (joris, "JORIS")):
        who.go("login")
        who.page.fill("#typed", shown.tokens[f"GESTAND_OFFICER_{name}"])
        who.page.click("main button")
    kind = KINDS[mila.language][Right.RECTIFICATION]
    link = mila.page.locator(f"tr:has-text('{kind}') a").last
    number = str(link.get_attribute("href")).rpartition("/")[2]
    opens(mila, number, "handling")
    assert "It should be another one" in mila.page.locator("main").inner_text()
    let(mila, What.DECIDE, item="everything", outcome="refused", ground="12.5-excessive",
        because="It is right as it stands.")
    opens(joris, number, "second")
    let(joris, What.CONFIRM, item="everything")
    opens(mila, number, "handling")
    let(mila, What.REFUSE, how="on a page")
    return number


def published_by(officer: Somebody) -> None:
    """Let everybody read what the visitor wrote."""
    said = f"Well done ({officer.language})."
    officer.go("publications")
    officer.page.click(f"figure:has-text('{said}') + form button")
    officer.go("published", "/testimonials")
    assert said in officer.page.locator("main").inner_text()


def kept(folder: Path, store: str, query: str, *values: str) -> int:
    with closing(sqlite3.connect(folder / f"{store}.db")) as rows:
        return int(rows.execute(query, values).fetchone()[0])


@pytest.mark.parametrize(("language", "number"), [("nl", 10), ("en", 20)])
def test_everybody_walks_the_whole_statement(
    browser: Browser, demo: tuple[Path, Shown], shown: Shown, language: str, number: int
) -> None:
    (folder, _), mail = demo, f"jan.{language}@customer.example"
    people = [Somebody.comes(browser, shown, language, number + n) for n in range(5)]
    visitor, customer, applicant, mila, joris = people
    walked_by_a_visitor(visitor, mail)
    walked_by_a_customer(customer, shown)
    applicant.signs_in(mail, shown)
    applicant.asks(applicant.way("withdraw"))
    case = answered_by_officers(mila, joris, shown)
    customer.go("my requests")
    complaint = customer.page.locator("form:has(input[value=complain])").first
    complaint.locator("xpath=ancestor-or-self::details").first.evaluate("one => one.open = true")
    complaint.locator("textarea").fill("I do not agree")
    complaint.locator("button").click()
    customer.page.locator("[role=status]").wait_for()
    opens(mila, case, "handling")
    assert "I do not agree" in mila.page.locator(".history").inner_text()
    published_by(mila)
    for place in ("promises", "forecast", "registers", "logs", "trail", "holds", "publish"):
        mila.go(place)
    for one in people:
        one.page.context.close()
    assert kept(folder, "site", "SELECT count(*) FROM contact_messages WHERE sender_email = ?",
                mail) == 1
    assert kept(folder, "shop", "SELECT count(*) FROM guest_orders WHERE buyer_email = ? AND "
                "paid_on IS NOT NULL", mail) == 1
    pool = "SELECT count(*) FROM applications WHERE email = ? AND pool_given_on IS {} NULL"
    assert kept(folder, "hr", pool.format("NOT"), mail) == 1
    assert kept(folder, "hr", pool.format(""), f"other.{mail}") == 1
