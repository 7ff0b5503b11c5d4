"""`gestand breach`: the register of breaches, and the hours that run."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from gestand.core.breach import CONTROLLER, FIELDS, PROCESSOR, Breach, Clock, State, missing
from gestand.errors import CannotRun
from gestand.settings import now
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.surfaces.cli.moments import MOMENT
from gestand.surfaces.cli.screen import flat
from gestand.wiring.recording import keyring_in
from gestand.work.breaches import (
    begin_breach,
    breaches,
    close,
    notify,
    rate,
    running,
    tell_more,
)
from gestand.work.heads import Heads
from gestand.work.journal import Journal
from gestand.work.project import load
from gestand.work.registers_told import breach_told

_OVERDUE = (State.OVERDUE,)


@click.command()
@click.argument("directory", metavar="[DIRECTORY]", default=".", type=click.Path(path_type=Path))
@click.option("--new", is_flag=True, help="Write down a breach.")
@click.option(
    "--aware",
    type=MOMENT,
    metavar="MOMENT",
    help="With --new: when you knew, with the zone, e.g. `2026-11-27T16:20+01:00`. The hours run "
    "from then.",
)
@click.option(
    "--role",
    type=click.Choice([CONTROLLER, PROCESSOR]),
    default=CONTROLLER,
    show_default=True,
    help="With --new: whose data they are, your own or those of customers.",
)
@click.option("--nis2", is_flag=True, help="With --new: the duties of NIS2 count as well.")
@click.option("--number", type=int, help="The breach of which more is written down.")
@click.option(
    "--set",
    "fields",
    multiple=True,
    metavar="FIELD=TEXT",
    help=f"Write down a field, once for each: {', '.join(FIELDS)}.",
)
@click.option("--risk", metavar="none|risk|high", help="With --number and --because.")
@click.option(
    "--told",
    "whom",
    metavar="WHOM",
    help="With --number: authority, people, customers, or a step of NIS2 was told.",
)
@click.option("--at", type=MOMENT, metavar="MOMENT", help="With --told: when. Default: now.")
@click.option("--reference", default="", metavar="TEXT", help="With --told: its number there.")
@click.option("--close", "closing", is_flag=True, help="With --number and --because: it is over.")
@click.option("--because", default="", metavar="TEXT", help="Why; with --close what was learned.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or a record for machines.",
)
@plainly
def command(directory: Path, form: str, **typed: Any) -> None:
    """Write down a breach of personal data, what became of it and who was told, or print all.

    The hours run on through nights and weekends. Names of people do not belong in it: say how many,
    and which kind. Ends with 1 while an hour is over and nobody was told.
    """
    project = load(directory)
    _, datamap = project.declared()
    records = datamap.records
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        found = _done(keyring.journal, **typed)
    if form == "json":
        click.echo(json.dumps([breach_told(one) for one in found], indent=1, ensure_ascii=False))
    else:
        for one in found:
            click.echo("\n".join(_lines(one, ZoneInfo(project.zone))))
        if not found:
            click.echo("There are no breaches.")
    if any(clock.state is State.OVERDUE for one in found for clock in _open(one)):
        sys.exit(BRAKED)


def _done(journal: Journal, **typed: Any) -> list[Breach]:
    """Do what was typed, and return the breaches to show: the one it was about, or all."""
    number, fields = typed["number"], dict(_pair(text) for text in typed["fields"])
    wishes = [name for name in ("risk", "whom", "closing") if typed[name]]
    if typed["new"]:
        if number is not None or wishes:
            message = "a breach is written down first; the rest follows by `--number`"
            raise CannotRun(message)
        if typed["aware"] is None:
            message = "when did you know of it? --aware MOMENT, such as 2026-11-27T16:20+01:00: "
            raise CannotRun(message + "the hours run from then, and it cannot be changed")
        begun = begin_breach(journal, typed["aware"], typed["role"], fields, nis2=typed["nis2"])
        return [begun]
    if number is None:
        if wishes or fields:
            message = "which breach? name it by `--number`, or write a new one down with `--new`"
            raise CannotRun(message)
        return list(breaches(journal.state).values())
    return [_more(journal, number, fields, wishes, typed)]


def _more(
    journal: Journal, number: int, fields: dict[str, str], wishes: list[str], typed: dict[str, Any]
) -> Breach:
    if len(wishes) + bool(fields) > 1:
        message = "one thing at a time: --set, --risk, --told or --close"
        raise CannotRun(message)
    if fields:
        return tell_more(journal, number, fields)
    if typed["risk"]:
        return rate(journal, number, typed["risk"], typed["because"])
    if typed["whom"]:
        return notify(journal, number, typed["whom"], typed["at"] or now(), typed["reference"])
    if typed["closing"]:
        return close(journal, number, typed["because"])
    found = breaches(journal.state).get(number)
    if found is None:
        message = f"there is no breach {number}"
        raise CannotRun(message)
    return found


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not value.strip():
        message = "write a field as `--set FIELD=TEXT`"
        raise CannotRun(message)
    return name.strip(), value


def _open(one: Breach) -> tuple[Clock, ...]:
    return () if one.closed else running(one)


def _lines(one: Breach, zone: ZoneInfo) -> Iterator[str]:
    what = one.told.get("what", "not said what")
    status = "closed" if one.closed else "open"
    yield f"Breach {one.number} ({status}), as {one.role}: {flat(what)}"
    yield f"  known since {_local(one.aware, zone)}"
    if one.risk is not None:
        yield f"  risk: {one.risk.value}, because {flat(one.because)}"
    found = running(one)
    for clock in found:
        yield f"  {clock.rule.whom}: {_stands(clock, zone)}"
        settled = "" if clock.rule.settled else " (not settled)"
        yield f"    {clock.rule.source.get('en', '')}{settled}"
    if not one.closed:
        yield from (f"  still to write down: {what}" for what in missing(one, found))


def _stands(clock: Clock, zone: ZoneInfo) -> str:
    due = _local(clock.due, zone)
    if clock.done is not None:
        return f"{clock.state.value}, on {_local(clock.done, zone)} (due {due})"
    left = clock.left(now())
    if clock.state in _OVERDUE:
        return f"OVERDUE since {due}, {_hours(-left)} ago"
    return f"due {due}, {_hours(left)} left"


def _hours(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    return f"{minutes // 60} h {minutes % 60:02} min"


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%a %Y-%m-%d %H:%M}"
