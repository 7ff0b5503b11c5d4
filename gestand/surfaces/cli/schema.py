"""`gestand schema`: the JSON Schema of a file, so that editors explain its keys."""

from __future__ import annotations

import json

import click

from gestand.core.language.editor import schema
from gestand.core.language.files import FILES
from gestand.surfaces.cli.edge import plainly


@click.command()
@click.argument("file", type=click.Choice(list(FILES)))
@plainly
def command(file: str) -> None:
    """Print the JSON Schema (draft 2020-12) of FILE, for editors.

    Keep it beside the file, as `gestand schema datamap > privacy/datamap.schema.json`, and begin
    the file with `# yaml-language-server: $schema=datamap.schema.json`.
    """
    click.echo(json.dumps(schema(FILES[file]), ensure_ascii=False, indent=1))
