"""`gestand webhooks`: tell programs what happened, and see whether they were told."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

import click

from gestand.core.findings import did_you_mean
from gestand.core.hooks import Webhook
from gestand.errors import CannotRun
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.wiring.handing import telling
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.hooks import Door, Stands, begin, begin_anew, deliver, give_up, standing
from gestand.work.project import load
from gestand.work.state import State


@click.command()
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--deliver", "delivering", is_flag=True, help="Tell what was not told yet.")
@click.option(
    "--give-up", "given_up", metavar="NAME",
    help="Do not tell this one any more what it does not take, and go on with what follows.",
)
@click.option(
    "--from-now", metavar="NAME", help="Tell this one nothing of what happened until now."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text",
    help="For people, or a record for machines.",
)
@plainly
def command(
    directory: Path, *, delivering: bool, given_up: str | None, from_now: str | None, form: str
) -> None:
    """Show how far each program under `webhooks:` of the data map was told what happened.

    One that is new is told from now on. A running `gestand serve` tells them by itself; without one
    let `--deliver` run every minute. Each event goes out until it is taken, in order, and names
    nobody. Ends with 1 while one could not be told.
    """
    project = load(directory)
    _, datamap = project.declared()
    hooks, records = datamap.webhooks, datamap.records
    state = State.beside(project.root, records)
    door = Door(state, partial(keyring_in, Heads.of(project.root, records), records), telling)
    begin(door, hooks)
    if given_up is not None:
        give_up(door, _named(hooks, given_up))
    if from_now is not None:
        begin_anew(door, _named(hooks, from_now))
    found = deliver(door, hooks) if delivering else standing(state, hooks)
    if form == "json":
        click.echo(json.dumps([_record(one) for one in found], indent=1))
    else:
        click.echo("\n".join(_line(one) for one in found) or "No program is told of anything.")
    if any(one.fails for one in found):
        sys.exit(BRAKED)


def _named(hooks: Any, name: str) -> Webhook:
    if name not in hooks:
        hint = did_you_mean(name, hooks) or f"there are {', '.join(hooks) or 'none'}"
        message = f"there is no webhook of that name; {hint}"
        raise CannotRun(message)
    found: Webhook = hooks[name]
    return found


def _line(one: Stands) -> str:
    row = one.row
    begins = f"Webhook {row.name}: told {row.sent}, {one.waits} entries to look at"
    if not one.fails:
        return begins
    return f"{begins}; fails since {row.failing} ({row.said}), tried again from {row.next_at} on"


def _record(one: Stands) -> dict[str, Any]:
    row = one.row
    return {
        "name": row.name,
        "events": sorted(one.hook.events),
        "told": row.sent,
        "behind": one.waits,
        "tries": row.tries,
        "failing_since": row.failing or None,
        "again_at": row.next_at or None,
        "because": row.said or None,
    }
