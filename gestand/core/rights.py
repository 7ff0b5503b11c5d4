"""Requests of people about their data: every state, and what leads from one to the next.

TRANSITIONS is the one table. Each right in a message is a request of its own, with its own clock.
What is in no table does not happen: `step` refuses, and says what can be done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gestand.core.acting import is_same
from gestand.core.request import (
    EVERYTHING,
    IN_PART,
    METHODS,
    NO_IDENTITY,
    NOTICES,
    REASONS,
    REMOVES,
    REST,
    Event,
    Item,
    Outcome,
    Question,
    Request,
    State,
    What,
    due_of,
)
from gestand.core.rights_rules import Ground, Right, Terms


@dataclass(frozen=True)
class Refusal:
    """Why something cannot happen to a request, and what can be done instead."""

    why: str


Guard = Callable[[Request, Event, date, Terms], str | None]


@dataclass(frozen=True)
class Move:
    """To which state an event leads, and what may speak against it."""

    to: State
    guards: tuple[Guard, ...] = ()
    rights: frozenset[Right] = frozenset(Right)
    why: str = ""
    """Why it does not happen to other rights."""


def step(request: Request, event: Event, now: date, terms: Terms) -> Request | Refusal:
    """Return the request after an event on the day `now`, or why that cannot happen.

    Raises CannotRun for a day whose holidays are not known.
    """
    if not event.by.strip():
        return Refusal("nobody knows who does this")
    move = TRANSITIONS.get((request.state, event.what))
    if move is None:
        can = ", ".join(f"`{what.value}`" for what in possible(request)) or "nothing"
        stands = f"request {request.number} is `{request.state.value}`"
        return Refusal(f"{stands}: `{event.what.value}` cannot follow; {can} can")
    if request.right not in move.rights:
        return Refusal(f"request {request.number}: {move.why}")
    for guard in move.guards:
        if (why := guard(request, event, now, terms)) is not None:
            return Refusal(why)
    return after(request, event, now)


def possible(request: Request) -> Iterator[What]:
    """Yield what can happen to a request now, if nothing else speaks against it."""
    for what in What:
        move = TRANSITIONS.get((request.state, what))
        if move is not None and request.right in move.rights:
            yield what


def is_to_be_done(request: Request) -> bool:
    """Tell whether there is something to carry out: not where nothing of it was granted."""
    return not request.items or any(one.outcome in _DONE for one in request.items.values())


def after(request: Request, event: Event, day: date) -> Request:
    """Return the request after an event that is on record: nothing is asked again."""
    to = TRANSITIONS[request.state, event.what].to
    changed = _CHANGES.get(event.what, _nothing)(request, event, day)
    ended = changed.ended or (day if to in _ENDS else None)
    return replace(changed, state=to, version=request.version + 1, ended=ended)


_ENDS = frozenset({
    State.ANSWERED, State.CLOSED, State.FORWARDED, State.WITHDRAWN, State.NOT_IDENTIFIED,
})


def _says(*names: str) -> Guard:
    """Return a guard that asks for something to be said."""

    def guard(_request: Request, event: Event, _now: date, _terms: Terms) -> str | None:
        missing = [name for name in names if not event.said.get(name, "").strip()]
        if not missing:
            return None
        return f"`{event.what.value}` needs " + " and ".join(f"--{name}" for name in missing)

    return guard


def _one_of(name: str, known: Mapping[str, str]) -> Guard:
    def guard(_request: Request, event: Event, _now: date, _terms: Terms) -> str | None:
        if event.said.get(name) in known:
            return None
        listed = "; ".join(f"`{code}` ({words})" for code, words in known.items())
        return f"--{name} is one of {listed}"

    return guard


def _is_identified(request: Request, _event: Event, _now: date, _terms: Terms) -> str | None:
    if request.right in NO_IDENTITY or request.method:
        return None
    return f"request {request.number}: nobody has settled who asks: `settle-identity` first"


def _in_time(request: Request, _event: Event, now: date, terms: Terms) -> str | None:
    if request.extended:
        return f"request {request.number} was extended; that can be done once"
    last = due_of(request, now, terms, first=True).strict
    if now <= last:
        return None
    return f"request {request.number} was due on {last}: too late to extend, answer it now"


def _another(request: Request, event: Event, _now: date, _terms: Terms) -> str | None:
    item = request.items.get(event.said.get("item", ""))
    if item is None:
        return f"request {request.number} has no decision on that item"
    if item.outcome is Outcome.GRANTED:
        return "what is granted needs no second person"
    if is_same(item.decided_by, event.by):
        return "whoever decided may not confirm it as well: two people must"
    return None


def _decision(request: Request, event: Event, _now: date, terms: Terms) -> str | None:
    said = event.said
    if said.get("outcome") not in {outcome.value for outcome in Outcome}:
        return "--outcome is `granted`, `part`, `kept` or `refused`"
    if EVERYTHING in {*request.items, said["item"]} - {said["item"]}:
        return f"there is a decision on `{EVERYTHING}`: change that one"
    if said["item"] == EVERYTHING and {*request.items} - {EVERYTHING}:
        return "there are decisions on single items: decide on the others by name"
    if _day(said.get("until", "")) is None and said.get("until"):
        return "--until is a day, as `2026-12-31`"
    if said["outcome"] == Outcome.GRANTED.value:
        return None
    return _ground(request, event, terms, "less than was asked")


def _ground(request: Request, event: Event, terms: Terms, what: str) -> str | None:
    known = [g.code for g in grounds_for(request.right, terms)]
    if event.said.get("ground") not in known:
        return f"{what} needs a --ground: one of {', '.join(known)}"
    if not event.said.get("because", "").strip():
        return f"{what} needs --because: the person hears why"
    return None


def grounds_for(right: Right, terms: Terms) -> Iterator[Ground]:
    """Yield the grounds on which a right can be limited."""
    yield from (g for g in terms.rules.grounds.values() if right in g.rights)


def _fee(request: Request, event: Event, _now: date, terms: Terms) -> str | None:
    ground = terms.rules.grounds.get(event.said.get("ground", ""))
    if ground is None or not ground.fee:
        known = [g.code for g in terms.rules.grounds.values() if g.fee]
        return f"a fee needs a --ground: one of {', '.join(known)}"
    return _ground(request, event, terms, "a fee")


def _waited(request: Request, event: Event, now: date, terms: Terms) -> str | None:
    last, times = request.questions[-1], len(request.questions)
    until = request.questions[0].asked + timedelta(days=terms.rules.wait)
    if times < 2:  # a question and a reminder
        return "remind them first: `ask-identity` once more"
    if now < until:
        return f"the question stays open until {until}"
    if is_same(last.by, event.by):
        return "whoever asked who they are may not refuse for it as well: two people must"
    return None


def _not_involved(request: Request, event: Event, _now: date, _terms: Terms) -> str | None:
    if not any(is_same(one, event.by) for one in request.involved):
        return None
    return "whoever decided before they complained may not decide on it anew: somebody else must"


def _came(request: Request, event: Event, now: date, _terms: Terms) -> str | None:
    said = event.said.get("received", "")
    day = _day(said) if said else now
    if day is not None and (request.ended or now) <= day <= now:
        return None
    return f"--received is the day of the complaint: from {request.ended} to {now}"


def _is_unknown(request: Request, _event: Event, _now: date, _terms: Terms) -> str | None:
    return "who asks was settled: `decide`, or `uphold`" if request.method else None


def _nothing_done(request: Request, _event: Event, _now: date, _terms: Terms) -> str | None:
    if request.carried_out is None:
        return None
    return "it was carried out before they complained: decide on it anew, or `uphold` the answer"


def _nothing_held(request: Request, _event: Event, _now: date, _terms: Terms) -> str | None:
    if request.right not in REMOVES:
        return None
    done = {i.name for i in request.items.values() if i.outcome in _DONE}
    held = request.held & done
    if REST in done:
        held |= request.held - {*request.items}
    if not held and EVERYTHING not in request.held and not (request.held and EVERYTHING in done):
        return None
    names = ", ".join(f"`{name}`" for name in sorted(held or request.held))
    return f"{names} is under a hold or restricted: decide that it is `kept`, or `release` it first"


def _all_complete(request: Request, _event: Event, _now: date, _terms: Terms) -> str | None:
    bad = [item.name for item in request.items.values() if not item.is_complete]
    if not bad:
        return None
    names = ", ".join(f"`{name}`" for name in bad)
    return f"a second person has to `confirm` what is refused: {names}"


def _something(request: Request, _event: Event, _now: date, _terms: Terms) -> str | None:
    if any(item.outcome in _DONE for item in request.items.values()):
        return None
    return "nothing was granted: `refuse` it, so that the person hears why"


def _nothing_granted(request: Request, _event: Event, _now: date, _terms: Terms) -> str | None:
    if any(item.outcome in _DONE for item in request.items.values()):
        return "something was granted: `carry-out` that, and `answer`"
    bad = [i.name for i in request.items.values() if is_same(i.decided_by, i.confirmed_by)]
    names = ", ".join(f"`{name}`" for name in bad)
    return f"a second person has to `confirm` it: {names}" if bad else None


def _term_is_over(request: Request, _event: Event, now: date, terms: Terms) -> str | None:
    until = (request.ended or now) + timedelta(weeks=terms.rules.close_after)
    return None if now > until else f"they can go to court until {until}: close it after that"


def _is_part(_request: Request, event: Event, _now: date, _terms: Terms) -> str | None:
    if event.said["item"] not in (EVERYTHING, REST):
        return None
    return "--item is the category that alone is asked: once for each"


def _is_held(request: Request, event: Event, _now: date, _terms: Terms) -> str | None:
    return None if event.said["item"] in request.held else "that item is not under a hold"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _stands_apart(request: Request, _event: Event, _now: date, _terms: Terms) -> str | None:
    if request.carried_out is not None and request.lifted is None:
        return None
    return f"request {request.number}: nothing is set apart by it any more"


def _to_come(_request: Request, event: Event, now: date, _terms: Terms) -> str | None:
    until = _day(event.said["until"])
    if until is None or until < now:
        return "--until is the last day on which it stays apart: today, or a day to come"
    return None


def _announced(request: Request, _event: Event, now: date, _terms: Terms) -> str | None:
    if request.apart_until is None:
        return "tell the person first (article 18(3) GDPR): `announce-lift`"
    if now > request.apart_until:
        return None
    return f"the person was told that it stays apart until {request.apart_until}: lift it later"


_DONE = frozenset({Outcome.GRANTED, Outcome.PART})
_IDENTITY = (frozenset(Right) - NO_IDENTITY, "nobody has to prove who they are for that")
_NO_NOTICE = (frozenset(Right) - NOTICES, "`tell-recipients` comes first (article 19 GDPR)")
_APART = (frozenset({Right.RESTRICTION}), "only what is restricted can be lifted")
_AFTER_IT = (State.CARRIED_OUT, State.RECIPIENTS_TOLD, State.ANSWERED, State.CLOSED)
_ALL_WRITTEN = (_is_identified, _says("because"))

_BEFORE_AN_END = (
    State.RECEIVED, State.IDENTITY_ASKED, State.IN_HAND, State.DETAILS_ASKED, State.FEE_ASKED,
    State.DECIDED,
)
_BEFORE_AN_ANSWER = (
    *_BEFORE_AN_END, State.CARRIED_OUT, State.RECIPIENTS_TOLD, State.COMPLAINED,
)
_DECIDING = (_is_identified, _not_involved, _says("item"), _decision)


def _stay(what: What, *guards: Guard) -> dict[tuple[State, What], Move]:
    return {(state, what): Move(state, guards) for state in _BEFORE_AN_ANSWER}


TRANSITIONS: Mapping[tuple[State, What], Move] = {
    **_stay(What.EXTEND, _in_time, _one_of("reason", REASONS), _says("because")),
    **{
        (state, What.NARROW): Move(
            state, (_says("item", "because"), _is_part), IN_PART, "a part is asked of no such right"
        )
        for state in (State.RECEIVED, State.IDENTITY_ASKED, State.IN_HAND)
    },
    **_stay(What.HOLD, _says("item", "because")),
    **_stay(What.RELEASE, _says("item", "because"), _is_held),
    **{
        (state, What.WITHDRAW): Move(State.WITHDRAWN, (_says("because"), _nothing_done))
        for state in _BEFORE_AN_END
    },
    **{
        (state, What.FORWARD): Move(State.FORWARDED, (_says("to"),))
        for state in (State.RECEIVED, State.IDENTITY_ASKED, State.IN_HAND)
    },
    **{
        (state, What.ASK_IDENTITY): Move(
            State.IDENTITY_ASKED, (_one_of("method", METHODS), _says("because")), *_IDENTITY
        )
        for state in (State.RECEIVED, State.IDENTITY_ASKED, State.COMPLAINED)
    },
    **{
        (state, What.SETTLE_IDENTITY): Move(
            State.IN_HAND, (_one_of("method", METHODS),), *_IDENTITY
        )
        for state in (State.RECEIVED, State.IDENTITY_ASKED, State.COMPLAINED)
    },
    (State.IDENTITY_ASKED, What.NOT_IDENTIFIED): Move(
        State.NOT_IDENTIFIED, (_says("because"), _waited)
    ),
    **{
        (state, What.CARRY_OUT): Move(
            State.CARRIED_OUT, (), NO_IDENTITY, "settle who asks, and decide, first"
        )
        for state in (State.RECEIVED, State.COMPLAINED)
    },
    (State.IN_HAND, What.SUSPEND): Move(
        State.DETAILS_ASKED, _ALL_WRITTEN, frozenset({Right.ACCESS}),
        "only access may wait for that",
    ),
    (State.DETAILS_ASKED, What.RESUME): Move(State.IN_HAND),
    (State.IN_HAND, What.ASK_FEE): Move(State.FEE_ASKED, (*_ALL_WRITTEN, _fee)),
    (State.FEE_ASKED, What.SETTLE_FEE): Move(State.IN_HAND, (_says("because"),)),
    **{
        (state, What.DECIDE): Move(State.DECIDED, _DECIDING)
        for state in (State.IN_HAND, State.DECIDED)
    },
    (State.COMPLAINED, What.DECIDE): Move(
        State.DECIDED, _DECIDING, frozenset(Right) - NO_IDENTITY,
        "that is not weighed: carry it out",
    ),
    (State.DECIDED, What.CONFIRM): Move(State.DECIDED, (_says("item"), _another)),
    (State.DECIDED, What.CARRY_OUT): Move(
        State.CARRIED_OUT, (_is_identified, _something, _all_complete, _nothing_held)
    ),
    (State.DECIDED, What.REFUSE): Move(
        State.ANSWERED, (_nothing_granted, _all_complete, _says("how"))
    ),
    (State.CARRIED_OUT, What.TELL_RECIPIENTS): Move(
        State.RECIPIENTS_TOLD, (_says("because"),), NOTICES,
        "no recipients have to be told of it",
    ),
    (State.CARRIED_OUT, What.ANSWER): Move(
        State.ANSWERED, (_is_identified, _says("how")), *_NO_NOTICE
    ),
    (State.RECIPIENTS_TOLD, What.ANSWER): Move(State.ANSWERED, (_is_identified, _says("how"))),
    **{
        (state, What.ANNOUNCE_LIFT): Move(
            state, (_says("until", "because"), _stands_apart, _to_come), *_APART
        )
        for state in _AFTER_IT
    },
    **{
        (state, What.LIFT): Move(state, (_stands_apart, _announced), *_APART)
        for state in _AFTER_IT
    },
    (State.ANSWERED, What.CLOSE): Move(State.CLOSED, (_term_is_over,)),
    **{
        (state, What.COMPLAIN): Move(State.COMPLAINED, (_says("because"), _came))
        for state in (State.ANSWERED, State.CLOSED, State.NOT_IDENTIFIED)
    },
    (State.COMPLAINED, What.UPHOLD): Move(
        State.ANSWERED, (_is_identified, _not_involved, _says("because", "how"))
    ),
    (State.COMPLAINED, What.NOT_IDENTIFIED): Move(
        State.NOT_IDENTIFIED, (_says("because"), _is_unknown, _not_involved), *_IDENTITY
    ),
}


Change = Callable[[Request, Event, date], Request]


def _nothing(request: Request, _event: Event, _day: date) -> Request:
    return request


def _asked(request: Request, event: Event, day: date) -> Request:
    about = State.DETAILS_ASKED if event.what is What.SUSPEND else State.IDENTITY_ASKED
    return replace(request, questions=(*request.questions, Question(about, day, event.by)))


def _replied(request: Request, about: State, day: date) -> Request:
    told = (replace(q, answered=q.answered or day) if q.about is about else q
            for q in request.questions)
    return replace(request, questions=tuple(told))


def _settled(request: Request, event: Event, day: date) -> Request:
    known = replace(request, method=event.said["method"])
    return _replied(known, State.IDENTITY_ASKED, day)


def _decided(request: Request, event: Event, _today: date) -> Request:
    said = event.said
    outcome = Outcome(said["outcome"])
    ground = "" if outcome is Outcome.GRANTED else said.get("ground", "")
    item = Item(said["item"], outcome, event.by, ground, _day(said.get("until", "")))
    return replace(request, items={**request.items, item.name: item})


def _confirmed(request: Request, event: Event, _today: date) -> Request:
    item = replace(request.items[event.said["item"]], confirmed_by=event.by)
    return replace(request, items={**request.items, item.name: item})


def _carried_out(request: Request, _event: Event, day: date) -> Request:
    if request.carried_out is not None and request.lifted is None:
        return request  # what was set apart before they complained was so ever since
    return replace(request, carried_out=day, announced=None, apart_until=None, lifted=None)


def _reopened(request: Request, event: Event, day: date) -> Request:
    """Return a request that begins anew: another day, no questions, and not extended yet."""
    decided = {n for i in request.items.values() for n in (i.decided_by, i.confirmed_by)}
    return replace(
        request,
        complained=_day(event.said.get("received", "")) or day,
        earlier=request,
        involved=request.involved | ({*decided, request.refused_by} - {""}),
        questions=(), extended="", ended=None, refused_by="",
    )  # fmt: skip


_CHANGES: Mapping[What, Change] = {
    What.ASK_IDENTITY: _asked,
    What.SUSPEND: _asked,
    What.RESUME: lambda request, _, day: _replied(request, State.DETAILS_ASKED, day),
    What.SETTLE_IDENTITY: _settled,
    What.NOT_IDENTIFIED: lambda request, event, _: replace(request, refused_by=event.by),
    What.EXTEND: lambda request, event, _: replace(request, extended=event.said["reason"]),
    What.NARROW: lambda request, e, _: replace(
        request, categories=request.categories | {e.said["item"]}
    ),
    What.HOLD: lambda request, e, _: replace(request, held=request.held | {e.said["item"]}),
    What.RELEASE: lambda request, e, _: replace(request, held=request.held - {e.said["item"]}),
    What.DECIDE: _decided,
    What.CONFIRM: _confirmed,
    What.CARRY_OUT: _carried_out,
    What.ANNOUNCE_LIFT: lambda request, event, day: replace(
        request, announced=day, apart_until=_day(event.said["until"])
    ),
    What.LIFT: lambda request, _, day: replace(request, lifted=day),
    What.COMPLAIN: _reopened,
    What.UPHOLD: lambda request, event, _: replace(
        request, involved=request.involved | {event.by}
    ),
}
