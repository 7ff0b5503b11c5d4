"""`gestand decide`: answer a step that asks a person."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from gestand.core.calendar import add
from gestand.core.counting import counted
from gestand.surfaces.cli.asking import Asked, request
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.cli.moments import DAY
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.decide import REVIEW_AFTER, Answer, decide


@click.command()
@click.argument("step")
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--because", required=True, metavar="TEXT", help="Why: kept with the decision.")
@click.option(
    "--remove/--keep",
    "remove",
    default=False,
    help="Let the rows go, or keep them until a review (the default).",
)
@click.option(
    "--until",
    type=DAY,
    metavar="DATE",
    help="With --keep: ask again after this day. Default: in six months.",
)
@click.option("--as-of", type=DAY, metavar="DATE", help="Default: today.")
@click.option("--person", "people", multiple=True, metavar="KIND:KEY", help="As in `plan`.")
@click.option("--erase", is_flag=True, help="As in `plan`.")
@click.option("--but", "spare", multiple=True, metavar="CATEGORY", help="As in `plan`.")
@click.option("--yet", "going", multiple=True, metavar="CATEGORY", help="As in `plan`.")
@click.option("--correct", metavar="CATEGORY", help="As in `plan`.")
@plainly
def command(
    step: str,
    directory: Path,
    because: str,
    remove: bool,
    until: date | None,
    as_of: date | None,
    people: tuple[str, ...],
    erase: bool,
    spare: tuple[str, ...],
    going: tuple[str, ...],
    correct: str | None,
) -> None:
    """Answer STEP of a plan that asks a person; the answer counts until the row changes."""
    company = open_company(directory)
    asked = request(company, Asked(as_of, people, erase, correct, spare, going))
    review = until or add(asked.as_of, REVIEW_AFTER)
    with keyring_of(company) as keyring:
        decision = decide(company, asked, step, Answer(remove, review, because), keyring)
    rows = len(decision.rows)
    stay = "stays" if rows == 1 else "stay"
    outcome = "may go at the next apply" if remove else f"{stay} until {decision.until}"
    click.echo(f"Decided by {decision.by}: {counted(rows)} of {step} {outcome}.")
