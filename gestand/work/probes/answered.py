"""Were people answered in time, and extensions told in time and for a reason that counts?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from gestand.core.proving.verdict import Evidence, Problem
from gestand.core.request import REASONS, Request, What, due_of, refused
from gestand.core.rights_rules import Right
from gestand.work.inspection import Inspection
from gestand.work.open_requests import AllTerms
from gestand.work.rights_kept import Kept, requests

NAME = "answered"
LATE, OPEN_LATE = "answered late", "open too long"
EXTENDED_LATE, NO_REASON, REFUSED_SO = "extended late", "other reason", "refused without ground"

_OF = {
    Right.ACCESS: "rights.access",
    Right.RECTIFICATION: "rights.rectify",
    Right.ERASURE: "rights.erase",
    Right.RESTRICTION: "rights.restrict",
    Right.OBJECTION: "rights.object",
    Right.MARKETING: "rights.object-marketing",
    Right.WITHDRAWAL: "rights.withdraw",
    Right.PORTABILITY: "rights.port",
}


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield what the clock says of all requests, of those of each right, and of extensions."""
    state, on = inspection.state, inspection.on
    controller = inspection.policy.controller
    country = controller.authority.partition("/")[0]
    terms = AllTerms(inspection.project, controller.known_zone, country)
    with state.reading():
        kept = [one for one in requests(state).values() if one.request.received <= on]
    seen: dict[str, int] = defaultdict(int)
    found: dict[str, list[Problem]] = defaultdict(list)
    for one in kept:
        late = list(_late(one.request, on, terms))
        for promise in ("rights.answer", _OF[one.request.right], "principles.rights"):
            seen[promise] += 1
            found[promise] += late
        if one.request.extended:
            seen["rights.extend"] += 1
            seen["rights.extend-told"] += 1
            found["rights.extend"] += _reason(one.request)
            found["rights.extend-told"] += _told_late(one, terms)
        if refused(one.request):
            limits = ("rights.erase-limits",) if one.request.right is Right.ERASURE else ()
            for promise in ("rights.refuse", *limits):
                seen[promise] += 1
                found[promise] += _refusals(one.request)
    told = ("rights.extend", "rights.extend-told", "rights.refuse", "rights.erase-limits")
    for promise in ("rights.answer", "principles.rights", *_OF.values(), *told):
        problems = tuple(found[promise])
        yield Evidence(NAME, promise, inspection.at, seen[promise], problems, needs=1)


def _late(request: Request, on: date, terms: AllTerms) -> Iterator[Problem]:
    due = due_of(request, on, terms.on(request.clock_from)).legal
    if (request.ended or on) > due:
        yield Problem(OPEN_LATE if request.is_open else LATE, f"request {request.number}")


def _reason(request: Request) -> Iterator[Problem]:
    if request.extended not in REASONS:
        yield Problem(NO_REASON, f"request {request.number}")


def _told_late(kept: Kept, terms: AllTerms) -> Iterator[Problem]:
    """Yield that somebody heard of an extension after the first day on which it was due."""
    request = kept.request
    told = [date.fromisoformat(e.day) for e in kept.events if e.event == What.EXTEND.value]
    for day in told:
        due = due_of(request, day, terms.on(request.clock_from), first=True)
        if day > due.legal:
            yield Problem(EXTENDED_LATE, f"request {request.number}")


def _refusals(request: Request) -> Iterator[Problem]:
    for item in refused(request):
        if request.ended is not None and not item.is_complete:
            yield Problem(REFUSED_SO, f"request {request.number}")
