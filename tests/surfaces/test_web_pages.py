"""The website in a real browser, served by a process of its own."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import IO
from urllib.parse import quote, unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from gestand.settings import today
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.intake import Intake, poll
from gestand.work.project import load
from tests.surfaces.publishing import change
from tests.surfaces.test_statement_page import RULES
from tests.undoing import key_in
from tests.work.test_intake import MemoryMailbox

pytestmark = pytest.mark.browser

FRAME = 'title="form" style="width: 100%; height: 1800px" sandbox="allow-forms allow-same-origin"'
TOKEN = "a-token-of-forty-characters-0123456789ab"  # for this test only
OTHER = "another-token-of-many-characters-0123456"  # for this test only
APPLIED = (
    "INSERT INTO applications (name, email, letter, received_on, pool_given_on) "
    "VALUES ('Cas Bos', ?, 'Beste lezer', ?, ?)"
)
OFFICERS = """officers: 1
people:
  Mila Verzonnen: {roles: [officer], token: "${OFFICER_MILA}"}
  Joris Bedacht: {roles: [second decider], token: "${OFFICER_JORIS}"}
"""


class Shop(BaseHTTPRequestHandler):
    """A page of somebody else, that shows what its address asks for as a part of its own."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f'<iframe src="{unquote(self.path[2:])}" {FRAME}></iframe>'.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def shop() -> Iterator[str]:
    """Give the origin of another site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Shop) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def company(founding: Path, shop: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("web") / "noorderlicht"
    shutil.copytree(founding, folder)
    key_in(folder)
    change(folder, "datamap.yaml", "https://www.noorderlicht.example", shop)
    with (folder / "privacy" / "datamap.yaml").open("a", encoding="utf-8") as datamap:
        datamap.write("\nrecords: {key: master.key}\n")
    (folder / "privacy" / "officers.yaml").write_text(OFFICERS, "utf-8")
    return folder


@pytest.fixture(scope="module")
def address(served: tuple[str, IO[bytes]]) -> str:
    """Give the address of a website that has seen nobody yet."""
    return served[0]


@pytest.fixture(scope="module")
def served(company: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Give the address of a website, and what it says where it runs: codes to sign in with."""
    command = [sys.executable, "-m", "gestand", "web", str(company), "--listen", "127.0.0.1:0"]
    command += ["--show-codes", "--proxy", "127.0.0.1"]
    with subprocess.Popen(  # our own program
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "OFFICER_MILA": TOKEN, "OFFICER_JORIS": OTHER},
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        found = re.search(r"http://[0-9.:]+", process.stdout.readline().decode())
        assert found
        yield found[0], process.stderr
        process.terminate()
        assert process.wait(20) == 0, "it was not ended by itself"


def looked_at(page: Page, scripts: int = 0) -> str:
    """Return the heading of a page after looking that everybody can read it and nothing runs.

    But for the one script that asks for passkeys, where that is to be there.
    """
    result = Axe().run(page, options={"runOnly": RULES}).response
    assert [violation["id"] for violation in result["violations"]] == []
    passed = {rule["id"] for rule in result["passes"]}
    assert {"color-contrast", "target-size", "html-has-lang"} <= passed
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("document.scripts.length") == scripts
    return page.locator("h1").inner_text()


def test_somebody_asks_and_an_officer_sees_it(browser: Browser, address: str) -> None:
    size = ViewportSize(width=360, height=900)
    page = browser.new_page(viewport=size, locale="nl-NL", java_script_enabled=True)
    seen: dict[str, str] = {}
    def look() -> None:
        place = page.url.removeprefix(address).partition("#")[0]
        seen[place] = looked_at(page)

    page.goto(address)
    page.click("text=Vraag mijn gegevens op")
    page.click("text=Versturen")
    look()
    page.click("text=Kies wat u wilt")
    page.check("#right-access")
    page.fill("#field-contact", "ann@customer.example")
    page.click("text=Versturen")
    look()
    page.goto(f"{address}/cases")
    look()
    page.fill("#typed", TOKEN)
    page.click("main button")
    look()
    page.click("text=Verzoek 1")
    look()
    page.check("#why-handling")
    page.click("text=Bekijk de zaak")
    page.locator("text=ann@customer.example").wait_for()
    look()
    page.click("text=Uitloggen")
    page.goto(f"{address}/nl/nergens")
    look()
    page.close()
    assert seen == {
        "/nl/vraag": "Vraag over mijn gegevens",
        "/nl/ontvangen": "Wij hebben uw vraag",
        "/nl/inloggen": "Inloggen",
        "/nl/zaken": "Verzoeken",
        "/nl/zaken/1": "Verzoek 1",
        "/nl/nergens": "Deze pagina is er niet",
    }


def signed_in(browser: Browser, address: str, token: str, at: str = "127.0.0.1") -> Page:
    """Return the list of cases as an officer sees it, in a browser of their own `at` an address."""
    size, told = ViewportSize(width=360, height=900), {"X-Forwarded-For": at}
    context = browser.new_context(viewport=size, locale="nl-NL", extra_http_headers=told)
    page = context.new_page()
    page.goto(f"{address}/nl/inloggen")
    page.fill("#typed", token)
    page.click("main button")
    page.locator("text=Uitloggen").wait_for()
    return page


def opened(page: Page, case: str, reason: str) -> None:
    page.goto(case)
    page.check(f"#why-{reason}")
    page.click("main form button")
    page.locator("#history").wait_for()


def let(page: Page, event: str, **fields: str) -> None:
    """Let something happen to the case that is shown, and wait until it is in its history."""
    many = page.locator(".history li").count()
    page.click(f"summary:has-text('{event}')")
    for name, value in fields.items():
        field = page.locator(f"details[open] [name={name}]")
        choice = field.evaluate("one => one.tagName") == "SELECT"
        field.select_option(value) if choice else field.fill(value)
    if event == "Bevestigen":  # what was decided is shown, and a form
        assert looked_at(page).startswith("Verzoek")
    page.click("details[open] button")
    page.locator(f".history li:nth-child({many + 1})").wait_for()


def test_two_officers_bring_a_case_from_arrival_to_its_answer(
    browser: Browser, address: str
) -> None:
    mila, joris = (signed_in(browser, address, token) for token in (TOKEN, OTHER))
    mila.goto(f"{address}/nl/vraag")
    mila.check("#right-erasure")
    mila.fill("#field-contact", "cas@customer.example")
    mila.click("main button")
    mila.locator("text=Wij hebben uw vraag").wait_for()
    mila.goto(f"{address}/nl/zaken")
    assert looked_at(mila) == "Verzoeken"
    case = mila.locator("tr:has-text('Wissen') a").first.evaluate("one => one.href")
    opened(mila, case, "handling")
    let(mila, "Vaststellen wie het is", method="call-back", kind="customer", person="7")
    let(mila, "Beslissen", item="everything", outcome="refused", ground="12.5-excessive",
        because="Dit is de tiende keer deze maand.")
    opened(joris, case, "second")
    let(joris, "Bevestigen", item="everything")
    mila.goto(case)
    let(mila, "Weigeren", how="per brief")
    told = mila.locator(".history").inner_text()
    assert told.count("door Mila Verzonnen") == 3
    assert told.count("door Joris Bedacht") == 1
    assert mila.locator("dd:has-text('beantwoord')").count() == 1
    for place in ("Publicaties", "Vasthouden", "Publiceren"):
        mila.goto(f"{address}/nl/{place.lower()}")
        assert looked_at(mila) in (place, "Vastgehouden")
    for page in (mila, joris):
        page.context.close()


def waiting(company: Path) -> int:
    """Let a message have come of which nobody is sure, and return its number."""
    project, mailbox = load(company), MemoryMailbox()
    mailbox.deliver(7, "Verwijder al mijn gegevens, namens mijn moeder.")
    policy, datamap = project.declared()
    records = datamap.records
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        how = Intake("privacy@noorderlicht.example", project.zone, policy)
        return poll(keyring, mailbox, how, today(project.zone))[0].row.number


@pytest.mark.nightly
def test_officers_hold_publish_and_say_what_a_message_is(
    browser: Browser, address: str, company: Path
) -> None:
    with ThreadPoolExecutor(1) as apart:  # no browser runs in that thread
        number = apart.submit(waiting, company).result()
    # Others than who sends the other forms: one address may send ten.
    mila, joris = (signed_in(browser, address, token, "192.0.2.8") for token in (TOKEN, OTHER))
    mila.click(f"text=Bericht {number}")
    assert looked_at(mila) == f"Bericht {number}"
    mila.check("#why-handling")
    mila.click("main form button")
    assert looked_at(mila) == f"Bericht {number}"
    mila.check("#is-request")
    mila.click("main form button")
    assert mila.locator("h1").inner_text().startswith("Verzoek")
    mila.click("text=Vastgehouden")
    mila.click("summary:has-text('Houd vast')")
    for name, value in {"person": "9", "because": "claim", "article": "6:162 BW"}.items():
        mila.fill(f"#place-{name}", value)
    mila.click("details[open] button")
    assert looked_at(mila) == "Vastgehouden"
    mila.fill("#place-until", (today("Europe/Amsterdam") + timedelta(days=9)).isoformat())
    mila.click("details[open] button")
    joris.goto(f"{address}/nl/vasthouden")
    joris.click("summary:has-text('Bevestig')")
    joris.click("details[open] button")
    assert looked_at(joris) == "Vastgehouden"
    mila.click("text=Versies")
    mila.click("text=Kijk wat er nog te publiceren is")
    assert looked_at(mila) == "Publiceren"
    mila.check("#sure")
    if mila.locator("#field-because").count():  # what the databases break, whatever day it is
        mila.fill("#field-because", "proef")
    mila.click("main form button")
    assert mila.locator("[role=status] h2").inner_text() == "Gepubliceerd"
    for page in (mila, joris):
        page.context.close()


def test_a_code_is_typed_on_a_page_that_everybody_can_read(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=ViewportSize(width=360, height=900), locale="nl-NL")
    page.goto(f"{address}/nl/code")
    assert looked_at(page) == "Laat zien dat u het bent"
    page.goto(f"{address}/fetch")
    page.fill("#field-code", "AAAAA-AAAAA-AAAAA-AAAAA")
    page.click("main button")
    assert looked_at(page) == "Uw gegevens ophalen"
    assert page.locator("text=Met deze code lukt het niet").count() == 1
    page.close()


def code_in(said: IO[bytes]) -> str:
    """Return the code that is shown where the website runs, once it is there."""
    for line in said:
        if found := re.search(r"\b[2-9A-Z]{5} [2-9A-Z]{5}\b", line.decode()):
            return found[0]
    raise AssertionError


def by_keys(page: Page, what: str, typed: str = "") -> None:
    """Reach something by the keyboard alone, see that one is there, type there and press Enter."""
    for _ in range(60):
        page.keyboard.press("Tab")
        here = page.locator(f"{what}:focus")
        if here.count():
            assert here.evaluate("one => getComputedStyle(one).outlineStyle") != "none", what
            page.keyboard.type(typed)
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(what)


def fits_twice_as_large(page: Page) -> None:
    """Look that nothing goes off a page of 1280 by 1024 at 200%, nor with letters of that size."""
    before = page.viewport_size
    page.set_viewport_size(ViewportSize(width=640, height=512))
    for size in ("", "200%"):
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, size
    page.evaluate("() => { document.documentElement.style.fontSize = '' }")
    assert before
    page.set_viewport_size(before)


def test_somebody_signs_in_looks_and_withdraws_consent(
    browser: Browser, served: tuple[str, IO[bytes]], company: Path
) -> None:
    address, said = served
    with closing(sqlite3.connect(company / "hr.db")) as rows, rows:
        day = today("Europe/Amsterdam").isoformat()
        rows.execute(APPLIED, ("cas.bos@customer.example", day, day))
    # Somebody else than who sends the other forms: one address may send ten.
    who = {"locale": "nl-NL", "extra_http_headers": {"X-Forwarded-For": "192.0.2.7"}}
    small = ViewportSize(width=360, height=800)
    page = browser.new_page(viewport=small, java_script_enabled=False, **who)
    page.goto(f"{address}/mijn-gegevens")
    by_keys(page, "#field-address", "Cas.Bos@customer.example")
    assert page.locator("h1").inner_text() == "Vul de code in"
    by_keys(page, "#field-code", code_in(said))
    assert page.locator("h1").inner_text() == "Dit hebben wij van u"
    by_keys(page, 'main a[href*="/withdraw/"]')
    by_keys(page, "main button")
    assert page.locator("[role=status] h2").inner_text() == "Dit geldt vanaf nu"
    with closing(sqlite3.connect(company / "hr.db")) as rows:
        asked = "SELECT pool_withdrawn_on FROM applications WHERE email LIKE 'cas.bos@%'"
        assert rows.execute(asked).fetchall() == [(day,)]
    state = page.context.storage_state()
    seen = browser.new_context(viewport=small, storage_state=state, **who).new_page()
    for place in ("mijn-overzicht", "mijn-verzoeken", "mijn-wijziging/correct/name"):
        seen.goto(f"{address}/nl/{place}")
        assert looked_at(seen) in ("Dit hebben wij van u", "Uw verzoeken", "Verbeteren: Naam")
        fits_twice_as_large(seen)
    seen.context.close()
    by_keys(page, ".tools button")
    page.goto(f"{address}/nl/mijn-overzicht")
    assert page.locator("h1").inner_text() == "Mijn gegevens"
    page.close()


DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def signed_out(page: Page, here: str) -> None:
    page.click(".tools button")
    page.goto(f"{here}/en/my-data")


@pytest.mark.nightly
def test_a_passkey_is_made_and_shown_and_taken_away(
    browser: Browser, served: tuple[str, IO[bytes]], company: Path
) -> None:
    here, said = served[0].replace("127.0.0.1", "localhost"), served[1]
    day, mail = today("Europe/Amsterdam").isoformat(), "dora@customer.example"
    with closing(sqlite3.connect(company / "hr.db")) as rows, rows:
        rows.execute(APPLIED, (mail, day, day))
    small, told = ViewportSize(width=360, height=800), {"X-Forwarded-For": "192.0.2.9"}
    page = browser.new_page(viewport=small, locale="nl-NL", extra_http_headers=told)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    ident = device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    page.goto(f"{here}/nl/mijn-gegevens")
    assert looked_at(page, scripts=1) == "Mijn gegevens"
    page.fill("#field-address", mail)
    page.click("text=Stuur mij een code")
    page.fill("#field-code", code_in(said))
    page.click("main button")
    page.goto(f"{here}/nl/veilig-inloggen")
    assert looked_at(page, scripts=1) == "Veilig inloggen"
    assert page.locator("text=Een passkey maken kan hier niet").is_hidden()
    page.click("text=Maak een passkey")
    page.click("text=Alleen een code is niet genoeg")
    page.locator("text=is niet meer genoeg").wait_for()
    signed_out(page, here)
    page.click("text=Sign in with a passkey")
    page.locator("h1:has-text('What we hold about you')").wait_for()
    page.goto(f"{here}/en/safe-sign-in")
    page.click("text=Remove it")
    page.locator("text=The passkey was removed").wait_for()
    signed_out(page, here)
    page.click("text=Sign in with a passkey")
    page.locator("text=This passkey does not work here").wait_for()
    device.send("WebAuthn.setUserVerified", {"authenticatorId": ident, "isUserVerified": False})
    page.click("text=Sign in with a passkey")
    page.locator("text=It did not work").wait_for()
    page.goto(f"{served[0]}/en/my-data")  # by its number this machine has none
    assert page.locator("text=Sign in with a passkey").is_hidden()
    page.close()


def test_a_form_is_filled_in_on_a_page_of_somebody_else(
    browser: Browser, address: str, shop: str, company: Path
) -> None:
    size = ViewportSize(width=360, height=900)
    page = browser.new_page(viewport=size, locale="nl-NL")
    page.goto(f"{address}/nl/formulier/contact")
    assert looked_at(page) == "Stel ons een vraag"
    page.click("main button")
    page.click("text=Naam: vul dit in.")
    assert looked_at(page) == "Stel ons een vraag"
    page.goto(f"{shop}/?{quote(f'{address}/nl/ingebed/contact')}")
    form = page.frame_locator("iframe")
    form.locator("#field-name").fill("Bea Bos")
    form.locator("#field-email").fill("bea.bos@customer.example")
    form.locator("#field-message").fill("Belt u mij?")
    for seconds in range(3, 9):  # a form that comes sooner than a person types is shown again
        page.wait_for_function(f"performance.now() > {seconds}000")
        with page.expect_response(lambda one: one.request.method == "POST") as got:
            form.locator("button").click()
        if got.value.status == 303:
            break
    form.locator("text=Dank u wel").wait_for()
    assert page.context.cookies() == []
    elsewhere = shop.replace("127.0.0.1", "localhost")
    with page.expect_console_message(lambda one: "frame-ancestors" in one.text):
        page.goto(f"{elsewhere}/?{quote(f'{address}/nl/ingebed/contact')}")
    assert form.locator("#field-name").count() == 0
    page.close()
    asked = "SELECT sender_name FROM contact_messages WHERE sender_email LIKE 'bea.bos@%'"
    with closing(sqlite3.connect(company / "site.db")) as connection:
        assert connection.execute(asked).fetchall() == [("Bea Bos",)]
