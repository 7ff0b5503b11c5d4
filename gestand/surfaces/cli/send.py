"""`gestand send`: a letter of a request, by mail."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from gestand.core.mail import Stage
from gestand.surfaces.cli.addressing import addressed, language_of
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.surfaces.cli.filling import pair, pdf_or_refuse
from gestand.surfaces.cli.mails_told import fate
from gestand.wiring.mailing import sender_of
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.letter_items import decided_in
from gestand.work.letters import as_page, letter, told_by
from gestand.work.project import load
from gestand.work.sealed_mail import who_asked
from gestand.work.sending import Outgoing, send


@click.command()
@click.argument("name")
@click.option(
    "--in", "directory", default=".", metavar="DIRECTORY",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder that holds `privacy/`. Default: this one.",
)
@click.option("--request", "number", type=int, required=True, help="The request it is about.")
@click.option(
    "--to", metavar="ADDRESS",
    help="Where it goes; `-` reads one line from standard input. Default: to whom asked by mail.",
)
@click.option(
    "--lang", "language", metavar="LANGUAGE",
    help="Default: the one in which they asked by mail, or the policy's first.",
)
@click.option(
    "--set", "fields", multiple=True, metavar="GAP=TEXT",
    help="Fill a gap, once for each, as for `gestand letter`.",
)
@click.option("--pdf", is_flag=True, help="Add it as a PDF.")
@click.option(
    "--country", default="nl", show_default=True, metavar="CODE", help="As in `gestand due`."
)
@plainly
def command(
    name: str,
    directory: Path,
    number: int,
    to: str | None,
    language: str | None,
    fields: tuple[str, ...],
    pdf: bool,
    country: str,
) -> None:
    """Send the letter NAME of a request: that it will go is on record before it goes.

    The same letter goes to an address once. Ends with 1 where it was not sent, or where nobody can
    tell: `gestand mail` shows those, and none is sent again by itself.
    """
    project = load(directory)
    policy, datamap = project.declared()
    sender = sender_of(project)
    records = datamap.records
    given = dict(pair(text) for text in fields)
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        on_record = told_by(project, number, country.lower())
        asked = None if to is not None else who_asked(keyring, number)
        chosen = language or language_of(policy, asked)
        on_record |= decided_in(keyring, policy, name, number, chosen)
        written = letter(policy, chosen, name, given, on_record)
        made = pdf_or_refuse(as_page(written, sender.name)) if pdf else None
        going = addressed(Outgoing(number, name, "", written, made), to, asked)
        sent = send(keyring.journal, sender, going)
    click.echo(fate(sent))
    if sent.stage is not Stage.SENT:
        sys.exit(BRAKED)
