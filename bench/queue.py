"""Two workers that carry out a list of requests: how fast they are, and what one of them takes.

Each is a process of its own of `gestand request --fulfil --queue`, begun at the same moment with
the same list. What it takes to start counts.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from time import perf_counter

from bench.clock import ROOT, gestand
from bench.figures import CannotMeasure, tell
from gestand.core.facts import Person
from gestand.core.request import What
from gestand.core.rights_rules import Right, Terms
from gestand.settings import today
from gestand.work.company import Company
from gestand.work.keyring import Keyring
from gestand.work.rights import New, Step, add_new, judged
from gestand.work.rights_kept import request_known

WORKERS = 2
_AT_ONCE = 100


@dataclass(frozen=True)
class Worked:
    """How long a list took, in milliseconds, and what the largest worker took of memory."""

    ms: float
    requests: int
    peak_mb: float

    @property
    def each_ms(self) -> float:
        """Milliseconds for each request."""
        return self.ms / self.requests

    @property
    def in_a_minute(self) -> float:
        """Requests in a minute."""
        return 60_000 / self.each_ms


def worked(
    company: Company, keyring: Keyring, terms: Terms, right: Right, people: Sequence[Person]
) -> Worked:
    """Let people ask for something and grant it, and let two workers carry it out."""
    numbers = granted(company, keyring, terms, right, people)
    out = company.root / f"answers {right.value}"
    out.mkdir()
    listed = company.root / f"{right.value}.txt"
    lines = (f"{n} {who.kind}:{who.key}\n" for n, who in zip(numbers, people, strict=True))
    listed.write_text("".join(lines), encoding="utf-8")
    command = gestand(
        "request", str(company.root), "--fulfil", "--yes", "--queue", str(listed), "--out", str(out)
    )
    start = perf_counter()
    peaks = _run(command)
    ms = (perf_counter() - start) * 1000
    states = [request_known(company.state, number).row.state for number in numbers]
    left = states.count("decided")
    if not {*states} <= {"carried out", "decided"} or left > len(numbers) / 2:
        message = f"{left} of {len(numbers)} requests were left"
        raise CannotMeasure(message)
    found = Worked(ms, len(numbers), max(peaks))
    tell(
        f"  {WORKERS} workers: {len(numbers):,} of {right.value} in {ms / 1000:.1f} s, "
        f"{found.in_a_minute:,.0f} a minute, {left} left "
        f"for a person to decide; a worker took {found.peak_mb:.0f} MB at most"
    )
    return found


def granted(
    company: Company, keyring: Keyring, terms: Terms, right: Right, people: Sequence[Person]
) -> list[int]:
    """Let people ask for something and grant it; return the numbers of their requests."""
    day, found = today(company.zone), []
    for begin in range(0, len(people), _AT_ONCE):
        with keyring.journal.recording() as news:
            for person in people[begin : begin + _AT_ONCE]:
                (number,) = add_new(keyring, New(day, "form", [right], person), day, news)
                seen = request_known(company.state, number)
                for what, said in (
                    (What.SETTLE_IDENTITY, {"method": "known-address"}),
                    (What.DECIDE, {"item": "everything", "outcome": "granted"}),
                ):
                    seen = judged(keyring, seen, Step(what, said, day, terms)).record(news)
                found.append(number)
    return found


def _run(command: Sequence[str]) -> list[float]:
    """Run a command as so many workers, and return the peak memory of each, in MB."""
    environment, peaks = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}, []
    with TemporaryFile() as output:
        begun = [
            subprocess.Popen(command, stdout=output, stderr=output, env=environment)
            for _ in range(WORKERS)
        ]
        for process in begun:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            peaks.append(used.ru_maxrss / 1024)
        output.seek(0)
        lines = output.read().decode("utf-8", "replace").splitlines()
        last = [line for line in lines if line.startswith("gestand: ")][:10]
    if any(process.returncode not in (0, 1) for process in begun):  # 1: some were left
        tell("\n".join(last))
        message = "a worker ended with an error, as it tells above"
        raise CannotMeasure(message)
    return peaks

