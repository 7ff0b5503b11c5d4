"""`gestand crawl`: what your own sites leave on a device, against the declared list."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import click

from gestand.core.counting import counted
from gestand.core.proving.verdict import Problem, Weight
from gestand.core.proving.visits import Crawl, Storage, Trace, compare
from gestand.core.proving.words import said
from gestand.errors import CannotRun
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.surfaces.cli.screen import flat
from gestand.surfaces.cli.sites import MARKS, typed_sites
from gestand.wiring.crawling import crawl
from gestand.work.crawls import CRAWL, write
from gestand.work.project import load
from gestand.work.state import State


@click.command()
@click.argument("words", metavar="URL... [DIRECTORY]", nargs=-1, required=True)
@click.option(
    "--pages",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    help="Visit so many pages at most.",
)
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write what was found to this file instead. Default: where `gestand promises` looks.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(["nl", "en"]),
    default="en",
    help="What is wrong in this language. Default: en.",
)
@plainly
def command(words: tuple[str, ...], pages: int, out: Path | None, language: str) -> None:
    """Visit your own sites with Chromium, and compare what they leave on a device with the policy.

    Each page is visited with a fresh profile, and links of the same origin are followed. Nothing is
    clicked or accepted: what is found stands there before consent. No value of a cookie is kept.
    Ends with 1 where something is not as declared, 2 where a site or a browser cannot be reached.
    """
    starts, directory = typed_sites(words)
    project = load(directory)
    if project.policy is None or project.datamap is None or project.unreadable:
        message = "policy and data map cannot be read: `gestand check` tells why"
        raise CannotRun(message)
    found = crawl(starts, pages)
    state = State.beside(project.root, project.datamap.records)
    place = CRAWL.keep(state, found) if out is None else write(out, found)
    problems = compare(found, project.policy)
    for line in (*_told(found), *_wrong(problems, language), f"Kept in {place}"):
        click.echo(line)
    if any(one.weight is Weight.BREACH for one in problems):
        sys.exit(BRAKED)


def _told(found: Crawl) -> Iterator[str]:
    yield f"Visited {counted(found.pages, 'page')} of {', '.join(found.origins)}"
    if found.left:
        yield f"  {counted(found.left, 'page')} more not visited: `--pages`"
    if found.failed:
        yield f"  {counted(found.failed, 'page')} could not be read"
    for trace in found.traces:
        yield f"  {flat(_trace(found, trace))}"
    for one in found.asked:
        yield f"  {one.page} asks {one.origin}"
    if not found.traces and not found.asked:
        yield "  nothing was left on the device, and nobody else was asked for anything"


def _trace(found: Crawl, trace: Trace) -> str:
    marks = ["first party" if found.is_own(trace.host) else "third party", _lasts(trace)]
    if trace.storage is Storage.COOKIE:
        marks += ["HttpOnly"] if trace.http_only else []
        marks += ["Secure"] if trace.secure else []
        marks += [f"SameSite={trace.same_site}"] if trace.same_site else []
    return f"{trace.storage.value} {trace.name} of {trace.host}: {', '.join(marks)} ({trace.page})"


def _lasts(trace: Trace) -> str:
    if trace.storage in (Storage.LOCAL, Storage.DATABASE):
        return "until it is removed"
    if trace.lasts is None:
        return "for a session"
    hours = round(trace.lasts / timedelta(hours=1))
    return counted(round(hours / 24), "day") if hours >= 24 else counted(hours, "hour")


def _wrong(problems: Sequence[Problem], language: str) -> Iterator[str]:
    yield "As declared." if not problems else f"{counted(len(problems), 'difference')}:"
    for one in problems:
        yield f"  {MARKS[one.weight]}: {flat(said(one, language))}"
