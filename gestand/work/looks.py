"""Each look at what a person wrote, on the pages of officers: who, at what, and why.

It is a look at a request, or at a message of which nobody said yet what it is.

The line stands in own records before anything is shown; without it nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gestand.errors import CannotRun
from gestand.settings import decider, now
from gestand.work.journal import Journal
from gestand.work.registers import KINDS, LOOKS, digest
from gestand.work.state import State

LOOKED = "taken"

REASONS = ("handling", "second", "question", "supervision", "complaint")
"""Why somebody looks: a word of ours, so that nobody writes about a person in a register."""

_ATTEMPTS = 3


@dataclass(frozen=True)
class Look:
    """Who looked at which request, at which moment in UTC, and for which of REASONS.

    `request` is 0 where it was a `message` that they looked at.
    """

    number: int
    at: str
    request: int
    by: str
    reason: str
    message: int = 0


def look(journal: Journal, request: int, reason: str) -> None:
    """Write down that whoever acts looks at a request; CannotRun where that cannot be now."""
    _look(journal, {"request": request}, reason)


def look_at_message(journal: Journal, number: int, reason: str) -> None:
    """Write down that whoever acts looks at a message that waits; CannotRun as `look` does."""
    _look(journal, {"request": 0, "message": number}, reason)


def _look(journal: Journal, at: Mapping[str, int], reason: str) -> None:
    if reason not in REASONS:
        message = "why is it looked at? Choose a reason"
        raise CannotRun(message)
    for attempt in range(_ATTEMPTS):
        try:
            _write(journal, {**at, "by": decider(), "reason": reason})
        except CannotRun:
            # Two who look at the same moment take the same number, and the second takes the next.
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            return


def _write(journal: Journal, told: Mapping[str, Any]) -> None:
    """Write the line and its entry; unlike `begin` it reads no older line, as there are many."""
    state = journal.state
    with journal.recording() as news:
        number = state.newest_line(LOOKS) + 1
        at = now().isoformat(timespec="seconds")
        line = {KINDS[LOOKS]: number, "event": LOOKED, "at": at, **told}
        state.append(LOOKS, [line])
        news.append((
            f"{KINDS[LOOKS]} {LOOKED}",
            {KINDS[LOOKS]: number, "digest": digest(state, LOOKS, line)},
        ))


def looks(state: State) -> Iterator[Look]:
    """Yield every look, oldest first."""
    for line in state.lines(LOOKS):
        told = (line["request"], line["by"], line["reason"], line.get("message", 0))
        yield Look(line["look"], line["at"], *told)
