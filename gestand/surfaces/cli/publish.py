"""`gestand publish`: write the statement as web pages, PDF and Markdown."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from gestand.settings import today
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.cli.report import Report, as_text
from gestand.work.pages.pdf import DEBIAN_PACKAGES, is_possible
from gestand.work.project import load
from gestand.work.publish import (
    Publication,
    check_place,
    check_publication,
    compose,
    put_in_place,
)

FOUND, COULD_NOT_RUN = 1, 2

NO_PDF = (
    "gestand: no PDF was made, because this system has no Pango library; "
    f"on Debian: apt-get install {DEBIAN_PACKAGES}"
)


@click.command()
@click.argument("directory", metavar="[DIRECTORY]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    metavar="DIRECTORY",
    type=click.Path(path_type=Path),
    help="Write the pages to this folder: a new or empty one, or an earlier publication.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Publish as on this day: a certificate that has lapsed is left out. Default: today.",
)
@plainly
def command(directory: Path, out: Path, as_of: datetime | None) -> None:
    """Write the statement in each of its languages as a web page, as PDF and as Markdown.

    Nothing is published while policy, data map or statement have findings. Ends with 0 when
    the pages are in place, 1 when something was found, 2 when a file could not be read or
    written. Where the system has no library to lay out a PDF, all else is published, a line
    says what to install, and the end is 0.
    """
    project = load(directory)
    day = as_of.date() if as_of else today(project.zone)
    findings = check_publication(project, day)
    if findings or project.policy is None:
        click.echo(as_text(Report(tuple(findings), project.sources, {}, {})))
        click.echo("gestand: nothing was published; mend these first", err=True)
        sys.exit(COULD_NOT_RUN if project.unreadable else FOUND)
    check_place(out)
    publication = compose(project, project.policy, day)
    put_in_place(publication.files, out)
    click.echo(_told(publication, out))
    if not is_possible():
        click.echo(NO_PDF, err=True)


def _told(publication: Publication, out: Path) -> str:
    languages = " and ".join(publication.languages)
    lines = [
        f"Published version {publication.version} in {languages}, "
        f"in force from {publication.effective}: {out / 'index.html'}"
    ]
    lines += [f"Left out, because it has lapsed: {name}" for name in publication.left_out]
    return "\n".join(lines)
