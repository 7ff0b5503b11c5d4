"""Figures about a running Gestand, for whoever watches it: names, numbers, and nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum


class Kind(Enum):
    """What a figure does: it goes up and down, it only goes up, or it counts and adds together."""

    GAUGE = "gauge"
    COUNTER = "counter"
    SUMMARY = "summary"


@dataclass(frozen=True)
class Sample:
    """One number; `labels` tell it from the others of its figure, and never tell of a person.

    `ending` follows the name of the figure, as `_sum` and `_count` of a summary do.
    """

    value: float
    labels: Mapping[str, str] = field(default_factory=dict)
    ending: str = ""


@dataclass(frozen=True)
class Figure:
    """A figure with all its numbers; `means` says in one line what it is."""

    name: str
    kind: Kind
    means: str
    samples: Sequence[Sample]

    @classmethod
    def one(cls, name: str, means: str, value: float) -> Figure:
        """Return a gauge of one number."""
        return cls(name, Kind.GAUGE, means, (Sample(float(value)),))

    @classmethod
    def by(cls, label: str, name: str, means: str, found: Mapping[str, float]) -> Figure:
        """Return a gauge with a number for each value of a label."""
        samples = tuple(Sample(float(value), {label: one}) for one, value in found.items())
        return cls(name, Kind.GAUGE, means, samples)
