"""`gestand promises`: each promise of the statement, and whether it is kept."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from gestand.surfaces.cli.edge import BRAKED, DONE, plainly
from gestand.wiring import open_inspection
from gestand.work.promises_told import FORMS
from gestand.work.prove import all_kept, prove


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
@plainly
def command(directory: Path, form: str, language: str) -> None:
    """Show of each promise of the statement whether it is kept, from what is found right now.

    Looks in every database; nothing is changed. Ends with 0 when all are kept, 1 when one is
    broken, lapsed, hollow or unknown, 2 when the declaration cannot be read.
    """
    proved = prove(open_inspection(directory), language)
    click.echo(FORMS[form](proved, language), nl=False)
    sys.exit(DONE if all_kept(proved) else BRAKED)
