"""`gestand access`: write a person's answer to a request for access."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from gestand.core.counting import counted
from gestand.errors import CannotRun
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
from gestand.work.access import Given, Wanted, give_access
from gestand.work.holder import LEFT_OUT


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
    as_of: datetime | None,
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
    for line in _told(given, out):
        click.echo(line)
    click.echo(how_to_print(given.receipt, directory))
    tell_of_interrupted(given.interrupted)


def _told(given: Given, out: Path) -> Iterator[str]:
    found = [table for table in given.tables if table.rows]
    rows = counted(sum(table.rows for table in found))
    tables, files = counted(len(found), "table"), counted(given.files, "file")
    yield f"The answer is in {out}: {rows} of {tables}, {files}."
    for table, one in given.left_out:
        yield f"  left out ({one.reason}): {one.column} of {table}"
    if given.files_left_out:
        files = counted(given.files_left_out, "file")
        yield f"  left out (not on disk, or not in its folder): {files}; the answer says so"
    for table, number in given.unconfirmed.items():
        carry = "carries" if number == 1 else "carry"
        yield f"{counted(number)} of {table} {carry} an identifier of this person."
        yield "  Nobody confirmed that they are about the same person: not in the answer."
    if given.of_others:
        yield f"  left out ({LEFT_OUT}): {counted(given.of_others, 'record')} of ours"
    if given.places:
        yield f"Look by hand as well, for these are not connected: {', '.join(given.places)}."
