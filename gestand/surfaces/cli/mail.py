"""`gestand mail`: the messages that went out and came in, and what a person says of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from gestand.core.mail import Happens, needs_a_person
from gestand.errors import CannotRun
from gestand.settings import decider
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.surfaces.cli.mails_told import line, record
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.keyring import Keyring
from gestand.work.mails import Mail, mail_known, mails
from gestand.work.project import load
from gestand.work.sending import settle


@click.command()
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--number", type=int, help="The message to show, or to say something of.")
@click.option("--sent", is_flag=True, help="With --number: it did arrive.")
@click.option(
    "--again", is_flag=True,
    help="With --number: it did not arrive, and may be sent again with `gestand send`.",
)
@click.option("--all", "every", is_flag=True, help="List those that need nobody as well.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text",
    help="For people, or a record for machines.",
)
@plainly
def command(directory: Path, form: str, **typed: Any) -> None:
    """List the messages that need a person: letters of which nobody knows whether they arrived.

    Ends with 1 while there is one. No letter is sent again by itself.
    """
    project = load(directory)
    if project.datamap is None or project.policy is None or project.unreadable:
        message = "policy and data map cannot be read: `gestand check` tells why"
        raise CannotRun(message)
    records = project.datamap.records
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        found = _done(keyring, **typed)
    if form == "json":
        click.echo(json.dumps([record(one) for one in found], indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(map(line, found)) or "No message needs anybody.")
    if any(needs_a_person(one.stage) for one in found):
        sys.exit(BRAKED)


def _done(keyring: Keyring, **typed: Any) -> list[Mail]:
    """Do what was typed, and return the messages to show."""
    number, state = typed["number"], keyring.journal.state
    said = [what for name, what in _SAYS.items() if typed[name]]
    if number is None:
        if said:
            message = "of which message? name it by `--number`"
            raise CannotRun(message)
        return [one for one in mails(state) if typed["every"] or needs_a_person(one.stage)]
    if len(said) > 1:
        message = "one thing at a time: --sent or --again"
        raise CannotRun(message)
    seen = mail_known(state, number)
    return [settle(keyring.journal, seen, said[0], decider()) if said else seen]


_SAYS = {"sent": Happens.ARRIVED, "again": Happens.AGAIN}
