"""De Linde with a website that mails codes, and people who sign in to it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from gestand.settings import today
from gestand.surfaces.web.application import Application
from gestand.surfaces.web.asked import Door
from gestand.surfaces.web.serve import office_of
from tests.linde import BASE, Changes, build
from tests.mailing import PASSWORD, Letterbox, certificate, letterbox
from tests.surfaces.test_send_command import named
from tests.surfaces.test_web import ORIGIN, TOKEN, Reply, Visitor
from tests.undoing import UNDO, key_in

TODAY = today("Europe/Amsterdam")
EARLIER = TODAY - timedelta(days=3)
ANN, BO, CAS, TWO = (f"{name}@people.example" for name in ("ann", "bo", "cas", "two"))
ROWS = f"""
INSERT INTO customers VALUES
  (1, 'K1', 'Ann de Wit', 'Ann@people.example', '+31 1', 'Lindelaan 1', '2019-01-10'),
  (2, 'K2', 'Bo <b>', '{BO}', '+31 2', 'Dijk 2', '{TODAY}'),
  (3, 'K3', 'Dirk', '{TWO}', NULL, NULL, '{TODAY}'),
  (4, 'K4', 'Eva', '{TWO}', NULL, NULL, '{TODAY}');
INSERT INTO contracts VALUES (1, 1, 'vps', 'ann.example', '2019-02-01', NULL);
INSERT INTO invoices VALUES (1, 'F1', 1, NULL, 'Ann de Wit', 'Lindelaan 1', '{ANN}', '2025-02-03');
INSERT INTO guest_orders VALUES
  (1, 'Ann', '{ANN}', 'Dijk 9', 'vase', '{EARLIER}', '{EARLIER}', NULL);
INSERT INTO vacancies VALUES (1, 'gardener', '2026-01-01', NULL, NULL, NULL);
INSERT INTO applications VALUES
  (5, 1, 'Cas', '{CAS}', 'dear', '{TODAY}', NULL, NULL, '{TODAY}', NULL);
"""


@dataclass
class Site:
    """A website with the mail that it sent, and a clock that a test sets."""

    folder: Path
    box: Letterbox
    application: Application
    clock: list[float]
    heard: list[str]

    def visitor(self) -> Visitor:
        """Return somebody who was never here."""
        return Visitor(self.application, self.clock, heard=self.heard)

    def ask(self, visitor: Visitor, address: str) -> Reply:
        """Ask for a code, and wait until all is done that follows."""
        reply = visitor.send("/nl/mijn-gegevens", {"address": address})
        self.application.portal.later.done()
        return reply

    def code(self) -> str:
        """Return the code of the newest letter."""
        text = self.box.letters()[-1].get_body(("plain",)).get_content()
        found = re.search(r"\b([2-9A-Z]{5}) ([2-9A-Z]{5})\b", text)
        assert found
        return "".join(found.groups())

    def signed_in(self, address: str, choice: int | None = None) -> Visitor:
        """Return somebody who signed in by the address, and chose what to see."""
        visitor = self.visitor()
        self.ask(visitor, address)
        reply = visitor.send("/nl/mijn-code", {"code": self.code()})
        assert reply.status == 303, reply.text
        if choice is not None:
            visitor.send("/nl/mijn-keuze", {"as": str(choice)})
        return visitor


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Letterbox]]:
    """Give De Linde with a mail server, to be shared by the tests of a module."""
    folder = tmp_path_factory.mktemp("portal")
    cert = certificate(folder)
    with pytest.MonkeyPatch.context() as patch, letterbox(*cert) as box:
        patch.setenv("SSL_CERT_FILE", str(cert[0]))
        patch.setenv("MAIL_PASSWORD", PASSWORD)
        yield founded(folder / "linde", box), box


def founded(folder: Path, box: Letterbox, rows: str = ROWS, changes: Changes = UNDO) -> Path:
    """Build De Linde with its statement, a master key and a mail server."""
    build(folder, rows, changes)
    shutil.copytree(BASE / "statement", folder / "privacy" / "statement")
    key_in(folder)
    named(folder, box.url)
    return folder


@contextmanager
def served(folder: Path, box: Letterbox) -> Iterator[Site]:
    """Give a website that has seen nobody yet; nothing went wrong in the end."""
    clock, heard = [1000.0], list[str]()
    door = Door(frozenset({ORIGIN}), TOKEN, lambda: clock[0], heard.append)
    one = Site(folder, box, Application(office_of(folder, "nl"), door), clock, heard)
    yield one
    one.application.portal.later.done()
    assert heard == []


@pytest.fixture
def site(running: tuple[Path, Letterbox]) -> Iterator[Site]:
    """Give a website of one's own, for a company that the tests of a module share."""
    running[1].taken.clear()
    with served(*running) as one:
        yield one
