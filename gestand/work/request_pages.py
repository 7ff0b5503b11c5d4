"""Requests in the order of their numbers, a page at a time: for programs that read all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gestand.core.request import State as Stage
from gestand.core.rights_due import Alarm, stand
from gestand.records.requests import Row
from gestand.work.cases import Case, case_of
from gestand.work.open_requests import AllTerms
from gestand.work.rights_kept import by_row, folded
from gestand.work.state import State

_AT_ONCE, _MOST = 500, 20
"""Rows that are read at once, and how often for one page: whoever asks goes on from there."""


@dataclass(frozen=True)
class Which:
    """Which requests: behind a number, in a state, with an alarm; `open_only` of those alone."""

    after: int = 0
    state: Stage | None = None
    alarm: Alarm | None = None
    open_only: bool = False


@dataclass(frozen=True)
class Page:
    """Some requests, and behind which number it goes on; None where there are no more."""

    cases: tuple[Case, ...]
    after: int | None


def page_of(state: State, terms: AllTerms, which: Which, most: int, today: date) -> Page:
    """Return at most so many requests, as they stand on a day.

    It may be fewer than there are, or none, while `after` says where to go on.
    """
    found: list[Row] = []
    after = which.after
    with state.reading(), state.requests() as records:
        for _ in range(_MOST):
            rows = records.after(after, _AT_ONCE)
            wanted = [row for row in rows if _is_wanted(row, which, terms, today)]
            room = most - len(found)
            found += wanted[:room]
            after = found[-1].number if len(wanted) >= room else rows[-1].number if rows else after
            if len(wanted) >= room or len(rows) < _AT_ONCE:
                break
        more = records.after(after, 1)
        events = records.events_of([row.number for row in found])
    # What happened tells more than the row: a question moves the legal day.
    kept = folded(found, events).values()
    cases = tuple(case_of(one, terms, today) for one in kept)
    return Page(cases, after if more else None)


def _is_wanted(row: Row, which: Which, terms: AllTerms, today: date) -> bool:
    if which.state is not None and row.state != which.state.value:
        return False
    if which.open_only and row.ended:
        return False
    if which.alarm is None:
        return True
    request = by_row(row)
    return stand(request, today, terms.on(request.clock_from)).alarm is which.alarm
