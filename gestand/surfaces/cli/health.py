"""`gestand health`: whether this Gestand can do its work, and its figures for whoever watches."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from gestand.surfaces.cli.edge import COULD_NOT_RUN, DONE, plainly
from gestand.surfaces.exposition import exposition
from gestand.surfaces.watching import figures_of, promises_of, vitals_of
from gestand.work.figures import of_health
from gestand.work.project import load


@click.command()
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "prometheus"]),
    default="text",
    help="For people, for a program, or as figures for Prometheus.",
)
@click.option(
    "--promises",
    is_flag=True,
    help="With --format prometheus: also look in every store whether the promises are kept.",
)
@click.option("--country", default="nl", metavar="CODE", help="Whose holidays count. Default: nl.")
@plainly
def command(directory: Path, form: str, country: str, *, promises: bool) -> None:
    """Look whether own records can be read and stand as this version has them, and stores answer.

    Nothing is changed and nobody is named. Ends with 0 when all is well, and with 2 when something
    is not.
    """
    project = load(directory)
    found = vitals_of(project).all()
    if form == "json":
        click.echo(json.dumps([{"part": one.name, "wrong": one.why} for one in found], indent=1))
    elif form == "prometheus":
        figures = figures_of(project, country.lower()) if found[0].is_well else []
        measured = promises_of(project) if promises else []
        health = of_health({one.name: one.is_well for one in found})
        click.echo(exposition([health, *figures, *measured]), nl=False)
    else:
        for one in found:
            click.echo(f"{one.name}: {one.why or 'well'}")
    sys.exit(DONE if all(one.is_well for one in found) else COULD_NOT_RUN)
