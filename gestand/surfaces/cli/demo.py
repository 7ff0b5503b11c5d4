"""`gestand demo`: build a small company and keep its promises, step by step."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from gestand.demo.companies import COMPANIES
from gestand.demo.tour import DIRECTORY, Tour
from gestand.settings import today
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.cli.moments import DAY

ZONE = "Europe/Amsterdam"


@click.command()
@click.argument(
    "directory", metavar="[DIRECTORY]", default=DIRECTORY, type=click.Path(path_type=Path)
)
@click.option(
    "--people",
    default=2000,
    show_default=True,
    type=click.IntRange(100, 300_000),
    help="How many people the company knows.",
)
@click.option(
    "--of",
    "sector",
    default="hosting",
    show_default=True,
    type=click.Choice([*COMPANIES]),
    help="Which organisation to build.",
)
@click.option("--seed", default=1, show_default=True, help="Another seed, other people.")
@click.option(
    "--today",
    "day",
    type=DAY,
    metavar="DATE",
    help="The day on which the demo takes place. Default: today.",
)
@click.option(
    "--serve/--no-serve",
    "serves",
    default=None,
    help="Show the website of the company at the end, until it is stopped. Default: at a terminal.",
)
@plainly
def command(
    directory: Path,
    people: int,
    sector: str,
    seed: int,
    day: date | None,
    serves: bool | None,
) -> None:
    """Build a small organisation in DIRECTORY and keep its promises, step by step.

    DIRECTORY must be new or empty; nothing outside it is touched. At the end its website stands on
    this machine: the statement, its forms, what customers see of themselves, and the officers.
    """
    tour = Tour(directory, day or today(ZONE), COMPANIES[sector])
    tour.build(people, seed)
    tour.walk()
    # A program that starts the demo waits for its end.
    if serves or (serves is None and sys.stdin.isatty() and sys.stdout.isatty()):
        tour.open_house()
