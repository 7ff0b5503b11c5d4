"""`gestand receipt`: what a run, an answer or a search has written down of itself."""

from __future__ import annotations

import json
from pathlib import Path

import click

from gestand.errors import CannotRun
from gestand.surfaces.cli.edge import plainly
from gestand.work.project import load
from gestand.work.state import State


@click.command()
@click.argument("number", type=click.IntRange(min=1))
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@plainly
def command(number: int, directory: Path) -> None:
    """Print receipt NUMBER as JSON: what was done, in figures and keyed digests, about nobody."""
    project = load(directory)
    if project.datamap is None:
        message = "the data map cannot be read, and it says where receipts are: `gestand check`"
        raise CannotRun(message)
    state = State.beside(project.root, project.datamap.records)
    receipt = state.receipt(number)
    if receipt is None:
        newest = state.next_receipt() - 1
        there = f"the newest is {newest}" if newest else "nothing has been done yet"
        message = f"there is no receipt {number} in {state.folder}: {there}"
        raise CannotRun(message)
    click.echo(json.dumps(receipt, indent=1, ensure_ascii=False))
