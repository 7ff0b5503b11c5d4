"""`gestand registers`: the records of processing of article 30 GDPR."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from gestand.core.findings import did_you_mean
from gestand.core.policy.registers import undeclared
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.cli.moments import DAY
from gestand.surfaces.cli.report import Report, as_text
from gestand.work.project import load
from gestand.work.publish import check_place, check_publication, put_in_place
from gestand.work.records_of_processing import Wanted, compose
from gestand.work.state import State

FOUND, COULD_NOT_RUN = 1, 2


@click.command()
@click.argument("directory", metavar="[DIRECTORY]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Write the registers to this folder: a new or empty one, or one with older registers.",
)
@click.option(
    "--language",
    metavar="LANGUAGE",
    help="Only in this language, as `nl`. Default: every language of the policy.",
)
@click.option(
    "--as-of",
    type=DAY,
    metavar="DATE",
    help="As they are on this day: agreements and certificates end. Default: today.",
)
@click.option(
    "--logs",
    is_flag=True,
    help="With the logs of own records as well: consents, disclosures, orders, breaches, holds.",
)
@plainly
def command(
    directory: Path, out: Path, language: str | None, as_of: date | None, *, logs: bool
) -> None:
    """Write the registers of processing (article 30 GDPR), made from policy and data map.

    One as a controller, one as a processor, the processors and the transfers: as a page, as CSV and
    XLSX, and as linked data. What nobody declared says so there, and here. Ends with 0 when they
    are in place, 1 when something was found, 2 when a file could not be read or written.
    """
    project = load(directory)
    day = as_of or today(project.zone)
    findings = check_publication(project, day)
    if findings or project.policy is None or project.datamap is None:
        click.echo(as_text(Report(tuple(findings), project.sources, {}, {})))
        click.echo("gestand: no register was written; mend these first", err=True)
        sys.exit(COULD_NOT_RUN if project.unreadable else FOUND)
    languages = project.policy.controller.languages
    if language is not None and language not in languages:
        hint = did_you_mean(language, languages) or f"the policy has {', '.join(languages)}"
        message = f"the policy is not in that language; {hint}"
        raise CannotRun(message)
    check_place(out)
    chosen = (language,) if language else languages
    state = State.beside(project.root, project.datamap.records) if logs else None
    wanted = Wanted(day, chosen, state)
    put_in_place(compose(project, project.policy, project.datamap, wanted), out)
    click.echo(f"Registers as of {day}: {out / chosen[0]}.html")
    for what in undeclared(project.policy):
        click.echo(f"Not declared: {what}")
