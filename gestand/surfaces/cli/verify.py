"""`gestand verify`: whether the ledger is what it was when it was written."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from gestand.core.counting import counted
from gestand.errors import CannotRun
from gestand.surfaces.cli.edge import BRAKED, DONE, plainly
from gestand.wiring.recording import journal_to_read
from gestand.work.heads import Heads
from gestand.work.project import load
from gestand.work.signed_versions import Versions, look_at_versions
from gestand.work.verify import Health, look_through, without_ledger


@click.command()
@click.argument("directory", metavar="[DIRECTORY]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--new-copy",
    is_flag=True,
    help="Begin another file for heads, where the one in the data map is lost.",
)
@click.option(
    "--clock-was-ahead",
    is_flag=True,
    help="What was written at a moment that is still to come is no reason to doubt the clock.",
)
@plainly
def command(directory: Path, new_copy: bool, clock_was_ahead: bool) -> None:
    """Look all of the ledger through: every link, every head, and the receipts and facts.

    The versions of the statement that were published must be there, as they were.

    Ends with 0 when all hold, 1 with the first entry that does not, 2 when it cannot be read.
    """
    project = load(directory)
    if project.datamap is None:
        message = "the data map cannot be read, and it says where the ledger is: `gestand check`"
        raise CannotRun(message)
    heads = Heads.of(project.root, project.datamap.records)
    with journal_to_read(heads) as journal:
        if journal is not None and new_copy:
            journal.begin_copy()
        if journal is not None and clock_was_ahead:
            journal.clock_was_ahead()
        health = look_through(journal) if journal else without_ledger(heads)
        # What the ledger tells of versions counts only where the ledger can be believed.
        believed = journal is not None and not health.wrong
        versions = look_at_versions(journal, project.privacy) if journal and believed else None
    for line in (*_told(health), *(_told_of_versions(versions) if versions else ())):
        click.echo(line)
    sys.exit(BRAKED if health.wrong or (versions and versions.wrong) else DONE)


def _told_of_versions(versions: Versions) -> list[str]:
    lines = [f"A version of the statement does not hold: {one}." for one in versions.wrong]
    if versions.held:
        what = counted(versions.held, "version")
        lines.append(f"As they were published, and signed: {what} of the statement.")
    if versions.unsigned:
        named = ", ".join(versions.unsigned)
        lines.append(f"Not signed yet, `gestand publish` does it: {named}.")
    return lines


def _told(health: Health) -> list[str]:
    if health.wrong:
        what = "Put a backup of the folder `.gestand` back that holds, and keep this one."
        return [f"The ledger does not hold: {wrong}." for wrong in health.wrong] + [what]
    if health.newest is None:
        return ["There is no ledger yet: `gestand apply`, `access` and `decide` begin it."]
    lines = [f"The ledger holds: {health.entries} entries, the newest of {health.newest.at}."]
    if health.forgotten:
        lines += [
            "Reasons and names of decisions that are forgotten, since their key was destroyed: "
            f"{health.forgotten}. What was decided still holds."
        ]
    if health.copy is None:
        return [
            *lines,
            "No head of it is kept elsewhere, so an older copy of all of it would not be noticed:",
            "name a file on another disk in the data map (`records: heads:`).",
        ]
    return [*lines, f"{health.heads} heads in {health.copy} agree with it."]
