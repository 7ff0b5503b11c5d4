"""A newsletter: one table of readers, of whom one in a hundred must not be written to any more."""

from __future__ import annotations

from collections.abc import Iterator

from bench.worlds.world import Rows, World

TABLE = "subscribers"
SHOWN = ("id", "name", "email", "city")
LEFT_OUT = 200
"""Of so many readers one has objected, and one has left long ago."""


def _make(people: int, _step: int) -> Iterator[tuple[str, Rows]]:
    yield TABLE, (_reader(number) for number in range(1, people + 1))


def _reader(number: int) -> tuple[object, ...]:
    place = number % LEFT_OUT
    return (
        number,
        f"Reader {number}",
        f"reader{number}@letters.example",
        f"Town {number % 977}",
        f"20{20 + number % 6}-0{1 + number % 9}-1{number % 10}",
        "2026-01-10" if place == 1 else "2026-12-10" if place == 2 else None,
        "2026-03-01" if place == 3 else None,
    )


def _choose(people: int, _step: int) -> list[int]:
    return list(range(5, people, max(people // 1_000, 1)))


LETTERS = World("letters", "subscriber", _make, _choose, 1_000_000)
