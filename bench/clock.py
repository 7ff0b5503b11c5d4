"""Run a command as a process of its own, and measure it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile

_CLOCKS: list[Callable[[], float]] = [time.perf_counter]

ROOT = Path(__file__).resolve().parent.parent
BARE = (sys.executable, "-c", "pass")


@dataclass(frozen=True)
class Ran:
    """A process that ended: its exit code, output, wall-clock and processor time, peak memory."""

    code: int
    output: str
    ms: float
    cpu_ms: float
    peak_mb: float

    @property
    def took_ms(self) -> float:
        """What the process itself says its work took; the whole process where it says nothing."""
        said = TOOK.search(self.output)
        return float(said[1]) if said else self.ms

    def __str__(self) -> str:
        times = f"{self.took_ms:7.0f} ms of {self.ms:.0f} ms ({self.cpu_ms:.0f} ms of processor)"
        return f"{times}, {self.peak_mb:4.0f} MB"


TOOK = re.compile(r"^took ([\d.]+) ms$", re.MULTILINE)


def seconds() -> float:
    """Return the seconds of the clock by which one person's figures are taken."""
    return _CLOCKS[-1]()


def by_the_processor() -> None:
    """Count what this program itself uses of a processor, where others use the machine as well.

    What a server does for it is not in that: only SQLite works in this program.
    """
    _CLOCKS.append(time.process_time)


def took(start: float) -> str:
    """Return the line in which a process says how long its work took since `start`."""
    return f"took {(time.perf_counter() - start) * 1000:.1f} ms"


def run(command: Sequence[str]) -> Ran:
    """Run `command` with the sources of this repository, and wait for it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    with TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env=environment
        )
        _, status, used = os.wait4(process.pid, 0)
        ms = (time.perf_counter() - start) * 1000
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode("utf-8", "replace")
    cpu_ms = (used.ru_utime + used.ru_stime) * 1000
    return Ran(process.returncode, text, ms, cpu_ms, used.ru_maxrss / 1024)


def gestand(*arguments: str) -> tuple[str, ...]:
    """Return the command that runs Gestand from these sources."""
    return (sys.executable, "-m", "gestand", *arguments)


def interleaved(rounds: int, *tasks: Callable[[], float]) -> list[float]:
    """Run the tasks in turn, `rounds` times, and return the median time of each."""
    times: list[list[float]] = [[] for _ in tasks]
    for _ in range(rounds):
        for measured, task in zip(times, tasks, strict=True):
            measured.append(task())
    return [median(measured) for measured in times]
