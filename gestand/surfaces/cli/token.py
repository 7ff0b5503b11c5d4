"""`gestand token`: what programs of the organisation may ask over the API, and until when."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from gestand.core.programs import SCOPES
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.cli.moments import DAY
from gestand.surfaces.cli.two_people import name_of_officer
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.project import load
from gestand.work.tokens import Known, Wanted, line, make, revoke, tokens

_EPILOG = "Scopes: " + "; ".join(f"`{scope}`: {means}" for scope, means in SCOPES.items()) + "."


@click.command(epilog=_EPILOG)
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--make", "name", metavar="NAME", help="Make a token for the program of this name.")
@click.option(
    "--scope", "scopes", multiple=True, metavar="SCOPE",
    help="With --make: what it may do, once for each: " + ", ".join(SCOPES) + ".",
)
@click.option(
    "--last", type=DAY, metavar="DATE",
    help="With --make: the last day on which it counts, at most 400 days from now.",
)
@click.option(
    "--acts-for", default="", metavar="NAME",
    help="With --make: in whose name it decides and confirms, as GESTAND_USER has it. Without one "
    "it takes no step for which a person answers.",
)
@click.option("--revoke", "number", type=int, metavar="NUMBER", help="Let it count no more.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text",
    help="For people, or a record for machines.",
)
@plainly
def command(
    directory: Path,
    name: str | None,
    scopes: tuple[str, ...],
    last: date | None,
    acts_for: str,
    number: int | None,
    form: str,
) -> None:
    """Make a token for a program that asks `gestand serve`, list them, or revoke one.

    A token is shown once, and kept as a digest with a key of yours. What no scope of it names is
    refused. A running server sees at once that one was made or revoked.
    """
    project = load(directory)
    _, datamap = project.declared()
    day, records = today(project.zone), datamap.records
    if name is None and (scopes or last or acts_for):
        message = "--scope, --last and --acts-for go with `--make NAME`"
        raise CannotRun(message)
    if name is not None and (number is not None or last is None):
        message = "a token is made with --scope and --last: `--last 2027-06-30`"
        raise CannotRun(message)
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        journal = keyring.journal
        if name is not None and last is not None:
            wanted = Wanted(name, scopes, last, name_of_officer(project, acts_for))
            program, text = make(journal, wanted, day)
            click.echo(f"Token {program.number}, which nobody can show again:", err=True)
            click.echo(text)
            return
        if number is not None:
            revoke(journal, number, day)
        found = tokens(journal.state)
    if form == "json":
        click.echo(json.dumps([_record(one) for one in found], indent=1))
        return
    click.echo("\n".join(line(one, day) for one in found) or "There are no tokens.")


def _record(one: Known) -> dict[str, Any]:
    program = one.program
    return {
        "number": program.number,
        "name": program.name,
        "acts_for": program.acts_for or None,
        "scopes": sorted(program.scopes),
        "last": program.last.isoformat(),
        "made": one.made,
        "revoked": one.revoked or None,
        "uses": one.uses,
        "seen": one.seen or None,
    }
