"""`help` and `check`: how long a person waits for the command line, over bare Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.clock import BARE, gestand, interleaved, run
from bench.companies import cached, copy
from bench.figures import CannotMeasure, Figure, Outcome, tell
from bench.large import write_large

ROUNDS = 11
PEOPLE = 2_000
HELP_OVER_BARE_MS = 150
CHECK_MS = 1_000
CHECK_LARGE_MS = 3_000


def measure_help(rounds: int = ROUNDS) -> Outcome:
    """Measure `gestand --help`: at most 150 ms over bare Python."""
    ours_ms, floor_ms = interleaved(rounds, timed(gestand("--help")), timed(BARE))
    tell(f"help: {ours_ms - floor_ms:.0f} ms over bare Python, at most {HELP_OVER_BARE_MS} ms")
    target = (floor_ms + HELP_OVER_BARE_MS) / floor_ms
    return Outcome((Figure("help", "-", ours_ms, floor_ms, target),))


def measure_check(rounds: int = ROUNDS) -> Outcome:
    """Measure `gestand check` on the example, and on 4,000 lines of policy and data map."""
    with TemporaryDirectory(prefix="gestand-bench-") as folder:
        example = copy(cached(PEOPLE), Path(folder) / "example")
        large = Path(folder) / "large"
        lines = write_large(large)
        tell(f"check-large: policy and data map of {lines} lines")
        figures = (
            _check("check", example, CHECK_MS, rounds),
            _check("check-large", large, CHECK_LARGE_MS, rounds),
        )
    return Outcome(figures)


def _check(name: str, folder: Path, limit_ms: float, rounds: int) -> Figure:
    ours_ms, floor_ms = interleaved(rounds, timed(gestand("check", str(folder))), timed(BARE))
    tell(f"{name}: {ours_ms:.0f} ms, at most {limit_ms:.0f} ms")
    return Figure(name, "sqlite", ours_ms, floor_ms, limit_ms / floor_ms)


def timed(command: Sequence[str]) -> Callable[[], float]:
    """Return a task that runs a command, which must end well, and gives its time in ms."""

    def task() -> float:
        ran = run(command)
        if ran.code != 0:
            message = f"`{' '.join(command)}` ended with exit code {ran.code}:\n{ran.output}"
            raise CannotMeasure(message)
        return ran.ms

    return task
