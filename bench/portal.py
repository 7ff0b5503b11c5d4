"""`portal` and `serve`: how soon the website is there, what it takes, and how soon people see.

People sign in by a code, as they do, and each looks at what is held about them, reads for a while,
and looks again. The floor is the statement for the same people at the same time: what the server,
the network and this program take.
"""

from __future__ import annotations

import http.client
import random
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.cookies import SimpleCookie
from pathlib import Path
from queue import Queue
from statistics import quantiles
from tempfile import TemporaryDirectory
from threading import Barrier, Thread
from time import perf_counter, sleep
from urllib.parse import urlencode

from bench.clock import BARE, gestand, run
from bench.companies import cached, copy
from bench.figures import CannotMeasure, Figure, Outcome, tell
from bench.loaded import KINDS, data_of, settings
from bench.servers import serving
from bench.sweep import move

PEOPLE, FEW, ROUNDS, USERS = 100_000, 2_000, 6, 50
READING = 10.0
"""Seconds for which somebody reads a page, on average, before they look again."""

FIRST_MS, MOST_MB, HELD_MS, STATEMENT_BYTES = 3_000.0, 210, 300.0, 50 * 1024
SEED = 3
_LISTENING = re.compile(r"http://127\.0\.0\.1:(\d+)/")
_CODE = re.compile(r"\b([2-9A-Z]{5}) ([2-9A-Z]{5})\b")
_TOKEN = re.compile(r'name="token" value="([^"]+)"')


@dataclass
class Site:
    """A website that runs, with the codes that it shows as they come."""

    process: subprocess.Popen[str]
    port: int
    codes: Queue[str]

    def peak_mb(self) -> float:
        """Return the most memory that it had."""
        told = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        found = re.search(r"VmHWM:\s+(\d+) kB", told)
        return int(found[1]) / 1024 if found else 0.0


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


def measure_serve(rounds: int = 3) -> Outcome:
    """Measure how long it takes until the first page is there, and how much memory it has."""
    problems = []
    with _company("sqlite", FEW) as folder:
        times = []
        for _ in range(rounds):
            start = perf_counter()
            with _served(folder) as site:
                visitor = Visitor(site, "192.0.2.1")
                _, page = visitor.ask("/nl")
                times.append((perf_counter() - start) * 1000)
                for path in ("/en", "/nl/vraag", "/nl/mijn-gegevens", "/nl/formulier/contact"):
                    visitor.timed(path)
                memory = site.peak_mb()
        first_ms, floor_ms = sorted(times)[len(times) // 2], run(BARE).ms
    size = len(page.encode())
    tell(f"serve: {first_ms:.0f} ms until the first page, {memory:.0f} MB, statement {size} bytes")
    if memory > MOST_MB:
        problems.append(f"the website took {memory:.0f} MB, at most {MOST_MB}")
    if size > STATEMENT_BYTES or "<script" in page:
        problems.append(f"the statement has {size} bytes, at most {STATEMENT_BYTES}, or a script")
    figure = Figure("serve", "sqlite", first_ms, floor_ms, FIRST_MS / floor_ms)
    return Outcome((figure,), tuple(problems))


def measure_portal(
    people: int = PEOPLE,
    rounds: int = ROUNDS,
    backends: Sequence[str] = ("postgresql",),
    *,
    users: int = USERS,
    reading: float = READING,
) -> Outcome:
    """Measure how soon people who look at the same time see what is held about them."""
    figures, problems = [], []
    for backend in backends:
        with _company(backend, people) as folder, _served(folder) as site:
            visitors = [
                _signed_in(site, f"192.0.2.{number}", mail)
                for number, mail in enumerate(_addresses(cached(people), users), start=1)
            ]
            looks = [
                _looks(visitors, rounds, path, reading) for path in ("/nl", "/nl/mijn-overzicht")
            ]
            memory = site.peak_mb()
        floor_ms, ours_ms = (quantiles(each, n=20)[-1] for each in looks)
        half_ms = sorted(looks[1])[len(looks[1]) // 2]
        tell(f"portal on {backend}: {users} people, each page read {reading:.0f} s: the median is "
             f"{half_ms:.0f} ms, p95 {ours_ms:.0f} ms, the statement {floor_ms:.0f} ms; "
             f"{memory:.0f} MB")
        if memory > MOST_MB:
            problems.append(f"the website took {memory:.0f} MB, at most {MOST_MB}")
        figures.append(Figure("portal", backend, ours_ms, floor_ms, HELD_MS / floor_ms))
    return Outcome(tuple(figures), tuple(problems))


def _looks(
    visitors: Sequence[Visitor], rounds: int, path: str, reading: float
) -> list[float]:
    """Return the times of all looks at a page, each after its person read the one before."""
    together = Barrier(len(visitors))

    def looking(number: int, visitor: Visitor) -> list[float]:
        draw = random.Random(SEED + number)
        together.wait()
        found = []
        for _ in range(rounds):
            sleep(draw.expovariate(1 / reading))
            found.append(visitor.timed(path))
        return found

    with ThreadPoolExecutor(len(visitors)) as pool:
        each = pool.map(looking, range(len(visitors)), visitors)
        return [one for found in each for one in found]


def _signed_in(site: Site, address: str, mail: str) -> Visitor:
    visitor = Visitor(site, address)
    visitor.send("/nl/mijn-gegevens", {"address": mail})
    code = site.codes.get(timeout=60)
    if visitor.send("/nl/mijn-code", {"code": code}) != 303:
        message = "somebody could not sign in by the code that was shown"
        raise CannotMeasure(message)
    if visitor.ask("/nl/mijn-overzicht")[0] != 200:  # known in several ways: the first is chosen
        visitor.send("/nl/mijn-keuze", {"as": "0"})
    return visitor


def _addresses(company: Path, wanted: int) -> list[str]:
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
def _company(backend: str, people: int) -> Iterator[Path]:
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
            yield here


@contextmanager
def _served(folder: Path) -> Iterator[Site]:
    """Let the website run for a block."""
    options = ("--listen", "127.0.0.1:0", "--proxy", "127.0.0.1", "--show-codes", "--threads", "8")
    command = gestand("web", str(folder), *options)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as server:
        codes: Queue[str] = Queue()
        try:
            assert server.stdout is not None and server.stderr is not None
            Thread(target=partial(_hear, server.stderr, codes.put), daemon=True).start()
            listening = _LISTENING.search(server.stdout.readline())
            if listening is None:
                message = "the website did not start"
                raise CannotMeasure(message)
            yield Site(server, int(listening[1]), codes)
        finally:
            server.terminate()


def _hear(lines: Iterator[str], put: Callable[[str], None]) -> None:
    """Take the codes out of what the website says; all else is shown."""
    for line in lines:
        if found := _CODE.search(line):
            put("".join(found.groups()))
        elif line.startswith("gestand:"):
            sys.stderr.write(line)
