"""A figure: what was measured, over what floor, and whether that is good enough."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One measured ratio; it meets its target when it is not above it.

    Times are milliseconds. Where a target is a time, `target` is that time over the floor
    of the same run, so that the ratio always decides.
    """

    name: str
    backend: str
    ours_ms: float
    floor_ms: float
    target: float

    @property
    def ratio(self) -> float:
        """How many times the floor it takes."""
        return self.ours_ms / self.floor_ms

    @property
    def is_met(self) -> bool:
        """Tell whether the target is met."""
        return self.ratio <= self.target

    def entry(self) -> dict[str, str | float]:
        """Return the figure as `--json` prints it."""
        found: dict[str, str | float] = asdict(self)
        found["ratio"] = self.ratio
        order = ("name", "backend", "ours_ms", "floor_ms", "ratio", "target")
        rounded = {key: found[key] for key in order}
        return {k: round(v, 3) if isinstance(v, float) else v for k, v in rounded.items()}


@dataclass(frozen=True)
class Outcome:
    """What a benchmark found: figures, and what is wrong apart from them."""

    figures: tuple[Figure, ...]
    problems: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Tell whether every target is met and nothing is wrong."""
        return not self.problems and all(figure.is_met for figure in self.figures)


class CannotMeasure(Exception):
    """A command that is measured did not do its work."""


def show(figures: Sequence[Figure], *, as_json: bool) -> None:
    """Print the figures, as a table or as JSON."""
    if as_json:
        print(json.dumps([figure.entry() for figure in figures], indent=2))
        return
    print(f"{'name':<14}{'backend':<9}{'ours':>10}{'floor':>10}{'ratio':>8}{'target':>8}")
    for figure in figures:
        times = f"{figure.ours_ms:>7.0f} ms{figure.floor_ms:>7.0f} ms"
        verdict = "" if figure.is_met else "  above the target"
        print(
            f"{figure.name:<14}{figure.backend:<9}{times}"
            f"{figure.ratio:>8.2f}{figure.target:>8.2f}{verdict}"
        )


def tell(text: str) -> None:
    """Say how it goes, apart from the figures."""
    print(text, file=sys.stderr, flush=True)
