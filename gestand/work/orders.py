"""The register of orders of authorities: what came in, who decided, what was given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from gestand.core.acting import is_same
from gestand.core.facts import Person
from gestand.core.findings import did_you_mean
from gestand.core.found import shown
from gestand.core.holds import Hold
from gestand.core.orders import PRESERVATION, Order, OrderClock, end_of, parse_order_clocks
from gestand.core.policy.model import Policy, Role
from gestand.settings import decider, now
from gestand.work.dated import dated
from gestand.work.holds import holds, place_by_order
from gestand.work.journal import Journal
from gestand.work.registers import ORDERS, Refused, add_line, go_on, lines_about
from gestand.work.state import State

RECEIVED, DECIDED, SECRECY, COSTS = "received", "decided", "secrecy", "costs"
"""What may become of an order."""


class NoAmount(Refused):
    """What was typed is no amount in euros."""


@dataclass(frozen=True)
class NewOrder:
    """What is written down of an order when it comes in; `asked` are categories.

    Everything about the people of `keep` is kept from then on, at least until `review`: a European
    order to preserve says itself until when.
    """

    recipient: str
    received_on: date
    article: str
    verified: str
    asked: Sequence[str]
    reference: str = ""
    secret_until: date | None = None
    clock: str = ""
    received_at: datetime | None = None
    keep: Sequence[Person] = ()
    review: date | None = None
    issued_by: str = ""
    answer_by: date | None = None
    voluntary: str = ""
    secret_by: str = ""


def clocks() -> dict[str, OrderClock]:
    """Return by when orders are to be answered, from dated data."""
    return parse_order_clocks(dated("orders.json"))


def due_at(order: Order, zone: ZoneInfo) -> datetime | None:
    """Return by when an order is to be answered, in UTC; None where neither law nor it says."""
    if (rule := clocks().get(order.clock)) is not None:
        return rule.due(order, zone)
    return end_of(order.answer_by, zone) if order.answer_by else None


def orders(state: State) -> dict[int, Order]:
    """Return every order by its number, as far as it has come."""
    found: dict[int, Order] = {}
    for line in state.lines(ORDERS):
        number = line["order"]
        if line["event"] == RECEIVED:
            found[number] = _received(line)
        elif line["event"] == DECIDED:
            found[number] = replace(
                found[number],
                decided_by=line["by"],
                decided_on=date.fromisoformat(line["on"]),
                given=tuple(line["given"]),
            )
        elif line["event"] == COSTS:
            found[number] = replace(found[number], costs=Decimal(line["costs"]))
        else:
            until = _day(line["secret_until"])
            ended = None if until else datetime.fromisoformat(line["at"]).date()
            by = line.get("secret_by") or found[number].secret_by if until else ""
            found[number] = replace(
                found[number], secret_until=until, secret_by=by, secret_ended=ended
            )
    return found


def secret_holds(state: State, day: date) -> frozenset[str]:
    """Return, by the source of their facts, the holds of orders of which nobody may tell."""
    secret = {one.number for one in orders(state).values() if one.is_secret(day)}
    every = holds(state).values() if secret else ()
    return frozenset(f"hold {one.number}" for one in every if one.order in secret)


def held_in_secret(state: State, people: Iterable[Person], day: date) -> list[Hold]:
    """Return the holds on some people that are by orders of which nobody may tell on a day."""
    # Without such an order no key is made for digests: nothing may be kept yet.
    known = people if secret_holds(state, day) else ()
    return held_by_digest(state, [state.digest(one.kind, one.key) for one in known], day)


def held_by_digest(state: State, digests: Sequence[str], day: date) -> list[Hold]:
    """Return the same of people who are known by digests."""
    secret = secret_holds(state, day) if digests else frozenset[str]()
    every = holds(state).values() if secret else ()
    return [
        one
        for one in every
        if f"hold {one.number}" in secret and one.stands(day) and one.person.key in digests
    ]


def receive(policy: Policy, new: NewOrder, journal: Journal, today: date) -> Order:
    """Write down an order that came in, and return it; nothing is released by that.

    Where it wants data kept, each hold is on record with it or none is. Raises CannotRun where the
    policy knows no such authority or category, or for a day to come.
    """
    _refuse_others(policy, new.recipient)
    if not new.asked:
        message = "say what it asks for: `--asks CATEGORY`, once for each"
        raise Refused(message)
    _refuse_unknown(new.asked, policy)
    _refuse_keeping(new)
    _refuse_secrecy(new)
    if new.answer_by is not None and (new.clock or new.answer_by < new.received_on):
        message = "the last day to answer is one that the order names, from the day on which it "
        raise Refused(message + "came; of a European order a law says it")
    if new.received_at is not None and new.received_at > now():
        message = "the moment of receipt is still to come"
        raise Refused(message)
    if new.received_on > today:
        message = f"{new.received_on} is still to come: on which day did the order arrive?"
        raise Refused(message)
    with journal.state.alone():
        number = max(orders(journal.state), default=0) + 1
        with journal.recording() as news:
            told = RECEIVED, {**_line(new), "by": decider()}
            add_line(journal.state, news, ORDERS, (number, 0), told)
            if new.keep:
                order = orders(journal.state)[number]
                article = order.article or clocks()[order.clock].source["en"]
                by = (number, order.recipient, article)
                days = (today, _review(policy, new, order))
                place_by_order(journal.state, news, by, new.keep, days)
        return orders(journal.state)[number]


def _line(new: NewOrder) -> dict[str, Any]:
    line: dict[str, Any] = {
        "recipient": new.recipient,
        "on": new.received_on.isoformat(),
        "article": new.article.strip(),
        "verified": new.verified.strip(),
        "reference": new.reference.strip(),
        "asked": list(new.asked),
        "secret_until": new.secret_until and new.secret_until.isoformat(),
    }
    if new.clock and new.received_at is not None:
        line |= {"clock": new.clock, "received_at": new.received_at.isoformat()}
    if new.issued_by.strip():
        line["issued_by"] = new.issued_by.strip()
    if new.voluntary.strip():
        line["voluntary"] = new.voluntary.strip()
    if new.secret_by.strip():
        line["secret_by"] = new.secret_by.strip()
    if new.answer_by is not None:
        line["answer_by"] = new.answer_by.isoformat()
    return line


def _review(policy: Policy, new: NewOrder, order: Order) -> date:
    """Return until when what an order wants kept is kept at least."""
    zone = ZoneInfo(policy.controller.zone)
    by_law = due_at(order, zone) if order.clock == PRESERVATION else None
    if new.review is not None or by_law is None:
        return new.review or date.min
    return by_law.astimezone(zone).date()


def _refuse_others(policy: Policy, name: str) -> None:
    """Raise CannotRun where a name is not that of an authority; with whom it may mean."""
    known = [one.id for one in policy.recipients.values() if one.role is Role.AUTHORITY]
    if name not in known:
        listed = f"there are {', '.join(f'`{one}`' for one in known)}" if known else "add one"
        message = f"`{shown(name)}` is no recipient of the policy with `role: authority`; "
        raise Refused(message + (did_you_mean(name, known) or listed))


def _refuse_secrecy(new: NewOrder) -> None:
    """Raise CannotRun where it is not said until when, or by which article, an order is secret."""
    if new.secret_until is not None and new.secret_until < new.received_on:
        message = f"{new.secret_until} lies before the order came: until when is it secret?"
        raise Refused(message)
    _refuse_half(new.secret_until, new.secret_by.strip())


def _refuse_half(until: date | None, article: str) -> None:
    """Raise CannotRun for a last day of secrecy without its article, and the reverse."""
    if until is not None and not article:
        message = "an order is secret by an article of a law, and none is named: --secret-by TEXT; "
        raise Refused(message + "where the order names none, ask the authority for it")
    if until is None and article:
        message = "until when is the order secret by that article? --secret-until DATE"
        raise Refused(message)


def _refuse_keeping(new: NewOrder) -> None:
    """Raise CannotRun where it is not said until when, or by which article, data are kept."""
    if new.keep and new.clock != PRESERVATION and new.review is None:
        message = "say on which day it is looked at again whether they are still to be kept: "
        raise Refused(message + "--review DATE")
    if new.keep and not (new.article.strip() or new.clock):
        message = "nothing is kept by an order without an article of a law: --article TEXT"
        raise Refused(message)
    if new.review is not None and not new.keep:
        message = "--review goes with --keep: whose data are to be kept?"
        raise Refused(message)


def decide_order(
    policy: Policy, number: int, given: Sequence[str], journal: Journal, today: date
) -> Order:
    """Write down what is given of what an order asked; nothing given is a refusal of all of it.

    Raises CannotRun where it was decided already, by the one who took it in, for what it did not
    ask, or to give something without an article or without a word on how it was verified.
    """
    _refuse_unknown(given, policy)
    with journal.state.alone():
        seen = number, lines_about(journal.state, ORDERS, number)
        order = order_known(journal.state, number)
        if order.decided_on is not None:
            message = f"order {number} was decided on {order.decided_on}; that stands"
            raise Refused(message)
        if is_same(order.taken_by, decider()):
            message = f"whoever took order {number} in may not decide on it: two people must"
            raise Refused(message)
        beyond = [name for name in given if name not in policy.expand(*order.asked)]
        if beyond:
            message = f"order {number} does not ask for {', '.join(f'`{n}`' for n in beyond)}"
            raise Refused(message)
        founded = order.article or order.voluntary
        if given and not (founded and order.verified):
            what = "how it was verified" if founded else "an article of a law"
            message = f"order {number} lacks {what}: refuse it, and ask the authority for another"
            raise Refused(message)
        line = {"on": today.isoformat(), "given": list(given), "by": decider()}
        go_on(journal, ORDERS, seen, DECIDED, line)
        return orders(journal.state)[number]


def change_secrecy(
    number: int, until: date | None, journal: Journal, today: date, by: str = ""
) -> Order:
    """Write down until when an order is secret, or with None that it is not any more.

    `by` is the article by which it is; without it, the one by which it was. Raises CannotRun where
    there is none, or for a day that is over: a mistyped year would tell the person.
    """
    if until is not None and until < today:
        message = f"{until} is over: until when is it secret? Where it is not any more, say that"
        raise Refused(message)
    with journal.state.alone():
        seen = number, lines_about(journal.state, ORDERS, number)
        before = order_known(journal.state, number).secret_by if until else ""
        by = by.strip() or before
        _refuse_half(until, by)
        line = {"secret_until": until and until.isoformat(), "by": decider()}
        line |= {"secret_by": by} if until else {}
        go_on(journal, ORDERS, seen, SECRECY, line)
        return orders(journal.state)[number]


def amount_of(text: str) -> Decimal:
    """Return an amount in euros that was typed; NoAmount where it is none."""
    try:
        found = Decimal(text)
        if found.is_finite() and found >= 0 and found == round(found, 2):
            return found
    except InvalidOperation:
        pass
    message = "costs are an amount in euros, such as 120 or 37.50"
    raise NoAmount(message)


def tell_costs(number: int, costs: Decimal, journal: Journal) -> Order:
    """Write down what answering an order cost, in euros; what was told before no longer counts."""
    with journal.state.alone():
        seen = number, lines_about(journal.state, ORDERS, number)
        order_known(journal.state, number)
        go_on(journal, ORDERS, seen, COSTS, {"costs": f"{costs:.2f}", "by": decider()})
        return orders(journal.state)[number]


def order_known(state: State, number: int) -> Order:
    """Return an order by its number; CannotRun where there is none."""
    found = orders(state).get(number)
    if found is None:
        message = f"there is no order {number}: `gestand order` prints the register"
        raise Refused(message)
    return found


def _refuse_unknown(categories: Iterable[str], policy: Policy) -> None:
    for name in categories:
        if name not in policy.categories:
            hint = did_you_mean(name, policy.categories) or "`gets:` of the authority names some"
            message = f"the policy has no category `{shown(name)}`; {hint}"
            raise Refused(message)


def _received(line: Mapping[str, Any]) -> Order:
    return Order(
        number=line["order"],
        recipient=line["recipient"],
        received_on=date.fromisoformat(line["on"]),
        article=line["article"],
        verified=line["verified"],
        asked=tuple(line["asked"]),
        taken_by=line["by"],
        reference=line["reference"],
        secret_until=_day(line["secret_until"]),
        clock=line.get("clock", ""),
        received_at=datetime.fromisoformat(line["received_at"]) if "received_at" in line else None,
        issued_by=line.get("issued_by", ""),
        answer_by=_day(line.get("answer_by")),
        voluntary=line.get("voluntary", ""),
        secret_by=line.get("secret_by", ""),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
