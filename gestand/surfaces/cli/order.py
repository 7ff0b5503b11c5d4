"""`gestand order`: the register of orders of authorities."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from gestand.core.facts import Person
from gestand.core.orders import Order, why_not_released
from gestand.core.policy.model import Policy
from gestand.errors import CannotRun
from gestand.settings import now, today
from gestand.surfaces.cli.asking import Asked, request
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.cli.screen import flat
from gestand.surfaces.cli.two_people import refuse_unnamed
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.journal import Journal
from gestand.work.orders import (
    NewOrder,
    change_secrecy,
    clocks,
    decide_order,
    due_at,
    orders,
    receive,
)
from gestand.work.project import load
from gestand.work.registers_told import order_told

_DATE = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("directory", metavar="[DIRECTORY]", default=".", type=click.Path(path_type=Path))
@click.option("--from", "authority", metavar="RECIPIENT", help="Write down an order of this one.")
@click.option("--received", type=_DATE, metavar="DATE", help="When it came. Default: today.")
@click.option("--article", default="", metavar="TEXT", help="The article of the law it names.")
@click.option(
    "--verified", default="", metavar="TEXT", help="How you made sure that it came from there."
)
@click.option(
    "--issued-by", default="", metavar="TEXT", help="Who gave it: officer, prosecutor or judge."
)
@click.option(
    "--answer-by", type=_DATE, metavar="DATE", help="The last day to answer that it names itself."
)
@click.option("--asks", multiple=True, metavar="CATEGORY", help="What it asks; once for each.")
@click.option("--reference", default="", metavar="TEXT", help="Its number at the authority.")
@click.option(
    "--secret-until",
    type=_DATE,
    metavar="DATE",
    help="The last day on which the person may not be told; alone, or with --number to change it.",
)
@click.option("--not-secret", is_flag=True, help="With --number: the person may be told from now.")
@click.option(
    "--epoc",
    type=click.Choice(["production", "emergency", "preservation"]),
    help="It is a European order (Regulation (EU) 2023/1543): its days or hours run.",
)
@click.option(
    "--at",
    type=click.DateTime(["%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%z"]),
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
    type=_DATE,
    metavar="DATE",
    help="With --keep: when it is looked at again. An order to preserve says that itself.",
)
@click.option("--number", type=int, help="The order that is decided, or whose secrecy changes.")
@click.option("--give", multiple=True, metavar="CATEGORY", help="Decide: give this, once for each.")
@click.option("--refuse", is_flag=True, help="Decide: give nothing of it.")
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
    number, authority, until = typed["number"], typed["authority"], _day(typed["secret_until"])
    decides = bool(typed["give"] or typed["refuse"])
    if authority and (number is not None or decides or typed["not_secret"]):
        message = "an order is written down first, and decided by somebody else: not both at once"
        raise CannotRun(message)
    if authority:
        at = _moment(typed)
        home = ZoneInfo(policy.controller.known_zone)
        received = _day(typed["received"]) or (at.astimezone(home).date() if at else day)
        said = (typed["article"], typed["verified"], typed["asks"], typed["reference"])
        clock, review = typed["epoc"] or "", _day(typed["review"])
        by = (typed["issued_by"], _day(typed["answer_by"]))
        new = NewOrder(authority, received, *said, until, clock, at, people, review, *by)
        return [receive(policy, new, journal, day)]
    if people or typed["review"]:
        message = "--keep goes with a new order: `--from RECIPIENT`; later, `gestand hold`"
        raise CannotRun(message)
    if any(typed[name] for name in ("epoc", "at", "issued_by", "answer_by")):
        message = (
            "--epoc, --at, --issued-by and --answer-by go with a new order: `--from RECIPIENT`"
        )
        raise CannotRun(message)
    if typed["give"] and typed["refuse"]:
        message = "give some of it, and the rest is refused; or `--refuse` all of it"
        raise CannotRun(message)
    if number is None:
        if decides or until or typed["not_secret"] or typed["asks"]:
            message = "which order? name it by `--number`, or a new one by `--from RECIPIENT`"
            raise CannotRun(message)
        return list(orders(journal.state).values())
    if decides:
        return [decide_order(policy, number, typed["give"], journal, day)]
    if until or typed["not_secret"]:
        return [change_secrecy(number, until, journal)]
    return [one for one in orders(journal.state).values() if one.number == number]


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
    return typed.date() if typed else None


def _lines(one: Order, day: date, zone: ZoneInfo) -> Iterator[str]:
    article = flat(one.article) or "NO ARTICLE"
    yield f"Order {one.number} of {one.recipient}, received on {one.received_on}: {article}"
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
    else:
        yield f"  decided on {one.decided_on}: gives {', '.join(one.given) or 'nothing'}"
        yield f"  refused: {', '.join(one.refused) or 'nothing'}"
        yield from (f"  {why}" for why in why_not_released(one, one.recipient, day) if one.given)
    if one.secret_until is not None:
        over = "" if one.is_secret(day) else " (over)"
        yield f"  secret until {one.secret_until}{over}"
