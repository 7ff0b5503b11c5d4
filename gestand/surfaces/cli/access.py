"""`gestand access`: write a person's answer to a request for access."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from gestand.errors import CannotRun
from gestand.surfaces.cli.answers_told import answer_lines
from gestand.surfaces.cli.asking import (
    Asked,
    asks_about,
    how_to_print,
    progress,
    request,
    tell_of_interrupted,
)
from gestand.surfaces.cli.edge import plainly
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.access import Wanted, give_access


@click.command()
@asks_about
@click.option(
    "--out",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the answer to this file, a zip archive that only its owner can read.",
)
@click.option(
    "--lang",
    "language",
    metavar="LANGUAGE",
    help="The person's language, e.g. `nl`. Default: the first language of the policy.",
)
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
@plainly
def command(
    directory: Path,
    as_of: date | None,
    people: tuple[str, ...],
    out: Path,
    language: str | None,
    force: bool,
) -> None:
    """Write all that is held about one person, and why, for that person (GDPR article 15).

    Several `--person` name one and the same person in several kinds. Whether they are is for
    you to establish, and so is who they are: the answer goes to whoever asks.
    """
    if not people:
        message = "`--person` is missing: an answer is about one person"
        raise CannotRun(message)
    company = open_company(directory)
    asked = replace(request(company, Asked(as_of, people, erase=False)), access=True)
    wanted = Wanted(language or company.policy.controller.languages[0], out, force)
    with keyring_of(company) as keyring:
        given = give_access(company, asked, wanted, keyring, progress)
    for line in answer_lines(given, out):
        click.echo(line)
    click.echo(how_to_print(given.receipt, directory))
    tell_of_interrupted(given.interrupted)
