"""`gestand due`: the day on which an answer to a person is due, and why."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click

from gestand.core.clock import Pause
from gestand.core.clock_words import EXPLANATIONS, explained, record
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.cli.moments import DAY, DAY_OR_MOMENT
from gestand.work.due import answer_due
from gestand.work.project import Project, holds_policy, load


@click.command()
@click.argument("received", metavar="DATE", type=DAY_OR_MOMENT)
@click.argument("directory", required=False, type=click.Path(path_type=Path))
@click.option("--extended", is_flag=True, help="The longer period, once the person was told of it.")
@click.option(
    "--paused",
    nargs=2,
    type=DAY,
    metavar="ASKED ANSWERED",
    help="A question to the person, about who they are or what they mean, went out and was "
    "answered well on these days. Only `due_legal` moves.",
)
@click.option("--country", default="nl", metavar="CODE", help="Whose holidays count. Default: nl.")
@click.option(
    "--lang",
    "language",
    type=click.Choice(list(EXPLANATIONS)),
    default="en",
    help="The language of the text. Default: en.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or a record for machines in both languages.",
)
@plainly
def command(
    received: date | datetime,
    directory: Path | None,
    extended: bool,
    paused: tuple[date, date] | None,
    country: str,
    language: str,
    form: str,
) -> None:
    """Tell on which day the answer to a request is due that was received on DATE.

    DATE is a day, as 2026-03-05, or a moment with its zone, as 2026-03-05T23:30Z. The policy in
    DIRECTORY counts where it promises a shorter period than the law; without DIRECTORY that of
    this folder, if it holds one. Ends with 0, or with 2 when the day cannot be told.
    """
    pause = Pause(*paused) if paused else None
    project = _project(directory)
    found = answer_due(received, country.lower(), project, extended=extended, pause=pause)
    click.echo(
        json.dumps(record(found), indent=1) if form == "json" else explained(found, language)
    )


def _project(directory: Path | None) -> Project | None:
    if directory is None and not holds_policy(Path()):
        return None
    return load(directory or Path())
