"""`gestand work`: do what has to be done every day, one thing after the other, by one command."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from gestand.core.daily import Duty
from gestand.errors import CannotRun
from gestand.surfaces.cli.duties import ALSO, SAID, carried_out, chosen_duties, known_duties
from gestand.surfaces.cli.edge import BRAKED, COULD_NOT_RUN, DONE, plainly
from gestand.surfaces.cli.units import service, timer
from gestand.work.project import load


@dataclass(frozen=True)
class Did:
    """What became of a duty: the exit code of its command, None where it is left out."""

    duty: Duty
    exit: int | None

    @property
    def said(self) -> str:
        """What became of it, in words."""
        if self.exit is None:
            return f"left out: {self.duty.left_out}"
        return SAID.get(self.exit, f"was stopped ({self.exit})")

    def record(self) -> dict[str, Any]:
        """Return it as a program reads it."""
        return {"duty": self.duty.name, "exit": self.exit, "said": self.said}


@click.command()
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--daily", is_flag=True, help="Do all that is to be done once a day.")
@click.option("--list", "only_list", is_flag=True, help="Name what would be done; do nothing.")
@click.option("--only", multiple=True, metavar="DUTY", help="Only this one. May be given again.")
@click.option(
    "--also",
    multiple=True,
    type=click.Choice(ALSO),
    help="Do this too: it reaches beyond your own systems. May be given again.",
)
@click.option(
    "--units",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write a service and a timer for systemd into this folder.",
)
@click.option(
    "--at", default="03:30", show_default=True, metavar="HH:MM", help="With --units: when."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or a last line for machines.",
)
@plainly
def command(
    directory: Path,
    only: tuple[str, ...],
    also: tuple[str, ...],
    units: Path | None,
    at: str,
    form: str,
    *,
    daily: bool,
    only_list: bool,
) -> None:
    """Do what has to be done every day: take in mail, sweep, look at every promise, name alarms.

    Each is a command of its own, which prints what it did; one that fails keeps no other from its
    turn. The brake and the first run wait for a person as ever. Ends with 0 when nothing asks for
    somebody, with 1 when something does, and with 2 when something could not run.
    """
    chosen = chosen_duties(known_duties(load(directory)), only, also)
    if units is not None:
        _write_units(units, directory.resolve(), at, also)
    elif only_list:
        for duty in chosen:
            left = f"  (left out: {duty.left_out})" if duty.left_out else ""
            click.echo(f"{duty.name:<10} gestand {' '.join(duty.command):<22} {duty.does}{left}")
    elif daily:
        _told(list(_done(chosen, directory, aside=form == "json")), form)
    else:
        message = "say what to do: `--daily`, `--list` or `--units FOLDER`"
        raise CannotRun(message)


def _done(chosen: Iterable[Duty], directory: Path, *, aside: bool) -> Iterator[Did]:
    """Do one after the other, each in a process of its own; what they print comes `aside`."""
    for duty in chosen:
        if duty.left_out:
            yield Did(duty, None)
            continue
        click.echo(f"== {duty.name}: {duty.does}", err=aside)
        sys.stdout.flush()
        yield Did(duty, carried_out(duty, directory, aside=aside))


def _told(done: list[Did], form: str) -> None:
    """Print what became of each, and end as the worst of them."""
    if form == "json":
        click.echo(json.dumps([one.record() for one in done]))
    else:
        click.echo("== today")
        for one in done:
            click.echo(f"{one.duty.name:<10} {one.said}")
    exits = [one.exit for one in done if one.exit is not None]
    # What was stopped by a signal has a number below 0: it did not run to its end.
    if any(code not in (DONE, BRAKED) for code in exits):
        sys.exit(COULD_NOT_RUN)
    if BRAKED in exits:
        sys.exit(BRAKED)


def _write_units(folder: Path, directory: Path, at: str, also: tuple[str, ...]) -> None:
    """Write the units; CannotRun where one is there already, or the time is none."""
    texts = {
        "gestand-daily.service": service(sys.executable, directory, also),
        "gestand-daily.timer": timer(at),
    }
    folder.mkdir(parents=True, exist_ok=True)
    there = [name for name in texts if (folder / name).exists()]
    if there:
        message = f"{folder / there[0]} is there already: remove it, or name another folder"
        raise CannotRun(message)
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
        click.echo(f"Written: {folder / name}")
    click.echo("Set the secrets it needs in /etc/gestand.env, readable by root only. Then:")
    click.echo(f"  cp {folder}/gestand-daily.* /etc/systemd/system/")
    click.echo("  systemctl daemon-reload && systemctl enable --now gestand-daily.timer")
