"""`gestand reach`: how your sites and your address are reached."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from gestand.core.proving.reaching import Reach, Site, Trouble, problems_of
from gestand.core.proving.verdict import Weight
from gestand.core.proving.words import said
from gestand.errors import CannotRun
from gestand.settings import now
from gestand.surfaces.cli.edge import BRAKED, COULD_NOT_RUN, plainly
from gestand.surfaces.cli.screen import flat
from gestand.surfaces.cli.sites import MARKS, typed_sites
from gestand.wiring.mailing import mailbox_of, sender_of
from gestand.wiring.reaching import reached
from gestand.work.project import Project, load
from gestand.work.reaches import arrives, keep
from gestand.work.state import State


@click.command()
@click.argument("words", metavar="[URL]... [DIRECTORY]", nargs=-1)
@click.option("--mail", is_flag=True, help="Send a message to the address of the policy too.")
@click.option(
    "--within", type=click.IntRange(1, 3600), default=120, show_default=True, metavar="SECONDS",
    help="With --mail: so long the message may take.",
)
@click.option(
    "--lang", "language", type=click.Choice(["nl", "en"]), default="en",
    help="What is wrong in this language. Default: en.",
)
@plainly
def command(words: tuple[str, ...], mail: bool, within: int, language: str) -> None:
    """Look how your sites are reached (certificate, TLS, headers), and whether mail arrives.

    With --mail a message goes to the address that the statement gives, and is waited for in the
    mailbox from which requests are taken in. What is found is kept for `gestand promises`. Ends
    with 1 where something is wrong, 2 where a site does not answer.
    """
    sites, directory = typed_sites(words, least=0)
    if not sites and not mail:
        message = "name a site by its address, as `https://www.example.nl`, or give `--mail`"
        raise CannotRun(message)
    project = load(directory)
    _, datamap = project.declared()
    at = now()
    found = Reach(at, tuple(map(reached, sites)), _arrives(project, within) if mail else None)
    place = keep(State.beside(project.root, datamap.records), found)
    for line in (*_told(found, language), f"Kept in {place}"):
        click.echo(line)
    sys.exit(_ending(found))


def _arrives(project: Project, within: int) -> bool:
    sender, (mailbox, how) = sender_of(project), mailbox_of(project)
    return arrives(how.policy.controller.email, sender, mailbox, within)


def _told(found: Reach, language: str) -> Iterator[str]:
    for site in found.sites:
        yield flat(f"{site.origin}: {_how(site)}")
        for one in problems_of(site, found.at):
            yield f"  {MARKS[one.weight]}: {flat(said(one, language))}"
    if found.arrived is not None:
        yield "mail: a message arrives" if found.arrived else "mail: a message does not arrive"


def _how(site: Site) -> str:
    if site.trouble is Trouble.NO_ANSWER:
        return "no answer"
    until = f", certificate until {site.until:%Y-%m-%d}" if site.until else ""
    return f"{site.tls or 'no safe connection'}{until}"


def _ending(found: Reach) -> int:
    problems = [one for site in found.sites for one in problems_of(site, found.at)]
    if found.arrived is False or any(one.weight is Weight.BREACH for one in problems):
        return BRAKED
    silent = any(site.trouble is Trouble.NO_ANSWER for site in found.sites)
    return COULD_NOT_RUN if silent else 0
