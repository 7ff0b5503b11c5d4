"""`gestand package`: an answer waits, encrypted, until its person fetches it with a code."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from gestand.core.mail import IN_DOUBT, Stage
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
from gestand.work.package_codes import ByMail, grouped, send_code, without_code
from gestand.work.packages import packages, put, remove
from gestand.work.project import Project, load
from gestand.work.rights_kept import request_known
from gestand.work.sealed_mail import who_asked


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
            by_mail = _by_mail(project, keyring, number, coded) if coded["send_code"] else None
            package, code = put(keyring, kept, file, until, times)
            last = f"{until.astimezone(ZoneInfo(zone)):%Y-%m-%d}"
            click.echo(f"Package {package} waits until {last}")
            if by_mail is None:
                click.echo(f"The code, which is not shown again: {grouped(code)}")
            else:
                told = {"until": last, "times": str(times)}
                _send_code(keyring, by_mail, (package, code), told)
            return
        if removing is not None:
            remove(keyring.journal, removing)
        _tell(keyring, zone)


def _by_mail(
    project: Project, keyring: Keyring, number: int, coded: Mapping[str, Any]
) -> ByMail:
    """Return how a code goes out; CannotRun where it could not, before a package is kept."""
    policy, _ = project.declared()
    sender = sender_of(project)
    asked = who_asked(keyring, number) if coded["to"] is None else None
    language = coded["language"] or language_of(policy, asked)
    empty = without_code(keyring, policy, language, number, coded["page"])
    return ByMail(sender, policy, addressed(empty, coded["to"], asked), coded["page"])


def _send_code(
    keyring: Keyring, by_mail: ByMail, package: tuple[int, str], told: dict[str, str]
) -> None:
    """Send a code, and tell what became of it."""
    mail = send_code(keyring.journal, by_mail, package, told)
    click.echo(fate(mail))
    if mail.stage is Stage.SENT:
        return
    if mail.stage not in IN_DOUBT:
        click.echo(
            f"Package {package[0]} is taken away again: nobody has its code. Put it once more."
        )
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
