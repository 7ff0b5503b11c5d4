"""`gestand order`: the register of orders of authorities."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from gestand.core.facts import Person
from gestand.core.orders import Count, Order, counted_orders, why_not_released
from gestand.core.policy.model import Policy
from gestand.errors import CannotRun
from gestand.settings import now, today
from gestand.surfaces.cli.asking import Asked, request
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.cli.moments import DAY, MOMENT
from gestand.surfaces.cli.screen import flat
from gestand.surfaces.cli.two_people import refuse_unnamed
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.journal import Journal
from gestand.work.orders import (
    NewOrder,
    amount_of,
    change_secrecy,
    clocks,
    decide_order,
    due_at,
    order_known,
    orders,
    receive,
    tell_costs,
)
from gestand.work.project import load
from gestand.work.registers_told import count_told, order_told


@click.command()
@click.argument("directory", metavar="[DIRECTORY]", default=".", type=click.Path(path_type=Path))
@click.option("--from", "authority", metavar="RECIPIENT", help="Write down an order of this one.")
@click.option("--received", type=DAY, metavar="DATE", help="When it came. Default: today.")
@click.option("--article", default="", metavar="TEXT", help="The article of the law it names.")
@click.option(
    "--verified", default="", metavar="TEXT", help="How you made sure that it came from there."
)
@click.option(
    "--issued-by", default="", metavar="TEXT", help="Who gave it: officer, prosecutor or judge."
)
@click.option(
    "--voluntary",
    default="",
    metavar="TEXT",
    help="It compels to nothing: why it may be answered all the same, as you weighed it.",
)
@click.option(
    "--answer-by", type=DAY, metavar="DATE", help="The last day to answer that it names itself."
)
@click.option("--asks", multiple=True, metavar="CATEGORY", help="What it asks; once for each.")
@click.option("--reference", default="", metavar="TEXT", help="Its number at the authority.")
@click.option(
    "--secret-until",
    type=DAY,
    metavar="DATE",
    help="The last day on which the person may not be told; alone, or with --number to change it.",
)
@click.option(
    "--secret-by",
    default="",
    metavar="TEXT",
    help="With --secret-until: the article of the law by which it is. Default: as before.",
)
@click.option("--not-secret", is_flag=True, help="With --number: the person may be told from now.")
@click.option(
    "--epoc",
    type=click.Choice(["production", "emergency", "preservation"]),
    help="It is a European order (Regulation (EU) 2023/1543): its days or hours run.",
)
@click.option(
    "--at",
    type=MOMENT,
    metavar="MOMENT",
    help="With --epoc: when it came, with the zone, e.g. `2026-11-27T16:20+01:00`. Default: now.",
)
@click.option(
    "--keep",
    multiple=True,
    metavar="KIND:KEY",
    help="It orders that everything about this person is kept: a hold is placed at once. Again for "
    "each; a second person confirms each hold.",
)
@click.option(
    "--review",
    type=DAY,
    metavar="DATE",
    help="With --keep: when it is looked at again. An order to preserve says that itself.",
)
@click.option("--number", type=int, help="The order that is decided, or whose secrecy changes.")
@click.option("--give", multiple=True, metavar="CATEGORY", help="Decide: give this, once for each.")
@click.option("--refuse", is_flag=True, help="Decide: give nothing of it.")
@click.option("--costs", metavar="EUROS", help="With --number: what answering it cost.")
@click.option(
    "--count", is_flag=True, help="Tell how many there were, by year and authority, to publish."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or a record for machines.",
)
@plainly
def command(directory: Path, form: str, **typed: Any) -> None:
    """Write down an order of an authority, decide on one, or print the register.

    Who takes an order in may not decide on it: GESTAND_USER, or the user of this machine, is who
    you are. Without an article, or a word on how it was verified, nothing can be given. What was
    given on a secret order stays out of a person's answer until that day is over.
    """
    project = load(directory)
    policy, datamap = project.declared()
    day, zone = today(project.zone), ZoneInfo(project.zone)
    records = datamap.records
    if typed["authority"] or typed["number"] is not None:
        refuse_unnamed(project)
    # The stores are asked before own records are opened.
    people = _people(directory, typed["keep"])
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        found = _done(policy, keyring.journal, day, people, **typed)
    if typed["count"]:
        click.echo(_COUNTED[form](counted_orders(found, day)))
        return
    if form == "json":
        click.echo(json.dumps([order_told(one) for one in found], indent=1, ensure_ascii=False))
        return
    for one in found:
        click.echo("\n".join(_lines(one, day, zone)))
    if not found:
        click.echo("There are no orders.")


def _people(directory: Path, named: Sequence[str]) -> tuple[Person, ...]:
    """Return the people whose data are to be kept; CannotRun where somebody is not known."""
    if not named:
        return ()
    company = open_company(directory)
    return request(company, Asked(None, tuple(dict.fromkeys(named)), erase=False)).people


def _done(
    policy: Policy, journal: Journal, day: date, people: Sequence[Person], **typed: Any
) -> list[Order]:
    """Do what was typed, and return the orders to show: the one it was about, or all."""
    _refuse_mixed(typed)
    number = typed["number"]
    if typed["authority"]:
        return [receive(policy, _new(policy, day, people, typed), journal, day)]
    if number is None:
        return list(orders(journal.state).values())
    if typed["give"] or typed["refuse"]:
        return [decide_order(policy, number, typed["give"], journal, day)]
    if typed["costs"]:
        return [tell_costs(number, amount_of(typed["costs"]), journal)]
    if typed["secret_until"] or typed["not_secret"]:
        return [change_secrecy(number, typed["secret_until"], journal, day, typed["secret_by"])]
    return [order_known(journal.state, number)]


def _new(policy: Policy, day: date, people: Sequence[Person], typed: Mapping[str, Any]) -> NewOrder:
    at = _moment(typed)
    home = ZoneInfo(policy.controller.known_zone)
    return NewOrder(
        recipient=typed["authority"],
        received_on=typed["received"] or (at.astimezone(home).date() if at else day),
        article=typed["article"],
        verified=typed["verified"],
        asked=typed["asks"],
        reference=typed["reference"],
        secret_until=typed["secret_until"],
        clock=typed["epoc"] or "",
        received_at=at,
        keep=people,
        review=typed["review"],
        issued_by=typed["issued_by"],
        answer_by=typed["answer_by"],
        voluntary=typed["voluntary"],
        secret_by=typed["secret_by"],
    )


_WITH_NEW = ("epoc", "at", "issued_by", "answer_by", "voluntary")
"""Options that go with a new order only."""


def _refuse_mixed(typed: Mapping[str, Any]) -> None:
    """Raise CannotRun for options that do not go together."""
    for wrong, message in _mixed(typed):
        if wrong:
            raise CannotRun(message)


def _mixed(typed: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """Yield what may be wrong with the options, and what is said then."""
    new, number = typed["authority"], typed["number"]
    decides, secrecy = typed["give"] or typed["refuse"], typed["secret_until"]
    acts = [bool(one) for one in (decides, typed["costs"], secrecy or typed["not_secret"])]
    yield (
        new and (number is not None or decides or typed["not_secret"] or typed["costs"]),
        "an order is written down first, and decided by somebody else: not both at once",
    )
    yield (
        not new and (typed["keep"] or typed["review"]),
        "--keep goes with a new order: `--from RECIPIENT`; later, `gestand hold`",
    )
    yield (
        typed["secret_by"] and not secrecy,
        "until when is the order secret by that article? --secret-until DATE",
    )
    options = ", ".join(f"--{name.replace('_', '-')}" for name in _WITH_NEW)
    yield (
        not new and any(typed[name] for name in _WITH_NEW),
        f"{options} go with a new order: `--from RECIPIENT`",
    )
    yield (
        typed["give"] and typed["refuse"],
        "give some of it, and the rest is refused; or `--refuse` all of it",
    )
    yield (
        not new and number is None and (any(acts) or typed["asks"]),
        "which order? name it by `--number`, or a new one by `--from RECIPIENT`",
    )
    yield (
        not new and sum(acts) > 1,
        "decide on an order, say how long it is secret, or what it cost: one at a time",
    )
    yield (
        typed["count"] and (new or number is not None),
        "--count is about every order: leave --from and --number away",
    )


def _moment(typed: Mapping[str, Any]) -> datetime | None:
    """Return when a European order came, in UTC; None for an order without such a clock."""
    if not typed["epoc"]:
        if typed["at"]:
            message = "--at goes with --epoc; for the day of another order write `--received`"
            raise CannotRun(message)
        return None
    if typed["received"]:
        message = "a European order came at a moment: write `--at` and not `--received`"
        raise CannotRun(message)
    at: datetime = typed["at"] or now()
    return at.astimezone(UTC)


def _day(typed: datetime | None) -> date | None:
    return typed or None


def _lines(one: Order, day: date, zone: ZoneInfo) -> Iterator[str]:
    article = flat(one.article) or "NO ARTICLE"
    yield f"Order {one.number} of {one.recipient}, received on {one.received_on}: {article}"
    if one.voluntary:
        yield f"  it compels to nothing; answered because: {flat(one.voluntary)}"
    if one.issued_by:
        yield f"  issued by: {flat(one.issued_by)}"
    yield f"  verified: {flat(one.verified) or 'not yet'}; asks {', '.join(one.asked)}"
    if (due := due_at(one, zone)) is not None:
        rule = clocks().get(one.clock)
        what = "kept until" if rule and rule.keeps else "answered by"
        yield f"  to be {what} {due.astimezone(zone):%a %Y-%m-%d %H:%M}"
        if rule is not None:
            settled = "" if rule.settled else " (not settled)"
            yield f"    {rule.source.get('en', '')}{settled}"
    if one.decided_on is None:
        yield "  nobody has decided on it: nothing is released"
        if not (one.article or one.voluntary):
            yield "  without an article nothing can be given: ask for it, and refuse this order"
    else:
        yield f"  decided on {one.decided_on}: gives {', '.join(one.given) or 'nothing'}"
        yield f"  refused: {', '.join(one.refused) or 'nothing'}"
        yield from (f"  {why}" for why in why_not_released(one, one.recipient, day) if one.given)
    if one.costs is not None:
        yield f"  costs: EUR {one.costs}"
    if one.secret_until is not None:
        over = "" if one.is_secret(day) else " (over)"
        by = f" by {flat(one.secret_by)}" if one.secret_by else ", and no article of that is known"
        yield f"  secret until {one.secret_until}{over}{by}"


def _count_text(counts: Sequence[Count]) -> str:
    return "\n".join(map(_count_line, counts)) or "There are no orders."


def _count_line(one: Count) -> str:
    became = ", ".join(f"{number} {name}" for name, number in one.became.items() if number)
    line = f"{one.year} {one.recipient}: {one.received} received; {became}"
    if one.voluntary:
        line += f"; {one.voluntary} voluntary"
    if one.costs:
        line += f"; costs EUR {one.costs}"
    return f"{line}; {one.secret} still secret" if one.secret else line


_COUNTED: Mapping[str, Callable[[Sequence[Count]], str]] = {
    "text": _count_text,
    "json": lambda counts: json.dumps([count_told(one) for one in counts], indent=1),
}
