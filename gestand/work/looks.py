"""Each look at what a person wrote, on the pages of officers: who, at which request, and why.

The line stands in own records before anything is shown; without it nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gestand.errors import CannotRun
from gestand.settings import decider
from gestand.work.journal import Journal
from gestand.work.registers import LOOKS, begin
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
    told = {"request": request, "by": decider(), "reason": reason}
    for attempt in range(_ATTEMPTS):
        try:
            begin(journal, LOOKS, LOOKED, told)
        except CannotRun:
            # Two who look at the same moment take the same number, and the second takes the next.
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            return


def looks(state: State) -> Iterator[Look]:
    """Yield every look, oldest first."""
    for line in state.lines(LOOKS):
        yield Look(line["look"], line["at"], line["request"], line["by"], line["reason"])
