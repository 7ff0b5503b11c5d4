"""Each look at what a person wrote, on the pages of officers: who, at which request, and why.

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
    """Who looked at which request, at which moment in UTC, and for which of REASONS."""

    number: int
    at: str
    request: int
    by: str
    reason: str


def look(journal: Journal, request: int, reason: str) -> None:
    """Write down that whoever acts looks at a request; CannotRun where that cannot be now."""
    if reason not in REASONS:
        message = "why is it looked at? Choose a reason"
        raise CannotRun(message)
    for attempt in range(_ATTEMPTS):
        try:
            _write(journal, {"request": request, "by": decider(), "reason": reason})
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
        yield Look(line["look"], line["at"], line["request"], line["by"], line["reason"])
