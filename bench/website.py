"""The website and the API of the example company, and people who come to them with a browser."""

from __future__ import annotations

import http.client
import random
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.cookies import SimpleCookie
from pathlib import Path
from queue import Queue
from tempfile import TemporaryDirectory
from threading import Thread
from time import perf_counter
from urllib.parse import urlencode

from bench.clock import gestand, run
from bench.companies import cached, copy
from bench.figures import CannotMeasure
from bench.loaded import KINDS, data_of, keep_well, settings
from bench.servers import serving
from bench.sweep import move
from gestand.settings import environment_with

SEED = 3
_LISTENING = re.compile(r"http://127\.0\.0\.1:(\d+)/")
_CODE = re.compile(r"\b([2-9A-Z]{5}) ([2-9A-Z]{5})\b")
_TOKEN = re.compile(r'name="token" value="([^"]+)"')


@dataclass
class Site:
    """A server that runs, with the codes that it shows as they come, and what it says is wrong."""

    process: subprocess.Popen[str]
    port: int
    codes: Queue[str] = field(default_factory=Queue)
    wrong: list[str] = field(default_factory=list)

    def peak_mb(self) -> float:
        """Return the most memory that it had."""
        return self._memory("VmHWM")

    def now_mb(self) -> float:
        """Return the memory that it has."""
        return self._memory("VmRSS")

    def _memory(self, which: str) -> float:
        told = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        found = re.search(rf"{which}:\s+(\d+) kB", told)
        return int(found[1]) / 1024 if found else 0.0

    def hear(self, lines: Iterator[str]) -> None:
        """Take the codes out of what it says, and what is wrong, which is shown."""
        for line in lines:
            if found := _CODE.search(line):
                self.codes.put("".join(found.groups()))
            elif line.startswith("gestand:"):
                self.wrong.append(line.strip())
                sys.stderr.write(line)


@dataclass
class Visitor:
    """Somebody with a browser, behind the proxy under an address of their own."""

    site: Site
    address: str
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Ask for a page, or send a form, and return the status and the page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        sent = "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())
        headers = {"X-Forwarded-For": self.address, "Cookie": sent}
        body = None
        if fields is not None:
            headers |= {
                "Origin": f"http://127.0.0.1:{self.site.port}",
                "Content-Type": "application/x-www-form-urlencoded",
            }
            body = urlencode(fields)
        with closing(connection):
            connection.request("GET" if body is None else "POST", path, body, headers)
            reply = connection.getresponse()
            for name, value in reply.getheaders():
                if name == "Set-Cookie":
                    self.cookies.load(value)
            return reply.status, reply.read().decode("utf-8", "replace")

    def send(self, path: str, fields: dict[str, str]) -> int:
        """Fill in the form of a page, and return the status of the answer."""
        found = _TOKEN.search(self.ask(path)[1])
        return self.ask(path, {**fields, "token": found[1] if found else ""})[0]

    def timed(self, path: str) -> float:
        """Return how many milliseconds a page took; it must be there."""
        start = perf_counter()
        status, _ = self.ask(path)
        if status != 200:
            message = f"a page came with status {status}"
            raise CannotMeasure(message)
        return (perf_counter() - start) * 1000


def signed_in(site: Site, address: str, mail: str) -> Visitor:
    visitor = Visitor(site, address)
    visitor.send("/nl/mijn-gegevens", {"address": mail})
    code = site.codes.get(timeout=60)
    if visitor.send("/nl/mijn-code", {"code": code}) != 303:
        message = "somebody could not sign in by the code that was shown"
        raise CannotMeasure(message)
    if visitor.ask("/nl/mijn-overzicht")[0] != 200:  # known in several ways: the first is chosen
        visitor.send("/nl/mijn-keuze", {"as": "0"})
    return visitor


def addresses(company: Path, wanted: int) -> list[str]:
    """Choose customers with a contract whose address nobody else has."""
    with closing(sqlite3.connect(company / "shop.db")) as shop:
        query = """
            SELECT email FROM customers JOIN contracts ON customer_id = customers.id
            WHERE ended_on IS NULL AND email > '' GROUP BY lower(email)
            HAVING count(DISTINCT customers.id) = 1 ORDER BY customers.id LIMIT 5000
        """
        found = [mail for (mail,) in shop.execute(query)]
    random.Random(SEED).shuffle(found)
    return found[:wanted]


@contextmanager
def company_in(backend: str, people: int) -> Iterator[Path]:
    """Give the example with a master key, in the databases of a kind."""
    company = cached(people)
    with TemporaryDirectory(prefix="gestand-bench-", dir=company.parent) as place:
        here = copy(company, Path(place) / "company", databases=backend not in KINDS)
        datamap = here / "privacy" / "datamap.yaml"
        with datamap.open("a", encoding="utf-8") as told:
            told.write("\nrecords: {key: master.key}\n")
        run(gestand("keys", str(here), "--make"))
        if backend not in KINDS:
            yield here
            return
        data = data_of(backend, company)
        with serving(backend, data, settings(backend, company)) as server:
            move(datamap, backend, server)
            keep_well(backend, server, here)
            yield here


@contextmanager
def served(folder: Path, **more: str) -> Iterator[Site]:
    """Let the website run for a block; codes are shown, and the proxy in front says who asks."""
    words = "--listen 127.0.0.1:0 --proxy 127.0.0.1 --show-codes --threads 8"
    with listening(gestand("web", str(folder), *words.split()), **more) as site:
        yield site


@contextmanager
def listening(command: Sequence[str], **more: str) -> Iterator[Site]:
    """Let a server run for a block, with `more` in its environment."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        env=environment_with(more),
    ) as server:  # fmt: skip
        try:
            assert server.stdout is not None and server.stderr is not None
            told = server.stdout.readline()
            found = _LISTENING.search(told)
            site = Site(server, int(found[1]) if found else 0)
            Thread(target=partial(site.hear, server.stderr), daemon=True).start()
            if found is None:
                message = f"`{' '.join(command[2:4])}` did not start: {told.strip()}"
                raise CannotMeasure(message)
            yield site
        finally:
            server.terminate()
