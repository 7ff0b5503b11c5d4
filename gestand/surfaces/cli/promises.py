"""`gestand promises`: each promise of the statement, and whether it is kept."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from gestand.surfaces.cli.edge import BRAKED, DONE, plainly
from gestand.wiring import open_inspection
from gestand.work.promises_told import FORMS, counted_by_verdict
from gestand.work.prove import all_kept, is_red, prove


@click.command()
@click.argument("directory", metavar="[DIRECTORY]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    default="text",
    help="For people, for machines, a page, or as tests for a build server.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(["nl", "en"]),
    default="en",
    help="In this language. Default: en.",
)
@click.option(
    "--red",
    is_flag=True,
    help="Show only what is broken or lapsed, and end with 1 only where something is.",
)
@plainly
def command(directory: Path, form: str, language: str, *, red: bool) -> None:
    """Show of each promise of the statement whether it is kept, from what is found right now.

    Looks in every database; nothing is changed. Ends with 0 when all are kept, 1 when one is
    broken, lapsed, hollow or unknown, 2 when the declaration cannot be read.
    """
    proved = prove(open_inspection(directory), language)
    shown = [one for one in proved if is_red(one)] if red else proved
    click.echo(FORMS[form](shown, language), nl=False)
    if red and form == "text":
        click.echo(f"Of all: {counted_by_verdict(proved, language)}.")
    sys.exit(DONE if all_kept(shown) else BRAKED)
