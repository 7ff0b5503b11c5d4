"""`gestand upgrade`: bring files of the language to the form that counts now."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from gestand.core.counting import counted
from gestand.core.datamap.check import without_passwords
from gestand.core.document import lines
from gestand.surfaces.cli.edge import BRAKED, DONE, plainly
from gestand.work.upgrading import Upgrade, files_of, upgraded


@click.command()
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--write", is_flag=True, help="Write the files. Without it they are shown only.")
@plainly
def command(files: tuple[Path, ...], write: bool) -> None:
    """Bring policy, data map, facts and officers to the form that the language has now.

    FILE is one of these files, or a folder that has them; without one it is this folder, older
    versions of the policy included. Shows as a diff what becomes of each file and, with --write,
    writes it. Comments, order and layout stay. What a person must fill in is told as a finding. A
    file of a version that this Gestand does not know is left as it is.

    Ends with 0 when nothing is left to do, 1 when something is, 2 when a file could not be read.
    """
    found = [upgraded(path) for path in files_of(files or (Path(),))]
    for one in found:
        for line in _shown(one):
            click.echo(line)
        for finding in one.left:
            click.echo(str(finding))
        if write and one.changes:
            one.write()
    changed, left = [one for one in found if one.changes], sum(len(one.left) for one in found)
    click.echo(_summary(found, changed, left, write=write))
    sys.exit(BRAKED if left or changed and not write else DONE)


def _shown(one: Upgrade) -> Iterator[str]:
    """Yield the lines that change, as a diff: no password, and nothing that steers a terminal."""
    name = one.path.as_posix()
    # What stands around a line in a file about people is for nobody's screen.
    around = 1 if one.path.stem not in ("facts", "officers") else 0
    before, after = (lines(text.removeprefix("\ufeff")) for text in (one.before, one.after))
    for line in difflib.unified_diff(before, after, name, name, n=around, lineterm=""):
        yield "".join(c if c.isprintable() else " " for c in without_passwords(line))


def _summary(found: list[Upgrade], changed: list[Upgrade], left: int, *, write: bool) -> str:
    told = counted(len(found), "file")
    if not changed and not left:
        return f"{told}, all in the form that counts now"
    parts = []
    if changed:
        becomes = "rewritten" if write else "would be rewritten: run it again with `--write`"
        parts.append(f"{len(changed)} of {told} {becomes}")
    if left:
        parts.append(f"{counted(left, 'finding')} left for a person")
    return "; ".join(parts)
