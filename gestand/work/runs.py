"""Runs that workers on several machines carry out: the work of a day, and lists of requests.

Each is a durable work of own records: which steps it has, and how far it has come, stands there.
What carries its name from one machine to another may lose it, or bring it twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from gestand.errors import CannotRun
from gestand.records.base import News
from gestand.work.durable import (
    Outside,
    Own,
    Step,
    Unfinished,
    Work,
    begin,
    carry_out,
    done_so_far,
    twice_is_once,
    unfinished,
)
from gestand.work.journal import Journal
from gestand.work.state import State

DAY_DONE = "work of a day done"
"""The kind of the entry of the ledger that tells what became of the work of a day."""

LIST = "list "
"""How the name of a part of a list of requests begins."""

_DAY = "the work of "
_STARTS = (_DAY, LIST)


def due(state: State) -> list[str]:
    """Return the names of all runs for workers that have not ended, but for those that wait."""
    return [one.work.name for one in _for_workers(state) if not one.is_stuck]


def stuck(state: State) -> list[Unfinished]:
    """Return the runs that wait for a person: they stopped each worker that took them."""
    return [one for one in _for_workers(state) if one.is_stuck]


def _for_workers(state: State) -> Iterator[Unfinished]:
    yield from (one for one in unfinished(state) if one.work.name.startswith(_STARTS))


def begin_day(
    journal: Journal, day: date, duties: Sequence[str], *, again: bool = False
) -> bool:
    """Begin the work of a day, for whichever worker takes it; tell whether it was begun now.

    It is not where it was begun and has not ended, nor, unless it is to be done `again`, where it
    came to its end.
    """
    told = {"day": day.isoformat(), "duties": [*duties]}
    work = Work(name_of_day(day), told)
    return begin(journal, work, lambda: not again and was_done(journal.state, day))


def name_of_day(day: date) -> str:
    """Return the name of the run that is the work of a day."""
    return f"{_DAY}{day.isoformat()}"


def was_done(state: State, day: date) -> bool:
    """Tell whether the work of a day, or of a later one, came to its end."""
    told = state.told(DAY_DONE).get(DAY_DONE)
    return told is not None and str(told["day"]) >= day.isoformat()


def carry_out_day(
    journal: Journal, work: Work, do: Mapping[str, Callable[[], int | None]]
) -> dict[str, Any]:
    """Do what is left of the work of a day, and return what became of each duty.

    `do` has each duty by its name; it returns an exit code, None where there is nothing to do.
    Raises CannotRun where another version of Gestand began it, or another worker has it by now.
    """
    became: dict[str, Any] = {}
    names: Sequence[str] = work.told["duties"]

    def write_down(news: list[News]) -> None:
        done = done_so_far(journal.state, work.name)
        became.update({name: told["exit"] for name, told in done.items()})
        news.append((DAY_DONE, {"day": work.told["day"], "exits": became}))

    steps: list[Step] = [Outside(n, _doing(n, do), twice_is_once) for n in names]
    carry_out(journal, work, [*steps, Own("write it down", write_down)])
    return became


def is_day(name: str) -> bool:
    """Tell whether a run is the work of a day."""
    return name.startswith(_DAY)


def _doing(
    name: str, do: Mapping[str, Callable[[], int | None]]
) -> Callable[[str], Mapping[str, Any]]:
    if name not in do:
        message = f"`{name}` is no duty of this version of Gestand: let the one that began end it"
        raise CannotRun(message)
    return lambda _mark: {"exit": do[name]()}
