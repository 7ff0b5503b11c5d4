"""`gestand keys`: make the master key, change it, and tell how the keys are."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from gestand.core.datamap.model import DataMap
from gestand.core.facts import Person
from gestand.core.findings import did_you_mean
from gestand.errors import CannotRun
from gestand.surfaces.cli.asking import typed
from gestand.surfaces.cli.edge import BRAKED, DONE, plainly
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.keyring import Keyring
from gestand.work.masterkey import MasterKey
from gestand.work.portal.lets_in import (
    BY_COMMAND,
    FACTOR,
    KINDS,
    PASSKEY,
    destroy,
    of_people,
)
from gestand.work.project import load
from gestand.work.words import (
    DECIDER,
    MATTER,
    PERSON,
    ToForget,
    in_clear,
    key_of,
    key_of_decider,
    people_named,
    to_forget,
)
from gestand.work.words import forget as forget_now

_KINDS = {
    "authenticator": "authenticators of officers",
    FACTOR: "authenticators of people",
    PASSKEY: "passkeys of people",
    PERSON: "people",
    DECIDER: "who decides",
    MATTER: "decisions about many or nobody",
    "correction": "corrections",
    "the": "undo records",
}
"""What a key is for, by the first word of its name."""


@click.command()
@click.argument("directory", metavar="[DIRECTORY]", default=".", type=click.Path(path_type=Path))
@click.option("--make", is_flag=True, help="Make the master key in the file of the data map.")
@click.option("--rotate", is_flag=True, help="Wrap every key with another master key.")
@click.option(
    "--to",
    metavar="REFERENCE",
    help="With --rotate: where the next master key is, `${NAME}` or a file.",
)
@click.option(
    "--forget",
    metavar="KIND:KEY",
    help="Destroy the keys of a person, e.g. `customer:17`: what own records hold in words about "
    "nobody else is gone. `KIND:-` reads the key from standard input.",
)
@click.option(
    "--sign-in", is_flag=True,
    help="With --forget: take away what lets the person sign in to their own data beside a mailed "
    "code, and no words: for who lost it, where no two officers can.",
)
@click.option(
    "--forget-decider",
    is_flag=True,
    help="Destroy the key of somebody who decides; the name is read from standard input.",
)
@click.option(
    "--public", is_flag=True,
    help="Print the public key by which others check what you sign: packages, receipts, heads.",
)
@click.option("--yes", is_flag=True, help="Do not ask: for machines.")
@plainly
def command(
    directory: Path,
    make: bool,
    rotate: bool,
    to: str | None,
    forget: str | None,
    sign_in: bool,
    forget_decider: bool,
    public: bool,
    yes: bool,
) -> None:
    """Tell how the master key and the keys that it wraps are; nothing secret is shown.

    Ends with 0 when all is well, 1 when the master key is missing or another one.
    """
    project = load(directory)
    if project.datamap is None:
        message = "the data map cannot be read, and it names the master key: `gestand check`"
        raise CannotRun(message)
    records = project.datamap.records
    if sum(map(bool, (make, rotate, forget, forget_decider))) > 1 or (to and not rotate):
        message = "--make, --rotate and --forget go one by one, and --to belongs to --rotate"
        raise CannotRun(message)
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        if public:
            click.echo(keyring.journal.seal.public)
            return
        if make:
            _make(keyring)
        if rotate:
            _rotate(keyring, None if to is None else MasterKey(project.root, to))
        if forget and sign_in:
            _take_away(keyring, _people(project.datamap, forget), yes=yes)
        elif forget:
            _forget(keyring, _of_person(keyring, project.datamap, forget), yes=yes)
        if forget_decider:
            _forget(keyring, _of_decider(keyring), yes=yes)
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


def _of_person(keyring: Keyring, datamap: DataMap, named: str) -> ToForget:
    people = _people(datamap, named)
    starts = [key_of(keyring.journal.state, person) for person in people]
    return to_forget(keyring, starts, people)


def _people(datamap: DataMap, named: str) -> list[Person]:
    """Return who may be meant; CannotRun where it is nobody of a known kind."""
    kind, _, key = named.partition(":")
    if kind not in datamap.subjects or not key:
        hint = did_you_mean(kind, datamap.subjects) or "`--forget KIND:KEY`"
        message = f"there is no kind of person `{kind}`; {hint}"
        raise CannotRun(message)
    return people_named(kind, typed(f"Key of the {kind}") if key == "-" else key)


def _take_away(keyring: Keyring, people: Sequence[Person], *, yes: bool) -> None:
    """Take away what lets somebody sign in beside a mailed code, as all that they are."""
    found = {one.ident: one.kind for one in of_people(keyring, people, *KINDS)}
    if not found:
        click.echo("Nothing but a mailed code lets them sign in.")
        return
    counts = (f"{_KINDS[kind]} {[*found.values()].count(kind)}" for kind in KINDS)
    click.echo(f"What lets them sign in: {', '.join(counts)}.")
    if not yes:
        click.confirm("Do you know that it is they who ask? Take all of it away", abort=True)
    for ident in found:
        destroy(keyring, ident, BY_COMMAND)
    click.echo("Taken away. A mailed code is enough again.")


def _of_decider(keyring: Keyring) -> ToForget:
    name = typed("Name of who decided")
    return to_forget(keyring, [key_of_decider(keyring.journal.state, name)])


def _forget(keyring: Keyring, told: ToForget, *, yes: bool) -> None:
    if told.shared:
        click.echo(
            f"Reasons that are about others as well: {told.shared}. They stay until those people "
            "are forgotten too, or their time is over."
        )
    if not told.names and not told.corrections:
        click.echo("Nothing in own records is encrypted for them.")
        return
    what = f"reasons or names {told.alone}, corrections {told.corrections}"
    if not yes:
        click.confirm(f"Forget {what}? Nothing brings them back", abort=True)
    forget_now(keyring, told)
    click.echo(f"Forgotten: {what}. What was decided still counts.")


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
    if health.kinds:
        kinds = (f"{_KINDS[kind]} {count}" for kind, count in health.kinds.items())
        yield f"What the keys are of: {', '.join(kinds)}."
    if (stopped := keyring.stopped()) is not None:
        to = stopped.work.told["to"]
        again = shlex.join(["gestand", "keys", "--rotate", *(["--to", to] if to else [])])
        yield f"A change of the master key was stopped after `{stopped.step}`: run `{again}` again."
    if clear := in_clear(keyring.journal.state):
        yield f"Decisions whose reasons and names stand in own records in clear: {clear}."
