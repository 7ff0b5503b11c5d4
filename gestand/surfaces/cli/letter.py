"""`gestand letter`: a letter to somebody who asked, with its gaps filled."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from gestand.core.letters import FRAMES
from gestand.core.letters.fitting import fitting
from gestand.core.rights_due import Alarm
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.cli.filling import pair, pdf_or_refuse
from gestand.wiring.recording import keyring_in
from gestand.work.cases import whole_case
from gestand.work.heads import Heads
from gestand.work.letter_items import decided_in
from gestand.work.letters import as_page, as_text, letter, not_looked_into, told_by
from gestand.work.project import Project, load


@click.command()
@click.argument("name", required=False)
@click.option(
    "--in",
    "directory",
    default=".",
    metavar="DIRECTORY",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder that holds `privacy/`. Default: this one.",
)
@click.option("--lang", "language", metavar="LANGUAGE", help="Default: the policy's first one.")
@click.option(
    "--set",
    "fields",
    multiple=True,
    metavar="GAP=TEXT",
    help="Fill a gap, once for each; a day is written as `2026-12-01`. `case` is always needed.",
)
@click.option(
    "--request",
    "number",
    type=int,
    help="Fill its number, its right, its days and what was decided from this request on record.",
)
@click.option(
    "--country", default="nl", show_default=True, metavar="CODE", help="As in `gestand due`."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "pdf"]),
    default="text",
    help="Plain text, a page for mail, or a PDF (with --out).",
)
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write it to this file, for its owner only. Default: print it.",
)
@plainly
def command(
    name: str | None,
    directory: Path,
    language: str | None,
    fields: tuple[str, ...],
    number: int | None,
    country: str,
    form: str,
    out: Path | None,
) -> None:
    """Write the letter NAME, or without it list the letters and what each needs.

    With --request those come first that fit the request as it stands.
    A letter has no data of anybody in its subject, and every refusal says how one complains. It is
    written and not sent: `gestand send` sends it.
    """
    project = load(directory) if name is not None or number is not None else None
    if name is None or project is None:
        _list([] if project is None or number is None else _fitting(project, number, country))
        return
    if project.policy is None or project.unreadable:
        message = "the policy cannot be read: `gestand check` tells why"
        raise CannotRun(message)
    chosen = language or project.policy.controller.languages[0]
    given = dict(pair(text) for text in fields)
    on_record = not_looked_into(project)
    if number is not None:
        on_record = told_by(project, number, country.lower())
        on_record |= _decided(project, name, number, chosen)
    written = letter(project.policy, chosen, name, given, on_record)
    page = as_page(written, project.policy.controller.name)
    if form == "pdf":
        _put(out, pdf_or_refuse(page))
        return
    text = page if form == "html" else as_text(written)
    if out is None:
        click.echo(text, nl=False)
    else:
        _put(out, text.encode())


def _list(first: Sequence[str]) -> None:
    """Print every letter with what it needs; those that fit a request come first."""
    letters = FRAMES["en"].letters
    if first:
        click.echo(f"What fits this request as it stands: {', '.join(first)}.")
    for one in (*first, *(name for name in letters if name not in first)):
        click.echo(f"{one}: {letters[one].about}")
        click.echo(f"    needs {', '.join(('case', *letters[one].gaps))}")


def _fitting(project: Project, number: int, country: str) -> list[str]:
    records, day = project.declared()[1].records, today(project.zone)
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        whole = whole_case(project, keyring, number, day, country.lower())
    if whole is None:
        message = f"there is no request {number}: `gestand request` lists them"
        raise CannotRun(message)
    return list(fitting(whole.case.kept.request, late=whole.case.stand.alarm is Alarm.OVERDUE))


def _decided(project: Project, name: str, number: int, language: str) -> dict[str, str]:
    if project.policy is None or project.datamap is None or language not in FRAMES:
        return {}  # what is lacking is told when the letter is written
    records = project.datamap.records
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        return decided_in(keyring, project.policy, name, number, language)


def _put(out: Path | None, content: bytes) -> None:
    if out is None:
        message = "a PDF is written to a file: --out FILE"
        raise CannotRun(message)
    try:
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
    except OSError as error:
        message = f"{out} cannot be written: {(error.strerror or 'no reason given').lower()}"
        raise CannotRun(message) from error
    click.echo(f"Written to {out}.")
