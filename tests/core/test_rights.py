"""Requests of people: laws over any sequence of events, and each rule where it bites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gestand.core.facts import Person
from gestand.core.request import (
    EVERYTHING,
    GIVES,
    METHODS,
    REASONS,
    REMOVES,
    REST,
    Event,
    Item,
    Outcome,
    Request,
    State,
    What,
    due_of,
    refused,
)
from gestand.core.request_row import as_told, standing_of
from gestand.core.rights import TRANSITIONS, Refusal, possible, step
from gestand.core.rights_due import Alarm, Late, lateness, stand
from gestand.core.rights_facts import facts_of, is_overruled, restricted_parts
from gestand.core.rights_items import refused_of
from gestand.core.rights_rules import Right, Terms
from gestand.core.standing import standing
from gestand.work.due import the_clock
from gestand.work.rights import the_rules

TERMS = Terms(the_rules(), the_clock("nl"), "Europe/Amsterdam")
DAY = date(2026, 3, 2)
DUE = date(2026, 4, 2)
ITEMS = ("contact", "payment", EVERYTHING, REST)
SAID = {"because": "x", "how": "by mail", "to": "a customer"}


def event(what: What, by: str = "Ann", **said: str) -> Event:
    return Event(what, by, {**SAID, **said})


@st.composite
def events(draw: st.DrawFn) -> tuple[Event, int]:
    """An event with sensible words, mostly, and after how many days it comes."""
    what = draw(st.sampled_from(What))
    said = {
        "method": draw(st.sampled_from([*METHODS, "a feeling"])),
        "reason": draw(st.sampled_from([*REASONS, "busy"])),
        "item": draw(st.sampled_from(ITEMS)),
        "outcome": draw(st.sampled_from(Outcome)).value,
        "ground": draw(st.sampled_from([*TERMS.rules.grounds, ""])),
        "until": draw(st.sampled_from(["", "2026-03-02", "2026-03-20", "2026-12-31"])),
    }
    by = draw(st.sampled_from(["Ann", "Bo", "Cas"]))
    return event(what, by, **said), draw(st.sampled_from([0, 0, 0, 1, 3, 10, 45]))


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[Request, Event, Request, date]]:
    """What truly happened to one request: before, event, after, day; chosen among the possible."""
    request, day = Request(1, draw(st.sampled_from(Right)), DAY), DAY
    found = []
    for one, later in draw(st.lists(events(), max_size=30)):
        day += timedelta(days=later)
        can = list(possible(request))
        if can and one.what not in can:
            one = replace(one, what=can[len(found) % len(can)])
        result = step(request, one, day, TERMS)
        if isinstance(result, Request):
            found.append((request, one, result, day))
            request = result
    return found


@given(histories())
@settings(max_examples=150, deadline=None)
def test_laws_of_every_history(history: list[tuple[Request, Event, Request, date]]) -> None:
    for before, one, now, day in history:
        assert TRANSITIONS[before.state, one.what].to is now.state
        assert now.version == before.version + 1
        if now.right in GIVES and now.state in (State.CARRIED_OUT, State.ANSWERED):
            assert now.method in METHODS  # nothing leaves before identity is settled
        if one.what is What.CARRY_OUT and now.right in REMOVES:
            done = {i.name for i in now.items.values() if i.outcome in _DONE}
            assert not now.held or (EVERYTHING not in done | now.held and not done & now.held)
            assert REST not in done or now.held <= {*now.items}
        if one.what is What.EXTEND:
            assert not before.extended
            assert day <= due_of(replace(before, extended=""), day, TERMS).strict
            assert one.said["reason"] in REASONS
        if one.what is What.LIFT:  # nobody's data are used again before they were told
            assert now.carried_out and now.apart_until and now.apart_until < day
        if one.what is What.COMPLAIN:  # a clock of its own, and nothing that was done is undone
            assert now.is_open and now.clock_from == day and now.earlier is before
            assert now.items == before.items and now.carried_out == before.carried_out
        if one.what in (What.DECIDE, What.UPHOLD):
            assert one.by not in before.involved
        if now.earlier:
            assert {i.decided_by for i in now.earlier.items.values()} <= now.involved
            assert now.carried_out or not now.earlier.carried_out
            assert now.state is not State.WITHDRAWN or not now.carried_out
        if now.state in (State.CARRIED_OUT, State.ANSWERED, State.CLOSED):
            assert all(_is_complete(item) for item in refused(now))


_DONE = (Outcome.GRANTED, Outcome.PART)


def _is_complete(item: Item) -> bool:
    two = bool(item.confirmed_by) and item.decided_by != item.confirmed_by
    return item.ground in TERMS.rules.grounds and (two or item.outcome is not Outcome.REFUSED)


WHO = Person("customer", 1)


@given(histories(), st.frozensets(st.sampled_from(["contact", "payment"]), min_size=1))
@settings(deadline=None)
def test_what_a_request_is_a_fact_of(
    history: list[tuple[Request, Event, Request, date]], purposes: frozenset[str]
) -> None:
    """Use stops as it comes in, and goes on after a refusal by two or, restricted, when told."""
    for _, one, now, day in history:
        now = replace(now, purposes=purposes)
        facts, live = list(facts_of(now, WHO, purposes)), now.state not in VOID
        told = standing(facts, day)
        objecting = {purpose for _, purpose in told.objections}
        over = {p for p in purposes if is_overruled(now, p)}
        if now.right in (Right.OBJECTION, Right.MARKETING):
            assert objecting == (purposes - over if live else set())
            assert not over or (now.right is Right.OBJECTION and now.ended)
        elif now.right is Right.WITHDRAWAL:
            assert {purpose for _, purpose in told.withdrawn} == (purposes if live else set())
        elif now.right is Right.RESTRICTION:
            is_apart = bool(now.carried_out and not now.lifted)
            # With parts what of them was granted, and else everything.
            parts = restricted_parts(now) if is_apart else ()
            assert {part for _, part in told.parts} == {*parts}
            assert not told.restricted and told.astray == []
            every = replace(now, purposes=frozenset(), categories=frozenset())
            told = standing(facts_of(every, WHO, purposes), day)
            assert (WHO in told.restricted) == is_apart and told.astray == []
        else:
            assert facts == [] and one.what is not What.LIFT


VOID = (State.WITHDRAWN, State.FORWARDED, State.NOT_IDENTIFIED)


@given(histories())
@settings(deadline=None)
def test_of_whatever_may_be_held_something_was_decided(
    history: list[tuple[Request, Event, Request, date]],
) -> None:
    for *_, now, _ in history:
        found = refused_of(now, ["email", "payment"], {"contact": ("contact", "email")})
        if isinstance(found, str):
            assert "decide" in found or "only a person" in found
            continue
        for name in ("email", "payment"):
            by = "contact" if name == "email" else name
            item = now.items.get(by) or now.items.get(REST) or now.items[EVERYTHING]
            assert (name in found) == (item.outcome is not Outcome.GRANTED)


@given(histories())
@settings(deadline=None)
def test_an_open_request_is_never_late_without_an_alarm(
    history: list[tuple[Request, Event, Request, date]],
) -> None:
    for _, _, request, day in history:
        found = stand(request, day, TERMS)
        assert found.due.strict <= found.due.legal
        if request.is_open:
            assert (found.alarm is Alarm.OVERDUE) == (day > found.due.strict)
            if found.due.strict - timedelta(days=2) <= day:
                assert found.alarm is not Alarm.NONE


def go(request: Request, *told: tuple[Event, date]) -> Request:
    for one, day in told:
        result = step(request, one, day, TERMS)
        assert isinstance(result, Request), result
        request = result
    return request


def refusal(request: Request, one: Event, day: date = DAY) -> str:
    result = step(request, one, day, TERMS)
    assert isinstance(result, Refusal)
    return result.why


IDENTIFIED = event(What.SETTLE_IDENTITY, method="signed-in")
GRANTED = event(What.DECIDE, item=EVERYTHING, outcome="granted")
LESS = event(What.DECIDE, item=EVERYTHING, outcome="refused", ground="12.5-excessive")
CONFIRMED = event(What.CONFIRM, "Bo", item=EVERYTHING)
ASKED = event(What.ASK_IDENTITY, method="known-address")
AFTER = date(2026, 5, 20)

ROADS: list[tuple[State, Right, Sequence[tuple[Event, date]]]] = [
    (State.CLOSED, Right.ERASURE, [
        (IDENTIFIED, DAY), (GRANTED, DAY), (event(What.CARRY_OUT), DAY),
        (event(What.TELL_RECIPIENTS), DAY), (event(What.ANSWER), DAY),
        (event(What.CLOSE), AFTER),
    ]),
    (State.CLOSED, Right.ACCESS, [
        (ASKED, DAY), (IDENTIFIED, DAY), (event(What.SUSPEND), DAY), (event(What.RESUME), DAY),
        (event(What.ASK_FEE, ground="12.5-excessive"), DAY), (event(What.SETTLE_FEE), DAY),
        (LESS, DAY), (CONFIRMED, DAY), (event(What.REFUSE), DAY), (event(What.CLOSE), AFTER),
    ]),
    (State.ANSWERED, Right.MARKETING, [(event(What.CARRY_OUT), DAY), (event(What.ANSWER), DAY)]),
    (State.ANSWERED, Right.WITHDRAWAL, [(event(What.CARRY_OUT), DAY), (event(What.ANSWER), DAY)]),
    (State.ANSWERED, Right.RESTRICTION, [
        (IDENTIFIED, DAY), (GRANTED, DAY), (event(What.CARRY_OUT), DAY),
        (event(What.TELL_RECIPIENTS), DAY), (event(What.ANSWER), DAY),
        (event(What.ANNOUNCE_LIFT, until="2026-04-01"), DUE - timedelta(days=1)),
        (event(What.LIFT), DUE),
    ]),
    (State.ANSWERED, Right.ERASURE, [
        (IDENTIFIED, DAY), (LESS, DAY), (CONFIRMED, DAY), (event(What.REFUSE), DAY),
        (event(What.COMPLAIN), AFTER), (event(What.DECIDE, "Cas", item=EVERYTHING,
                                              outcome="granted"), AFTER),
        (event(What.CARRY_OUT), AFTER), (event(What.TELL_RECIPIENTS), AFTER),
        (event(What.ANSWER), AFTER),
    ]),
    (State.ANSWERED, Right.ACCESS, [
        (IDENTIFIED, DAY), (GRANTED, DAY), (event(What.CARRY_OUT), DAY),
        (event(What.ANSWER), DAY), (event(What.CLOSE), AFTER), (event(What.COMPLAIN), AFTER),
        (event(What.UPHOLD, "Bo"), AFTER), (event(What.COMPLAIN), AFTER),
        (event(What.UPHOLD, "Cas"), AFTER),
    ]),
    (State.CARRIED_OUT, Right.MARKETING, [
        (event(What.CARRY_OUT), DAY), (event(What.ANSWER), DAY), (event(What.COMPLAIN), DUE),
        (event(What.CARRY_OUT), DUE),
    ]),
    (State.IN_HAND, Right.ACCESS, [
        (ASKED, DAY), (ASKED, DUE), (event(What.NOT_IDENTIFIED, "Bo"), AFTER),
        (event(What.COMPLAIN), AFTER), (IDENTIFIED, AFTER),
    ]),
    (State.NOT_IDENTIFIED, Right.ACCESS, [
        (ASKED, DAY), (ASKED, DUE), (event(What.NOT_IDENTIFIED, "Bo"), AFTER),
        (event(What.COMPLAIN), AFTER), (event(What.NOT_IDENTIFIED), AFTER),
    ]),
    (State.FORWARDED, Right.ACCESS, [(event(What.FORWARD), DAY)]),
    (State.WITHDRAWN, Right.ERASURE, [(IDENTIFIED, DAY), (event(What.WITHDRAW), DAY)]),
    (State.NOT_IDENTIFIED, Right.ACCESS, [
        (ASKED, DAY), (ASKED, DUE), (event(What.NOT_IDENTIFIED, "Bo"), AFTER),
    ]),
]


@pytest.mark.parametrize(("end", "right", "road"), ROADS, ids=[r[0].value for r in ROADS])
def test_every_end_can_be_reached(
    end: State, right: Right, road: Sequence[tuple[Event, date]]
) -> None:
    assert go(Request(1, right, DAY), *road).state is end


def test_the_roads_pass_every_state_and_their_ends_are_ends() -> None:
    ends = {s for s in State if not list(possible(replace(ACCESS, state=s)))}
    assert ends == {State.FORWARDED, State.WITHDRAWN}
    passed = {TRANSITIONS[k].to for k in TRANSITIONS} | {State.RECEIVED}
    assert passed == {*State} and {what for _, what in TRANSITIONS} == {*What}


ACCESS, ERASURE = Request(1, Right.ACCESS, DAY), Request(1, Right.ERASURE, DAY)
HELD = event(What.HOLD, item="contact")
WAITING = go(ACCESS, (ASKED, DAY), (ASKED, DAY))
REFUSED = go(ACCESS, (IDENTIFIED, DAY), (LESS, DAY))
ALL_HELD = event(What.HOLD, item=EVERYTHING)
SOME = event(What.DECIDE, item="contact", outcome="granted")
SETTLED = go(ACCESS, (IDENTIFIED, DAY))
HALF = go(
    ACCESS, (IDENTIFIED, DAY), (event(What.DECIDE, item="contact", outcome="granted"), DAY),
    (event(What.DECIDE, item="payment", outcome="refused", ground="15.4-others"), DAY),
)
EXTENDED = event(What.EXTEND, reason="complex")
ANSWERED = go(
    ACCESS, (IDENTIFIED, DAY), (GRANTED, DAY), (event(What.CARRY_OUT), DAY),
    (event(What.ANSWER), DAY),
)
COMPLAINED = go(ANSWERED, (event(What.COMPLAIN), DUE))
RESTRICTED = go(
    Request(1, Right.RESTRICTION, DAY), (IDENTIFIED, DAY), (GRANTED, DAY),
    (event(What.CARRY_OUT), DAY),
)

WRONG = [
    (ACCESS, GRANTED, DAY, "`decide` cannot follow"),
    (ACCESS, event(What.CARRY_OUT), DAY, "settle who asks"),
    (ACCESS, Event(What.EXTEND, " ", SAID), DAY, "nobody knows who"),
    (ACCESS, EXTENDED, DUE + timedelta(days=1), "too late to extend"),
    (go(ACCESS, (EXTENDED, DUE)), EXTENDED, DUE, "once"),
    (ACCESS, event(What.EXTEND, reason="busy"), DAY, "--reason is one of"),
    (ACCESS, event(What.EXTEND, reason="complex", because=" "), DAY, "needs --because"),
    (Request(1, Right.MARKETING, DAY), ASKED, DAY, "nobody has to prove who they are"),
    (Request(1, Right.WITHDRAWAL, DAY), IDENTIFIED, DAY, "nobody has to prove who they are"),
    (go(ERASURE, (IDENTIFIED, DAY)), event(What.SUSPEND), DAY, "only access may wait"),
    (REFUSED, event(What.CONFIRM, " ann ", item=EVERYTHING), DAY, "two people must"),
    (REFUSED, event(What.REFUSE), DAY, "second person"),
    (REFUSED, event(What.CARRY_OUT), DAY, "nothing was granted"),
    (go(ACCESS, (IDENTIFIED, DAY), (GRANTED, DAY)), event(What.REFUSE), DAY,
     "something was granted"),
    (HALF, event(What.CARRY_OUT), DAY, "has to `confirm` what is refused: `payment`"),
    (HALF, event(What.DECIDE, item=EVERYTHING, outcome="granted"), DAY, "decide on the others"),
    (go(ERASURE, (IDENTIFIED, DAY), (HELD, DAY), (SOME, DAY)), event(What.CARRY_OUT), DAY,
     "`contact` is under a hold"),
    (go(ERASURE, (IDENTIFIED, DAY), (ALL_HELD, DAY), (SOME, DAY)), event(What.CARRY_OUT), DAY,
     "`everything` is under a hold"),
    (ACCESS, event(What.RELEASE, item="contact"), DAY, "is not under a hold"),
    (SETTLED, event(What.DECIDE, item="contact", outcome="part", ground="15.4-others",
                    because=" "), DAY, "the person hears why"),
    (SETTLED, event(What.ASK_FEE, ground="15.4-others"), DAY, "a fee needs a --ground"),
    (REFUSED, event(What.DECIDE, item="contact", outcome="granted"), DAY, "change that one"),
    (go(ACCESS, (IDENTIFIED, DAY)), event(What.DECIDE, item="contact", outcome="refused",
                                          ground="17.3b-law"), DAY, "needs a --ground"),
    (go(ERASURE, (IDENTIFIED, DAY), (HELD, DAY), (GRANTED, DAY)), event(What.CARRY_OUT), DAY,
     "under a hold or restricted"),
    (go(ERASURE, (IDENTIFIED, DAY), (GRANTED, DAY), (event(What.CARRY_OUT), DAY)),
     event(What.ANSWER), DAY, "`tell-recipients` comes first"),
    (WAITING, event(What.NOT_IDENTIFIED, "Bo"), DUE, "stays open until"),
    (ANSWERED, event(What.COMPLAIN, because=" "), DUE, "needs --because"),
    (ANSWERED, event(What.COMPLAIN, received="2026-03-01"), DUE, "the day of the complaint"),
    (ANSWERED, event(What.COMPLAIN, received="2026-04-03"), DUE, "the day of the complaint"),
    (SETTLED, event(What.COMPLAIN), DUE, "`complain` cannot follow"),
    (COMPLAINED, event(What.UPHOLD, "ann "), DUE, "may not decide on it anew"),
    (COMPLAINED, GRANTED, DUE, "may not decide on it anew"),
    (go(COMPLAINED, (event(What.UPHOLD, "Bo"), DUE), (event(What.COMPLAIN), DUE)),
     event(What.UPHOLD, "Bo"), DUE, "may not decide on it anew"),
    (COMPLAINED, event(What.NOT_IDENTIFIED, "Bo"), DUE, "was settled"),
    (go(COMPLAINED, (event(What.DECIDE, "Bo", item=EVERYTHING, outcome="granted"), DUE)),
     event(What.WITHDRAW), DUE, "carried out before they complained"),
    (RESTRICTED, event(What.LIFT), DAY, "tell the person first"),
    (RESTRICTED, event(What.ANNOUNCE_LIFT, until="2026-03-01"), DAY, "today, or a day to come"),
    (RESTRICTED, event(What.ANNOUNCE_LIFT, until="2026-03-09", because=" "), DAY, "--because"),
    (go(RESTRICTED, (event(What.ANNOUNCE_LIFT, until="2026-04-02"), DAY)), event(What.LIFT), DUE,
     "stays apart until 2026-04-02"),
    (go(RESTRICTED, (event(What.ANNOUNCE_LIFT, until="2026-03-02"), DAY), (event(What.LIFT), DUE)),
     event(What.LIFT), DUE, "nothing is set apart"),
    (go(ACCESS, (IDENTIFIED, DAY), (GRANTED, DAY), (event(What.CARRY_OUT), DAY)),
     event(What.LIFT), DAY, "only what is restricted"),
    (WAITING, event(What.NOT_IDENTIFIED), AFTER, "two people must"),
    (go(ACCESS, (ASKED, DAY)), event(What.NOT_IDENTIFIED, "Bo"), AFTER, "remind them first"),
    (go(ERASURE, *ROADS[0][2][:-1]), event(What.CLOSE), DUE, "they can go to court until"),
]


@pytest.mark.parametrize(
    ("request_", "one", "day", "why"), WRONG, ids=[f"{w[1].what.value}: {w[3]}" for w in WRONG]
)
def test_what_the_law_does_not_allow_is_refused(
    request_: Request, one: Event, day: date, why: str
) -> None:
    assert why in refusal(request_, one, day)


def test_what_is_not_held_may_go_and_so_may_what_was_released() -> None:
    other = event(What.HOLD, item="payment")
    told = [(IDENTIFIED, DAY), (other, DAY), (SOME, DAY), (event(What.CARRY_OUT), DAY)]
    assert go(ERASURE, *told).state is State.CARRIED_OUT
    freed = [(HELD, DAY), (event(What.RELEASE, item="contact"), DAY)]
    assert go(ERASURE, told[0], *freed, *told[2:]).state is State.CARRIED_OUT
    assert go(ACCESS, told[0], (HELD, DAY), *told[2:]).state is State.CARRIED_OUT


def test_a_question_in_time_moves_the_legal_day_only() -> None:
    asked = (ASKED, date(2026, 3, 4))
    found = due_of(go(ACCESS, asked, (IDENTIFIED, date(2026, 3, 12))), DAY, TERMS)
    assert (found.strict, found.legal) == (DUE, date(2026, 4, 10))
    late = due_of(go(ACCESS, (ASKED, date(2026, 3, 10)), (IDENTIFIED, DUE)), DUE, TERMS)
    assert late.legal <= date(2026, 4, 7)


def test_an_extension_counts_from_receipt() -> None:
    received = date(2026, 11, 30)
    found = due_of(
        go(Request(1, Right.ACCESS, received), (EXTENDED, date(2026, 12, 30))), received, TERMS
    )
    assert found.strict == date(2027, 3, 1)


def test_a_complaint_has_a_month_of_its_own_and_the_answer_before_stays_late() -> None:
    late = go(ANSWERED, (event(What.COMPLAIN, received="2026-05-18"), AFTER))
    assert (stand(late, AFTER, TERMS).due.strict, late.extended) == (date(2026, 6, 18), "")
    assert go(late, (EXTENDED, AFTER)).extended
    told = go(ACCESS, (IDENTIFIED, DAY), (GRANTED, DAY), (event(What.CARRY_OUT), DAY),
              (event(What.ANSWER), AFTER), (event(What.COMPLAIN), AFTER))
    assert told.earlier and lateness(told.earlier, TERMS) is Late.LATE
    assert lateness(go(told, (event(What.UPHOLD, "Bo"), AFTER)), TERMS) is Late.NO


ALARMS = [
    (COMPLAINED, date(2026, 5, 5), Alarm.OVERDUE),
    (go(Request(1, Right.MARKETING, DAY), (event(What.CARRY_OUT), DAY), (event(What.ANSWER), DAY),
        (event(What.COMPLAIN), DUE)), DUE, Alarm.AT_ONCE),
    (ACCESS, DAY, Alarm.NONE),
    (ACCESS, date(2026, 3, 19), Alarm.LOOK),
    (ACCESS, date(2026, 3, 22), Alarm.DECIDE),
    (ACCESS, DUE, Alarm.TODAY),
    (ACCESS, DUE + timedelta(days=1), Alarm.OVERDUE),
    (go(ACCESS, (EXTENDED, DAY)), DUE + timedelta(days=1), Alarm.NONE),
    (go(ACCESS, (event(What.FORWARD), DAY)), DUE + timedelta(days=1), Alarm.NONE),
    (Request(1, Right.MARKETING, DAY), DAY, Alarm.AT_ONCE),
]


@pytest.mark.parametrize(("request_", "day", "alarm"), ALARMS)
def test_alarms(request_: Request, day: date, alarm: Alarm) -> None:
    assert stand(request_, day, TERMS).alarm is alarm


@pytest.mark.parametrize("right", [Right.MARKETING, Right.WITHDRAWAL])
def test_what_has_effect_at_once_is_never_weighed(right: Right) -> None:
    request = go(Request(1, right, DAY), (event(What.CARRY_OUT), DAY))
    assert "cannot follow" in refusal(Request(1, right, DAY), LESS)
    assert "cannot follow" in refusal(request, LESS)


@pytest.mark.parametrize("right", Right)
def test_every_right_has_grounds_and_routes_in_both_languages(right: Right) -> None:
    grounds = [g for g in TERMS.rules.grounds.values() if right in g.rights]
    assert all({*ground.words} == {"nl", "en"} for ground in grounds) and grounds
    assert {*TERMS.rules.routes} == {"complaint", "court"} and TERMS.rules.close_after == 6


REFUSE = [(LESS, DAY), (CONFIRMED, DAY)]
LATENESS = [
    ([(event(What.WITHDRAW), AFTER)], Late.NO),
    ([(IDENTIFIED, DAY), (GRANTED, DAY), (event(What.CARRY_OUT), DAY),
      (event(What.ANSWER), DUE)], Late.NO),
    ([(IDENTIFIED, DAY), (GRANTED, DAY), (event(What.CARRY_OUT), DAY),
      (event(What.ANSWER), AFTER)], Late.LATE),
    ([(EXTENDED, DAY), (IDENTIFIED, DAY), (GRANTED, DAY), (event(What.CARRY_OUT), DAY),
      (event(What.ANSWER), AFTER)], Late.NO),
    ([(EXTENDED, DAY), (IDENTIFIED, DAY), *REFUSE, (event(What.REFUSE), AFTER)], Late.LATE),
    ([(EXTENDED, DAY), (IDENTIFIED, DAY), *REFUSE, (event(What.REFUSE), DUE)], Late.NO),
    ([(ASKED, DAY), (ASKED, DUE), (event(What.NOT_IDENTIFIED, "Bo"), AFTER)], Late.STRICT),
]


@pytest.mark.parametrize(("road", "late"), LATENESS)
def test_an_answer_is_in_time_or_not(road: Sequence[tuple[Event, date]], late: Late) -> None:
    assert lateness(ACCESS, TERMS) is Late.NO
    assert lateness(go(ACCESS, *road), TERMS) is late


@given(histories())
def test_a_row_says_what_a_list_and_a_plan_need_of_the_events(
    history: list[tuple[Request, Event, Request, date]],
) -> None:
    ann = Person("customer", 1)
    for _, _, request, day in history:
        request = replace(request, purposes=frozenset({"news", "profiles"}))
        row = standing_of(request)
        alone = as_told(1, request.right.value, DAY.isoformat(), row, request.state.value)
        assert standing_of(alone) == row
        told = list(facts_of(request, ann, ["offers"]))
        assert (list(facts_of(alone, ann, ["offers"])), bool(row.effect)) == (told, bool(told))
        whole, found = stand(request, day, TERMS), stand(alone, day, TERMS)
        assert (found.alarm, found.refuse_by) == (whole.alarm, whole.refuse_by)
        assert (found.due.strict, found.due.alarms) == (whole.due.strict, whole.due.alarms)
