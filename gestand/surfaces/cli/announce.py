"""`gestand announce`: tell people of a new version of the statement before it takes effect."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from gestand.core.mail import Stage
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.surfaces.cli.edge import BRAKED, DONE, plainly
from gestand.surfaces.cli.mails_told import fate
from gestand.wiring import open_company
from gestand.wiring.mailing import sender_of
from gestand.wiring.recording import keyring_of
from gestand.work.announcing import DEAD, Concerned, Letters, announce, concerned, the_letters
from gestand.work.company import Company
from gestand.work.diff_told import Told
from gestand.work.letters import as_text
from gestand.work.mails import Mail
from gestand.work.project import Project, load
from gestand.work.sides import compare, refuse_language, side


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--lang", "language", metavar="LANGUAGE",
    help="For whose language is not known. Default: all of the policy in one letter.",
)
@click.option(
    "--send", "number", type=int, metavar="NUMBER",
    help="Send the letter, to as many addresses as were printed: another number sends nothing.",
)
@plainly
def command(
    old: str, new: str, directory: Path, language: str | None, number: int | None
) -> None:
    """Tell everybody whom version NEW concerns what it changes in OLD, by a letter, each once.

    Without `--send` nothing is sent: it shows the letter, and how many people of which purpose it
    concerns. Versions are named as in `gestand diff`. Ends with 0 when every letter that can go
    went, 1 while one did not, or somebody has no address and must be told in another way.
    """
    project = load(directory)
    older, newer = side(project, old), side(project, new)
    chosen = language or newer.policy.controller.languages[0]
    if language or chosen not in older.policy.controller.languages:
        refuse_language((older, newer), chosen)
    told = Told(older, newer, compare(older, newer), chosen, today(project.zone))
    letters, company = the_letters(told, language), open_company(directory)
    whom = concerned(company, told.told, told.today)
    if number is None:
        click.echo(as_text(letters.otherwise))
        click.echo("\n".join(_preview(told, whom, letters)))
        again = ["gestand", "announce", old, new, str(directory)]
        again += ["--lang", language] if language else []
        click.echo(f"To send it: {shlex.join(again)} --send {len(whom.addresses)}")
        sys.exit(DONE)
    if number != len(whom.addresses):
        message = (
            f"the letter would go to {len(whom.addresses)}, and not to {number}: look again "
            "without `--send`"
        )
        raise CannotRun(message)
    mails = _sent(project, company, told, whom, letters)
    for line in _outcome(mails, whom):
        click.echo(line)
    done = all(mail.stage is Stage.SENT for mail in mails) and not (whom.without or whom.unseen)
    sys.exit(DONE if done else BRAKED)


def _sent(
    project: Project, company: Company, told: Told, whom: Concerned, letters: Letters
) -> list[Mail]:
    sender = sender_of(project) if whom.addresses else None
    with keyring_of(company) as keyring:
        return announce(keyring.journal, sender, told, whom, letters)


def _preview(told: Told, whom: Concerned, letters: Letters) -> Iterator[str]:
    if told.tell_by is not None:
        late = ", which is over" if told.tell_by < told.today else ""
        effective = told.newer.policy.effective
        yield f"To be told by {told.tell_by}{late}; it takes effect on {effective}."
    for purpose, kinds in whom.counts.items():
        people = ", ".join(f"{kind} {number:,}" for kind, number in kinds.items()) or "nobody"
        yield f"  {purpose}: {people}"
    yield from (f"  {purpose}: begins with this version" for purpose in whom.begins)
    yield f"Different addresses: {len(whom.addresses):,}."
    known = Counter(one for one in whom.languages.values() if one in letters.by_language)
    for one, number in sorted(known.items()):
        yield f"In the language that they read: {one} {number:,}."
    yield from _not_reached(whom)


def _not_reached(whom: Concerned) -> Iterator[str]:
    for kind, number in whom.without.items():
        yield f"Without one certain address, to be told in another way: {kind} {number:,}."
    for kind in whom.unseen:
        yield f"Nobody can tell who they are in one question, so tell them yourself: {kind}."


def _outcome(mails: list[Mail], whom: Concerned) -> Iterator[str]:
    stages = Counter(mail.stage for mail in mails)
    yield f"Sent: {stages[Stage.SENT]:,} of {len(mails):,}; each goes to an address once."
    yield from (fate(mail) for mail in mails if mail.stage is not Stage.SENT)
    refused = sum(stages[one] for one in DEAD)
    if refused:
        yield f"The address was refused, so to be told in another way: {refused:,}."
    yield from _not_reached(whom)
