"""`gestand who`: how a person is named in `facts.yaml`, without an address or a number."""

from __future__ import annotations

from pathlib import Path

import click

from gestand.surfaces.cli.asking import Asked, request
from gestand.surfaces.cli.edge import plainly
from gestand.wiring import open_company
from gestand.work.people import is_known


@click.command()
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--person",
    "people",
    multiple=True,
    required=True,
    metavar="KIND:KEY",
    help="As in `plan`; `KIND:-` reads an identifier from standard input.",
)
@plainly
def command(directory: Path, people: tuple[str, ...]) -> None:
    """Print what to write after `who:` in `facts.yaml`: a digest that only this company can make.

    The key of the digests stands in `.gestand/key`; without it nobody can tell whom they name.
    """
    company = open_company(directory)
    for person in request(company, Asked(None, people, erase=False)).people:
        if not is_known(company, person):
            message = (
                f"gestand: no store knows a {person.kind} by that identifier now: look whether it "
                "was typed right"
            )
            click.echo(message, err=True)
        click.echo(f"{person.kind}:#{company.state.digest(person.kind, person.key)}")
