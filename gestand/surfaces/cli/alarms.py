"""`gestand alarms`: all on which somebody must act, from every register, in one list."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from gestand.core.calendar_feed import feed
from gestand.core.counting import counted
from gestand.core.ringing import Rings, entry, within
from gestand.errors import GestandError
from gestand.settings import now
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_in
from gestand.work.company import NotClean
from gestand.work.heads import Heads
from gestand.work.project import Project, load
from gestand.work.ringing import When, asks_consent, consents_ending, not_looked_at, on_record


@click.command()
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--within",
    "days",
    type=click.IntRange(0, 3650),
    default=90,
    show_default=True,
    metavar="DAYS",
    help="Name also what is due within so many days and does not press yet.",
)
@click.option("--ical", is_flag=True, help="Write the days as a calendar (RFC 5545).")
@click.option("--country", default="nl", metavar="CODE", help="Whose holidays count. Default: nl.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or a record for machines.",
)
@plainly
def command(directory: Path, days: int, country: str, form: str, *, ical: bool) -> None:
    """Tell what must be done by when: of requests, mail, breaches, holds, orders, papers, consents.

    Nobody is named in it. Ends with 0 when nothing presses, with 1 while something is overdue or
    cannot wait until tomorrow, and with 2 when it could not look.
    """
    project = load(directory)
    policy, datamap = project.declared()
    when, records = When(now(), project.zone, country.lower()), datamap.records
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        rings = list(on_record(project, keyring.journal.state, when))
        uid = keyring.journal.state.digest("calendar of requests")[:16]
    found = within([*rings, *_consents(project, directory, when)], when.day, days)
    if ical:
        entries = [entry(one, uid) for one in found]
        click.echo(feed(policy.controller.name, entries, when.now), nl=False)
    elif form == "json":
        click.echo(json.dumps([_record(one) for one in found], indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(found, when, days)))
    if any(one.press.cannot_wait for one in found):
        sys.exit(BRAKED)


def _consents(project: Project, directory: Path, when: When) -> Iterator[Rings]:
    """Yield the consents that end soon; that it is not known is told, and keeps nothing back."""
    if not asks_consent(project):
        return
    try:
        yield from consents_ending(open_company(directory), when.day)
    except GestandError as error:
        yield not_looked_at(when.day, error.findings if isinstance(error, NotClean) else [])


def _lines(found: list[Rings], when: When, days: int) -> Iterator[str]:
    pressing = sum(one.press.cannot_wait for one in found)
    yield f"{counted(len(found), 'day')} to watch on {when.day}, {pressing} of them now."
    for one in found:
        at = one.at.astimezone(ZoneInfo(when.zone)) if one.at else None
        due = f"{at:%Y-%m-%d %H:%M}" if at else f"{one.due}"
        yield f"{one.press.value:<8} {due:<16}  {one.what}"
        yield f"{'':<27}{one.act}"
    if not found:
        yield f"Nothing is due within {counted(days, 'day')}."


def _record(one: Rings) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "which": one.which,
        "what": one.what,
        "due": one.due.isoformat(),
        "at": one.at and one.at.isoformat(),
        "press": one.press.name.lower(),
        "act": one.act,
    }
