"""`gestand publish`: write the statement as web pages, PDF and Markdown."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from gestand.errors import CannotRun
from gestand.settings import now, today
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.cli.moments import DAY
from gestand.surfaces.cli.report import Report, as_text
from gestand.wiring import open_stores
from gestand.wiring.signing import journal_that_is_there
from gestand.work.editions import versions_of
from gestand.work.journal import Journal
from gestand.work.kept_versions import FOLDER
from gestand.work.pages.pdf import DEBIAN_PACKAGES, is_possible
from gestand.work.project import Project, load
from gestand.work.proposed import refuse_proposals
from gestand.work.publish import (
    Publication,
    check_place,
    check_publication,
    composed,
    put_in_place,
    refuse_draft_over_publication,
)
from gestand.work.publishing import as_recorded, made_ready, publish

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
    type=DAY,
    metavar="DATE",
    help="Publish as on this day: a certificate that does not count is left out. Default: today.",
)
@click.option(
    "--draft",
    is_flag=True,
    help="Write pages to look at, marked as a draft, without PDF: nothing is published or kept.",
)
@click.option(
    "--although",
    "because",
    metavar="REASON",
    help="Publish although the stores break a promise, or people were not told in time: the reason "
    "is kept in own records.",
)
@plainly
def command(
    directory: Path, out: Path, as_of: date | None, draft: bool, because: str | None
) -> None:
    """Write the statement in each of its languages as a web page, as PDF and as Markdown.

    What is published is kept in `privacy/published`, signed where there is a ledger, and never
    changes: other words need a version of their own. Nothing is published while policy, data map
    or statement have findings, or while the stores that can be reached break a promise of the
    version in force, or when people were not told in time of what is material, where there is a
    ledger to tell it. Ends with 0 when the pages are in place, 1 when something was found or broken
    or a version would change, 2 when a file could not be read or written. Where the system has no
    library to lay out a PDF, all else is published, a line says what to install, and the end is 0.
    """
    if because is not None and not because.strip():
        message = "`--although` needs its reason: why it is published all the same"
        raise CannotRun(message)
    project = load(directory)
    day = as_of or today(project.zone)
    findings = check_publication(project, day)
    if findings or project.policy is None:
        click.echo(as_text(Report(tuple(findings), project.sources, {}, {})))
        click.echo("gestand: nothing was published; mend these first", err=True)
        sys.exit(COULD_NOT_RUN if project.unreadable else FOUND)
    check_place(out)
    if draft:
        refuse_draft_over_publication(out)
        publication = composed(versions_of(project, project.policy, day), day, draft=True)
        put_in_place(publication.files, out)
        click.echo(f"A draft, to look at: {out / 'index.html'}. Nothing was published.")
    else:
        refuse_proposals(project.proposed, "published")
        publication, lines = _published(project, day, out, because)
        click.echo("\n".join([_told(publication, out), *lines]))
    if not draft and not is_possible():
        click.echo(NO_PDF, err=True)


def _published(
    project: Project, day: date, out: Path, because: str | None
) -> tuple[Publication, list[str]]:
    """Keep what is published, sign it, and put its pages in place; say what was looked at."""
    stores, _ = open_stores(project.datamap, project.root)
    ready = made_ready(project, stores, now(), day)
    if not because:
        ready.looked.refuse()
    with journal_that_is_there(project, make=bool(because and ready.looked.broken)) as found:
        journal = found if isinstance(found, Journal) else None
        ready = as_recorded(ready, journal)
        publication = composed(ready.versions, day)
        done = publish(ready, journal, because or "")
        notice = [str(ready.notice)] if ready.notice else []
        lines = [ready.looked.told, *notice]
        if done.override is not None:
            lines.append(f"The reason to publish it all the same is override {done.override}.")
        where = project.privacy / FOLDER
        if journal is None:
            lines.append(f"Kept in {where}, and not signed: {found}.")
        else:
            signed = ", ".join(done.signed) or "nothing new"
            lines.append(f"Kept in {where}, and signed in the ledger: {signed}.")
        put_in_place(publication.files, out)
    return publication, lines


def _told(publication: Publication, out: Path) -> str:
    languages = " and ".join(publication.languages)
    lines = [
        f"Published version {publication.version} in {languages}, "
        f"in force from {publication.effective}: {out / 'index.html'}"
    ]
    lines += [f"Left out, because it does not count then: {name}" for name in publication.left_out]
    return "\n".join(lines)
