"""`gestand package`: an answer waits, encrypted, until its person fetches it with a code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from gestand.core.mail import Stage
from gestand.core.packages import LIFE, TIMES
from gestand.errors import CannotRun
from gestand.settings import now
from gestand.surfaces.cli.addressing import addressed, language_of
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.surfaces.cli.mails_told import fate
from gestand.wiring.mailing import sender_of
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.keyring import Keyring
from gestand.work.letters import letter
from gestand.work.mails import Mail
from gestand.work.packages import packages, put, remove
from gestand.work.project import Project, load
from gestand.work.rights_kept import request_known
from gestand.work.sealed_mail import who_asked
from gestand.work.sending import Outgoing, send

_GROUP = 5
_GAPS = ("code", "until", "times")


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
@click.option(
    "--send-code", is_flag=True,
    help="With --put: send the code to who asked, in a message with nothing else, and show it to "
    "nobody.",
)
@click.option(
    "--to", metavar="ADDRESS",
    help="With --send-code: where it goes; `-` reads it from standard input. Default: to whom "
    "asked by mail.",
)
@click.option(
    "--page", metavar="URL", help="With --send-code: the page on which they type it.",
)
@click.option("--lang", "language", metavar="LANGUAGE", help="With --send-code. As in `send`.")
@click.option("--remove", "removing", type=int, metavar="NUMBER", help="Take a package away now.")
@plainly
def command(
    directory: Path,
    number: int | None,
    file: Path | None,
    days: int,
    times: int,
    removing: int | None,
    **coded: Any,
) -> None:
    """Let a person fetch their answer from the website, with a code and nothing else.

    The code is printed once and kept nowhere: tell it to the person, by another way than the
    letter; or let it be sent, in a message of its own. What waits is encrypted under it. Without
    options the packages are listed. Ends with 1 where a code was not sent.
    """
    project = load(directory)
    _, datamap = project.declared()
    if (file is None) != (number is None) or (file and removing is not None):
        message = "--put FILE goes with --request NUMBER, and without --remove"
        raise CannotRun(message)
    if any(coded.values()) and not (file and coded["send_code"] and coded["page"]):
        message = "--send-code goes with --put and --page URL, where they fetch it"
        raise CannotRun(message)
    zone, records = project.zone, datamap.records
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        if file is not None and number is not None:
            kept = request_known(keyring.journal.state, number)
            until = now() + timedelta(days=days)
            going = _code_letter(project, keyring, number, coded) if coded["send_code"] else None
            package, code = put(keyring, kept, file, until, times)
            shown = "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))
            last = f"{until.astimezone(ZoneInfo(zone)):%Y-%m-%d}"
            click.echo(f"Package {package} waits until {last}")
            if going is None:
                click.echo(f"The code, which is not shown again: {shown}")
            else:
                _send_code(keyring, going, package, {"code": shown, "until": last, "times": times})
            return
        if removing is not None:
            remove(keyring.journal, removing)
        _tell(keyring, zone)


_Going = Callable[[int, Mapping[str, object]], Mail]
"""What sends the code of a package by its number: what a letter says is given."""


def _code_letter(
    project: Project, keyring: Keyring, number: int, coded: Mapping[str, Any]
) -> _Going:
    """Return what sends a code; CannotRun where it could not, before a package is kept."""
    policy, _ = project.declared()
    sender = sender_of(project)
    asked = who_asked(keyring, number) if coded["to"] is None else None
    language = coded["language"] or language_of(policy, asked)
    gaps = {"case": str(number), "where": coded["page"]}
    empty = letter(policy, language, "package code", gaps | dict.fromkeys(_GAPS, "-"))
    going = addressed(Outgoing(number, "package code", "", empty), coded["to"], asked)

    def go(package: int, told: Mapping[str, object]) -> Mail:
        given = gaps | {gap: str(text) for gap, text in told.items()}
        written = letter(policy, language, "package code", given)
        once = f"code of package {package}"
        return send(keyring.journal, sender, replace(going, letter=written, once=once))

    return go


def _send_code(
    keyring: Keyring, going: _Going, package: int, told: Mapping[str, object]
) -> None:
    """Send a code, and tell what became of it; a package that nobody can open is taken away."""
    mail = going(package, told)
    click.echo(fate(mail))
    if mail.stage is Stage.SENT:
        return
    if mail.stage is not Stage.UNKNOWN:
        remove(keyring.journal, package)
        click.echo(f"Package {package} is taken away again: nobody has its code. Put it once more.")
    sys.exit(BRAKED)


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
