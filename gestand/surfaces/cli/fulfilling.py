"""How `gestand request --fulfil` acts: it writes the answer, or applies the plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from gestand.core.request import REMOVES, What
from gestand.core.rights_rules import Right, Terms
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.surfaces.cli.asking import Asked, how_to_print, progress, request
from gestand.wiring import open_company
from gestand.work.access import Wanted, give_access
from gestand.work.company import Company
from gestand.work.fulfil import fulfil, ready, saying, spared, was_erased, what_stays
from gestand.work.keyring import Keyring
from gestand.work.rights import Kept, NotPossible, Step
from gestand.work.rights_apart import is_apart
from gestand.work.sweep import Request
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
    day, right = today(company.zone), seen.request.right
    apart = is_apart(company, seen, day) if right in REMOVES else None
    step = Step(What.CARRY_OUT, {}, day, terms, apart=apart)
    acts = _ACTS.get(right)
    if acts is None:
        message = f"request {seen.row.number}: a person carries this right out: `--do carry-out`"
        raise NotPossible(message)
    # Not asked of a store: their row may be gone, where a crash came before that was written down.
    who = people_named(kind, key)
    ready(keyring, seen, step, who)
    try:
        asked = request(company, Asked(None, (typed.person,), erase=False))
    except CannotRun:
        if right is not Right.ERASURE or not was_erased(company, who):
            raise
        return fulfil(keyring, seen, step, who, lambda: None)
    do, step = acts(_Acting(company, keyring, seen, typed, asked), step)
    return fulfil(keyring, seen, step, who, do)


@dataclass(frozen=True)
class _Acting:
    """All that an act needs: the request, what was typed with it, and who that is in the stores."""

    company: Company
    keyring: Keyring
    seen: Kept
    typed: Fulfilling
    asked: Request

    def spared(self) -> tuple[str, ...]:
        """Return the categories that were refused."""
        return spared(self.company, self.seen, {person.kind for person in self.asked.people})


_Acts = Callable[[], None]


def _give(acting: _Acting, step: Step) -> tuple[_Acts, Step]:
    company, typed = acting.company, acting.typed
    if typed.out is None:
        message = "where does the answer go? `--out FILE`, a zip archive"
        raise CannotRun(message)
    language = typed.language or company.policy.controller.languages[0]
    wanted, spare = Wanted(language, typed.out, typed.force), frozenset(acting.spared())

    def give() -> None:
        asked = replace(acting.asked, access=True, spare=spare)
        given = give_access(company, asked, wanted, acting.keyring, progress)
        click.echo(f"The answer is in {wanted.out}. {how_to_print(given.receipt, typed.directory)}")

    return give, step


def _remove(acting: _Acting, step: Step) -> tuple[_Acts, Step]:
    """Return what applies the plan by `gestand apply`, which shows it and asks first.

    It ends the program where a question is open or a store has to be waited for: then the request
    was not carried out yet.
    """
    spare = acting.spared()
    asked = replace(acting.asked, erase=True, spare=frozenset(spare))

    def remove() -> None:
        applied(acting.typed, erase=True, spare=spare)

    return remove, saying(step, what_stays(acting.company, asked))


def applied(typed: Fulfilling, **options: Any) -> None:
    """Apply the plan of the person, as `gestand apply` does."""
    root = click.get_current_context().find_root()
    commands = root.command
    apply = commands.get_command(root, "apply") if isinstance(commands, click.Group) else None
    if apply is None:
        message = "`gestand apply` does it; then `--do carry-out`"
        raise CannotRun(message)
    root.invoke(apply, directory=typed.directory, people=(typed.person,), yes=typed.yes, **options)


_ACTS: dict[Right, Callable[[_Acting, Step], tuple[_Acts, Step]]] = {
    Right.ACCESS: _give,
    Right.ERASURE: _remove,
}
