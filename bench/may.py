"""`may`: decisions in a program, and over HTTP, over the least that somebody would write by hand.

By hand: for each category the set of people whose value may be used, and a server that looks in
it. Neither counts with anything that is said meanwhile.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from bench.clock import ROOT, interleaved
from bench.companies import TODAY, cached, copy
from bench.figures import CannotMeasure, Figure, Outcome, tell
from gestand.core.permission import Key
from gestand.wiring import open_company
from gestand.work.permissions import Permissions

PEOPLE = 100_000
ROUNDS = 5
DECISIONS = 100_000
REQUESTS = 1_000
MOST_MS = 1000.0
"""What as many decisions in a program, or as many requests over HTTP, may take of a processor."""
PURPOSE, KIND, CATEGORY = "service", "customer", "email"
TOKEN = "0123456789" * 4
_TICKS = os.sysconf("SC_CLK_TCK")

Asked = tuple[str, Key, str, str]


def measure_may(rounds: int = ROUNDS, people: int = PEOPLE) -> Outcome:
    """Measure both kinds of asking on the example company."""
    with TemporaryDirectory(prefix="gestand-bench-") as place:
        folder = copy(cached(people), Path(place) / "company")
        permissions = Permissions(open_company(folder), as_of=TODAY)
        chosen = random.Random(1)
        asked: list[Asked] = [
            (KIND, chosen.randint(1, people // 4), PURPOSE, CATEGORY)
            for _ in range(min(DECISIONS, people * 50))
        ]
        by_hand = _by_hand(permissions, asked)
        floor, ours = interleaved(
            rounds, lambda: _decided_by_hand(by_hand, asked), lambda: _decided(permissions, asked)
        )
        tell(f"may: {len(asked) / ours * 1000:,.0f} decisions a second, by hand "
             f"{len(asked) / floor * 1000:,.0f}; {sum(_answers(permissions, asked))} may")
        most = MOST_MS * len(asked) / DECISIONS
        figures = [Figure("may in process", "sqlite", ours, floor, most / floor)]
        over_http = asked[: REQUESTS * len(asked) // DECISIONS]
        figures.append(_over_http(rounds, folder, over_http))
    return Outcome(tuple(figures))


def _by_hand(permissions: Permissions, asked: Sequence[Asked]) -> dict[tuple[str, str], set[Key]]:
    """Return who may be used for what, and see that we say the same."""
    allowed = {key for one in asked if permissions.may(*one).allowed for key in (one[1],)}
    if not 0 < len(allowed) < len({key for _, key, _, _ in asked}):
        message = "everybody's values may be used, or nobody's: nothing is measured"
        raise CannotMeasure(message)
    return {(PURPOSE, CATEGORY): allowed}


def _answers(permissions: Permissions, asked: Sequence[Asked]) -> Iterator[bool]:
    return (permissions.may(*one).allowed for one in asked)


def _decided(permissions: Permissions, asked: Sequence[Asked]) -> float:
    start, may = process_time(), permissions.may
    for kind, key, purpose, category in asked:
        may(kind, key, purpose, category)
    return (process_time() - start) * 1000


def _decided_by_hand(known: dict[tuple[str, str], set[Key]], asked: Sequence[Asked]) -> float:
    start = process_time()
    for _, key, purpose, category in asked:
        key in known[purpose, category]  # noqa: B015  # what is measured is the looking
    return (process_time() - start) * 1000


def _over_http(rounds: int, folder: Path, asked: Sequence[Asked]) -> Figure:
    """Measure the processor time of a server that answers one question after the other."""
    command = [sys.executable, "-m", "gestand", "serve", str(folder), "--listen", "127.0.0.1:0"]
    plain = [sys.executable, "-m", "bench.floor_may"]
    with _serving(command) as ours, _serving(plain) as floor:
        by_hand, measured = interleaved(
            rounds, lambda: _asked_of(floor, asked), lambda: _asked_of(ours, asked)
        )
    tell(f"may over HTTP: {len(asked) / measured * 1000:,.0f} requests for a second of one "
         f"processor, a bare server {len(asked) / by_hand * 1000:,.0f}")
    most = MOST_MS * len(asked) / REQUESTS
    return Figure("may over HTTP", "sqlite", measured, by_hand, most / by_hand)


@contextmanager
def _serving(command: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Start a server, and give its process and its port, which it prints."""
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "GESTAND_API_TOKEN": TOKEN, "PYTHONUNBUFFERED": "1",
    }
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        line = process.stdout.readline().decode() if process.stdout else ""
        port = line.partition("127.0.0.1:")[2].partition("/")[0]
        try:
            if not port.isdecimal():
                message = f"the server did not begin: {line.strip()}"
                raise CannotMeasure(message)
            yield process.pid, int(port)
        finally:
            process.terminate()


def _asked_of(server: tuple[int, int], asked: Sequence[Asked]) -> float:
    process, port = server
    connection = http.client.HTTPConnection("127.0.0.1", port)
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    _ask(connection, headers, asked[0])  # what is looked up once is not measured
    start = _used(process)
    for one in asked:
        _ask(connection, headers, one)
    connection.close()
    return (_used(process) - start) * 1000


def _ask(connection: http.client.HTTPConnection, headers: dict[str, str], one: Asked) -> None:
    kind, key, purpose, category = one
    body = {"person": f"{kind}:{key}", "purpose": purpose, "category": category}
    connection.request("POST", "/api/v1/may", json.dumps(body), headers)
    answer = connection.getresponse()
    told = json.loads(answer.read())
    if answer.status != http.client.OK or "may" not in told:
        message = f"the server answered {answer.status}: {told}"
        raise CannotMeasure(message)


def _used(process: int) -> float:
    """Return the seconds of a processor that a process has used."""
    told = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / _TICKS
