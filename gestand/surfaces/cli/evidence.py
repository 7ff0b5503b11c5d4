"""`gestand evidence`: promises, and how they are kept, in a pack that a third party verifies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from gestand.core.assessing import NONE, PROBABLY
from gestand.core.counting import counted
from gestand.core.informing import LOOK, MISSING, NOTHING
from gestand.core.proving.verdict import Verdict
from gestand.errors import CannotRun
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.cli.moments import DAY
from gestand.wiring import open_inspection
from gestand.wiring.recording import journal_to_read
from gestand.work.evidence.pack import Asked, Packed, pack


@click.command()
@click.argument("directory", metavar="[DIRECTORY]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the pack to this ZIP file.",
)
@click.option(
    "--since",
    type=DAY,
    metavar="DATE",
    help="With the ledger from this day on, in the time of the controller. Default: all of it.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(["nl", "en"]),
    help="The promises in this language. Default: the first language of the policy.",
)
@click.option("--force", is_flag=True, help="Replace FILE where it is there already.")
@plainly
def command(
    directory: Path, out: Path, since: date | None, language: str | None, *, force: bool
) -> None:
    """Pack policy, statement, promises with their evidence, ledger, receipts and registers.

    With a checklist of articles 13 and 14, pointers to where an impact assessment may be needed,
    and `verify.py`, which names every file that was changed, added or removed: it needs Python and
    not Gestand. Looks in every database, and changes nothing. Ends with 0 when the pack is in
    place, whatever stands in it, and with 2 when none could be made.
    """
    inspection = open_inspection(directory)
    asked = Asked(out, since, language or "", replace=force)
    with journal_to_read(inspection.heads) as journal:
        if journal is None:
            message = "there is no ledger yet, so nothing can be shown: `gestand apply` begins it"
            raise CannotRun(message)
        packed = pack(inspection, journal, asked)
    for line in (f"Packed {_amounts(packed)}: {out}", *_told(packed)):
        click.echo(line)


def _amounts(packed: Packed) -> str:
    amounts = (
        counted(packed.files, "file"),
        f"{packed.entries:,} {'entry' if packed.entries == 1 else 'entries'} of the ledger",
        counted(packed.receipts, "receipt"),
    )
    return ", ".join(amounts)


def _told(packed: Packed) -> Iterator[str]:
    verdicts = Counter(one.judged.verdict for one in packed.proved)
    told = (f"{verdicts[one]} {one.value}" for one in Verdict if verdicts[one])
    yield f"Promises: {', '.join(told)}"
    if packed.overrides:
        yield f"Published although something stood in the way: {packed.overrides}, with the reason"
    asked = [one for one in packed.looked if one.state != NOTHING]
    lacks = [one for one in asked if one.state in (MISSING, LOOK)]
    said = len(asked) - len(lacks)
    yield f"Articles 13 and 14: {said} of {counted(len(asked), 'item')} said"
    for one in lacks:
        yield f"  {one.state}: {one.item.words['en']} ({', '.join(one.item.articles)})"
    pointed = [one for one in packed.pointers if one.points_to != NONE]
    likely = sum(one.points_to == PROBABLY for one in pointed)
    yield (
        f"Impact assessment (a pointer, no settled law): {counted(likely, 'purpose')} probably, "
        f"{len(pointed) - likely} if one more criterion applies"
    )
    yield f"SHA-256 of the pack: {packed.digest}"
    yield f"Key, to be told by another way than the pack: {packed.public}"
