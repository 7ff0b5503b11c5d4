"""What must be done about runs of workers: one stops whoever takes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gestand.core.ringing import Press, Rings
from gestand.work.runs import stuck
from gestand.work.state import State


def of_runs(state: State, day: date) -> Iterator[Rings]:
    """Yield the runs that no worker takes any more, until a person says so."""
    for one in stuck(state):
        name = one.work.name
        what = f"`{name}` stopped its worker {one.times} times, and waits: see what kills it"
        yield Rings("run", name, what, day, Press.TODAY, f'gestand worker --again "{name}"')
