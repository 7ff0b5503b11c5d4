"""How long a run waits for a store that is in use, or that cannot be reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from secrets import randbelow

from gestand import settings

_FIRST, _LONGEST = 0.1, 5.0


@dataclass(frozen=True)
class Patience:
    """How many seconds a run pauses in all for the same thing; `pause` does the waiting."""

    seconds: float
    pause: Callable[[float], None] = settings.pause

    @classmethod
    def usual(cls) -> Patience:
        """Return the patience that the environment asks for."""
        return cls(settings.patience())

    def pauses(self) -> Iterator[float]:
        """Yield pauses in seconds: at least one, each about twice as long as the one before.

        None is exactly as long as that of another run, or two would be in each other's way again.
        """
        left, longest = self.seconds, _FIRST
        while True:
            pause = min(left, longest * (0.5 + randbelow(501) / 1000))
            yield pause
            left -= pause
            longest = min(2 * longest, _LONGEST)
            if left <= 0:
                return
