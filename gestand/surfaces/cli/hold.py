"""`gestand hold`: the register of legal holds, each with two people and a day of review."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from gestand.core.facts import Person
from gestand.core.holds import Hold, alarms, comes_up
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.surfaces.cli.asking import Asked, request
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.surfaces.cli.moments import DAY
from gestand.surfaces.cli.screen import flat
from gestand.surfaces.cli.two_people import refuse_unnamed
from gestand.wiring import open_company
from gestand.wiring.recording import journal_of
from gestand.work.company import Company
from gestand.work.holds import confirm, holds, place, release, review
from gestand.work.journal import Journal
from gestand.work.people import perhaps_gone
from gestand.work.project import load
from gestand.work.registers_told import hold_told


@click.command()
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--person",
    metavar="KIND:KEY",
    help="Place a hold on this person, or with --release name them once more; `KIND:-` reads an "
    "identifier from standard input.",
)
@click.option("--because", default="", metavar="TEXT", help="Why: for which claim or order.")
@click.option("--article", default="", metavar="TEXT", help="By which article, or which order.")
@click.option(
    "--review",
    "until",
    type=DAY,
    metavar="DATE",
    help="The day on which it is looked at again; with --number another one.",
)
@click.option("--number", type=int, help="The hold that is confirmed, reviewed or released.")
@click.option("--confirm", "confirming", is_flag=True, help="Confirm it, as a second person.")
@click.option("--release", "releasing", is_flag=True, help="Ask to release it, or grant that.")
@click.option(
    "--yes", is_flag=True, help="With --release: do not ask before what waited is removed."
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
    """Keep everything about somebody for a claim or an order, or print the register.

    A hold counts at once. Two people place it, one who answers for it and one who confirms, and two
    release it; GESTAND_USER, or the user of this machine, is who you are. Ends with 1 while a
    review is over, or somebody has still to confirm.
    """
    company = open_company(directory)
    day = today(company.zone)
    if typed["number"] is not None or typed["person"]:
        refuse_unnamed(load(directory))
    with journal_of(company) as journal:
        found = _done(company, journal, day, **typed)
    if form == "json":
        click.echo(json.dumps([hold_told(one) for one in found], indent=1))
    else:
        for one in found:
            click.echo("\n".join(_lines(one, day)))
        if not found:
            click.echo("There are no holds.")
    if typed["releasing"] and found[0].released_on is not None:
        if _is_gone(company, typed["person"]):
            click.echo("Nobody is known under that key any more: nothing waited for it.")
        else:
            _remove_what_waited(directory, typed["person"], yes=typed["yes"])
    if any(True for one in found for _ in alarms(one, day)):
        sys.exit(BRAKED)


def _remove_what_waited(directory: Path, person: str, *, yes: bool) -> None:
    """Carry out the plan of the person by `gestand apply`, which shows it and asks first."""
    root = click.get_current_context().find_root()
    commands = root.command
    apply = commands.get_command(root, "apply") if isinstance(commands, click.Group) else None
    if apply is None or person.endswith(":-"):
        again = shlex.join(["gestand", "apply", str(directory), "--person", person])
        click.echo(f"`{again}` removes now what waited for it; else the next run does.")
        return
    click.echo("What waited for it:")
    root.invoke(apply, directory=directory, people=(person,), yes=yes)


def _done(company: Company, journal: Journal, day: date, **typed: Any) -> list[Hold]:
    """Do what was typed, and return the holds to show: the one it was about, or all."""
    number, person, because = typed["number"], typed["person"], typed["because"]
    until = typed["until"]
    if number is None:
        if typed["confirming"] or typed["releasing"] or (until and not person):
            message = "which hold? name it by `--number`, or place a new one with `--person`"
            raise CannotRun(message)
        if not person:
            return list(holds(journal.state).values())
        if until is None:
            message = "a hold has a day on which it is looked at again: --review DATE"
            raise CannotRun(message)
        who = _person(company, person)
        return [place(journal, who, because, typed["article"], (day, until))]
    return [_go_on(company, journal, day, **typed)]


def _go_on(company: Company, journal: Journal, day: date, **typed: Any) -> Hold:
    number: int = typed["number"]
    if sum(map(bool, (typed["confirming"], typed["releasing"], typed["until"]))) != 1:
        message = "choose one: --confirm, --review DATE or --release"
        raise CannotRun(message)
    if typed["confirming"]:
        return confirm(journal, number)
    if typed["until"]:
        return review(journal, number, typed["until"], typed["because"], day)
    if not typed["person"]:
        message = "name whom it is about once more: --person KIND:KEY"
        raise CannotRun(message)
    who = _perhaps_gone(company, typed["person"])
    return release(journal, number, who, typed["because"], day)


def _person(company: Company, text: str) -> Person:
    return request(company, Asked(None, (text,), erase=False)).people[0]


def _perhaps_gone(company: Company, text: str) -> Person:
    """Return who was typed, also where their row is not there any more."""
    kind, _, key = (part.strip() for part in text.partition(":"))
    if key in ("", "-") or "@" in text:
        return _person(company, text)
    return perhaps_gone(company, kind, key, by_identifier=False)


def _is_gone(company: Company, text: str) -> bool:
    if text.endswith(":-"):
        return False
    try:
        _person(company, text)
    except CannotRun:
        return True
    return False


def _lines(one: Hold, day: date) -> Iterator[str]:
    about = f"{one.person.kind} #{one.person.key}"[:40]
    yield f"Hold {one.number} on {about}..., since {one.placed_on}: {flat(one.because)}"
    confirmed = f"confirmed by {flat(one.confirmed_by)}" if one.confirmed_by else "not confirmed"
    yield f"  by {flat(one.placed_by)} ({flat(one.article)}); {confirmed}"
    if one.released_on is not None:
        why = flat(one.release_because)
        yield f"  released on {one.released_on} by {flat(one.released_by)}: {why}"
        return
    near = " (soon)" if comes_up(one, day) else ""
    yield f"  looked at again on {one.review}{near}"
    yield from (f"  ALARM: {what}" for what in alarms(one, day))
