"""`gestand may`: what a purpose may do with what is held about somebody."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from gestand.core.findings import did_you_mean
from gestand.core.plan.explain import records
from gestand.core.plan.steps import MayUse, Plan, Use
from gestand.errors import CannotRun
from gestand.surfaces.cli.asking import Asked, asks_about, progress, request, show
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.wiring import open_company
from gestand.work.company import Company
from gestand.work.people import identifiers_of
from gestand.work.suppression import since
from gestand.work.sweep import Request, in_force, prepare


@click.command()
@click.argument("purpose")
@asks_about
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or a list of steps for machines.",
)
@plainly
def command(
    purpose: str, directory: Path, as_of: date | None, people: tuple[str, ...], form: str
) -> None:
    """Tell what PURPOSE may do with the values that it holds about these people, or everybody.

    Ends with 0 when it may use some of them, 1 when it may not, or only for its tail use.
    """
    company = open_company(directory)
    asked = replace(request(company, Asked(as_of, people, erase=False)), use=purpose)
    known = in_force(company.versions, asked.as_of)[-1].purposes
    if purpose not in known:
        hint = did_you_mean(purpose, known) or f"the policy has {', '.join(sorted(known))}"
        message = f"there is no purpose of that name; {hint}"
        raise CannotRun(message)
    with prepare(company, asked, progress) as prepared:
        if form == "json":
            click.echo(json.dumps(records(prepared.plan, company.promises), indent=1))
        elif any(isinstance(one.step, MayUse) for one in prepared.plan.measured):
            show(prepared, "")
        else:  # it is about other kinds of people
            click.echo(f"As of {asked.as_of}: `{purpose}` holds nothing that is asked about.")
        listed = known[purpose].marketing and _tell_suppressed(company, asked)
        if listed or not _may_use(prepared.plan):
            sys.exit(BRAKED)


def _tell_suppressed(company: Company, asked: Request) -> bool:
    """Say which of the people asked about are on the suppression list: not used for marketing."""
    listed = False
    for person in asked.people:
        day = since(company, identifiers_of(company, person))
        if day is not None:
            listed = True
            told = f"This {person.kind} is on the suppression list since {day}: not used."
            click.echo(told, err=True)
    return listed


def _may_use(plan: Plan) -> bool:
    steps = [m.step for m in plan.measured if m.rows]
    return any(isinstance(step, MayUse) and step.use is Use.WHOLE for step in steps)
