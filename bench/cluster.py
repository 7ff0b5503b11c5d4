"""`cluster`: one, two and four workers that carry out a list of requests over Redis.

The floor is the same work in one plain process, `gestand request --fulfil --queue`, in the same
run: as many requests of the same kinds, of other people, in the same stores and own records, both
in PostgreSQL. Half of them ask for access, half for erasure. Workers run for weeks, so what they
take to start does not count; what the plain process takes to start does.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import IO

from bench.clock import ROOT, gestand
from bench.companies import cached, copy
from bench.figures import CannotMeasure, Figure, Outcome, tell
from bench.loaded import data_of, settings
from bench.queue import granted
from bench.requests import customers
from bench.servers import serving
from bench.sweep import move
from gestand.core.facts import Person
from gestand.core.rights_rules import Right, Terms
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.due import the_clock
from gestand.work.rights import the_rules

PEOPLE = 10_000
ROUNDS = 3
QUEUED = 40
"""Requests in a list, as each of these ways carries one out in a round."""

WORKERS = (1, 2, 4)
TARGETS = {1: 1.25, 2: 1.0, 4: 1.0}
"""How long it may take over one plain process: on two processors four gain nothing over two."""

_TOLD = re.compile(r": (\d+) requests? (?:carried out|left)$")
_WAITS = re.compile(r": \d+ requests? waits?|cannot")
_RIGHTS = (Right.ACCESS, Right.ERASURE)


def measure_cluster(rounds: int = ROUNDS, people: int = PEOPLE) -> Outcome:
    """Measure how many requests workers carry out in a minute, and one process without any."""
    queued = QUEUED if rounds >= ROUNDS else QUEUED // 2
    ways = (0, *WORKERS)
    took: dict[int, list[float]] = {way: [] for way in ways}
    company = cached(people)
    with TemporaryDirectory(prefix="gestand-bench-", dir=company.parent) as place:
        folder = copy(company, Path(place) / "company", databases=False)
        data = data_of("postgresql", company)
        with (
            serving("postgresql", data, settings("postgresql", company)) as server,
            serving("redis") as broker,
        ):
            _settle(folder, server, broker)
            chosen = iter(customers(company, queued * rounds * len(ways)))
            for number in range(rounds):
                # Who comes first in a round finds the caches of the server colder: take turns.
                for way in (*ways[number % len(ways) :], *ways[: number % len(ways)]):
                    listed = _list(folder, list(islice(chosen, queued)), f"{number} {way}")
                    took[way].append(_workers(folder, listed, way, queued))
    each = {way: median(ms) / queued for way, ms in took.items()}
    for way, ms in each.items():
        who = f"{way} workers" if way else "one plain process"
        tell(f"cluster: {who}: {60_000 / ms:,.0f} requests a minute, {ms:.0f} ms each")
    floor = each.pop(0)
    figures = [
        Figure(f"cluster {way}", "postgresql", ms, floor, TARGETS[way]) for way, ms in each.items()
    ]
    return Outcome(tuple(figures))


def _settle(folder: Path, server: Path, broker: Path) -> None:
    """Let an organisation have its stores and own records in a server, and a broker."""
    datamap = folder / "privacy" / "datamap.yaml"
    move(datamap, "postgresql", server)
    text = datamap.read_text("utf-8")
    records = 'records: {key: master.key, url: "${GESTAND_RECORDS}"}'
    datamap.write_text(text.replace("datamap: 1\n", f"datamap: 1\n{records}\n"), "utf-8")
    key = folder / "master.key"
    key.touch(0o600)
    key.write_text("ab" * 32 + "\n", "ascii")
    os.environ["GESTAND_RECORDS"] = f"postgresql://postgres@/postgres?host={server}"
    os.environ["GESTAND_BROKER"] = f"redis+socket://{broker}/socket"


def _list(folder: Path, people: Sequence[Person], name: str) -> Sequence[str]:
    """Let people ask for access and for erasure in turn, and grant it; return a command for it."""
    company = open_company(folder)
    listed, out = folder / f"{name}.txt", folder / f"answers {name}"
    out.mkdir()
    with keyring_of(company) as keyring, listed.open("w", encoding="utf-8") as lines:
        terms = Terms(the_rules(), the_clock("nl"), company.zone)
        for start, right in enumerate(_RIGHTS):
            asking = people[start :: len(_RIGHTS)]
            numbers = granted(company, keyring, terms, right, asking)
            for number, person in zip(numbers, asking, strict=True):
                lines.write(f"{number} {person.kind}:{person.key}\n")
    how = ["--fulfil", "--yes", "--queue", str(listed), "--out", str(out)]
    return gestand("request", str(folder), *how)


def _workers(folder: Path, command: Sequence[str], number: int, queued: int) -> float:
    """Return the milliseconds in which so many workers carry a list out; without any, a process."""
    if not number:
        start = perf_counter()
        _run(command)
        return (perf_counter() - start) * 1000
    with _crew(folder, number) as said:
        _until(said, re.compile("takes runs$"), number)
        start = perf_counter()
        _run([*command, "--cluster"])
        _until(said, _TOLD, queued)
        return (perf_counter() - start) * 1000


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=_environment())
    if done.returncode not in (0, 1):
        message = f"a list was not carried out:\n{done.stdout[-500:]}{done.stderr[-500:]}"
        raise CannotMeasure(message)


@contextmanager
def _crew(folder: Path, number: int) -> Iterator[IO[str]]:
    """Let so many workers be there for a block, and give what they say."""
    reading, writing = os.pipe()
    begun = [
        subprocess.Popen(
            gestand("worker", str(folder)), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=writing,
            env=_environment(), start_new_session=True,
        )
        for _ in range(number)
    ]  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading, encoding="utf-8") as said:
            yield said
    finally:
        for process in begun:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _until(said: IO[str], words: re.Pattern[str], wanted: int) -> None:
    """Read until what is found adds up to so many."""
    found, told = 0, []
    for line in said:
        told.append(line)
        if match := words.search(line.rstrip()):
            found += int(match[1]) if match.groups() else 1
        if found >= wanted:
            return
        if _WAITS.search(line):
            break
    message = f"the workers could not go on:\n{''.join(told)[-2000:]}"
    raise CannotMeasure(message)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
