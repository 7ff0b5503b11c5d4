"""`promises`: every probe over the example, over the same asked by hand; then breaches; a crawl.

The company is looked at as a run has left it, which is what is looked at every day. The two must
count the same. `--processor` takes the time of the processor, where others use the machine.
"""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.clock import BARE, gestand, interleaved, run, seconds
from bench.companies import TODAY, cached, copy
from bench.figures import CannotMeasure, Figure, Outcome, tell
from bench.floor_promises import Counts, look
from gestand.core.proving.overdue import Calendar
from gestand.core.proving.tallied import counted, tally
from gestand.core.proving.verdict import RED
from gestand.wiring import open_company, open_inspection
from gestand.work.prove import prove

PEOPLE = 1_000_000
ROUNDS = 3
TARGET, MOST_MS = 1.3, 30_000.0
CRAWLED, CRAWL_MS = 20, 60_000.0
AT = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC) + timedelta(days=1)
PLANTED = re.compile(r"^(\d+) of (\d+) .*, (\d+) false alarms$", re.MULTILINE)
VISITED = re.compile(r"\b(\d+) pages?\b")


def measure_promises(people: int = PEOPLE, rounds: int = ROUNDS) -> Outcome:
    """Measure the probes after a run, plant every breach, and crawl the website."""
    company = cached(people)
    with TemporaryDirectory(prefix="gestand-bench-", dir=company.parent) as place:
        folder = copy(company, Path(place) / "company")
        _sweep(folder)
        floor_ms, ours_ms = interleaved(rounds, partial(_by_hand, folder), partial(_ours, folder))
        tell(f"{people} people: by hand {floor_ms:.0f} ms, all probes {ours_ms:.0f} ms")
        problems = [*differences(folder, AT), *_false_alarms(folder)]
    if ours_ms > MOST_MS and people <= PEOPLE:
        problems.append(f"all probes took {ours_ms:.0f} ms, at most {MOST_MS:.0f} ms")
    figure = Figure("promises", "sqlite", ours_ms, floor_ms, TARGET)
    return Outcome((figure, *_crawled()), (*problems, *_planted()))


def counts(folder: Path, at: datetime) -> Counts:
    """Return by table what the probe counts: values seen, values wrong, rows nobody knows of."""
    company = open_company(folder)
    calendar = Calendar(company.policy, company.holdings, at.date())
    found: Counts = {}
    for name, store in company.stores.items():
        with store.run(company.schemas[name], company.holdings, company.zone) as opened:
            with opened.transaction(writing=False):
                for table in company.holdings.tables.values():
                    if table.store != name:
                        continue
                    asked = tally(calendar, calendar.groups(table))
                    rows = opened.counts(table.id, [group.filled for group in asked.groups])
                    kinds = opened.tally(table.id, asked.ladders, asked.suspect)
                    each = counted(asked, kinds)
                    found[table.id] = (
                        sum(rows),
                        sum(one.wrong for one in each),
                        max(one.doubtful for one in each),
                    )
    return found


def differences(folder: Path, at: datetime) -> Iterator[str]:
    """Yield the tables of which the two count otherwise, on the morning of a day."""
    by_hand, ours = look(folder, at.date()), counts(folder, at)
    for table in by_hand.keys() | ours.keys():
        if by_hand.get(table) != ours.get(table):
            yield f"{table}: {ours.get(table)}, by hand {by_hand.get(table)}"


def _by_hand(folder: Path) -> float:
    start = seconds()
    look(folder, AT.date())
    return (seconds() - start) * 1000


def _ours(folder: Path) -> float:
    start = seconds()
    prove(open_inspection(folder, AT), "en")
    return (seconds() - start) * 1000


def _false_alarms(folder: Path) -> Iterator[str]:
    for one in prove(open_inspection(folder, AT), "en"):
        if one.judged.verdict in RED:
            yield f"a false alarm: {one.promise.id}"


def _sweep(folder: Path) -> None:
    ran = run((sys.executable, "-m", "bench.ours", str(folder), "--as-of", str(TODAY)))
    tell(f"a run: {ran}")
    if ran.code or "done" not in ran.output:
        message = f"the run ended with exit code {ran.code}:\n{ran.output}"
        raise CannotMeasure(message)


def _planted() -> Iterator[str]:
    """Plant every breach in a company of its own, and tell how many were found."""
    ran = run((sys.executable, "-m", "tests.planting"))
    told = PLANTED.search(ran.output)
    tell(told[0] if told else ran.output)
    if ran.code or told is None:
        yield "not every planted breach turned exactly its promises red"


def _crawled() -> Iterator[Figure]:
    """Crawl the website of the example, where this machine has a browser and what drives it."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="gestand-bench-")))
        copy(cached(100), folder / "company")
        with (folder / "company" / "privacy" / "datamap.yaml").open("a", encoding="utf-8") as told:
            told.write("\nrecords: {key: master.key}\n")
        run(gestand("keys", str(folder / "company"), "--make"))
        url = stack.enter_context(_website(folder / "company"))
        pages = str(CRAWLED)
        ran = run(gestand("crawl", url, str(folder / "company"), "--pages", pages))
        visited = VISITED.search(ran.output)
        if ran.code > 1 or visited is None:
            tell(f"no crawl was measured: {ran.output.strip()}")
            return
        tell(f"a crawl of {visited[1]} pages: {ran.ms:.0f} ms")
        floor = run(BARE)
        most = CRAWL_MS * int(visited[1]) / CRAWLED
        yield Figure("crawl", "chromium", ran.ms, floor.ms, most / floor.ms)


@contextmanager
def _website(folder: Path) -> Iterator[str]:
    """Let the website of the example stand on this machine, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = gestand("web", str(folder), "--listen", f"127.0.0.1:{port}")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:
        try:
            while server.stdout is not None and (line := server.stdout.readline()):
                if b"http" in line:
                    break
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
