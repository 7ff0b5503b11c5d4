"""How often somebody may ask: counted in memory, by a name that is no person's."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

_MOST_NAMES = 10_000
"""Of so many names is remembered how often they asked; the one that is longest ago goes."""


@dataclass(frozen=True)
class Limit:
    """At most so many in any so many seconds on the average: `most` at once, then as they drip in.

    `clock` gives seconds that only go on.
    """

    most: int
    within: float
    clock: Callable[[], float]
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict, repr=False)
    _turn: Lock = field(default_factory=Lock, repr=False)

    def wait(self, name: str) -> int:
        """Count one more, and return 0; or after how many seconds it may be tried again."""
        now, each = self.clock(), self.within / self.most
        with self._turn:
            left, at = self._left.get(name, (float(self.most), now))
            left = min(self.most, left + (now - at) / each)
            if left < 1:
                return max(1, round((1 - left) * each))
            self._left[name] = (left - 1, now)
            self._left.move_to_end(name)
            while len(self._left) > _MOST_NAMES:
                self._left.popitem(last=False)
        return 0
