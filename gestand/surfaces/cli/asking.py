"""What `plan` and `apply` have in common: the day, the people, and how a plan is shown."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO, TypeVar

import click

from gestand.core.counting import counted
from gestand.core.datamap.unmapped import all_named
from gestand.core.facts import HoldPlaced, Person, Told
from gestand.core.findings import did_you_mean
from gestand.core.plan.explain import lines
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.surfaces.cli.moments import DAY
from gestand.surfaces.cli.screen import Screen, flat, harmless
from gestand.work.company import Company
from gestand.work.elsewhere import stands_elsewhere
from gestand.work.linked import linked_people
from gestand.work.orders import held_in_secret
from gestand.work.people import Nobody, correction, find_people, is_known
from gestand.work.same_address import unconfirmed
from gestand.work.sweep import Prepared, Request
from gestand.work.way_back import undo_period

NOT_TO_BE_TOLD = (
    "hold {} is by an order that is secret: what the person reads does not tell of it, nor may you"
)

Command = TypeVar("Command", bound=Callable[..., Any])

_DIRECTORY: Callable[[Command], Command] = click.argument(
    "directory", default=".", type=click.Path(path_type=Path, file_okay=False)
)
_AS_OF = click.option(
    "--as-of",
    type=DAY,
    metavar="DATE",
    help="Count from this day; a day in the future is a forecast. Default: today.",
)
_PERSON = click.option(
    "--person",
    "people",
    multiple=True,
    metavar="KIND:KEY",
    help="Only this person, e.g. `customer:17`; `KIND:-` reads an identifier such as an "
    "e-mail address from standard input. May be given more than once.",
)
_ERASE = click.option(
    "--erase", is_flag=True, help="These people ask for erasure (GDPR article 17)."
)
_BUT = click.option(
    "--but",
    "spare",
    multiple=True,
    metavar="CATEGORY",
    help="With --erase: erasure of this category was refused, so it stays as if nobody had asked. "
    "May be given more than once.",
)
_YET = click.option(
    "--yet",
    "going",
    multiple=True,
    metavar="CATEGORY",
    help="With --but of what contains it: this goes all the same. May be given more than once.",
)

_CORRECT = click.option(
    "--correct",
    metavar="CATEGORY",
    help="Correct a value about this one person (GDPR article 16), e.g. `email`, or fill in one "
    "that is not there; `address:street` where it has several columns. The new value is read from "
    "standard input, after any identifier.",
)


def asks(command: Command) -> Command:
    """Add the argument and the options that say what is asked."""
    for option in (_CORRECT, _YET, _BUT, _ERASE):
        command = option(command)
    return asks_about(command)


def asks_about(command: Command) -> Command:
    """Add the argument and the options that say where, about whom, and as of which day."""
    for option in (_PERSON, _AS_OF, _DIRECTORY):
        command = option(command)
    return command


@dataclass(frozen=True)
class Asked:
    """What was typed: the day, the people, and what they ask for."""

    as_of: date | None
    people: tuple[str, ...]
    erase: bool
    correct: str | None = None
    spare: tuple[str, ...] = ()
    going: tuple[str, ...] = ()


def request(company: Company, asked: Asked) -> Request:
    """Return what is asked; a person that is not there or not clear raises GestandError."""
    as_of, people, erase = asked.as_of, asked.people, asked.erase
    named = [_with_identifier(text) for text in people]
    if erase and not named:
        message = "--erase needs --person: nobody asked for erasure"
        raise CannotRun(message)
    spare = _spared(company, asked)
    day = as_of or today(company.zone)
    found = tuple(_found(company, named))
    if asked.correct and (len(found) != 1 or erase):
        message = "--correct is about exactly one --person, and goes without --erase"
        raise CannotRun(message)
    every = _with_links(company, found)
    if asked.correct is None:
        return Request(day, every, erase, spare=spare)
    new = typed(f"New {asked.correct}")
    return Request(day, every, correction=correction(company, found[0], asked.correct, new))


def _found(company: Company, named: Sequence[tuple[str, str, bool]]) -> Iterator[Person]:
    """Yield the people named; where an identifier leads to nobody, say where it stands as well."""
    for one in named:
        text, is_identifier = one[1], one[2]
        try:
            (person,) = find_people(company, [one])
        except Nobody as error:
            there = stands_elsewhere(company, text) if is_identifier else ""
            message = f"{error}; {there}" if there else str(error)
            raise Nobody(message) from error
        if is_identifier and not is_known(company, person):
            there = stands_elsewhere(company, text)
            said = f"no row of a {person.kind} carries that identifier"
            click.echo(f"{said}; {there}." if there else f"{said}.", err=True)
        yield person


def _spared(company: Company, asked: Asked) -> frozenset[str]:
    """Return every category that was refused, with what it contains and does not go all the same.

    A category that is named itself stays: so each set of categories can be named.
    """
    if asked.spare and not asked.erase:
        message = "--but goes with --erase: it says of what erasure was refused"
        raise CannotRun(message)
    expand, known = company.policy.expand, company.policy.categories
    for option, names in (("--but", asked.spare), ("--yet", asked.going)):
        if (unknown := next((name for name in names if name not in known), None)) is not None:
            hint = did_you_mean(unknown, known) or f"the policy has {', '.join(known)}"
            message = f"{option} is a category of the policy; {hint}"
            raise CannotRun(message)
    stays = expand(*asked.spare)
    if outside := sorted({*asked.going} - stays):
        message = f"--yet is part of a category that --but names; `{outside[0]}` goes already"
        raise CannotRun(message)
    return (stays - expand(*asked.going)) | {*asked.spare}


def _with_links(company: Company, named: Sequence[Person]) -> tuple[Person, ...]:
    """Return the people named with all that they are as well, and say why, beside the output."""
    linked = linked_people(company, named)
    for link in linked.links:
        who = f"{_person(link.person)} is the same person as {_person(link.of)}"
        click.echo(f"{who}: both carry the same `{link.column}`.", err=True)
    for other in linked.unlinked:
        click.echo(
            f"{counted(other.rows, verb='carry')} the `{other.column}` of {_person(other.of)}, so "
            f"nobody can tell which {other.kind} is the same person: name them with --person.",
            err=True,
        )
    return tuple(linked.people)


def _person(person: Person) -> str:
    """Return a person as one types them; a key that is a text may be a name, and is left out."""
    return f"{person.kind}:{person.key}" if isinstance(person.key, int) else f"a {person.kind}"


def typed_again(
    directory: Path, asked: Asked, request: Request, *options: str, day: bool = False
) -> str:
    """Return what was typed after the name of a command, to be typed again.

    A key that is no number and an identifier are read from standard input: nobody's name or
    address stands in a printed command. With `day` the day is named that was not typed.
    """
    words = [str(directory)]
    if asked.as_of or day:
        words += ["--as-of", request.as_of.isoformat()]
    for person in request.people:
        words += ["--person", f"{person.kind}:{person.key if isinstance(person.key, int) else '-'}"]
    words += ["--erase"] if asked.erase else []
    words += [word for name in asked.spare for word in ("--but", name)]
    words += [word for name in asked.going for word in ("--yet", name)]
    words += ["--correct", asked.correct] if asked.correct else []
    return shlex.join([*words, *options])


def how_to_print(receipt: int, directory: Path) -> str:
    """Return the sentence that says how to print a receipt."""
    command = shlex.join(["gestand", "receipt", str(receipt), str(directory)])
    return f"`{command}` prints receipt {receipt}."


def show(prepared: Prepared, asked: str) -> None:
    """Print what goes, what changes, what stays and what a person must decide.

    `asked` is what was typed, to be repeated in the commands that are printed.
    """
    for line in lines(prepared.plan, asked, yielding(prepared)):
        click.echo(line)


def yielding(prepared: Prepared) -> frozenset[str]:
    """Return the purposes that give way to what was asked: none where that is no erasure."""
    return prepared.company.yielding if prepared.request.erase else frozenset()


def tell_of_correction(prepared: Prepared) -> None:
    """Show what stands there and what will: whoever carries it out looks at both first."""
    told = prepared.request.correction
    if told is not None:
        old = f"is `{flat(told.old)}`" if told.old else "has no value"
        click.echo(f"Corrected: `{told.category}` {old}, and becomes `{flat(told.new)}`.")


def tell_of_undo(prepared: Prepared, *, final: bool = False) -> None:
    """Say whether what the plan removes could be brought back, where it removes anything."""
    if not prepared.plan.changes:
        return
    period = undo_period(prepared.company, prepared.request.as_of)
    if final:
        click.echo("What goes cannot be brought back: --final.")
    elif period is None:
        click.echo("What goes cannot be brought back: the policy has no `undo` under `rights`.")
    else:
        click.echo(f"What goes can be brought back for {period}, by `gestand undo`; files cannot.")


def tell_of_same_address(prepared: Prepared) -> None:
    """Say which rows carry the address of who asks, and stay: nobody confirmed whose they are."""
    for table, rows in unconfirmed(prepared).items():
        click.echo(
            f"{counted(rows, verb='carry')} an identifier of who asks, in {table}. Nobody has "
            "confirmed that it is the same person: nothing of it goes."
        )


def tell_of_unmapped(company: Company) -> None:
    """Say which tables nobody has looked into yet: a plan is about none of them."""
    if company.unmapped:
        told = all_named(company.unmapped)
        click.echo(f"Not looked into, since the data map does not describe them yet: {told}.")


def unmapped_records(company: Company) -> list[dict[str, Any]]:
    """Return the tables that nobody has looked into yet as records shaped like those of steps."""
    why = "the data map does not describe this table yet: nobody looked into it"
    return [_about_a_table(f"unmapped:{one}", "NotMapped", one, 0, why) for one in company.unmapped]


def _about_a_table(id_: str, step: str, table: str, rows: int, reason: str) -> dict[str, Any]:
    """Return what is no step of a plan as a record of the same shape as those of steps."""
    store, _, name = table.partition(".")
    told = {"id": id_, "step": step, "store": store, "table": name}
    empty: dict[str, Any] = {"columns": [], "stays": {}, "over": [], "promises": []}
    none = dict.fromkeys(("ground", "promise", "until"))
    return {**told, **empty, **none, "rows": rows, "reason": reason}


def to_look_at(prepared: Prepared) -> Iterator[tuple[Told, str]]:
    """Yield what keeps something and what somebody should look at, and why; it goes on until then.

    So a hold of which the review is over, and what was recorded before the row began that it keeps:
    it may be of somebody else.
    """
    noted = prepared.ready.noted
    for fact, began in noted.doubted.items():
        what = "hold" if isinstance(fact, HoldPlaced) else "restriction"
        since = f"this {what} is of {fact.on}, and the row that it keeps began on {began}"
        yield fact, f"{since}: was the key somebody else's before? It counts until it is ended"
    for hold in noted.to_review():
        yield hold, f"this hold was to be reviewed on {hold.review}: is it still needed?"


def review_records(prepared: Prepared) -> list[dict[str, Any]]:
    """Return what somebody should look at as records of the same shape as those of steps."""
    subjects = prepared.company.holdings.subjects
    found = []
    for fact, why in to_look_at(prepared):
        table, where = subjects.get(fact.person.kind) or "", str(fact.span or fact.source)
        found.append(_about_a_table(f"review:{where}", "Review", table, 1, why))
    return found


def tell_of_reviews(prepared: Prepared) -> None:
    """Say which holds and restrictions somebody should look at, and of which nobody may tell."""
    for fact, why in to_look_at(prepared):
        click.echo(f"{fact.span or fact.source}: {why}")
    state, day = prepared.company.state, today(prepared.company.zone)
    for hold in held_in_secret(state, prepared.request.people, day):
        click.echo(NOT_TO_BE_TOLD.format(hold.number))


def tell_of_put_back(prepared: Prepared) -> None:
    """Say which stores were put back from a backup: what went since stands in them again."""
    for store in prepared.ready.put_back:
        click.echo(f"{store.told}.")


def tell_of_interrupted(receipt: int | None) -> None:
    """Tell of the run before, when it did not end."""
    if receipt is not None:
        click.echo(
            f"The run of receipt {receipt} was interrupted; what is not known about it stands "
            "there under `unknown`, and what a store says it kept under `kept`."
        )


def progress(what: str, done: int, total: int) -> None:
    """Show how far work is, on a terminal only."""
    if sys.stderr.isatty():
        end = "\r\x1b[K" if done == total else ""
        line = f"\r\x1b[K[{done}/{total}] {harmless(what)}{end}"
        steer = sys.stderr.steer if isinstance(sys.stderr, Screen) else sys.stderr.write
        steer(line)


def _with_identifier(text: str) -> tuple[str, str, bool]:
    if "@" in text:
        # An argument ends up in shell histories and process lists.
        message = "give an e-mail address on standard input: `--person KIND:-`"
        raise CannotRun(message)
    kind, colon, key = text.partition(":")
    if not colon or not key:
        message = "`--person` needs a kind and a key: `KIND:KEY`, or `KIND:-` for standard input"
        raise CannotRun(message)
    if key != "-":
        return kind, key, False
    return kind, typed(f"Identifier of the {kind}"), True


def standard_input() -> TextIO:
    """Return standard input; a byte that is of no letter there becomes what no reader takes.

    Lists of other programs may be in any encoding: a line of them is told then, not the list.
    """
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")
    return sys.stdin


def typed(what: str) -> str:
    """Return one line from a person or from standard input; it never stands in an argument."""
    if sys.stdin.isatty():
        return str(click.prompt(what, hide_input=True))
    line = sys.stdin.readline().strip("\r\n")
    if not line.strip():
        message = f"standard input gave no value: {what.lower()}"
        raise CannotRun(message)
    return line
