"""Chance as a short vocabulary: what is drawn while a company is made up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


@cache
def _numbers(most: int) -> st.SearchStrategy[int]:
    return st.integers(0, most)


@dataclass(frozen=True)
class Luck:
    """Draws for Hypothesis, so that a company that breaks a law can be made smaller."""

    draw: Callable[[st.SearchStrategy[Any]], Any]

    def number(self, least: int, most: int) -> int:
        """Return a whole number, both ends included."""
        return least + int(self.draw(_numbers(most - least)))

    def one_of(self, choices: Sequence[T]) -> T:
        """Return one of some things."""
        return choices[self.number(0, len(choices) - 1)]

    def some(self, choices: Sequence[T], least: int = 0) -> list[T]:
        """Return some of the things, in their order."""
        found = [each for each in choices if self.number(0, 1)]
        for each in choices:
            if len(found) < least and each not in found:
                found.append(each)
        return found

    def happens(self, hundredths: int) -> bool:
        """Tell whether something happens that does so in so many of a hundred cases."""
        return self.number(0, 99) >= 100 - hundredths
