"""`gestand diff`: what one version of the statement changes, and what follows from it."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click

from gestand.core.changes.rules import Weight
from gestand.core.changes.weighing import Weighed
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.surfaces.cli.edge import BRAKED, DONE, plainly
from gestand.surfaces.cli.moments import DAY
from gestand.wiring import open_company
from gestand.work.company import NotClean
from gestand.work.compared import Compared, compared
from gestand.work.diff_told import Told, as_text, record
from gestand.work.project import load
from gestand.work.sides import Side, compare, refuse_language, side


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--lang",
    "language",
    type=click.Choice(["nl", "en"]),
    default="en",
    help="The language of the text. Default: en.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or a record for machines.",
)
@click.option(
    "--as-of",
    type=DAY,
    metavar="DATE",
    help="Compare the plans of this day. Default: the day on which NEW begins, or today if later.",
)
@click.option("--no-plan", is_flag=True, help="Look at no database: compare the declarations only.")
@plainly
def command(
    old: str,
    new: str,
    directory: Path,
    language: str,
    form: str,
    as_of: date | None,
    no_plan: bool,
) -> None:
    """Say what version NEW changes in version OLD, what is material, and what must be done.

    A version is a day on which one begins, a name in `privacy/versions`, `current`, or a folder or
    policy file. With the databases at hand it also counts what the plan would do: nothing is
    changed. Ends with 0 when nothing is material, 1 when people must be told, something must be
    weighed by a person or the plan is not known, 2 when a version cannot be read.
    """
    project = load(directory)
    older, newer = side(project, old), side(project, new)
    refuse_language((older, newer), language)
    found, day = compare(older, newer), today(project.zone)
    plan = None
    if not no_plan and found:
        plan = _plan(directory, (older, newer), _plan_day(newer, as_of, day))
    told = Told(older, newer, found, language, day, plan)
    if form == "json":
        click.echo(json.dumps(record(told), indent=1, ensure_ascii=False))
    else:
        click.echo(as_text(told), nl=False)
    sys.exit(BRAKED if isinstance(plan, str) or not _is_minor(found) else DONE)


def _is_minor(found: tuple[Weighed, ...]) -> bool:
    return all(one.rule.weight is Weight.MINOR for one in found)


def _plan_day(newer: Side, as_of: date | None, today_: date) -> date:
    """Return the day whose plans are compared: one on which the newer version is in force."""
    effective = newer.policy.effective
    day = as_of or max(effective, today_)
    if day < effective:
        message = f"--as-of lies before {effective}, on which version {newer.name} begins"
        raise CannotRun(message)
    return day


def _plan(directory: Path, sides: tuple[Side, Side], day: date) -> Compared | str:
    """Return what the plan would do, or why that is not known."""
    try:
        company = open_company(directory)
    except NotClean as error:
        return error.findings[0].message if error.findings else str(error)
    return compared(company, *sides, day)

