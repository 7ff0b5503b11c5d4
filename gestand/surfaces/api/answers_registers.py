"""Holds, orders, breaches and notices over the API: what the commands do, by the same calls.

What two people must do, or one answers for, takes a token that acts for somebody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from http import HTTPStatus
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from gestand.core.breach import CONTROLLER
from gestand.core.facts import Person
from gestand.core.findings import did_you_mean
from gestand.core.notices import EXEMPT, SENT
from gestand.core.orders import Order, counted_orders
from gestand.core.policy.model import Policy, Role
from gestand.records.base import News
from gestand.settings import now
from gestand.surfaces.api import schemas_registers as of
from gestand.surfaces.api.acting import refuse_nobody
from gestand.surfaces.api.answers import (
    LIMIT,
    after_cursor,
    cursor_after,
    doing,
    once_asked,
    request_of,
)
from gestand.surfaces.api.office import Office
from gestand.surfaces.api.problems import Answer, Asked, Problem
from gestand.work import breaches, holds, orders
from gestand.work.journal import Journal
from gestand.work.keyring import Keyring
from gestand.work.looks import looks
from gestand.work.notices import find, go_on_with
from gestand.work.notices_kept import notices
from gestand.work.packages import clear, packages, take_away
from gestand.work.registers import BREACHES, HOLDS, NOTICES, ORDERS, PACKAGES, versions
from gestand.work.registers_told import (
    breach_told,
    count_told,
    hold_told,
    look_told,
    notice_told,
    order_told,
    package_told,
)
from gestand.work.request_steps import NotKnown
from gestand.work.rights import ChangedMeanwhile
from gestand.work.rights_kept import request_known
from gestand.work.state import State

Acts = Callable[[Journal], Any]
"""What is done within one transaction; it returns the hold, order or breach that came of it."""


@dataclass(frozen=True)
class Register:
    """A register of own records: how it is read, and how one of it is told."""

    name: str
    one: str
    every: Callable[[State], Mapping[int, Any]]
    told: Callable[[Office, Any], dict[str, Any]]


def _order_told(office: Office, one: Order) -> dict[str, Any]:
    due = orders.due_at(one, ZoneInfo(office.project.zone))
    return {**order_told(one), "due": due and due.isoformat()}


_PACKAGES = Register(PACKAGES, "package", packages, lambda _, one: package_told(one))
_HOLDS = Register(HOLDS, "hold", holds.holds, lambda _, one: hold_told(one))
_ORDERS = Register(ORDERS, "order", orders.orders, _order_told)
_NOTICES = Register(NOTICES, "notice", notices, lambda _, one: notice_told(one))
_BREACHES = Register(BREACHES, "breach", breaches.breaches, lambda _, one: breach_told(one))


def list_holds(office: Office, asked: Asked) -> Answer:
    """Return some holds by their numbers, and where to go on."""
    return _listed(_HOLDS, office, asked)


def list_orders(office: Office, asked: Asked) -> Answer:
    """Return some orders, as `list_holds` does."""
    return _listed(_ORDERS, office, asked)


def list_breaches(office: Office, asked: Asked) -> Answer:
    """Return some breaches, as `list_holds` does."""
    return _listed(_BREACHES, office, asked)


def list_notices(office: Office, asked: Asked) -> Answer:
    """Return some notices, as `list_holds` does."""
    return _listed(_NOTICES, office, asked)


def list_packages(office: Office, asked: Asked) -> Answer:
    """Return some packages, as `list_holds` does."""
    return _listed(_PACKAGES, office, asked)


def list_looks(office: Office, asked: Asked) -> Answer:
    """Return who looked at what somebody wrote, oldest first."""
    most, after = asked.query.get("limit", LIMIT), after_cursor(asked.query.get("cursor"))
    found = [*islice((one for one in looks(office.state) if one.number > after), most + 1)]
    more = found[most - 1].number if len(found) > most else None
    return Answer({"looks": [*map(look_told, found[:most])], "next": cursor_after(more)})


def count_orders(office: Office, _asked: Asked) -> Answer:
    """Return how many orders there were, by year and authority."""
    found = counted_orders(orders.orders(office.state).values(), office.day())
    return Answer({"counts": [*map(count_told, found)]})


def show_package(office: Office, asked: Asked) -> Answer:
    """Return one package."""
    return Answer(_one(_PACKAGES, office, asked.place["number"]))


def package_step(office: Office, asked: Asked) -> Answer:
    """Take a package away before its time."""
    number = asked.place["number"]
    refuse_nobody(office, asked.who, asked.body["event"])
    done = _gone_on(_PACKAGES, office, asked, lambda: lambda journal: take_away(journal, number))
    clear(office.state)
    return done


def show_hold(office: Office, asked: Asked) -> Answer:
    """Return one hold."""
    return Answer(_one(_HOLDS, office, asked.place["number"]))


def show_order(office: Office, asked: Asked) -> Answer:
    """Return one order."""
    return Answer(_one(_ORDERS, office, asked.place["number"]))


def show_breach(office: Office, asked: Asked) -> Answer:
    """Return one breach."""
    return Answer(_one(_BREACHES, office, asked.place["number"]))


def show_notice(office: Office, asked: Asked) -> Answer:
    """Return one notice."""
    return Answer(_one(_NOTICES, office, asked.place["number"]))


def place_hold(office: Office, asked: Asked) -> Answer:
    """Place a hold on a person; it counts at once."""
    refuse_nobody(office, asked.who, "a hold", lambda officer: officer.may_place_holds)

    def ready() -> Acts:
        body, person = asked.body, office.person(asked.body["person"])
        days = office.day(), date.fromisoformat(body["review"])
        said = person, body["because"], body["article"], days
        return lambda journal: holds.place(journal, *said)

    return _begun(_HOLDS, office, asked, ready)


def hold_step(office: Office, asked: Asked) -> Answer:
    """Let a hold be confirmed, reviewed or released."""
    event = asked.body["event"]
    refuse_nobody(office, asked.who, event, lambda officer: officer.may_decide_holds)
    return _gone_on(_HOLDS, office, asked, lambda: _hold_act(office, asked))


def _hold_act(office: Office, asked: Asked) -> Acts:
    body, number, day = asked.body, asked.place["number"], office.day()
    because = body.get("because", "")
    if body["event"] == of.CONFIRM:
        return lambda journal: holds.confirm(journal, number)
    if body["event"] == of.REVIEW:
        until = date.fromisoformat(_needed(body, "review"))
        return lambda journal: holds.review(journal, number, until, because, day)
    kind, _, key = (part.strip() for part in _needed(body, "person").partition(":"))
    # Not asked of a store: their row may be gone, and then nothing is planned until the release.
    who = Person(kind, office.permissions.as_typed(kind, key))
    return lambda journal: holds.release(journal, number, who, because, day)


def take_in_order(office: Office, asked: Asked) -> Answer:
    """Write down an order that came in, with a hold on each person whose data it wants kept."""
    refuse_nobody(office, asked.who, "an order")

    def ready() -> Acts:
        policy, _ = office.project.declared()
        new, day = _new_order(office, policy, asked.body), office.day()
        return lambda journal: orders.receive(policy, new, journal, day)

    return _begun(_ORDERS, office, asked, ready)


def order_step(office: Office, asked: Asked) -> Answer:
    """Decide on an order, or change until when it is secret."""
    refuse_nobody(office, asked.who, asked.body["event"])
    return _gone_on(_ORDERS, office, asked, lambda: _order_act(office, asked))


def _order_act(office: Office, asked: Asked) -> Acts:
    body, number, day = asked.body, asked.place["number"], office.day()
    policy, _ = office.project.declared()
    if body["event"] == of.SECRECY:
        until = _day(body.get("secret_until"))
        by = body.get("secret_by", "")
        return lambda journal: orders.change_secrecy(number, until, journal, day, by)
    if body["event"] == of.COSTS:
        costs = orders.amount_of(_needed(body, "costs"))
        return lambda journal: orders.tell_costs(number, costs, journal)
    _needed(body, "give")
    given = _categories(policy, body["give"])
    return lambda journal: orders.decide_order(policy, number, given, journal, day)


def _new_order(office: Office, policy: Policy, body: Mapping[str, Any]) -> orders.NewOrder:
    """Return an order as it came; NotKnown for what the policy does not know, or cannot be."""
    known = [r.id for r in policy.recipients.values() if r.role is Role.AUTHORITY]
    if body["recipient"] not in known:
        hint = did_you_mean(body["recipient"], known) or "give it a place there"
        message = f"`recipient` is one of the policy with `role: authority`; {hint}"
        raise NotKnown(message)
    clock, at = body.get("clock", ""), _moment(body.get("at"))
    if bool(at or clock) and (not clock or "received" in body):
        message = "`at` goes with `clock`, and `received` with an order that has none"
        raise NotKnown(message)
    at = (at or now().astimezone(UTC)) if clock else None
    home = ZoneInfo(office.project.zone)
    return orders.NewOrder(
        body["recipient"],
        _day(body.get("received")) or (at.astimezone(home).date() if at else office.day()),
        body.get("article", ""),
        body.get("verified", ""),
        _categories(policy, body["asks"]),
        body.get("reference", ""),
        _day(body.get("secret_until")),
        clock,
        at,
        tuple(dict.fromkeys(office.person(one) for one in body.get("keep", ()))),
        _day(body.get("review")),
        body.get("issued_by", ""),
        _day(body.get("answer_by")),
        body.get("voluntary", ""),
        body.get("secret_by", ""),
    )


def begin_breach(office: Office, asked: Asked) -> Answer:
    """Write down a breach; the hours run from when you knew."""

    def ready() -> Acts:
        body = asked.body
        aware = datetime.fromisoformat(body["aware"])
        role, fields = body.get("role", CONTROLLER), body.get("fields", {})
        nis2 = body.get("nis2", False)
        return lambda journal: breaches.begin_breach(journal, aware, role, fields, nis2=nis2)

    return _begun(_BREACHES, office, asked, ready)


def breach_step(office: Office, asked: Asked) -> Answer:
    """Write down what became of a breach, who was told, and that it is over."""
    if asked.body["event"] != of.TELL:
        refuse_nobody(office, asked.who, asked.body["event"])
    return _gone_on(_BREACHES, office, asked, lambda: _breach_act(asked))


def _breach_act(asked: Asked) -> Acts:
    body, number, because = asked.body, asked.place["number"], asked.body.get("because", "")
    if body["event"] == of.TELL:
        fields = _needed(body, "fields")
        return lambda journal: breaches.tell_more(journal, number, fields)
    if body["event"] == of.RATE:
        risk = _needed(body, "risk")
        return lambda journal: breaches.rate(journal, number, risk, because)
    if body["event"] == of.CLOSE:
        return lambda journal: breaches.close(journal, number, because)
    whom, at = _needed(body, "whom"), _moment(body.get("at")) or now()
    reference = body.get("reference", "")
    return lambda journal: breaches.notify(journal, number, whom, at, reference)


def find_notices(office: Office, asked: Asked) -> Answer:
    """Write down whom to tell of a request, and return all who are."""
    number = asked.body["request"]
    request_of(office, number)

    def ready() -> Acts:
        declared, day = office.project.declared(), office.day()
        return lambda journal: find(journal, declared, request_known(journal.state, number), day)

    def within(act: Acts, keyring: Keyring, _news: list[News]) -> tuple[int, Any]:
        found = act(keyring.journal)
        return 201, {"notices": [_told(_NOTICES, office, one.number) for one in found]}

    return Answer(*reversed(_recorded(office, asked, ready, within)))


def notice_step(office: Office, asked: Asked) -> Answer:
    """Write down what became of a notice."""
    if asked.body["event"] == EXEMPT:
        refuse_nobody(office, asked.who, EXEMPT)
    return _gone_on(_NOTICES, office, asked, lambda: _notice_act(office, asked))


def _notice_act(office: Office, asked: Asked) -> Acts:
    body, number, day = asked.body, asked.place["number"], office.day()
    event: str = body["event"]
    if event == SENT:
        _needed(body, "how")
    said: str = body.get("because" if event == EXEMPT else "how", "")
    return lambda journal: go_on_with(journal, number, event, said, day)


def _begun(register: Register, office: Office, asked: Asked, ready: Callable[[], Acts]) -> Answer:
    """Write the first line about something, once, and say where it is."""

    def within(act: Acts, keyring: Keyring, _news: list[News]) -> tuple[int, Any]:
        done = act(keyring.journal)
        return 201, _told(register, office, done.number)

    status, told = _recorded(office, asked, ready, within)
    place = ("Location", f"/api/v1/{register.name}/{told['number']}")
    return Answer(told, status, (place,))


def _gone_on(register: Register, office: Office, asked: Asked, ready: Callable[[], Acts]) -> Answer:
    """Write another line about something that is as it was seen, once."""
    number = asked.place["number"]
    _one(register, office, number)

    def within(act: Acts, keyring: Keyring, _news: list[News]) -> tuple[int, Any]:
        if versions(keyring.journal.state, register.name)[number] != asked.body["version"]:
            what = f"{register.one} {number} went on meanwhile"
            message = f"{what}: look again, and send its version"
            raise ChangedMeanwhile(message)
        act(keyring.journal)
        return 200, _told(register, office, number)

    return Answer(*reversed(_recorded(office, asked, ready, within)))


def _recorded(
    office: Office,
    asked: Asked,
    ready: Callable[[], Acts],
    within: Callable[[Acts, Keyring, list[News]], tuple[int, Any]],
) -> tuple[int, Any]:
    """Do once what was asked: what it takes is looked up before own records are opened."""

    def do() -> tuple[int, Any]:
        key = once_asked(asked)
        before = office.before(key)
        return before or office.once(asked.who, key, partial(within, ready()))

    found: tuple[int, Any] = doing(do)
    return found


def _listed(register: Register, office: Office, asked: Asked) -> Answer:
    most, state = asked.query.get("limit", LIMIT), office.state
    after, lines = after_cursor(asked.query.get("cursor")), versions(state, register.name)
    found = [one for number, one in sorted(register.every(state).items()) if number > after]
    told = [{**register.told(office, one), "version": lines[one.number]} for one in found[:most]]
    more = found[most - 1].number if len(found) > most else None
    return Answer({register.name: told, "next": cursor_after(more)})


def _one(register: Register, office: Office, number: int) -> dict[str, Any]:
    if number not in register.every(office.state):
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no {register.one} {number}")
    return _told(register, office, number)


def _told(register: Register, office: Office, number: int) -> dict[str, Any]:
    one = register.every(office.state)[number]
    told = register.told(office, one)
    return {**told, "version": versions(office.state, register.name)[number]}


def _needed(body: Mapping[str, Any], name: str) -> Any:
    if name not in body:
        message = f"`{body['event']}` needs `{name}`"
        raise NotKnown(message)
    return body[name]


def _categories(policy: Policy, named: list[str]) -> tuple[str, ...]:
    unknown = next((name for name in named if name not in policy.categories), None)
    if unknown is not None:
        hint = did_you_mean(unknown, policy.categories) or "the policy has no such thing"
        message = f"what is asked and given are categories of the policy; {hint}"
        raise NotKnown(message)
    return tuple(dict.fromkeys(named))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
