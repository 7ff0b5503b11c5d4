"""`gestand decisions`: what was decided, by whom, and why, as far as that is still known."""

from __future__ import annotations

from pathlib import Path

import click

from gestand.core.counting import counted
from gestand.errors import CannotRun
from gestand.surfaces.cli.edge import plainly
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.project import load
from gestand.work.words import Written, written

_GONE = "(forgotten)"


@click.command()
@click.argument("directory", metavar="[DIRECTORY]", default=".", type=click.Path(path_type=Path))
@plainly
def command(directory: Path) -> None:
    """Print every decision, oldest first, with the reason and who took it.

    What was encrypted under a key that was destroyed is forgotten; the decision still counts.
    """
    project = load(directory)
    if project.datamap is None:
        message = "the data map cannot be read, and it names the master key: `gestand check`"
        raise CannotRun(message)
    records = project.datamap.records
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        for one in written(keyring):
            click.echo(_line(one))


def _line(one: Written) -> str:
    told, rows = one.told, len(one.told["rows"])
    may_go, stay = f"{counted(rows)} may go", counted(rows, verb="stay")
    what = may_go if told["choice"] == "remove" else f"{stay} until {told['until']}"
    by, because = (_GONE if text is None else text for text in (one.by, one.because))
    return f"{told['on']} {told['step']}: {what}. {by}: {because}"
