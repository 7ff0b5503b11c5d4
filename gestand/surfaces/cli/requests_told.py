"""How requests of people are told: in lines, as records for machines, as a calendar."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from gestand.core.calendar_feed import Entry, feed
from gestand.core.request import METHODS, REASONS, Item, Request, State, What, refused
from gestand.core.rights import is_to_be_done, possible
from gestand.core.rights_due import Alarm, Late, Stand, lateness, stand
from gestand.core.rights_rules import Terms
from gestand.work.rights_kept import Kept

Words = Mapping[int, Mapping[str, str | None]]
"""By version what people wrote with an event; None for what nobody can read any more."""

_LANGUAGE = "en"


@dataclass(frozen=True)
class Shown:
    """A request, the terms that count for it, and how it stands today.

    `begun` tells that a run began to carry it out and did not come to its end, and can still.
    """

    kept: Kept
    terms: Terms
    stand: Stand
    begun: bool = False

    @classmethod
    def of(cls, kept: Kept, terms: Terms, today: date, begun: Collection[int] = ()) -> Shown:
        """Return a request as it stands on a day; a run began to carry out those of `begun`."""
        waits = kept.row.number in begun and kept.request.is_open and is_to_be_done(kept.request)
        return cls(kept, terms, stand(kept.request, today, terms), waits)


def line(one: Shown) -> str:
    """Return a request on one line."""
    row, request, due = one.kept.row, one.kept.request, one.stand.due
    begun = f"Request {row.number} ({row.asked}), received {row.received} by {row.channel}"
    if not request.is_open:
        late = lateness(request, one.terms)
        told = "" if late is Late.NO else f" [{late.value}]"
        return f"{begun}: {row.state} on {request.ended}{told}"
    alarm = "" if one.stand.alarm is Alarm.NONE else f" [{one.stand.alarm.value}]"
    waits = " [waits: a run began and did not end, --fulfil goes on]" if one.begun else ""
    return f"{begun}: {row.state}, answer due {due.strict:%a %Y-%m-%d}{alarm}{waits}"


def lines(one: Shown, words: Words) -> Iterator[str]:
    """Yield all of one request: its days, its decisions and its history."""
    yield line(one)
    yield from _days(one)
    for item in one.kept.request.items.values():
        yield f"  {_item(item)}"
        if item.ground:
            yield f"    {one.terms.rules.grounds[item.ground].words[_LANGUAGE]}"
    if one.kept.request.held:
        yield f"  under a hold: {', '.join(sorted(one.kept.request.held))}"
    yield from _staying(one)
    yield from _routes(one)
    for happened in one.kept.events:
        said = words.get(happened.version, {})
        by = f" by {said['by']}" if said.get("by") else ""
        yield f"  {happened.day} {happened.event}{by}"
        for name, text in said.items():
            if name != "by":
                yield f"    {name}: {text if text is not None else 'forgotten'}"
    can = ", ".join(what.value for what in possible(one.kept.request))
    yield f"  can follow: {can or 'nothing'}"


def _days(one: Shown) -> Iterator[str]:
    request, due = one.kept.request, one.stand.due
    if request.complained is not None:
        before = _before(one, request.earlier)
        yield f"  complained of on {request.complained}; before that: {before}"
    who = f"of a {one.kept.row.kind}" if one.kept.row.person else "not linked to a person yet"
    if about := sorted(request.purposes | request.categories):
        yield f"  about: {', '.join(about)}, and nothing else"
    method = METHODS.get(request.method)
    yield f"  {who}; identity: {method or 'not settled'}"
    if not request.is_open:
        return
    if request.extended:
        yield f"  extended: {REASONS[request.extended]}; a refusal was due {one.stand.refuse_by}"
    if due.legal > due.strict:
        yield f"  the law may allow until {due.legal}: that is not settled, do not rely on it"
    if any(question.answered is None for question in request.questions):
        yield "  a question to the person is open"


def _before(one: Shown, earlier: Request | None) -> str:
    if earlier is None:
        return "open"
    late = lateness(earlier, one.terms)
    flag = "" if late is Late.NO else f" [{late.value}]"
    return f"{earlier.state.value} on {earlier.ended}{flag}"


def _item(item: Item) -> str:
    ground = f" ({item.ground})" if item.ground else ""
    until = f" until {item.until}" if item.until else ""
    open_still = "" if item.is_complete else "; a second person has still to confirm"
    return f"{item.name}: {item.outcome.value}{ground}{until}{open_still}"


def _staying(one: Shown) -> Iterator[str]:
    """Yield what other purposes held when it was carried out, and until when at first."""
    for happened in one.kept.events:
        for stays in json.loads(json.loads(happened.told).get("stays", "[]")):
            data, until = ", ".join(stays["categories"]), stays["until"]
            goes = f"goes by itself, the first of it on {until}" if until else "while that goes on"
            yield f"  stays for `{stays['purpose']}`: {data}; {goes}"


def _routes(one: Shown) -> Iterator[str]:
    """Yield what a person must read who gets less than was asked (GDPR article 12(4))."""
    request = one.kept.request
    unknown = request.state is State.NOT_IDENTIFIED
    if not refused(request) and not unknown and request.complained is None:
        return
    yield "  the answer to the person must say:"
    if unknown:
        yield f"    {one.terms.rules.grounds[one.terms.rules.unidentified].words[_LANGUAGE]}"
    for route in one.terms.rules.routes.values():
        yield f"    {route.words[_LANGUAGE]}"


def record(one: Shown, words: Words) -> dict[str, Any]:
    """Return a request as plain values."""
    row, request = one.kept.row, one.kept.request
    routes = one.terms.rules.routes if refused(request) or request.complained else {}
    return {
        "number": row.number,
        "message": row.message,
        "right": row.asked,
        "channel": row.channel,
        "received": row.received,
        "state": row.state,
        "version": row.version,
        "kind": row.kind or None,
        "identity": request.method or None,
        "due_strict": one.stand.due.strict.isoformat(),
        "due_legal": one.stand.due.legal.isoformat(),
        "refuse_by": one.stand.refuse_by.isoformat(),
        "complained": request.complained and request.complained.isoformat(),
        "extended": request.extended or None,
        "alarm": one.stand.alarm.name.lower(),
        "ended": request.ended and request.ended.isoformat(),
        "late": lateness(request, one.terms).name.lower(),
        "waits": one.begun,
        "held": sorted(request.held),
        "purposes": sorted(request.purposes),
        "categories": sorted(request.categories),
        "items": [_item_record(item) for item in request.items.values()],
        "routes": {name: dict(route.words) for name, route in routes.items()},
        "can follow": [what.value for what in possible(request)],
        "history": [
            {"version": e.version, "event": e.event, "day": e.day, **words.get(e.version, {})}
            for e in one.kept.events
        ],
    }


def _item_record(item: Item) -> dict[str, Any]:
    return {
        "item": item.name,
        "outcome": item.outcome.value,
        "ground": item.ground or None,
        "until": item.until and item.until.isoformat(),
        "complete": item.is_complete,
    }


def calendar(name: str, found: Iterable[Shown], uid: str, now: datetime) -> str:
    """Return a calendar of the days on which answers are due; nobody is named in it.

    `uid` tells the requests of this organisation from those of others.
    """
    entries = []
    for one in found:
        request, due = one.kept.request, one.stand.due
        if not request.is_open:
            continue
        days = {*due.alarms}
        if not request.extended:
            days.add(request.clock_from + timedelta(days=one.terms.rules.decide_after))
        entries.append(
            Entry(
                uid=f"request-{request.number}-{uid}@gestand",
                day=due.strict,
                name=f"Request {request.number} ({request.right.value}): answer due",
                version=request.version,
                alarms=tuple(sorted(day for day in days if day <= due.strict)),
            )
        )
    return feed(name, entries, now)


EVENTS = [what.value for what in What]
