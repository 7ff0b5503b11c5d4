"""Codes and sessions of people who look at their own data: how long they count, and how often.

A code counts once, in the browser that asked for it, for a short time, and while no newer one was
asked there. Moments are seconds of a clock that only goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

CODE_LIFE = 15 * 60
"""For how many seconds a code counts: somebody waits for it. Our own choice."""

TRIES = 5
"""So many wrong codes end the one that counts."""

MOST, MOST_WITHIN = 3, 15 * 60
"""So many codes go to one address in so many seconds, whoever asks: no way to fill a mailbox."""

IDLE, LONGEST = 30 * 60, 8 * 3600
"""For how many seconds nobody may do anything in a session, and how long it lasts at most."""


@dataclass(frozen=True)
class Code:
    """A code that went out at a moment: `digest` is keyed. `wrong` counts what did not fit."""

    digest: str
    made: float
    wrong: int = 0
    used: bool = False


def counts(code: Code, now: float) -> bool:
    """Tell whether a code still counts."""
    return not code.used and code.wrong < TRIES and 0 <= now - code.made < CODE_LIFE


def tried(code: Code, digest: str, now: float) -> tuple[Code, bool]:
    """Return what becomes of a code when something is typed, and whether that was it."""
    if not counts(code, now):
        return code, False
    if code.digest != digest:
        return replace(code, wrong=code.wrong + 1), False
    return replace(code, used=True), True


def is_over(begun: float, seen: float, now: float) -> bool:
    """Tell whether a session is over that began at a moment, and did something last at `seen`."""
    return not (0 <= now - seen < IDLE and 0 <= now - begun < LONGEST)
