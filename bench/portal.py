"""`portal` and `serve`: how soon the website is there, what it takes, and how soon people see.

People sign in by a code, as they do, and each looks at what is held about them, reads for a while,
and looks again. The floor is the statement for the same people at the same time: what the server,
the network and this program take.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles
from threading import Barrier
from time import perf_counter, sleep

from bench.clock import BARE, gestand, interleaved, run
from bench.companies import cached
from bench.figures import Figure, Outcome, tell
from bench.queue import granted
from bench.requests import customers
from bench.website import SEED, Visitor, addresses, company_in, served, signed_in
from gestand.core.rights_rules import Right, Terms
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.due import the_clock
from gestand.work.rights import the_rules

PEOPLE, FEW, ROUNDS, USERS = 100_000, 2_000, 6, 50
READING = 10.0
"""Seconds for which somebody reads a page, on average, before they look again."""

LISTED = 5
"""Requests for access, and as many for erasure, that a worker carries out."""

FIRST_MS, MOST_MB, HELD_MS, STATEMENT_BYTES = 3_000.0, 210, 300.0, 50 * 1024
LOADED = re.compile(r"<script|<link[^>]+stylesheet|<(?:img|iframe|embed|object)\b| src=|url\(")
"""What a page loads besides itself, and what runs in a browser."""


def measure_serve(rounds: int = 3) -> Outcome:
    """Measure how long it takes until the first page is there, and how much memory it has."""
    problems = []
    with company_in("sqlite", FEW) as folder:
        first_ms, floor_ms = interleaved(
            rounds, lambda: _until_first(folder), lambda: run(BARE).ms
        )
        with served(folder) as site:
            visitor = signed_in(site, "192.0.2.1", *addresses(cached(FEW), 1))
            for path in ("/en", "/nl/vraag", "/nl/mijn-overzicht", "/nl/formulier/contact"):
                visitor.timed(path)
            page = visitor.ask("/nl")[1]
            # Somebody carries out what was asked while the website is there.
            worker, memory = _worker_mb(folder), site.peak_mb()
    size = len(page.encode())
    tell(f"serve: {first_ms:.0f} ms until the first page, {memory:.0f} MB and {worker:.0f} of a "
         f"worker, statement {size} bytes")
    if memory + worker > MOST_MB:
        problems.append(f"the two took {memory + worker:.0f} MB, at most {MOST_MB}")
    if size > STATEMENT_BYTES or LOADED.search(page):
        problems.append(f"the statement has {size} bytes, at most {STATEMENT_BYTES}, or loads more")
    figure = Figure("serve", "sqlite", first_ms, floor_ms, FIRST_MS / floor_ms)
    return Outcome((figure,), tuple(problems))


def _until_first(folder: Path) -> float:
    """Return the milliseconds from the command to the first page."""
    start = perf_counter()
    with served(folder) as site:
        Visitor(site, "192.0.2.1").timed("/nl")
        return (perf_counter() - start) * 1000


def _worker_mb(folder: Path) -> float:
    """Return the most memory of what carries out requests, and of what is done every day."""
    company, peaks = open_company(folder), [run(gestand("work", str(folder), "--daily")).peak_mb]
    listed, out = folder / "listed.txt", folder / "answers"
    out.mkdir(exist_ok=True)
    for right in (Right.ACCESS, Right.ERASURE):
        people = customers(cached(FEW), 2 * LISTED)[:: 1 if right is Right.ACCESS else -1][:LISTED]
        with keyring_of(company) as keyring:
            terms = Terms(the_rules(), the_clock("nl"), company.zone)
            numbers = granted(company, keyring, terms, right, people)
        lines = (f"{n} {who.kind}:{who.key}\n" for n, who in zip(numbers, people, strict=True))
        listed.write_text("".join(lines), "utf-8")
        how = ("--fulfil", "--yes", "--queue", str(listed), "--out", str(out))
        peaks.append(run(gestand("request", str(folder), *how)).peak_mb)
    return max(peaks)


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
        with company_in(backend, people) as folder, served(folder) as site:
            visitors = [
                signed_in(site, f"192.0.2.{number}", mail)
                for number, mail in enumerate(addresses(cached(people), users), start=1)
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
