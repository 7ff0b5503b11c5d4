"""`growth`: one person's access and erasure take as long among a million people as among 10,000."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.clock import interleaved
from bench.figures import Figure, Outcome, tell
from bench.organisations import BACKENDS
from bench.person import Ours, ours_in
from bench.twins import OURS, twins
from bench.worlds.shop import SHOP

PEOPLE, SMALLER = 1_000_000, (100, 10)
"""The largest shop, and by how much the others are smaller."""
ROUNDS = 15
FLAT = 1.3
"""What the medians of two runs of the same may differ on a machine that others use too."""


def measure_growth(
    people: int = PEOPLE, rounds: int = ROUNDS, backends: Sequence[str] = BACKENDS
) -> Outcome:
    """Measure one person's access and erasure in shops of three sizes, on each database."""
    sizes = [*(people // smaller for smaller in SMALLER), people]
    figures: list[Figure] = []
    for kind in backends:
        with TemporaryDirectory(prefix="gestand-bench-") as folder, ExitStack() as stack:
            shops = [_shop(stack, kind, Path(folder) / str(size), size, sizes) for size in sizes]
            for what in ("access", "erasure"):
                times = interleaved(rounds, *(tasks[what] for tasks in shops))
                said = ", ".join(
                    f"{ms:.1f} ms of {size}" for ms, size in zip(times, sizes, strict=True)
                )
                tell(f"growth on {kind}: {what} of one person takes {said}")
                figures.append(Figure(f"growth {what}", kind, times[-1], times[0], FLAT))
    return Outcome(tuple(figures))


def _shop(
    stack: ExitStack, kind: str, folder: Path, size: int, sizes: Sequence[int]
) -> dict[str, Callable[[], float]]:
    """Make a shop with as many customers of 35 rows as the smallest has, and return its tasks."""
    folder.mkdir()
    shop = SHOP.of(size, max(1, size // sizes[0]))
    made = stack.enter_context(twins(shop, kind, folder, (OURS,)))
    ours = stack.enter_context(ours_in(made))
    people = shop.asked()
    return {"access": _each(ours, people, _read), "erasure": _each(ours, people, Ours.erase)}


def _each(
    ours: Ours, people: Sequence[int], task: Callable[[Ours, Sequence[int]], float]
) -> Callable[[], float]:
    left: Iterator[int] = iter(people)
    return lambda: task(ours, [next(left)])


def _read(ours: Ours, keys: Sequence[int]) -> float:
    return ours.read(keys)[0]
