"""`gestand undo`: bring back what a run removed, after showing what that would be."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from gestand.core.counting import counted
from gestand.stores.base import Left
from gestand.surfaces.cli.asking import how_to_print
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.bring_back import Told
from gestand.work.undo import Undoing, forget, undoing


@click.command()
@click.argument("receipt", type=click.IntRange(min=1))
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask: for machines.")
@click.option(
    "--part",
    is_flag=True,
    help="With --yes: also when a part cannot be brought back. It is lost then.",
)
@click.option(
    "--forget",
    "forgetting",
    is_flag=True,
    help="Destroy what RECEIPT could be undone with: the run is final then.",
)
@plainly
def command(receipt: int, directory: Path, yes: bool, part: bool, forgetting: bool) -> None:
    """Bring back what the run of RECEIPT removed and emptied, after showing it.

    What somebody wrote since stays. Ends with 1 when a part did not come back.
    """
    company = open_company(directory)
    with keyring_of(company) as keyring:
        if forgetting:
            if not yes:
                click.confirm(f"Let nothing of receipt {receipt} be brought back?", abort=True)
            forget(company, keyring, receipt)
            click.echo(f"Receipt {receipt} is final: the key of its undo record is destroyed.")
            return
        with undoing(company, keyring, receipt) as ready:
            seen = ready.preview()
            for line in _preview(ready, seen):
                click.echo(line)
            left = _left(seen)
            if left and yes and not part:
                click.echo("A part cannot be brought back, and would be lost: add --part, or not.")
                sys.exit(BRAKED)
            if not yes:
                click.confirm("Bring it back?", abort=True)
            number, told = ready.carry_out()
    rows, cells = (sum(getattr(each, n) for each in told.values()) for n in ("rows", "cells"))
    click.echo(
        f"Done: {counted(rows)} came back, and cells of {counted(cells)}. "
        + how_to_print(number, directory)
    )
    for store in ready.closed:
        click.echo(f"Views in store `{store}` show nothing until `gestand views --refresh`.")
    sys.exit(BRAKED if _left(told) else 0)


def _preview(ready: Undoing, told: Told) -> Iterator[str]:
    """Yield what would come back, what would not and why, and what happens next."""
    yield f"{'table':<28}{'rows back':>12}{'cells back':>12}{'there':>8}{'not':>8}"
    for table, each in told.items():
        left = each.left.total()
        yield f"{table:<28}{each.rows:>12}{each.cells:>12}{each.again:>8}{left:>8}"
    for table, each in told.items():
        for why in Left:
            if each.left[why]:
                do = "does" if each.left[why] == 1 else "do"
                yield f"{each.left[why]} of {table} {do} not come back: {why.value}."
    if ready.receipt["files_removed"]:
        yield f"Files that went do not come back: {ready.receipt['files_removed']}."
    for table in ready.triggered(told):
        yield f"{table} has triggers: nobody knows what they do when something comes back."
    again = ready.asked_again()
    if again:
        people = "1 person" if again == 1 else f"{again} people"
        yield f"{people} asked for erasure, and that stands: the next `gestand apply` erases again."
    yield (
        "What went because its time was over goes again at the next `gestand apply`, unless the "
        "policy or the rows change first: look at `gestand plan` then."
    )


def _left(told: Told) -> int:
    return sum(each.left.total() for each in told.values())
