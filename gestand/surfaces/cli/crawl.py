"""`gestand crawl`: what your own sites leave on a device, against the declared list."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from gestand.core.counting import counted
from gestand.core.proving.verdict import Problem, Weight
from gestand.core.proving.visits import Crawl, SignIn, Storage, Trace, Visitors, compare
from gestand.core.proving.words import said
from gestand.errors import CannotRun
from gestand.settings import filled_in
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.surfaces.cli.screen import flat
from gestand.surfaces.cli.sites import MARKS, is_address, typed_sites
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
@click.option(
    "--sign-in",
    metavar="URL",
    help="Then visit them once more as whoever signs in at this page, with the next three.",
)
@click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="LABEL=VALUE",
    help="With --sign-in: what is filled in, by the label on the page; `${NAME}` is a variable.",
)
@click.option("--press", metavar="NAME", help="With --sign-in: the button.")
@click.option("--shows", metavar="TEXT", help="With --sign-in: what the page says once it is done.")
@click.option(
    "--accept",
    default="",
    metavar="NAME",
    help="Then visit them once more, and press this button for consent on each page.",
)
@plainly
def command(
    words: tuple[str, ...], pages: int, out: Path | None, language: str, **typed: Any
) -> None:
    """Visit your own sites with Chromium, and compare what they leave on a device with the policy.

    Each page is visited with a fresh profile, and links of the same origin are followed. At first
    nothing is clicked or accepted: what is found stands there before consent. No value of a cookie
    is kept. To sign in, take an account that was made for it, and a variable for its password.
    Ends with 1 where something is not as declared, 2 where a site or a browser cannot be reached.
    """
    starts, directory = typed_sites(words)
    project = load(directory)
    policy, datamap = project.declared()
    found = crawl(starts, pages, _visitors(**typed))
    state = State.beside(project.root, datamap.records)
    place = CRAWL.keep(state, found) if out is None else write(out, found)
    problems = compare(found, policy)
    for line in (*_told(found), *_wrong(problems, language), f"Kept in {place}"):
        click.echo(line)
    if any(one.weight is Weight.BREACH for one in problems):
        sys.exit(BRAKED)


def _visitors(
    sign_in: str | None, fields: Sequence[str], press: str | None, shows: str | None, accept: str
) -> Visitors:
    """Return who visits beside whoever does nothing; CannotRun where it is not told how."""
    pairs = [field.partition("=") for field in fields]
    how = bool(sign_in and press and shows and pairs and all(sign for _, sign, _ in pairs))
    if how is not any((sign_in, pairs, press, shows)) or (sign_in and not is_address(sign_in)):
        message = (
            "to sign in, say all of it: `--sign-in https://... --field 'E-mail=${PORTAL_USER}' "
            "--field 'Password=${PORTAL_PASSWORD}' --press 'Sign in' --shows 'My data'`"
        )
        raise CannotRun(message)
    if not how:
        return Visitors(accept=accept)
    filled = {label: filled_in(value) for label, _, value in pairs}
    return Visitors(SignIn(sign_in or "", filled, press or "", shows or ""), accept)


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
    marks += [f"after {trace.after}"] if trace.after else []
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
