"""`gestand drill`: whether backups hold what they must."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from gestand.core.counting import counted
from gestand.core.proving.drills import Copied, Drill, problems_of
from gestand.core.proving.verdict import Weight
from gestand.core.proving.words import said
from gestand.errors import CannotRun
from gestand.settings import now
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.surfaces.cli.screen import flat
from gestand.surfaces.cli.sites import MARKS
from gestand.wiring import open_company, open_copies
from gestand.work.drills import drilled, keep

_COPY = re.compile(r"([^=\s]+)=(.+)", re.DOTALL)


@click.command()
@click.argument("words", metavar="STORE=URL... [DIRECTORY]", nargs=-1, required=True)
@click.option(
    "--lang", "language", type=click.Choice(["nl", "en"]), default="en",
    help="What is wrong in this language. Default: en.",
)
@plainly
def command(words: tuple[str, ...], language: str) -> None:
    """Look whether backups hold what they must: put them back elsewhere first, and name the copies.

    Each copy is read beside its store: are all tables with personal data and their columns there,
    have they rows, and how many runs would be done again once it took the place of the store?
    Nothing is changed. `${NAME}` in a URL is a variable. Ends with 1 where a copy is not whole.
    """
    copies, directory = _typed(words)
    company = open_company(directory)
    found = drilled(company, open_copies(company, copies), now())
    place = keep(company.state, found)
    for line in (*_told(found, language), f"Kept in {place}"):
        click.echo(line)
    problems = [problem for one in found.copies for problem in problems_of(one)]
    if any(one.weight is Weight.BREACH for one in problems):
        sys.exit(BRAKED)


def _typed(words: tuple[str, ...]) -> tuple[Mapping[str, str], Path]:
    """Tell the copies from the folder, which comes last."""
    found = [_COPY.fullmatch(word) for word in words]
    copies = {one[1]: one[2] for one in found if one is not None}
    others = [word for word, one in zip(words, found, strict=True) if one is None]
    twice = len(copies) + len(others) < len(words)
    if not copies or twice or len(others) > 1 or (others and words[-1] != others[0]):
        message = "name each copy once, as `shop=postgresql://.../shop_copy`, then the folder"
        raise CannotRun(message)
    return copies, Path(others[0] if others else ".")


def _told(found: Drill, language: str) -> Iterator[str]:
    for one in found.copies:
        yield flat(f"{one.store}: {_holds(one)}")
        for problem in problems_of(one):
            yield f"  {MARKS[problem.weight]}: {flat(said(problem, language))}"


def _holds(one: Copied) -> str:
    return "cannot be read" if one.unread else f"{counted(one.rows, 'row')} in the copy"
