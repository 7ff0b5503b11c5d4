"""`gestand disclose`: give a recipient what it may get of one person, or refuse to."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from gestand.core.counting import counted
from gestand.core.disclosures import Allowed
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.surfaces.cli.asking import Asked, progress, request
from gestand.surfaces.cli.edge import plainly
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_in, keyring_of
from gestand.work.company import NotClean
from gestand.work.disclosures import Handed, Handing, disclose, refuse_unclean
from gestand.work.heads import Heads
from gestand.work.project import load

REFUSED = 1


@click.command()
@click.argument("recipient")
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--person",
    "people",
    multiple=True,
    metavar="KIND:KEY",
    help="Of whom, e.g. `customer:17`; `KIND:-` reads an identifier from standard input.",
)
@click.option("--purpose", required=True, help="For which purpose of the policy.")
@click.option(
    "--for",
    "row",
    default="",
    metavar="STORE.TABLE:KEY",
    help="Only the values in this row, e.g. `shop.orders:17`.",
)
@click.option("--order", type=int, metavar="NUMBER", help="The order of an authority to answer.")
@click.option(
    "--channel",
    default="",
    metavar="TEXT",
    help="How the package will travel, e.g. `sftp, encrypted`; it stands in the log.",
)
@click.option(
    "--out",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the package to this file, JSON that only its owner can read.",
)
@plainly
def command(
    recipient: str,
    directory: Path,
    people: tuple[str, ...],
    purpose: str,
    row: str,
    order: int | None,
    channel: str,
    out: Path,
) -> None:
    """Write what RECIPIENT may get of one person today to a file, and log it; or log why not.

    Refused unless purpose, categories, ground, agreement and tool all hold today. The package has
    only the categories that the recipient gets and the purpose declares, and only values that the
    purpose may use: what is restricted, objected to or withdrawn is left out. Files that a row
    names are not in it. Ends with 0 when the package is there, 1 when it was refused.
    Where the declaration has a finding nothing is given, which is logged too; it ends with 2 then.
    """
    if not people:
        message = "`--person` is missing: a package is about one person"
        raise CannotRun(message)
    handing = Handing(recipient, purpose, out, channel, row, order)
    try:
        company = open_company(directory)
    except NotClean:
        _log_refusal(directory, handing)
        raise
    asked = request(company, Asked(None, people, erase=False))
    with keyring_of(company) as keyring:
        handed = disclose(company, asked, handing, keyring.journal, progress)
    click.echo(_told(handed, out))
    if not isinstance(handed.found, Allowed):
        sys.exit(REFUSED)


def _log_refusal(directory: Path, handing: Handing) -> None:
    """Log that nothing was given since the declaration has findings, and say under which number."""
    project = load(directory)
    try:
        records = project.declared()[1].records
        with keyring_in(Heads.of(project.root, records), records) as keyring:
            number = refuse_unclean(project, handing, keyring.journal, today(project.zone))
    except CannotRun as error:
        click.echo(f"Nothing was given, and the log does not tell: {error}", err=True)
        return
    click.echo(f"Nothing was given; the refusal is number {number} in the log.", err=True)


def _told(handed: Handed, out: Path) -> str:
    found = handed.found
    if isinstance(found, Allowed):
        what = f"{', '.join(handed.categories)}, {counted(handed.rows)}"
        return (
            f"Disclosure {handed.number}: {what} for {found.recipient.name} in {out}.\n"
            f"  ground: {found.ground.value} ({found.reference})"
        )
    lines = [f"Nothing was given; the refusal is number {handed.number} in the log."]
    lines += [f"  {reason}" for reason in found.reasons]
    return "\n".join(lines)
