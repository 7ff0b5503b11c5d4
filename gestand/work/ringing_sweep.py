"""What must be done about sweeps: the last one is too long ago, or there was none yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from gestand.core.calendar import Period, add
from gestand.core.ringing import Press, Rings
from gestand.work.past_runs import of_everybody
from gestand.work.state import State


def of_sweeps(state: State, every: Period, day: date, zone: str) -> Iterator[Rings]:
    """Yield by which day the next sweep must be done: so long after the last that came to its end.

    One about some people only is none, nor is one that stopped or waits for a store.
    """
    moment = last_sweep(state)
    if moment is None:
        what = "nothing was swept yet: what no ground holds stays until the first run"
        yield Rings("sweep", "first", what, day, Press.SOON, "gestand plan")
        return
    last = moment.astimezone(ZoneInfo(zone)).date()
    due = add(last, every)
    # On its last day it may still be done: that it runs at night is no alarm of the morning before.
    pressing = Press.OVERDUE if day > due else Press.LATER
    what = f"the last sweep that came to its end is of {last}"
    yield Rings("sweep", "next", what, due, pressing, "gestand work --daily")


def last_sweep(state: State) -> datetime | None:
    """Return the moment at which the last sweep came to its end; None without one."""
    for receipt in of_everybody(state):
        if receipt["kind"] == "plan applied" and receipt["status"] == "done":
            return datetime.fromisoformat(receipt["at"])
    return None
