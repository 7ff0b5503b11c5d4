"""`gestand keys`: make the master key, change it, and tell how the keys are."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from gestand.errors import CannotRun
from gestand.surfaces.cli.edge import BRAKED, DONE, plainly
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.keyring import Keyring
from gestand.work.masterkey import MasterKey
from gestand.work.project import load


@click.command()
@click.argument("directory", metavar="[DIRECTORY]", default=".", type=click.Path(path_type=Path))
@click.option("--make", is_flag=True, help="Make the master key in the file of the data map.")
@click.option("--rotate", is_flag=True, help="Wrap every key with another master key.")
@click.option(
    "--to",
    metavar="REFERENCE",
    help="With --rotate: where the next master key is, `${NAME}` or a file.",
)
@plainly
def command(directory: Path, make: bool, rotate: bool, to: str | None) -> None:
    """Tell how the master key and the keys that it wraps are; nothing secret is shown.

    Ends with 0 when all is well, 1 when the master key is missing or another one.
    """
    project = load(directory)
    if project.datamap is None:
        message = "the data map cannot be read, and it names the master key: `gestand check`"
        raise CannotRun(message)
    records = project.datamap.records
    if (make and rotate) or (to and not rotate):
        message = "--make and --rotate go one by one, and --to belongs to --rotate"
        raise CannotRun(message)
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        if make:
            _make(keyring)
        if rotate:
            _rotate(keyring, None if to is None else MasterKey(project.root, to))
        health = keyring.health()
        for line in _told(keyring):
            click.echo(line)
    sys.exit(BRAKED if health.wrong else DONE)


def _make(keyring: Keyring) -> None:
    if keyring.health().wrapped:
        message = "keys are wrapped by a master key already: put that one back, or --rotate"
        raise CannotRun(message)
    named = keyring.named()
    named.make(keyring.cipher.new_key())
    click.echo(f"Made {named.place}. Keep a copy where backups of this machine are not kept.")


def _rotate(keyring: Keyring, to: MasterKey | None) -> None:
    count = keyring.rotate(to)
    click.echo(f"Every key is wrapped anew ({count}); the old master key opens nothing any more.")
    if to is not None:
        click.echo(f"Write `key: {to.reference}` in the data map, and destroy the old one.")


def _told(keyring: Keyring) -> Iterator[str]:
    health = keyring.health()
    if keyring.master is None:
        yield "The data map names no master key (`records: key:`): nothing is kept encrypted."
    elif health.wrong is None:
        yield f"The master key at {keyring.master.place} can be used."
    if health.wrong is not None:
        yield f"The master key cannot be used: {health.wrong}."
    if health.keys == 1:
        yield f"It wraps 1 key; it is destroyed at {health.first}."
    elif health.keys:
        yield f"It wraps {health.keys} keys; the next is destroyed at {health.first}."
