"""How `gestand request --fulfil` acts: it writes the answer, or applies the plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import click

from gestand.core.request import What
from gestand.core.rights_rules import Right, Terms
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.surfaces.cli.asking import Asked, how_to_print, progress, request
from gestand.wiring import open_company
from gestand.work.access import Wanted, give_access
from gestand.work.company import Company
from gestand.work.fulfil import fulfil
from gestand.work.keyring import Keyring
from gestand.work.rights import Kept, Step
from gestand.work.rights_apart import is_apart
from gestand.work.words import people_named


@dataclass(frozen=True)
class Fulfilling:
    """What was typed: who asks, where their answer goes, and whether to ask before removing."""

    directory: Path
    person: str | None
    out: Path | None
    language: str | None
    force: bool
    yes: bool


def fulfilled(keyring: Keyring, seen: Kept, typed: Fulfilling, terms: Terms) -> Kept:
    """Carry a request out in the stores, and return what became of it."""
    if not typed.person or typed.person.endswith(":-"):
        message = "name who asks once more: --person KIND:KEY"
        raise CannotRun(message)
    company = open_company(typed.directory)
    kind, _, key = typed.person.partition(":")
    day, removes = today(company.zone), seen.request.right is Right.ERASURE
    apart = is_apart(company, seen, day) if removes else None
    step = Step(What.CARRY_OUT, {}, day, terms, apart=apart)
    do = _remove(typed) if removes else _give(company, keyring, typed)
    # Not asked of a store: their row may be gone, where a crash came before that was written down.
    return fulfil(keyring, seen, step, people_named(kind, key), do)


def _give(company: Company, keyring: Keyring, typed: Fulfilling) -> Callable[[], None]:
    if typed.out is None:
        message = "where does the answer go? `--out FILE`, a zip archive"
        raise CannotRun(message)
    language = typed.language or company.policy.controller.languages[0]
    wanted = Wanted(language, typed.out, typed.force)

    def give() -> None:
        asked = request(company, Asked(None, (typed.person or "",), erase=False))
        given = give_access(company, replace(asked, access=True), wanted, keyring, progress)
        click.echo(f"The answer is in {wanted.out}. {how_to_print(given.receipt, typed.directory)}")

    return give


def _remove(typed: Fulfilling) -> Callable[[], None]:
    """Return what applies the plan by `gestand apply`, which shows it and asks first.

    It ends the program where a question is open or a store has to be waited for: then the request
    was not carried out yet.
    """

    def remove() -> None:
        root = click.get_current_context().find_root()
        commands = root.command
        apply = commands.get_command(root, "apply") if isinstance(commands, click.Group) else None
        if apply is None:
            message = "`gestand apply --erase` removes it; then `--do carry-out`"
            raise CannotRun(message)
        root.invoke(
            apply, directory=typed.directory, people=(typed.person,), erase=True, yes=typed.yes
        )

    return remove
