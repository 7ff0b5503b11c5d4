"""People, an officer and a program at the example company, and what each of them asks.

What each asks takes what a person's browser and a program would: a page, a form with its token, a
code that is mailed. Nobody's name, address or key stands in what is told of them.
"""

from __future__ import annotations

import http.client
import json
import random
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from queue import Queue
from threading import Lock

from bench.clock import gestand, run
from bench.companies import cached
from bench.figures import CannotMeasure
from bench.website import Site, Visitor, addresses, company_in, listening, served, signed_in
from gestand.settings import now

_OFFICERS = """officers: 1
people:
  Mila Verzonnen: {roles: [officer], token: "${GESTAND_OFFICER_MILA}"}
"""
_TOKEN = "0123456789abcdef01234567"
_COOKIES = re.compile(r"<table.*gestand_mine.*</table>", re.DOTALL)
_SHOWN = {"words": "2026-01-01", "language": "nl"}
"""Which words were shown to who consents: those of a statement that the example keeps."""

_SCOPES = ("may:ask", "consents:write")
_MADE = re.compile(r"^gestand_\S+$|^\S{30,}$", re.MULTILINE)


class Wrong(Exception):
    """Something was not answered as it should be; the message names nobody."""


@dataclass
class Crowd:
    """Who is there, who is asked about, and `fresh` addresses by which nobody signed in yet."""

    web: Site
    api: Site
    token: str
    applicants: Sequence[int]
    fresh: Iterator[str]
    customers: int
    people: Queue[Visitor] = field(default_factory=Queue)
    officer: Visitor = field(init=False)
    turn: Lock = field(default_factory=Lock)
    desk: Lock = field(default_factory=Lock)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        """Let the officer come, who is not in yet."""
        self.officer = self.somebody()

    def somebody(self) -> Visitor:
        """Return somebody with an address of their own."""
        number = next(self.numbers)
        return Visitor(self.web, f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")

    def statement(self, _: random.Random) -> None:
        """Read the statement."""
        expect(self.somebody().ask("/nl"), 200)

    def cookies(self, _: random.Random) -> None:
        """Look at the table of cookies."""
        if not _COOKIES.search(expect(self.somebody().ask("/en"), 200)):
            message = "the statement has no table of cookies"
            raise Wrong(message)

    def held(self, _: random.Random) -> None:
        """Look at what is held about oneself, as somebody who is signed in."""
        person = self.people.get()
        try:
            expect(person.ask("/nl/mijn-overzicht"), 200)
        finally:
            self.people.put(person)

    def sign_in(self, _: random.Random) -> None:
        """Let somebody sign in; whoever did so longest ago goes."""
        with self.turn:  # codes are shown, and do not say whose they are
            self.people.put(signed_in(self.web, self.somebody().address, next(self.fresh)))
        self.people.get()

    def request(self, draw: random.Random) -> None:
        """Ask for something on the website."""
        right = draw.choice(("access", "erasure", "rectification"))
        wish = {"right": right, "contact": "jan@customer.example", "text": "Kijkt u even?"}
        status = self.somebody().send("/nl/vraag", wish)
        expect((status, ""), 303)

    def cases(self, _: random.Random) -> None:
        """List what is open, as the officer, who signs in again where that is over."""
        with self.desk:
            status, page = self.officer.ask("/nl/zaken")
            if status == 303:
                self.officer = self.somebody()
                expect((self.officer.send("/nl/inloggen", {"typed": _TOKEN}), ""), 303)
                status, page = self.officer.ask("/nl/zaken")
        expect((status, page), 200)

    def may(self, draw: random.Random) -> None:
        """Ask as a program whether something may be used."""
        person = f"customer:{draw.randint(1, self.customers)}"
        told = self._api("may", {"person": person, "purpose": "service", "category": "email"}, 200)
        if "may" not in told:
            message = "the API did not tell whether it may be used"
            raise Wrong(message)

    def consent(self, draw: random.Random) -> None:
        """Let somebody give consent, and withdraw it."""
        who = f"applicant:{draw.choice(self.applicants)}"
        for event in ("given", "withdrawn"):
            said = {"event": event, "purpose": "talent pool", "who": who, "at": now().isoformat()}
            self._api("consents", {**said, **_SHOWN}, 201)

    def _api(self, name: str, body: Mapping[str, str], wanted: int) -> str:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        connection = http.client.HTTPConnection("127.0.0.1", self.api.port, timeout=60)
        with closing(connection):
            connection.request("POST", f"/api/v1/{name}", json.dumps(body), headers)
            answer = connection.getresponse()
            return expect((answer.status, answer.read().decode("utf-8", "replace")), wanted)

    def acts(self) -> Mapping[str, Callable[[random.Random], None]]:
        """Return by name what they do."""
        return {
            "statement": self.statement, "cookies": self.cookies, "held": self.held,
            "sign in": self.sign_in, "request": self.request, "may": self.may,
            "consent": self.consent, "cases": self.cases,
        }  # fmt: skip


def expect(answer: tuple[int, str], wanted: int) -> str:
    """Return what was answered; Wrong where the status is another one."""
    if answer[0] != wanted:
        message = f"came with status {answer[0]}"
        raise Wrong(message)
    return answer[1]


@contextmanager
def crowd_at(backend: str, people: int, signed: int) -> Iterator[Crowd]:
    """Let the website and the API of the company run for a block, with so many who signed in."""
    with company_in(backend, people) as folder:
        (folder / "privacy" / "officers.yaml").write_text(_OFFICERS, "utf-8")
        mila = {"GESTAND_OFFICER_MILA": _TOKEN}
        token, api = _token(folder), gestand("serve", str(folder), "--listen", "127.0.0.1:0")
        with served(folder, **mila) as web, listening(api) as programs:
            company = cached(people)
            fresh = iter(addresses(company, 5000))
            crowd = Crowd(web, programs, token, _applicants(company), fresh, people // 4)
            for _ in range(signed):
                crowd.people.put(signed_in(web, crowd.somebody().address, next(fresh)))
            yield crowd


def _token(folder: Path) -> str:
    """Make a token for a program, and return it."""
    scopes = [word for scope in _SCOPES for word in ("--scope", scope)]
    last = (now() + timedelta(days=2)).date().isoformat()
    made = run(gestand("token", str(folder), "--make", "bench", *scopes, "--last", last))
    found = _MADE.search(made.output)
    if made.code or found is None:
        message = "no token could be made"
        raise CannotMeasure(message)
    return found[0]


def _applicants(company: Path) -> Sequence[int]:
    with closing(sqlite3.connect(company / "hr.db")) as rows:
        return [key for (key,) in rows.execute("SELECT id FROM applications ORDER BY id")]
