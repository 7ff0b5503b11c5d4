"""How `gestand request --fulfil` acts: it writes the answer, or applies the plan."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from gestand.core.counting import counted
from gestand.core.handing import Receiver
from gestand.core.plan.explain import reason
from gestand.core.plan.steps import SetApart
from gestand.core.request import NO_IDENTITY, REMOVES, Outcome, What
from gestand.core.rights_items import item_of
from gestand.core.rights_rules import Right, Terms
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.surfaces.cli.answers_told import answer_lines
from gestand.surfaces.cli.asking import Asked, how_to_print, progress, request, tell_of_unmapped
from gestand.surfaces.cli.below import Several
from gestand.wiring import open_company
from gestand.wiring.handing import sending_to
from gestand.work.access import Wanted, give_access
from gestand.work.company import Company
from gestand.work.fulfil import (
    OfAnother,
    fulfil,
    ready,
    refuse_to_set_apart,
    saying,
    spared,
    to_erase,
)
from gestand.work.halfway import brought_to_its_end
from gestand.work.handing_over import Handing, Straight, hand_over, keep_receipt
from gestand.work.holder import holders
from gestand.work.keyring import Keyring
from gestand.work.objections import weigh
from gestand.work.people import to_correct
from gestand.work.portability import Along, take_along
from gestand.work.rights import NotPossible, Step
from gestand.work.rights_apart import is_apart
from gestand.work.rights_kept import Kept
from gestand.work.suppression import suppress_people
from gestand.work.sweep import Request, prepare
from gestand.work.withdrawals import withdraw
from gestand.work.words import people_named


@dataclass(frozen=True)
class Fulfilling:
    """What was typed: who asks, where their answer goes, and whether to ask before removing.

    Of a list there are `several`.
    """

    directory: Path
    person: str | None
    out: Path | None
    language: str | None
    force: bool
    yes: bool
    correct: tuple[str, ...] = ()
    to: str = ""
    url: str | None = None
    key: str | None = None
    several: Several | None = None


def fulfilled(keyring: Keyring, seen: Kept, typed: Fulfilling, terms: Terms) -> Kept:
    """Carry a request out in the stores, and return what became of it."""
    if not typed.person or typed.person.endswith(":-"):
        message = "name who asks once more: --person KIND:KEY"
        raise CannotRun(message)
    company = open_company(typed.directory)
    kind, _, key = typed.person.partition(":")
    day, right = today(company.zone), seen.request.right
    apart = is_apart(company, seen, day) if right in REMOVES else None
    linked = None
    if right in NO_IDENTITY and not seen.row.person:
        # Nobody has to prove who they are for these: whom it is about is said now.
        linked = request(company, Asked(None, (typed.person,), erase=False)).people[0]
    step = Step(What.CARRY_OUT, {}, day, terms, linked, apart)
    acts = _ACTS.get(right)
    if acts is None:
        message = f"request {seen.row.number}: a person carries this right out: `--do carry-out`"
        raise NotPossible(message)
    # Not asked of a store: their row may be gone, where a crash came before that was written down.
    who = people_named(kind, key)
    ready(keyring, seen, step, who)
    try:
        asked = request(company, Asked(None, (typed.person,), erase=False))
        ready(keyring, seen, step, who, holders(company, asked.people))
    except (CannotRun, OfAnother) as error:
        return brought_to_its_end(company, keyring, seen, (step, who), error)
    ended = None
    with ExitStack() as until_done:
        do, step = acts(_Acting(company, keyring, seen, typed, asked, until_done), step)
        try:
            done = fulfil(keyring, seen, step, who, *(do if isinstance(do, tuple) else (do,)))
        except SystemExit as error:  # no error of a store: its connection may wait for the next
            ended = error
    if ended is not None:
        raise ended
    if right in (Right.RESTRICTION, *NO_IDENTITY):
        _tell_or_remove(company, typed, asked, right)
    return done


def _tell_or_remove(company: Company, typed: Fulfilling, asked: Request, right: Right) -> None:
    """Tell what is set apart now, or remove what nothing holds any more."""
    if right is not Right.RESTRICTION:
        applied(typed, erase=False)
        return
    with prepare(company, asked) as prepared:
        for measured in prepared.plan.measured:
            if isinstance(measured.step, SetApart) and measured.rows:
                click.echo(f"{counted(measured.rows)} of {measured.step.table}: {reason(measured)}")


@dataclass(frozen=True)
class _Acting:
    """All that an act needs: the request, what was typed with it, and who that is in the stores.

    What an act opens stays open `until_done`.
    """

    company: Company
    keyring: Keyring
    seen: Kept
    typed: Fulfilling
    asked: Request
    until_done: ExitStack

    def spared(self) -> tuple[str, ...]:
        """Return the categories that were refused."""
        return spared(self.company, self.seen, {person.kind for person in self.asked.people})


_Acts = Callable[[], None] | tuple[Callable[[], None], ...]


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
        for line in answer_lines(given, wanted.out):
            click.echo(line)
        click.echo(how_to_print(given.receipt, typed.directory))

    return give, step


def _take_along(acting: _Acting, step: Step) -> tuple[_Acts, Step]:
    company, typed = acting.company, acting.typed
    if typed.out is None:
        message = "where do their data go? `--out FILE`, a zip archive"
        raise CannotRun(message)
    out, spare = typed.out, frozenset(acting.spared())

    if bool(typed.url) != bool(typed.to and typed.key):
        message = "to another controller it goes with --url, --to NAME and --key, all three"
        raise CannotRun(message)

    def give(*, anew: bool = False) -> None:
        asked = replace(acting.asked, access=True, spare=spare)
        along = Along(out, typed.to, replace=anew or typed.force)
        taken = take_along(company, asked, along, acting.keyring)
        rows = counted(sum(taken.rows.values()))
        click.echo(f"{rows} to take along: {out}. {how_to_print(taken.receipt, typed.directory)}")
        tell_of_unmapped(company)

    if not typed.url:
        return give, step
    to = Receiver(typed.to, typed.url, typed.key or "")
    straight = Straight(to, out, sending_to(typed.url))
    handing = Handing(acting.asked.people, acting.seen.row.number, acting.asked.as_of)

    def go() -> None:
        again = partial(give, anew=True)
        receipt = hand_over(company, acting.keyring.journal, handing, straight, again)
        told = keep_receipt(out, receipt)
        click.echo(f"Handed over; the receipt of the other side is in {told}.")

    return (give, go), replace(step, said={"to": typed.to})


def _remove(acting: _Acting, step: Step) -> tuple[_Acts, Step]:
    """Return what applies the plan by `gestand apply`, which shows it and asks first.

    It ends the program where a question is open or a store has to be waited for: then the request
    was not carried out yet.
    """
    spare = acting.spared()
    asked = replace(acting.asked, erase=True, spare=frozenset(spare))
    going = tuple(sorted(acting.company.policy.expand(*spare) - asked.spare))

    if acting.company.state.waits:
        # A plan that was made while another worker removed rows would have to be made again.
        acting.until_done.enter_context(acting.company.state.alone())
    planned = to_erase(acting.company, asked, acting.seen.request.categories)
    prepared, stays = acting.until_done.enter_context(planned)

    def remove() -> None:
        options = {"planned": prepared, "several": acting.typed.several}
        applied(acting.typed, erase=True, spare=spare, going=going, **options)

    return remove, saying(step, stays)


def applied(typed: Fulfilling, **options: Any) -> None:
    """Apply the plan of the person, as `gestand apply` does."""
    root = click.get_current_context().find_root()
    commands = root.command
    apply = commands.get_command(root, "apply") if isinstance(commands, click.Group) else None
    if apply is None:
        message = "`gestand apply` does it; then `--do carry-out`"
        raise CannotRun(message)
    root.invoke(apply, directory=typed.directory, people=(typed.person,), yes=typed.yes, **options)


def _set_apart(acting: _Acting, step: Step) -> tuple[_Acts, Step]:
    """Return nothing to do in the stores: what is on record of the request sets apart."""
    refuse_to_set_apart(acting.seen)
    return (lambda: None), step


def _weigh(acting: _Acting, step: Step) -> tuple[_Acts, Step]:
    """Return what answers the questions of the plan as was decided, and removes what goes."""
    request_, company = acting.seen.request, acting.company
    decided = {name: item_of(request_, name, {}) for name in request_.purposes}
    upheld = {
        name: f"request {request_.number}" if item.outcome is Outcome.GRANTED else ""
        for name, item in decided.items()
        if item is not None
    }
    if left := sorted(request_.purposes - upheld.keys()):
        message = f"request {request_.number}: nothing was decided on {', '.join(left)}"
        raise NotPossible(message)

    def stop() -> None:
        weigh(company, acting.keyring, acting.asked, upheld)
        applied(acting.typed, erase=False)

    return stop, step


def _no_marketing(acting: _Acting, step: Step) -> tuple[_Acts, Step]:
    def list_them() -> None:
        suppress_people(acting.company, acting.keyring.journal, acting.asked.people)

    return list_them, step


def _withdraw(acting: _Acting, step: Step) -> tuple[_Acts, Step]:
    def record() -> None:
        withdraw(acting.company, acting.keyring, acting.seen, acting.typed.person or "")

    return record, step


def _rectify(acting: _Acting, step: Step) -> tuple[_Acts, Step]:
    """Return what corrects every live copy, after it was shown; the value comes from outside."""
    texts = acting.typed.correct
    if not texts:
        message = "what is corrected? `--correct CATEGORY`, and the new value on standard input"
        raise CannotRun(message)
    # Before it is on record that it begins: what cannot be corrected here is no run that stopped.
    kind, state = acting.asked.people[0].kind, acting.company.state
    named = {text: to_correct(acting.company, kind, text)[0] for text in texts}
    for category in named.values():
        item = item_of(acting.seen.request, category, {})
        if item is None or item.outcome is not Outcome.GRANTED:
            message = f"request {acting.seen.row.number}: `{category}` was not granted"
            raise NotPossible(message)

    def correct(text: str, category: str) -> None:
        first = state.next_receipt()
        try:
            applied(acting.typed, erase=False, correct=text)
        except SystemExit:
            # A supplement to a document that a law freezes is for a person, as was just told: the
            # run itself ended. One that was not begun, or waits, did not.
            run = state.receipt(first)
            if run is None or (run["status"], run.get("corrected")) != ("done", category):
                raise

    def correct_all() -> None:
        for text, category in named.items():
            correct(text, category)

    return correct_all, step


_ACTS: dict[Right, Callable[[_Acting, Step], tuple[_Acts, Step]]] = {
    Right.ACCESS: _give,
    Right.ERASURE: _remove,
    Right.RESTRICTION: _set_apart,
    Right.OBJECTION: _weigh,
    Right.MARKETING: _no_marketing,
    Right.WITHDRAWAL: _withdraw,
    Right.RECTIFICATION: _rectify,
    Right.PORTABILITY: _take_along,
}
