"""`gestand due`: the day on which an answer to a person is due, and why."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path

import click

from gestand.core.clock import Pause
from gestand.core.clock_words import EXPLANATIONS, explained, record
from gestand.errors import CannotRun
from gestand.surfaces.cli.edge import plainly
from gestand.work.due import answer_due
from gestand.work.project import Project, holds_policy, load

_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)\Z")


@click.command()
@click.argument("received", metavar="DATE")
@click.argument("directory", required=False, type=click.Path(path_type=Path))
@click.option("--extended", is_flag=True, help="The longer period, once the person was told of it.")
@click.option(
    "--paused",
    nargs=2,
    type=click.DateTime(["%Y-%m-%d"]),
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
    received: str,
    directory: Path | None,
    extended: bool,
    paused: tuple[datetime, datetime] | None,
    country: str,
    language: str,
    form: str,
) -> None:
    """Tell on which day the answer to a request is due that was received on DATE.

    DATE is a day, as 2026-03-05, or a moment with its zone, as 2026-03-05T23:30Z. The policy in
    DIRECTORY counts where it promises a shorter period than the law; without DIRECTORY that of
    this folder, if it holds one. Ends with 0, or with 2 when the day cannot be told.
    """
    pause = Pause(paused[0].date(), paused[1].date()) if paused else None
    when, project = _received(received), _project(directory)
    found = answer_due(when, country.lower(), project, extended=extended, pause=pause)
    click.echo(
        json.dumps(record(found), indent=1) if form == "json" else explained(found, language)
    )


def _received(text: str) -> date | datetime:
    try:
        if _DAY.match(text):
            return date.fromisoformat(text)
        if _MOMENT.match(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    message = (
        f"`{text[:40]}` is no day of the calendar and no moment with its zone; write it as "
        "`2026-03-05` or as `2026-03-05T23:30+01:00`"
    )
    raise CannotRun(message)


def _project(directory: Path | None) -> Project | None:
    if directory is None and not holds_policy(Path()):
        return None
    return load(directory or Path())
