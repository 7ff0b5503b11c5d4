"""`gestand package`: an answer waits, encrypted, until its person fetches it with a code."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from gestand.core.packages import LIFE, TIMES
from gestand.errors import CannotRun
from gestand.settings import now
from gestand.surfaces.cli.edge import plainly
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.keyring import Keyring
from gestand.work.packages import packages, put, remove
from gestand.work.project import load
from gestand.work.rights_kept import request_known

_GROUP = 5


@click.command()
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--request", "number", type=int, help="With --put: the request it is the answer to.")
@click.option(
    "--put", "file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Keep this file for the person of the request, and print the code that opens it.",
)
@click.option(
    "--days", type=click.IntRange(1, 60), default=LIFE.days, show_default=True,
    help="With --put: for how long it waits.",
)
@click.option(
    "--times", type=click.IntRange(1, 20), default=TIMES, show_default=True,
    help="With --put: how often it can be fetched.",
)
@click.option("--remove", "removing", type=int, metavar="NUMBER", help="Take a package away now.")
@plainly
def command(
    directory: Path,
    number: int | None,
    file: Path | None,
    days: int,
    times: int,
    removing: int | None,
) -> None:
    """Let a person fetch their answer from the website, with a code and nothing else.

    The code is printed once and kept nowhere: tell it to the person, by another way than the
    letter. What waits is encrypted under it. Without options the packages are listed.
    """
    project = load(directory)
    _, datamap = project.declared()
    if (file is None) != (number is None) or (file and removing is not None):
        message = "--put FILE goes with --request NUMBER, and without --remove"
        raise CannotRun(message)
    zone, records = project.zone, datamap.records
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        if file is not None and number is not None:
            kept = request_known(keyring.journal.state, number)
            until = now() + timedelta(days=days)
            package, code = put(keyring, kept, file, until, times)
            shown = "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))
            click.echo(f"Package {package} waits until {until.astimezone(ZoneInfo(zone)):%Y-%m-%d}")
            click.echo(f"The code, which is not shown again: {shown}")
            return
        if removing is not None:
            remove(keyring.journal, removing)
        _tell(keyring, zone)


def _tell(keyring: Keyring, zone: str) -> None:
    found = packages(keyring.journal.state).values()
    for one in found:
        until = f"{one.until.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
        stands = f"waits until {until}" if one.waits(now()) else "gone"
        click.echo(
            f"Package {one.number} of request {one.request}: {stands}; fetched {one.fetched} times"
        )
    if not found:
        click.echo("There are no packages.")
